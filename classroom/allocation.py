"""Who reviews whose work: spread evenly, and nobody the own. Pure: no database, no chance."""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping
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
    load = Counter(work for _person, work in given)
    fresh: list[tuple[P, W]] = []
    for place, work in enumerate(works):
        others = works[place + 1 :] + works[:place]
        for person in authors[work]:
            for _ in range(count - has[person]):
                free = [other for other in others if (person, other) not in taken]
                if free:
                    pair = (person, min(free, key=load.__getitem__))
                    taken.add(pair)
                    load[pair[1]] += 1
                    fresh.append(pair)
    while _moved(fresh, works, taken, load):
        pass
    return fresh


def _moved(
    fresh: list[tuple[P, W]], works: list[W], taken: set[tuple[P, W]], load: Counter[W]
) -> bool:
    """Whether a review went from a work to one that has at least two fewer."""
    for (index, (person, much)), little in product(enumerate(fresh), works):
        if load[much] - load[little] > 1 and (person, little) not in taken:
            taken.remove((person, much))
            taken.add((person, little))
            load[much] -= 1
            load[little] += 1
            fresh[index] = (person, little)
            return True
    return False
