"""Who reviews whose work: spread evenly, and nobody the own. Pure: no database, no chance."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Mapping
from itertools import chain, product
from typing import Generic, TypeVar

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
    line = _Line(works, load)
    fresh: list[tuple[P, W]] = []
    for place, work in enumerate(works):
        for person in authors[work]:
            for _ in range(count - has[person]):
                other = line.after(place, lambda one: (person, one) not in taken)  # noqa: B023
                if other is not None:
                    taken.add((person, other))
                    line.take(other)
                    fresh.append((person, other))
    while _moved(fresh, works, taken, load):
        pass
    return fresh


class _Line(Generic[W]):
    """Works in their order. Those with the fewest reviews wait, so that nobody asks all of them."""

    def __init__(self, works: list[W], load: dict[W, int]) -> None:
        self.works, self.load = works, load
        self.places = {work: place for place, work in enumerate(works)}
        self._wait()

    def _wait(self) -> None:
        fewest = min(self.load.values(), default=0)
        self.waiting = [at for at, work in enumerate(self.works) if self.load[work] == fewest]

    def after(self, place: int, is_free: Callable[[W], bool]) -> W | None:
        """Of those that are free and have the fewest reviews the first after a place, and round."""
        start = bisect_right(self.waiting, place)
        turns = chain(range(start, len(self.waiting)), range(start))
        waiting = (self.works[self.waiting[turn]] for turn in turns)
        if (found := next(filter(is_free, waiting), None)) is not None:
            return found
        others = self.works[place + 1 :] + self.works[:place]
        return min(filter(is_free, others), key=self.load.__getitem__, default=None)

    def take(self, work: W) -> None:
        self.load[work] += 1
        at = bisect_left(self.waiting, self.places[work])
        if self.waiting[at : at + 1] == [self.places[work]]:
            del self.waiting[at]
        if not self.waiting:
            self._wait()


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
