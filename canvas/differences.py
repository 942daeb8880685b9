"""What differs between two blueprints, and how differences are brought together again.

Pure functions of blueprints: events are made of them, an edit clash is found by them, and the
undo of a deletion is one of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from relationships.blueprint import (
    COLLECTIONS,
    Blueprint,
    Element,
    Experiment,
    Relationship,
    Segment,
    Touchpoint,
)
from relationships.vocabulary import Block

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

E = TypeVar("E", bound=Element)
D = TypeVar("D", bound="DataclassInstance")
Experiments = tuple[Experiment, ...]

HEAD = (
    "title",
    "description",
    "language",
    "stage",
    "currency",
    "monthly_budget",
    "team_hours_per_month",
    "hourly_rate",
)
"""The fields of the canvas itself."""


@dataclass(frozen=True)
class Delta:
    """What differs between two blueprints.

    `before` and `after` hold the elements and touchpoints that differ, and the whole head.
    `orders` names, for each collection that lost something or changed its order, the refs as
    they stood before; touchpoints by both their refs.
    """

    before: Blueprint
    after: Blueprint
    orders: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return self.before == self.after and not self.orders

    @property
    def refs(self) -> set[str]:
        """The refs of all elements that were added, changed or removed."""
        return self.before.elements.keys() | self.after.elements.keys()


def difference(before: Blueprint, after: Blueprint) -> Delta:
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    orders: dict[str, list[str]] = {}
    for name in COLLECTIONS.values():
        one, other = getattr(before, name), getattr(after, name)
        if one is other:
            old[name] = new[name] = ()
            continue
        old[name], new[name] = _differing(one, other)
        if _lost_or_moved(stood := [e.ref for e in one], [e.ref for e in other]):
            orders[name] = stood
    old["touchpoints"], new["touchpoints"] = _differing_touchpoints(before, after)
    stood = [_pair(t) for t in before.touchpoints]
    if _lost_or_moved(stood, [_pair(t) for t in after.touchpoints]):
        orders["touchpoints"] = stood
    return Delta(replace(before, **old), replace(after, **new), orders)


def changes_of(delta: Delta) -> dict[str, str]:
    """What became of each element that differs: `added`, `changed` or `removed`, by ref."""
    was, now = delta.before.elements.keys(), delta.after.elements.keys()
    return {
        **dict.fromkeys(now - was, "added"),
        **dict.fromkeys(was & now, "changed"),
        **dict.fromkeys(was - now, "removed"),
    }


def _differing(one: tuple[E, ...], other: tuple[E, ...]) -> tuple[tuple[E, ...], tuple[E, ...]]:
    was = {element.ref: element for element in one}
    now = {element.ref: element for element in other}
    same = {ref for ref, element in was.items() if (twin := now.get(ref)) and twin == element}
    return (
        tuple(element for element in one if element.ref not in same),
        tuple(element for element in other if element.ref not in same),
    )


def _lost_or_moved(stood: list[str], stand: Iterable[str]) -> bool:
    known = set(stood)
    return stood != [ref for ref in stand if ref in known]


def _pair(touchpoint: Touchpoint) -> str:
    """What names a touchpoint, which has no ref: no ref holds a space."""
    return f"{touchpoint.segment} {touchpoint.channel}"


def _differing_touchpoints(
    before: Blueprint, after: Blueprint
) -> tuple[tuple[Touchpoint, ...], tuple[Touchpoint, ...]]:
    if before.touchpoints is after.touchpoints:
        return (), ()
    same = set(before.touchpoints) & set(after.touchpoints)
    return (
        tuple(t for t in before.touchpoints if t not in same),
        tuple(t for t in after.touchpoints if t not in same),
    )


def clashing(base: D, theirs: D, mine: D) -> tuple[str, ...]:
    """The fields that both sides changed since `base`, each to something else."""
    return tuple(
        name
        for name in (field.name for field in fields(base))
        if (was := getattr(base, name)) != (now := getattr(theirs, name))
        and was != (wish := getattr(mine, name))
        and now != wish
    )


def differing(one: Any, other: Any) -> tuple[str, ...]:
    """The fields in which two elements, or two experiments, are not the same."""
    names = (field.name for field in fields(one))
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))


def merge(base: D, theirs: D, mine: D) -> D:
    """Theirs, with the fields that only mine changed since `base`. Clashing fields stay mine."""
    wishes = {
        field.name: wish
        for field in fields(base)
        if (wish := getattr(mine, field.name)) != getattr(base, field.name)
    }
    return replace(theirs, **wishes)


def merge_touchpoints(
    base: tuple[Touchpoint, ...], theirs: tuple[Touchpoint, ...], mine: tuple[Touchpoint, ...]
) -> tuple[Touchpoint, ...]:
    """All touchpoints of `theirs`, with what `mine` changed since `base`, pair by pair.

    `base` and `mine` hold the pairs of one form; pairs of other elements stay as they are. New
    pairs come last.
    """
    was = {(t.segment, t.channel): t for t in base}
    wish = {(t.segment, t.channel): t for t in mine}
    changed = {pair for pair in was.keys() | wish.keys() if was.get(pair) != wish.get(pair)}
    present = {(t.segment, t.channel) for t in theirs}
    kept = [
        wish[pair] if pair in changed else touchpoint
        for touchpoint in theirs
        if (pair := (touchpoint.segment, touchpoint.channel)) not in changed or pair in wish
    ]
    return (*kept, *(t for pair, t in wish.items() if pair in changed and pair not in present))


def whereabouts(base: Experiment, experiments: Experiments, at: int) -> int | None:
    """Where an experiment is by now which was `base` and stood at `at`; none where it is gone.

    It has no ref to go by. It is the one that equals it; else the one with its hypothesis; else
    the one of which nothing but the hypothesis was rewritten. Of several, the nearest.
    """

    def is_rewritten(other: Experiment) -> bool:
        rest = (other.measure, other.threshold, other.customers, other.result, other.verdict)
        return any(rest) and replace(other, hypothesis=base.hypothesis) == base

    for is_it in (
        lambda other: other == base,
        lambda other: other.hypothesis == base.hypothesis,
        is_rewritten,
    ):
        if places := [place for place, other in enumerate(experiments) if is_it(other)]:
            return min(places, key=lambda place: abs(place - at))
    return None


def revive(current: Blueprint, delta: Delta) -> Blueprint:
    """With what a deletion took away, wherever nobody has put something else in its place since."""
    revived = current
    for element in delta.before.elements.values():
        left = delta.after.elements.get(element.ref)
        now = current.elements.get(element.ref)
        if left is None and now is None:
            order = delta.orders.get(COLLECTIONS[type(element)], [])
            revived = revived.put(element)
            revived = revived.move(element.ref, _successor(element.ref, order, revived))
        elif left is not None and now is not None:
            revived = revived.put(_put_back(was=element, left=left, now=now))
    pairs = {_pair(t) for t in revived.touchpoints}
    lost = (t for t in delta.before.touchpoints if _pair(t) not in pairs)
    places = {pair: n for n, pair in enumerate(delta.orders.get("touchpoints", []))}
    in_order = sorted(
        (*revived.touchpoints, *lost), key=lambda t: places.get(_pair(t), len(places))
    )
    return without_dangling(revived.put_touchpoints(tuple(in_order)))


def rewind(current: Blueprint, delta: Delta) -> Blueprint:
    """What stood before a change, from what stands after it: the inverse of `difference`."""
    changes: dict[str, Any] = {name: getattr(delta.before, name) for name in HEAD}
    for name in (*COLLECTIONS.values(), "touchpoints"):
        was = {_key(part): part for part in getattr(delta.before, name)}
        added = {_key(part) for part in getattr(delta.after, name)} - was.keys()
        stood = {_key(part): part for part in getattr(current, name)} | was
        order = delta.orders.get(name) or [key for key in stood if key not in added]
        changes[name] = tuple(stood[key] for key in order)
    return replace(current, **changes)


def _key(part: Element | Touchpoint) -> str:
    return _pair(part) if isinstance(part, Touchpoint) else part.ref


def _put_back(was: Element, left: Element, now: Element) -> Element:
    """The fields that the deletion changed and nobody since, as they were."""
    lost = {
        field.name: getattr(was, field.name)
        for field in fields(left)
        if getattr(now, field.name) == getattr(left, field.name) != getattr(was, field.name)
    }
    if "experiments" not in lost and isinstance(was, Relationship):
        stood, kept, stand = was.experiments, left.experiments, now.experiments  # type: ignore[union-attr]
        lost["experiments"] = _with_lost(stood, kept, stand)
    return replace(now, **lost)


def _with_lost(was: Experiments, left: Experiments, now: Experiments) -> Experiments:
    """The experiments of now, with those that a deletion took where they stood."""
    revived = list(now)
    for place, experiment in enumerate(was):
        if experiment not in left and experiment not in revived:
            revived.insert(place, experiment)
    return tuple(revived)


def _successor(ref: str, order: list[str], blueprint: Blueprint) -> str | None:
    """The first element that stood behind this one and still exists."""
    behind = order[order.index(ref) + 1 :] if ref in order else []
    return next((other for other in behind if other in blueprint.elements), None)


def without_dangling(blueprint: Blueprint) -> Blueprint:
    """Without references to elements that are not there; what names none stays the same object."""
    offers = {note.ref for note in blueprint.notes_in(Block.VALUE_PROPOSITIONS)}
    segments = {segment.ref for segment in blueprint.segments}
    channels = {channel.ref for channel in blueprint.channels}

    def offered(segment: Segment) -> Segment:
        if offers.issuperset(segment.value_propositions):
            return segment
        kept = tuple(ref for ref in segment.value_propositions if ref in offers)
        return replace(segment, value_propositions=kept)

    def carried(row: Relationship) -> Relationship:
        return row if row.channel in channels or row.channel is None else replace(row, channel=None)

    left = {
        "segments": tuple(map(offered, blueprint.segments)),
        "touchpoints": tuple(
            t for t in blueprint.touchpoints if t.segment in segments and t.channel in channels
        ),
        "relationships": tuple(
            carried(r) for r in blueprint.relationships if r.segment in segments
        ),
    }
    changes: dict[str, Any] = {k: v for k, v in left.items() if v != getattr(blueprint, k)}
    return replace(blueprint, **changes) if changes else blueprint
