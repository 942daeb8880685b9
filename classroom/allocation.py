"""Who reviews whose work: spread evenly, and nobody the own. Pure: no database, no chance."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from itertools import product
from typing import TypeVar

W = TypeVar("W", bound=Hashable)
P = TypeVar("P", bound=Hashable)


def spread(
    authors: Mapping[W, Collection[P]], count: int, given: Collection[tuple[P, W]] = ()
) -> list[tuple[P, W]]:
    """The reviews that are still to be given out, as pairs of a reviewer and a work.

    Each author of a work reviews `count` works of others, or all of them where they are fewer. Of
    works by one author each gets as many reviews as any other, give or take one; by teams that
    differ in size, as nearly so as moving single reviews can make it. What was `given` out before
    stays. The order of `authors` decides who gets whose: shuffle it.
    """
    works = list(authors)
    taken = {(person, work) for work in works for person in authors[work]} | set(given)
    has = Counter(person for person, work in given)
    load = dict.fromkeys(works, 0)
    load.update(Counter(work for _person, work in given))
    fresh: list[tuple[P, W]] = []
    for place, work in enumerate(works):
        others = works[place + 1 :] + works[:place]
        for person in authors[work]:
            for _ in range(count - has[person]):
                free = (other for other in others if (person, other) not in taken)
                other = _least(free, load)
                if other is not None:
                    taken.add((person, other))
                    load[other] += 1
                    fresh.append((person, other))
    while _moved(fresh, works, taken, load):
        pass
    return fresh


def _least(free: Iterable[W], load: Mapping[W, int]) -> W | None:
    """The first of those with the fewest reviews; it looks no further than it has to."""
    fewest = min(load.values())
    found: W | None = None
    for work in free:
        if found is None or load[work] < load[found]:
            found = work
        if load[found] == fewest:
            break
    return found


def _moved(
    fresh: list[tuple[P, W]], works: list[W], taken: set[tuple[P, W]], load: dict[W, int]
) -> bool:
    """Whether a review went from a work to one that has at least two fewer."""
    fewest, most = min(load.values(), default=0), max(load.values(), default=0)
    rich = [(at, pair) for at, pair in enumerate(fresh) if load[pair[1]] > fewest + 1]
    poor = [work for work in works if load[work] < most - 1]
    for (index, (person, much)), little in product(rich, poor):
        if load[much] - load[little] > 1 and (person, little) not in taken:
            taken.remove((person, much))
            taken.add((person, little))
            load[much] -= 1
            load[little] += 1
            fresh[index] = (person, little)
            return True
    return False
