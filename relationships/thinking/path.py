"""The guided start: a path of questions that leads from a blank canvas to a first plan.

Where somebody stands on it follows from the blueprint alone, so that it goes on where anybody left
off, wherever the answers were given. Sources: 000, 001, 002, 003, 004.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from relationships.blueprint import (
    Blueprint,
    Channel,
    Element,
    Note,
    Relationship,
    Segment,
)
from relationships.catalog import Catalog, Question, RelationshipType, Text
from relationships.coherence.reading import Knowledge
from relationships.content.reading import read, text
from relationships.fit import missing
from relationships.vocabulary import Block, Capability, Phase


class Subject(NamedTuple):
    """What the path is about: one element of each kind, none where there is none yet.

    `phases` are those in which the channel serves the segment.
    """

    offer: Note | None
    segment: Segment | None
    channel: Channel | None
    row: Relationship | None
    phases: tuple[Phase, ...]

    def element(self, kind: type[Element]) -> Element | None:
        held = (self.offer, self.segment, self.channel, self.row)
        return next((element for element in held if type(element) is kind), None)


def subject(blueprint: Blueprint, segment: str = "") -> Subject:
    """What the path is about for a segment; for the first one where no segment has the ref.

    Of its relationships the minimum viable one, or else the first that is not dropped. Of the
    channels the one that carries it, or else the first that serves the segment, or else the first.
    """
    chosen = blueprint.elements.get(segment)
    if not isinstance(chosen, Segment):
        chosen = next(iter(blueprint.segments), None)
    if chosen is None:
        channel = next(iter(blueprint.channels), None)
        return Subject(_offer(blueprint, ()), None, channel, None, ())
    row = _row(blueprint, chosen.ref)
    channel = _channel(blueprint, chosen.ref, row)
    return Subject(
        offer=_offer(blueprint, chosen.value_propositions),
        segment=chosen,
        channel=channel,
        row=row,
        phases=next(
            (
                t.phases
                for t in blueprint.touchpoints
                if channel and (t.segment, t.channel) == (chosen.ref, channel.ref)
            ),
            (),
        ),
    )


def _offer(blueprint: Blueprint, linked: Sequence[str]) -> Note | None:
    notes = blueprint.notes_in(Block.VALUE_PROPOSITIONS)
    return next((note for note in notes if note.ref in linked), None) or next(iter(notes), None)


def _row(blueprint: Blueprint, segment: str) -> Relationship | None:
    active = [row for row in blueprint.plan_of(segment) if row.is_active]
    return next((row for row in active if row.minimum_viable), None) or next(iter(active), None)


def _channel(blueprint: Blueprint, segment: str, row: Relationship | None) -> Channel | None:
    serving = next((t.channel for t in blueprint.touchpoints if t.segment == segment), None)
    ref = (row.channel if row else None) or serving
    if ref is None:
        return next(iter(blueprint.channels), None)
    channel = blueprint.elements.get(ref)
    return channel if isinstance(channel, Channel) else None


@dataclass(frozen=True, slots=True)
class Step:
    """A question of the path, with the fields that answer it.

    `places` name these as guiding questions do; `ref` is the element that holds the answer, empty
    where it is still to be made. A step that `waits_for` another can't be answered before that one.
    """

    slug: str
    kind: type[Element]
    fields: tuple[str, ...]
    places: tuple[str, ...]
    questions: tuple[Question, ...]
    ref: str
    is_done: bool
    waits_for: str

    @property
    def is_open(self) -> bool:
        """Whether it can be answered and is not."""
        return not self.is_done and not self.waits_for


class _Ask(NamedTuple):
    """A step before anybody has answered: done once a field that it `counts` is filled."""

    slug: str
    kind: type[Element]
    counts: tuple[str, ...]
    beside: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


_ASKS = (
    _Ask("offer", Note, ("text",)),
    _Ask("who", Segment, ("name",), beside=("description",)),
    _Ask("draw", Segment, ("value_propositions",), needs=("offer", "who")),
    _Ask("worth", Segment, ("customers", "value_per_month"), needs=("who",)),
    _Ask("habits", Segment, ("habits",), needs=("who",)),
    _Ask("factors", Segment, ("factors",), needs=("who",)),
    _Ask("expects", Segment, ("expects",), needs=("who",)),
    _Ask("trust", Segment, ("trust", "trust_goal"), needs=("who",)),
    _Ask("channel", Channel, ("kind",), beside=("name",)),
    _Ask("abilities", Channel, ("capabilities",), beside=("ownership",), needs=("channel",)),
    _Ask("phases", Channel, ("touchpoints",), needs=("who", "channel")),
    _Ask("type", Relationship, ("type",), beside=("channel",), needs=("who",)),
    _Ask("motivation", Relationship, ("motivation",), needs=("who", "type")),
    _Ask("strategies", Relationship, ("strategies",), needs=("who", "type")),
    _Ask("objective", Relationship, ("objective",), needs=("who", "type")),
    _Ask("justification", Relationship, ("justification",), needs=("who", "type")),
    _Ask(
        "cost",
        Relationship,
        ("monthly_cost", "hours_per_month", "setup_cost"),
        needs=("who", "type"),
    ),
    _Ask("minimum", Relationship, ("minimum_viable",), needs=("who", "type")),
)


def steps(blueprint: Blueprint, catalog: Catalog, segment: str = "") -> tuple[Step, ...]:
    """The whole path for a segment, in its order."""
    on = subject(blueprint, segment)
    done = {ask.slug: _is_answered(ask, on) for ask in _ASKS}
    return tuple(
        Step(
            slug=ask.slug,
            kind=ask.kind,
            fields=(*ask.counts, *ask.beside),
            places=(places := _places(ask)),
            questions=tuple(q for place in places for q in catalog.questions if q.place == place),
            ref=element.ref if (element := on.element(ask.kind)) else "",
            is_done=done[ask.slug],
            waits_for=next((slug for slug in ask.needs if not done[slug]), ""),
        )
        for ask in _ASKS
    )


def _places(ask: _Ask) -> tuple[str, ...]:
    if ask.kind is Note:
        return (f"block.{Block.VALUE_PROPOSITIONS}",)
    return tuple(f"{ask.kind.__name__.lower()}.{name}" for name in (*ask.counts, *ask.beside))


def _is_answered(ask: _Ask, on: Subject) -> bool:
    element = on.element(ask.kind)
    if element is None:
        return False
    if ask.slug == "phases":
        return bool(on.phases)
    return any(_is_filled(getattr(element, name)) for name in ask.counts)


def _is_filled(value: object) -> bool:
    """Whether a field says something. A stated zero does; a box that is not ticked does not."""
    return value is not None and value is not False and value not in ("", ())


def resumed(path: Sequence[Step]) -> Step | None:
    """Where to go on: the first step that is open; none where all that can be said is said."""
    return next((step for step in path if step.is_open), None)


def following(path: Sequence[Step], slug: str, before: Sequence[Step] = ()) -> Step | None:
    """The step to go on with after one: the next that is open, or none.

    `before` is the path as it was before the last answer. A step that this answer filled along
    with its own is shown once, to be looked over.
    """
    was_done = {step.slug: step.is_done for step in before or path}
    later = path[[step.slug for step in path].index(slug) + 1 :]
    return next(
        (
            step
            for step in later
            if not step.waits_for and not (step.is_done and was_done[step.slug])
        ),
        None,
    )


def preceding(path: Sequence[Step], slug: str) -> Step | None:
    """The step to go back to: the last one before it that can be answered."""
    earlier = path[: [step.slug for step in path].index(slug)]
    return next((step for step in reversed(earlier) if not step.waits_for), None)


class TypeChoice(NamedTuple):
    """A relationship type for a segment: whether it is expected, and what the channel lacks."""

    type: RelationshipType
    is_expected: bool
    lacks: tuple[Capability, ...]


def type_choices(on: Subject, catalog: Catalog) -> tuple[TypeChoice, ...]:
    """The types on offer: first those that the segment expects, then their kin, then the others.

    Among them those first for which the channel lacks least.
    """
    expected = set(on.segment.expects) if on.segment else set()
    kin = Knowledge(catalog).kin
    chosen = on.row.type if on.row else ""
    entries = [e for e in catalog.types.values() if not e.retired or e.slug == chosen]
    choices = [
        TypeChoice(
            entry,
            entry.slug in expected,
            missing(entry.needs, on.channel.capabilities) if on.channel else (),
        )
        for entry in entries
    ]
    return tuple(
        sorted(
            choices,
            key=lambda choice: (
                not choice.is_expected,
                kin[choice.type.slug].isdisjoint(expected),
                len(choice.lacks),
            ),
        )
    )


class StepText(NamedTuple):
    """What is said of a step. `source` is a text's number, or several."""

    title: Text
    why: Text
    example: Text
    source: str


@cache
def texts() -> Mapping[str, StepText]:
    """The texts of every step, by its slug."""
    return {
        slug: StepText(
            text(table["title"]), text(table["why"]), text(table["example"]), table["source"]
        )
        for slug, table in read("path").items()
    }
