"""Findings that one action mends: pure edits of the blueprint, each tried before it is offered.

A mend that is offered removes its finding and adds no conflict. Where the choice is the
person's (which channel, what to leave out, what to write) there is none.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from itertools import islice
from typing import Any, NamedTuple

from relationships.blueprint import Blueprint, Segment, Touchpoint
from relationships.catalog import Catalog
from relationships.coherence import texts
from relationships.coherence.engine import check_for
from relationships.coherence.findings import Finding
from relationships.coherence.reading import Reading, Row
from relationships.coherence.rules.motivation import PHASE_OF
from relationships.vocabulary import Capability, Effort, Phase, Severity, Stage, Status, Trust

AT_MOST = 3
"""Mends offered for one finding: beyond that it is a choice, not an action."""


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
    propose = _PROPOSERS.get(finding.code)
    if propose is None or finding.severity is Severity.STRENGTH:
        return []
    holding = (mend for mend in propose(finding) if _holds(mend, finding, catalog))
    return list(islice(holding, AT_MOST))


def _holds(mend: Mend, finding: Finding, catalog: Catalog) -> bool:
    after = check_for(mend.apply(finding.reading.blueprint), catalog, finding.code)
    if any(_is_of(other, finding) for other in after):
        return False
    before = _conflicts(finding.reading, catalog)
    return all(
        any(_is_of(other, known) for known in before.get((other.code, other.elements), ()))
        for other in after
        if other.severity is Severity.CONFLICT
    )


@lru_cache(maxsize=8)
def _conflicts(reading: Reading, catalog: Catalog) -> dict[tuple[object, ...], list[Finding]]:
    """Those of a canvas as it is, by code and elements: the same for all findings of one check."""
    conflicts: dict[tuple[object, ...], list[Finding]] = {}
    for finding in check_for(reading.blueprint, catalog):
        conflicts.setdefault((finding.code, finding.elements), []).append(finding)
    return conflicts


def _is_of(after: Finding, before: Finding) -> bool:
    """Whether a finding is what another one was, or what is left of it (fewer capabilities)."""
    return (
        after.code == before.code
        and after.elements == before.elements
        and set(after.about) <= set(before.about)
    )


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
        segment = reading.segments[finding.elements[0]].segment
        yield _link_value_proposition(reading, note, segment)


def _of_channel_misses_segment(finding: Finding) -> Iterator[Mend]:
    yield _link_channel(finding.reading, _row(finding))


def _of_motivation_without_phase(finding: Finding) -> Iterator[Mend]:
    row = _row(finding)
    if row.motivation is not None:
        phase = PHASE_OF[row.motivation]
        reached = row.segment.channels
        likely = [row.of.channel] if row.of.channel in reached else list(reached)
        for channel in likely:
            yield _add_phase(finding.reading, row.segment.ref, str(channel), phase)


def _of_guarantee(finding: Finding) -> Iterator[Mend]:
    segment = finding.elements[0]
    for channel in finding.reading.segments[segment].channels:
        yield _add_phase(finding.reading, segment, channel, Phase.AFTER_SALES)


def _of_lacking_capability(finding: Finding) -> Iterator[Mend]:
    yield _switch_on(finding.reading, finding.elements[1], finding.values["missing"])


def _of_strategy_lacking_capability(finding: Finding) -> Iterator[Mend]:
    yield from _of_lacking_capability(finding)
    yield from _of_strategy(finding)


def _of_strategy(finding: Finding) -> Iterator[Mend]:
    yield _drop_strategy(_row(finding), finding.values["strategy"].slug, finding)


def _of_strategy_needing_customers(finding: Finding) -> Iterator[Mend]:
    yield from _of_strategy(finding)
    yield _move_to_stage(_row(finding), Stage.GROWTH)


def _of_strategy_ahead(finding: Finding) -> Iterator[Mend]:
    yield from _of_strategy(finding)
    yield _move_to_stage(_row(finding), finding.values["starts"])


def _of_type_ahead(finding: Finding) -> Iterator[Mend]:
    yield _move_to_stage(_row(finding), finding.values["starts"])


def _of_missing_channel(finding: Finding) -> Iterator[Mend]:
    row = _row(finding)
    for channel in row.segment.channels.values():
        yield Mend(
            f"choose-channel:{row.ref}:{channel.ref}",
            "choose-channel",
            {**_named(row), "channel": channel.name},
            partial(_change, ref=row.ref, channel=channel.ref),
        )


def _of_no_minimum_viable(finding: Finding) -> Iterator[Mend]:
    """The lightest first; one of high effort would only be too heavy."""
    rows = finding.reading.segments[finding.elements[0]].rows
    light = [row for row in rows if row.type and row.type.effort is not Effort.HIGH]
    for row in sorted(light, key=lambda row: row.type is None or row.type.effort is not Effort.LOW):
        yield _mark(row, "mark-minimum-viable", True)


def _of_heavy_minimum_viable(finding: Finding) -> Iterator[Mend]:
    yield _mark(_row(finding), "unmark-minimum-viable", False)


def _of_skipped_rung(finding: Finding) -> Iterator[Mend]:
    segment = finding.reading.segments[finding.elements[0]].segment
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


def _link_channel(reading: Reading, row: Row) -> Mend:
    """In the phases that the relationships need which the link concerns.

    Those over the channel; all of the segment's where it had no touchpoint, since with the
    first one its motivations begin to ask for phases. Awareness where none asks for any.
    """
    channel = reading.channels[str(row.of.channel)]
    view = row.segment
    concerned = [r for r in view.rows if r.channel is channel or not view.channels]
    needed = {PHASE_OF[r.motivation] for r in concerned if r.motivation} or {Phase.AWARENESS}
    phases = tuple(phase for phase in Phase if phase in needed)
    return Mend(
        f"link-channel:{channel.ref}:{view.ref}",
        "link-channel",
        {"channel": channel.name, "segment": view.segment.name, "phases": phases},
        partial(_touch, touchpoint=Touchpoint(view.ref, channel.ref, phases)),
    )


def _add_phase(reading: Reading, segment: str, channel: str, phase: Phase) -> Mend:
    return Mend(
        f"add-phase:{channel}:{segment}:{phase}",
        "add-phase",
        {
            "channel": reading.channels[channel].name,
            "segment": reading.segments[segment].segment.name,
            "phase": phase,
        },
        partial(_extend, segment=segment, channel=channel, phase=phase),
    )


def _switch_on(reading: Reading, ref: str, missing: tuple[Capability, ...]) -> Mend:
    channel = reading.channels[ref]
    able = tuple(c for c in Capability if c in channel.capabilities or c in missing)
    return Mend(
        f"switch-on:{ref}:{'+'.join(missing)}",
        "switch-on",
        {"channel": channel.name, "missing": missing},
        partial(_change, ref=ref, capabilities=able),
    )


def _drop_strategy(row: Row, slug: str, finding: Finding) -> Mend:
    return Mend(
        f"drop-strategy:{row.ref}:{slug}",
        "drop-strategy",
        {**_named(row), "strategy": finding.values["strategy"]},
        partial(
            _change,
            ref=row.ref,
            strategies=tuple(other for other in row.of.strategies if other != slug),
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


def _named(row: Row) -> dict[str, Any]:
    return {"type": row.type or row.of.type, "segment": row.segment.segment.name}


# The edits


def _change(blueprint: Blueprint, *, ref: str, **fields: Any) -> Blueprint:
    return blueprint.put(replace(blueprint.elements[ref], **fields))


def _drop(blueprint: Blueprint, *, refs: Iterable[str]) -> Blueprint:
    for ref in refs:
        blueprint = _change(blueprint, ref=ref, status=Status.DROPPED)
    return blueprint


def _touch(blueprint: Blueprint, *, touchpoint: Touchpoint) -> Blueprint:
    return blueprint.put_touchpoints((*blueprint.touchpoints, touchpoint))


def _extend(blueprint: Blueprint, *, segment: str, channel: str, phase: Phase) -> Blueprint:
    """With one more phase in the touchpoint of a pair."""

    def extended(touchpoint: Touchpoint) -> Touchpoint:
        if (touchpoint.segment, touchpoint.channel) != (segment, channel):
            return touchpoint
        phases = tuple(p for p in Phase if p is phase or p in touchpoint.phases)
        return replace(touchpoint, phases=phases)

    return blueprint.put_touchpoints(tuple(map(extended, blueprint.touchpoints)))


_PROPOSERS: Mapping[str, Callable[[Finding], Iterator[Mend]]] = {
    "channel-lacks-capability": _of_lacking_capability,
    "channel-misses-segment": _of_channel_misses_segment,
    "duplicate-relationship": _of_duplicates,
    "guarantee-without-after-sales": _of_guarantee,
    "minimum-viable-too-heavy": _of_heavy_minimum_viable,
    "motivation-without-phase": _of_motivation_without_phase,
    "no-minimum-viable-relationship": _of_no_minimum_viable,
    "relationship-without-channel": _of_missing_channel,
    "segment-without-value-proposition": _of_segment_without_value_proposition,
    "strategy-ahead-of-stage": _of_strategy_ahead,
    "strategy-lacks-capability": _of_strategy_lacking_capability,
    "strategy-needs-customers": _of_strategy_needing_customers,
    "strategy-off-motivation": _of_strategy,
    "trust-rung-skipped": _of_skipped_rung,
    "type-ahead-of-stage": _of_type_ahead,
    "value-proposition-without-segment": _of_value_proposition,
}

MENDED = frozenset(_PROPOSERS)
"""The codes of the rules for whose findings one action may do."""
