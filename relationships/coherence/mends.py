"""Findings that one action mends: pure edits of the blueprint, each tried before it is offered.

A mend that is offered removes its finding and adds no conflict. Where the choice is the
person's (what to plan, what to leave out, what to write) there is none; nor where the action
would only say that something is so which it may not be (a cost of nothing, another owner).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from itertools import islice
from typing import Any, NamedTuple

from relationships.blueprint import Blueprint, Channel, Segment, Touchpoint
from relationships.catalog import Catalog
from relationships.coherence import texts
from relationships.coherence.engine import check_for
from relationships.coherence.findings import Finding
from relationships.coherence.reading import Reading, Row, SegmentView
from relationships.coherence.rules.channels import missing
from relationships.coherence.rules.motivation import PHASE_OF
from relationships.vocabulary import (
    Capability,
    Effort,
    Ownership,
    Phase,
    Severity,
    Stage,
    Status,
    Trust,
)

AT_MOST = 3
"""Mends offered for one finding: beyond that it is a choice, not an action."""

TRIED = 6
"""Mends tried for one finding: each costs a partial check, and a segment may have 100 channels."""


class Mend(NamedTuple):
    """One action. `key` says which, so that a form can name it among those of its finding."""

    key: str
    kind: str
    values: Mapping[str, Any]
    apply: Callable[[Blueprint], Blueprint]

    def label(self, language: str) -> str:
        """What its button says, with the names of the elements."""
        return texts.fill(texts.mend_labels()[self.kind], self.values, language)


def mends(finding: Finding, catalog: Catalog) -> list[Mend]:
    """What mends a finding of `check(blueprint, catalog)`, the most fitting first; often nothing.

    Each costs a partial check of the whole canvas: for the findings on show, not in a loop
    over many canvases.
    """
    tried = islice(_proposed(finding), TRIED)
    return list(islice((mend for mend in tried if _holds(mend, finding, catalog)), AT_MOST))


def mend_of(finding: Finding, key: str, catalog: Catalog) -> Mend | None:
    """The mend of a finding that goes by a key, if it still is one; at most one partial check."""
    named = (mend for mend in _proposed(finding) if mend.key == key)
    return next((mend for mend in named if _holds(mend, finding, catalog)), None)


def _proposed(finding: Finding) -> Iterator[Mend]:
    remedy = _REMEDIES.get(finding.code)
    if remedy is not None and finding.severity is not Severity.STRENGTH:
        yield from remedy.propose(finding)


def _holds(mend: Mend, finding: Finding, catalog: Catalog) -> bool:
    """A conflict that was there may stay, or what is left of it: fewer capabilities."""
    before = _conflicts(finding.reading, catalog)
    mended, lacked = (finding.code, finding.elements), set(finding.about)
    for other in check_for(mend.apply(finding.reading.blueprint), catalog, finding.code):
        key, about = (other.code, other.elements), set(other.about)
        if key == mended and about <= lacked:
            return False
        if other.severity is Severity.CONFLICT and not any(
            about <= known for known in before.get(key, ())
        ):
            return False
    return True


@lru_cache(maxsize=8)
def _conflicts(reading: Reading, catalog: Catalog) -> dict[tuple[object, ...], list[set[str]]]:
    """What those of a canvas as it is are about, by code and elements: for all its findings."""
    conflicts: dict[tuple[object, ...], list[set[str]]] = {}
    for finding in check_for(reading.blueprint, catalog):
        conflicts.setdefault((finding.code, finding.elements), []).append(set(finding.about))
    return conflicts


# What may mend a finding of each rule


def _of_value_proposition(finding: Finding) -> Iterator[Mend]:
    """Where there is only one segment, it is meant for that."""
    reading = finding.reading
    if len(reading.segments) == 1:
        (view,) = reading.segments.values()
        yield _link_value_proposition(reading, finding.elements[0], view.segment)


def _of_segment_without_value_proposition(finding: Finding) -> Iterator[Mend]:
    """Where there is only one offer, it is that."""
    reading = finding.reading
    if len(reading.value_propositions) == 1:
        (note,) = reading.value_propositions
        yield _link_value_proposition(reading, note, _view(finding).segment)


def _of_segment_without_channel(finding: Finding) -> Iterator[Mend]:
    """The channels that its relationships run over already; else the only one that there is."""
    reading, view = finding.reading, _view(finding)
    chosen = {row.channel.ref: row.channel for row in view.rows if row.channel}
    only = reading.channels if len(reading.channels) == 1 else {}
    for channel in (chosen or only).values():
        yield _link_channel(view, channel)


def _of_channel_misses_segment(finding: Finding) -> Iterator[Mend]:
    row = _row(finding)
    if row.channel is not None:
        yield _link_channel(row.segment, row.channel)
    yield from _other_channels(finding)


def _of_motivation_without_phase(finding: Finding) -> Iterator[Mend]:
    row = _row(finding)
    if row.motivation is not None:
        reached = row.segment.channels
        likely = [row.channel] if row.of.channel in reached else list(reached.values())
        for channel in likely:
            if channel is not None:
                yield _add_phases(row.segment, channel, (PHASE_OF[row.motivation],))


def _of_guarantee(finding: Finding) -> Iterator[Mend]:
    """Those on which a customer can ask come first."""
    view = _view(finding)
    for channel in _first(Capability.TWO_WAY, view.channels.values()):
        yield _add_phases(view, channel, (Phase.AFTER_SALES,))


def _of_uncovered_phases(finding: Finding) -> Iterator[Mend]:
    """An only channel serves all along the way; among several, those that can serve the one phase
    that is missing.
    """
    view = _view(finding)
    uncovered: tuple[Phase, ...] = finding.values["phases"]
    if len(view.channels) == 1 or len(uncovered) == 1:
        for channel in view.channels.values():
            if all(_ABLE.get(phase) in (None, *channel.capabilities) for phase in uncovered):
                yield _add_phases(view, channel, uncovered)


def _of_unattended_hours(finding: Finding) -> Iterator[Mend]:
    """A channel that sells at any hour already, if to others."""
    view = _view(finding)
    for channel in finding.reading.channels.values():
        sells = {Capability.ALWAYS_ON, Capability.TRANSACTION} <= set(channel.capabilities)
        if sells and channel.ref not in view.channels:
            yield _link(view, channel, (Phase.PURCHASE,))


def _of_only_spoken_to(finding: Finding) -> Iterator[Mend]:
    """Those come first that people attend: there somebody can answer."""
    for channel in _first(Capability.HUMAN, _view(finding).channels.values()):
        yield _switch_on(channel, (Capability.TWO_WAY,))


def _of_lacking_capability(finding: Finding) -> Iterator[Mend]:
    yield _switch_on(finding.reading.channels[finding.elements[1]], finding.values["missing"])
    yield from _other_channels(finding)


def _of_strategy_lacking_capability(finding: Finding) -> Iterator[Mend]:
    switch, *others = _of_lacking_capability(finding)
    yield from (switch, *others[:1], _drop_strategy(finding), *others[1:])


def _of_strategy(finding: Finding) -> Iterator[Mend]:
    yield _drop_strategy(finding)


def _of_strategy_needing_customers(finding: Finding) -> Iterator[Mend]:
    yield _drop_strategy(finding)
    yield _move_to_stage(_row(finding), Stage.GROWTH)


def _of_strategy_ahead(finding: Finding) -> Iterator[Mend]:
    yield _drop_strategy(finding)
    yield _move_to_stage(_row(finding), finding.values["starts"])


def _of_type_ahead(finding: Finding) -> Iterator[Mend]:
    yield _move_to_stage(_row(finding), finding.values["starts"])


def _of_too_much(finding: Finding) -> Iterator[Mend]:
    """One that need not come first, the heaviest and the last before the others."""
    reading = finding.reading
    later = tuple(Stage)[reading.stage.rank + 1]
    due = [row for row in _view(finding).rows if row.stage.rank <= reading.stage.rank]
    wait = [row for row in reversed(due) if not row.of.minimum_viable]
    for row in sorted(wait, key=_effort, reverse=True):
        yield _move_to_stage(row, later)


def _of_missing_channel(finding: Finding) -> Iterator[Mend]:
    yield from _other_channels(finding)


def _of_personal_through_partner(finding: Finding) -> Iterator[Mend]:
    yield from _other_channels(finding, owned=True)


def _of_no_minimum_viable(finding: Finding) -> Iterator[Mend]:
    """The lightest first; one of high effort would only be too heavy."""
    light = [row for row in _view(finding).rows if row.type and row.type.effort is not Effort.HIGH]
    for row in sorted(light, key=_effort):
        yield _mark(row, "mark-minimum-viable", True)


def _of_heavy_minimum_viable(finding: Finding) -> Iterator[Mend]:
    yield _mark(_row(finding), "unmark-minimum-viable", False)


def _of_skipped_rung(finding: Finding) -> Iterator[Mend]:
    segment = _view(finding).segment
    rung: Trust = finding.values["next"]
    yield Mend(
        f"aim-at-next-rung:{segment.ref}",
        "aim-at-next-rung",
        {"segment": segment.name, "next": rung},
        partial(_change, ref=segment.ref, trust_goal=rung),
    )


def _of_duplicates(finding: Finding) -> Iterator[Mend]:
    row = _row(finding)
    yield Mend(
        f"drop-repetitions:{row.ref}",
        "drop-repetitions",
        _named(row),
        partial(_drop, refs=finding.elements[1:]),
    )


# The actions


def _link_value_proposition(reading: Reading, note: str, segment: Segment) -> Mend:
    return Mend(
        f"link-value-proposition:{note}:{segment.ref}",
        "link-value-proposition",
        {"note": reading.value_propositions[note].text, "segment": segment.name},
        partial(_change, ref=segment.ref, value_propositions=(*segment.value_propositions, note)),
    )


def _link_channel(view: SegmentView, channel: Channel) -> Mend:
    """In the phases that the relationships need which the link concerns.

    Those over the channel; all of the segment's where it had no touchpoint, since with the
    first one its motivations begin to ask for phases. Awareness where none asks for any.
    """
    concerned = [r for r in view.rows if r.channel is channel or not view.channels]
    needed = {PHASE_OF[r.motivation] for r in concerned if r.motivation} or {Phase.AWARENESS}
    return _link(view, channel, tuple(phase for phase in Phase if phase in needed))


def _link(view: SegmentView, channel: Channel, phases: tuple[Phase, ...]) -> Mend:
    return Mend(
        f"link-channel:{channel.ref}:{view.ref}",
        "link-channel",
        {"channel": channel.name, "segment": view.segment.name, "phases": phases},
        partial(_touch, touchpoint=Touchpoint(view.ref, channel.ref, phases)),
    )


def _add_phases(view: SegmentView, channel: Channel, phases: tuple[Phase, ...]) -> Mend:
    return Mend(
        f"add-phases:{channel.ref}:{view.ref}:{'+'.join(phases)}",
        "add-phases",
        {"channel": channel.name, "segment": view.segment.name, "phases": phases},
        partial(_extend, segment=view.ref, channel=channel.ref, phases=phases),
    )


def _switch_on(channel: Channel, more: tuple[Capability, ...]) -> Mend:
    able = tuple(c for c in Capability if c in channel.capabilities or c in more)
    return Mend(
        f"switch-on:{channel.ref}:{'+'.join(more)}",
        "switch-on",
        {"channel": channel.name, "missing": more},
        partial(_change, ref=channel.ref, capabilities=able),
    )


def _other_channels(finding: Finding, *, owned: bool = False) -> Iterator[Mend]:
    """Other channels of the segment that can carry the type and all its strategies."""
    row, known = _row(finding), finding.reading.knowledge.strategies
    needs = row.type.needs if row.type else ()
    for slug in row.of.strategies:
        needs += known[slug].needs if slug in known else ()
    for channel in row.segment.channels.values():
        fits = channel.ref != row.of.channel and not missing(needs, channel.capabilities)
        if fits and not (owned and channel.ownership is Ownership.PARTNER):
            yield Mend(
                f"choose-channel:{row.ref}:{channel.ref}",
                "choose-channel",
                {**_named(row), "channel": channel.name},
                partial(_change, ref=row.ref, channel=channel.ref),
            )


def _drop_strategy(finding: Finding) -> Mend:
    row, strategy = _row(finding), finding.values["strategy"]
    return Mend(
        f"drop-strategy:{row.ref}:{strategy.slug}",
        "drop-strategy",
        {**_named(row), "strategy": strategy},
        partial(
            _change,
            ref=row.ref,
            strategies=tuple(slug for slug in row.of.strategies if slug != strategy.slug),
        ),
    )


def _move_to_stage(row: Row, stage: Stage) -> Mend:
    return Mend(
        f"move-to-stage:{row.ref}:{stage}",
        "move-to-stage",
        {**_named(row), "starts": stage},
        partial(_change, ref=row.ref, stage=stage),
    )


def _mark(row: Row, kind: str, minimum_viable: bool) -> Mend:
    return Mend(
        f"{kind}:{row.ref}",
        kind,
        _named(row),
        partial(_change, ref=row.ref, minimum_viable=minimum_viable),
    )


def _row(finding: Finding) -> Row:
    """The relationship that a finding names first."""
    return next(row for row in finding.reading.rows if row.ref == finding.elements[0])


def _view(finding: Finding) -> SegmentView:
    """The segment that a finding names first."""
    return finding.reading.segments[finding.elements[0]]


def _named(row: Row) -> dict[str, Any]:
    return {"type": row.type or row.of.type, "segment": row.segment.segment.name}


def _first(capability: Capability, channels: Iterable[Channel]) -> list[Channel]:
    """The channels with a capability before the others."""
    return sorted(channels, key=lambda channel: capability not in channel.capabilities)


def _effort(row: Row) -> int:
    """From light to heavy; what the catalog no longer holds is in between."""
    return _EFFORTS.index(row.type.effort) if row.type else _EFFORTS.index(Effort.MEDIUM)


_EFFORTS = tuple(Effort)

_ABLE = {Phase.PURCHASE: Capability.TRANSACTION, Phase.AFTER_SALES: Capability.TWO_WAY}
"""What a channel has to be able to do before anyone proposes that it serve in a phase."""


# The edits


def _change(blueprint: Blueprint, *, ref: str, **fields: Any) -> Blueprint:
    return blueprint.put(replace(blueprint.elements[ref], **fields))


def _drop(blueprint: Blueprint, *, refs: Iterable[str]) -> Blueprint:
    for ref in refs:
        blueprint = _change(blueprint, ref=ref, status=Status.DROPPED)
    return blueprint


def _touch(blueprint: Blueprint, *, touchpoint: Touchpoint) -> Blueprint:
    return blueprint.put_touchpoints((*blueprint.touchpoints, touchpoint))


def _extend(
    blueprint: Blueprint, *, segment: str, channel: str, phases: tuple[Phase, ...]
) -> Blueprint:
    """With more phases in the touchpoint of a pair."""

    def extended(touchpoint: Touchpoint) -> Touchpoint:
        if (touchpoint.segment, touchpoint.channel) != (segment, channel):
            return touchpoint
        served = tuple(p for p in Phase if p in phases or p in touchpoint.phases)
        return replace(touchpoint, phases=served)

    return blueprint.put_touchpoints(tuple(map(extended, blueprint.touchpoints)))


class Remedy(NamedTuple):
    """What may mend the findings of a rule: the mends to try, and the kinds that they are of."""

    propose: Callable[[Finding], Iterator[Mend]]
    kinds: tuple[str, ...]


_REMEDIES: Mapping[str, Remedy] = {
    "channel-lacks-capability": Remedy(_of_lacking_capability, ("switch-on", "choose-channel")),
    "channel-misses-segment": Remedy(
        _of_channel_misses_segment, ("link-channel", "choose-channel")
    ),
    "duplicate-relationship": Remedy(_of_duplicates, ("drop-repetitions",)),
    "guarantee-without-after-sales": Remedy(_of_guarantee, ("add-phases",)),
    "hours-unattended": Remedy(_of_unattended_hours, ("link-channel",)),
    "minimum-viable-too-heavy": Remedy(_of_heavy_minimum_viable, ("unmark-minimum-viable",)),
    "motivation-without-phase": Remedy(_of_motivation_without_phase, ("add-phases",)),
    "no-minimum-viable-relationship": Remedy(_of_no_minimum_viable, ("mark-minimum-viable",)),
    "personal-through-partner": Remedy(_of_personal_through_partner, ("choose-channel",)),
    "phases-uncovered": Remedy(_of_uncovered_phases, ("add-phases",)),
    "relationship-without-channel": Remedy(_of_missing_channel, ("choose-channel",)),
    "segment-only-spoken-to": Remedy(_of_only_spoken_to, ("switch-on",)),
    "segment-without-channel": Remedy(_of_segment_without_channel, ("link-channel",)),
    "segment-without-value-proposition": Remedy(
        _of_segment_without_value_proposition, ("link-value-proposition",)
    ),
    "strategy-ahead-of-stage": Remedy(_of_strategy_ahead, ("drop-strategy", "move-to-stage")),
    "strategy-lacks-capability": Remedy(
        _of_strategy_lacking_capability, ("switch-on", "choose-channel", "drop-strategy")
    ),
    "strategy-needs-customers": Remedy(
        _of_strategy_needing_customers, ("drop-strategy", "move-to-stage")
    ),
    "strategy-off-motivation": Remedy(_of_strategy, ("drop-strategy",)),
    "too-much-at-once": Remedy(_of_too_much, ("move-to-stage",)),
    "trust-rung-skipped": Remedy(_of_skipped_rung, ("aim-at-next-rung",)),
    "type-ahead-of-stage": Remedy(_of_type_ahead, ("move-to-stage",)),
    "value-proposition-without-segment": Remedy(_of_value_proposition, ("link-value-proposition",)),
}

MENDED: Mapping[str, tuple[str, ...]] = {code: each.kinds for code, each in _REMEDIES.items()}
"""The rules for whose findings one action may do, and the kinds of mend that it may be."""
