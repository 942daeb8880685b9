"""The rule table read word by word: slow, with no shared reading, to hold the engine against.

Each rule is one expression over the blueprint that follows the table's sentence; the order of
findings is a sort by the key that the product gives. Only slugs that the catalog holds.
"""

# ruff: noqa: SIM102 - an `if` within an `if` is where the table's sentence has its comma

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from relationships.blueprint import Blueprint, Channel, Relationship, Segment
from relationships.catalog import Catalog, plain
from relationships.vocabulary import Capability, Phase, Stage

Line = tuple[str, str, tuple[str, ...], tuple[str, ...]]
"""Code, severity, elements, about."""

SEVERITIES = ("conflict", "risk", "gap", "strength")
STAGES = ("idea", "launch", "growth", "mature")
RUNGS = ("product", "needs", "relationship", "trust")


def check_literally(b: Blueprint, catalog: Catalog) -> list[Line]:
    lines = list(_lines(b, catalog))
    named = {
        ref for _, severity, elements, _ in lines if severity != "strength" for ref in elements
    }
    lines += [
        ("relationship-well-founded", "strength", (r.ref,), ())
        for r in b.relationships
        if r.status != "dropped"
        and r.channel
        and r.objective
        and r.motivation
        and r.justification
        and (r.setup_cost, r.monthly_cost, r.hours_per_month) != (None, None, None)
        and r.ref not in named
    ]
    position = {
        element.ref: place
        for place, element in enumerate((*b.notes, *b.segments, *b.channels, *b.relationships))
    }
    listed = {
        **{s.ref: s.expects for s in b.segments},
        **{r.ref: r.strategies for r in b.relationships},
    }

    def key(line: Line) -> tuple[Any, ...]:
        code, severity, elements, about = line
        order = listed.get(elements[0], ()) if elements else ()
        return (
            SEVERITIES.index(severity),
            code,
            [position[ref] for ref in elements],
            order.index(about[0]) if about and about[0] in order else 0,
        )

    return sorted(lines, key=key)


def _lines(b: Blueprint, catalog: Catalog) -> Iterator[Line]:
    active = [r for r in b.relationships if r.status != "dropped"]
    channel_by_ref = {c.ref: c for c in b.channels}
    phrases = {plain(phrase) for phrase in catalog.empty_phrases}
    propositions = [n for n in b.notes if n.block == "value_propositions"]

    def rows(s: Segment) -> list[Relationship]:
        return [r for r in active if r.segment == s.ref]

    def channels(s: Segment) -> list[Channel]:
        return [channel_by_ref[t.channel] for t in b.touchpoints if t.segment == s.ref]

    def phases(s: Segment) -> set[Phase]:
        return {p for t in b.touchpoints if t.segment == s.ref for p in t.phases}

    def delivery(r: Relationship) -> str | None:
        stated = catalog.types[r.type].delivered_by
        if stated != "any":
            return str(stated)
        if r.channel is None:
            return None
        able = channel_by_ref[r.channel].capabilities
        return "human" if "human" in able else "automated" if "automated" in able else "self"

    def stage(r: Relationship) -> int:
        return STAGES.index(r.stage or b.stage)

    def important(s: Segment, role: str) -> bool:
        return any(
            mark.importance >= 2 and catalog.factors[mark.factor].role == role for mark in s.factors
        )

    def meets(r: Relationship, expected: str) -> bool:
        own, wanted = catalog.types[r.type], catalog.types[expected]
        return own.slug == expected or own.slug == wanted.parent or own.parent == expected

    def lacking(needs: tuple[Capability, ...], ref: str) -> tuple[str, ...]:
        able = channel_by_ref[ref].capabilities
        return tuple(str(c) for c in Capability if c in needs and c not in able)

    young = b.stage in (Stage.IDEA, Stage.LAUNCH)

    for n in propositions:
        if not any(n.ref in s.value_propositions for s in b.segments):
            yield "value-proposition-without-segment", "gap", (n.ref,), ()
        if plain(n.text) in phrases:
            yield "vague-wording", "gap", (n.ref,), ()

    for c in b.channels:
        if not any(t.channel == c.ref for t in b.touchpoints):
            if not any(r.channel == c.ref for r in active):
                yield "channel-unused", "gap", (c.ref,), ()
        if plain(c.name) in phrases:
            yield "vague-wording", "gap", (c.ref,), ()

    for s in b.segments:
        here = (s.ref,)
        plan, reached, covered = rows(s), channels(s), phases(s)
        motives = [r.motivation for r in plan if r.motivation]
        deliveries = [delivery(r) for r in plan]
        if not reached:
            yield "segment-without-channel", "gap", here, ()
        if not plan:
            yield "segment-without-relationship", "gap", here, ()
        if not s.value_propositions:
            yield "segment-without-value-proposition", "gap", here, ()
        if not s.habits and not any(mark.importance for mark in s.factors):
            yield "segment-unknown", "gap", here, ()
        if plain(s.name) in phrases:
            yield "vague-wording", "gap", here, ()
        if reached and plan and not any("two_way" in c.capabilities for c in reached):
            yield "segment-only-spoken-to", "risk", here, ()
        for expected in s.expects:
            if plan and not any(meets(r, expected) for r in plan):
                yield "expected-relationship-missing", "risk", here, (expected,)
        if s.expects and all(any(meets(r, e) for r in plan) for e in s.expects):
            yield "expectation-met", "strength", here, ()
        if reached and covered != set(Phase):
            yield "phases-uncovered", "gap", here, tuple(str(p) for p in Phase if p not in covered)
        if reached and covered == set(Phase):
            yield "journey-complete", "strength", here, ()
        if not young and motives and set(motives) == {"acquisition"}:
            yield "acquisition-only", "risk", here, ()
        if young and motives and "acquisition" not in motives:
            yield "nothing-acquires", "risk", here, ()
        if s.customers is not None and s.value_per_month is not None:
            cost = sum((r.monthly_cost or Decimal() for r in plan), Decimal())
            cost += sum(r.hours_per_month or 0 for r in plan) * (b.hourly_rate or Decimal())
            if cost > s.customers * s.value_per_month:
                yield "costs-more-than-it-earns", "conflict", here, ()
        if len(reached) >= 2 and all(c.ownership == "partner" for c in reached):
            yield "all-channels-partner", "risk", here, ()
        if not young and len(reached) >= 3 and all(c.ownership == "own" for c in reached):
            yield "all-channels-own", "risk", here, ()
        if young and sum(stage(r) <= STAGES.index(b.stage) for r in plan) > 3:
            yield "too-much-at-once", "risk", here, ()
        if young and plan and not any(r.minimum_viable for r in plan):
            yield "no-minimum-viable-relationship", "gap", here, ()
        if important(s, "speed") and plan and set(deliveries) == {"human"}:
            yield "time-saving-but-manual", "risk", here, ()
        if important(s, "hours") and reached:
            if not any("always_on" in c.capabilities for c in reached):
                yield "hours-unattended", "risk", here, ()
        if important(s, "guarantee") and reached and "after_sales" not in covered:
            yield "guarantee-without-after-sales", "risk", here, ()
        if important(s, "distinction") and plan:
            if all(
                delivery(r) == "self" or catalog.types[r.type].horizon == "one_off" for r in plan
            ):
                yield "different-but-impersonal", "risk", here, ()
        if important(s, "alternatives") and plan and "retention" not in motives:
            yield "substitutes-without-retention", "risk", here, ()
        if s.trust and s.trust_goal and RUNGS.index(s.trust_goal) - RUNGS.index(s.trust) > 1:
            yield "trust-rung-skipped", "risk", here, ()
        if s.trust_goal in ("relationship", "trust") and plan:
            if not {"human", "peers"} & set(deliveries):
                yield "trust-without-people", "risk", here, ()

    for r in active:
        here = (r.ref,)
        entry = catalog.types[r.type]
        s = next(s for s in b.segments if s.ref == r.segment)
        if r.channel is None:
            yield "relationship-without-channel", "gap", here, ()
        else:
            c = channel_by_ref[r.channel]
            if missing := lacking(entry.needs, r.channel):
                yield "channel-lacks-capability", "conflict", (r.ref, c.ref), missing
            for slug in r.strategies:
                if missing := lacking(catalog.strategies[slug].needs, r.channel):
                    about = (slug, *missing)
                    yield "strategy-lacks-capability", "conflict", (r.ref, c.ref), about
            if c not in channels(s):
                yield "channel-misses-segment", "conflict", (r.ref, c.ref, s.ref), ()
            if delivery(r) == "human" and c.ownership == "partner":
                yield "personal-through-partner", "risk", (r.ref, c.ref), ()
        if not r.justification:
            yield "relationship-without-justification", "gap", here, ()
        if not r.objective or not r.motivation:
            yield "relationship-without-objective", "gap", here, ()
        if r.setup_cost is None and r.monthly_cost is None and r.hours_per_month is None:
            yield "relationship-without-cost", "gap", here, ()
        wanted = {
            "acquisition": Phase.AWARENESS,
            "retention": Phase.AFTER_SALES,
            "growth": Phase.PURCHASE,
        }
        if r.motivation and channels(s) and wanted[r.motivation] not in phases(s):
            yield "motivation-without-phase", "conflict", (r.ref, s.ref), ()
        if entry.horizon == "one_off" and r.motivation == "retention":
            yield "transactional-but-lasting", "conflict", here, ()
        for slug in r.strategies:
            strategy = catalog.strategies[slug]
            if r.motivation and r.motivation not in strategy.motivations:
                yield "strategy-off-motivation", "risk", here, (slug,)
            if strategy.needs_customers:
                if stage(r) < STAGES.index("growth"):
                    yield "strategy-needs-customers", "risk", here, (slug,)
            elif STAGES.index(strategy.starts) > stage(r):
                yield "strategy-ahead-of-stage", "risk", here, (slug,)
        if entry.exclusive and r.hours_per_month is not None and s.customers:
            if Decimal(r.hours_per_month) / s.customers < Decimal("0.25"):
                yield "dedicated-spread-thin", "risk", (r.ref, s.ref), ()
        if entry.effort == "high" and delivery(r) == "human" and (s.customers or 0) > 1000:
            yield "human-at-scale", "risk", (r.ref, s.ref), ()
        if STAGES.index(entry.starts) > stage(r):
            yield "type-ahead-of-stage", "risk", here, ()
        if r.minimum_viable and entry.effort == "high":
            yield "minimum-viable-too-heavy", "risk", here, ()
        if r.minimum_viable and r.status == "running":
            if all(experiment.verdict is None for experiment in r.experiments):
                yield "minimum-viable-untested", "gap", here, ()
        if entry.retired:
            yield "type-retired", "risk", here, ()
        alike = tuple(
            other.ref
            for other in active
            if (other.segment, other.type, other.channel, other.motivation)
            == (r.segment, r.type, r.channel, r.motivation)
        )
        if len(alike) > 1 and alike[0] == r.ref:
            yield "duplicate-relationship", "risk", alike, ()

    monthly = [r.monthly_cost for r in active] + [c.monthly_cost for c in b.channels]
    if b.monthly_budget is not None:
        if sum((m for m in monthly if m is not None), Decimal()) > b.monthly_budget:
            yield "over-budget", "conflict", (), ()
    if b.team_hours_per_month is not None:
        if sum(r.hours_per_month or 0 for r in active) > b.team_hours_per_month:
            yield "over-capacity", "conflict", (), ()
    if any(r.setup_cost or r.monthly_cost or r.hours_per_month for r in active):
        if not any(n.block == "cost_structure" for n in b.notes):
            yield "cost-not-in-structure", "gap", (), ()
    if {"human", "automated"} & {delivery(r) for r in active}:
        if not any(n.block == "key_resources" for n in b.notes):
            yield "resources-missing", "gap", (), ()
    if len({r.segment for r in active}) > 1 and len({r.type for r in active}) == 1:
        yield "one-type-for-all", "risk", (), ()
