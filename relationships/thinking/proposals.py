"""A row of the plan, filled in from advice: what one click plans, for its owner to edit."""

from collections.abc import Mapping
from math import ceil

from relationships.blueprint import Blueprint, Relationship
from relationships.catalog import RelationshipType, Strategy
from relationships.coherence.rules.motivation import PHASE_OF
from relationships.coherence.texts import fill
from relationships.fit import missing, strategies_for
from relationships.thinking import advice_texts
from relationships.thinking.advice import Advice, Counsel, is_ready, threshold
from relationships.vocabulary import Ease, Effort, Horizon, Money, Motivation, Stage

MOST_STRATEGIES = 2
"""The easiest and cheapest: more at once is work that nobody has tried yet. Own judgement."""

MOST_REASONS = 3
MOST_HOURS = 100_000
LONGEST = 2_000
"""What the exchange format holds: hours of a relationship, characters of its justification."""

_EASES = {ease: place for place, ease in enumerate(Ease)}
_PRICES = {money: place for place, money in enumerate(Money)}
_EFFORTS = {effort: place for place, effort in enumerate(Effort)}
_YOUNG = (Motivation.ACQUISITION, Motivation.RETENTION, Motivation.GROWTH)
_GROWN = (Motivation.RETENTION, Motivation.GROWTH, Motivation.ACQUISITION)
"""What to build a relationship for first, before and after the business has grown. Source: 003."""

_ONLY_FOR: Mapping[str, Motivation] = {
    "acquisition-served": Motivation.ACQUISITION,
    "retention-served": Motivation.RETENTION,
}
"""The reasons that speak for one motivation."""


def propose(counsel: Counsel, advice: Advice) -> Relationship:
    """The type over the channel that carries it best, under a ref that nothing else has.

    What it costs nobody can know, so amounts are unknown. Hours are known only of a type that is
    kept for particular customers: the fewest with which each of them gets a person of their own.
    Objective and justification are drafts in the canvas's language, and say so.
    """
    blueprint, segment = counsel.reading.blueprint, counsel.segment
    motivation = _motivation(counsel, advice)
    later = advice.type.starts.rank > blueprint.stage.rank
    stage = advice.type.starts if later else blueprint.stage
    objective = advice_texts.drafts()[f"objective-{motivation}"]
    return Relationship(
        ref=_free_ref(blueprint),
        segment=segment.ref,
        type=advice.type.slug,
        channel=advice.channel.ref if advice.channel else None,
        strategies=tuple(
            strategy.slug for strategy in _strategies(counsel, advice, motivation, stage)
        ),
        motivation=motivation,
        objective=fill(objective, {"segment": segment.name}, blueprint.language),
        justification=_justification(advice, motivation, blueprint.language),
        hours_per_month=_hours(counsel, advice.type),
        stage=stage if later else None,
        minimum_viable=not later and _is_lightest(counsel, advice.type),
    )


def _motivation(counsel: Counsel, advice: Advice) -> Motivation:
    """One that a phase of the segment serves; then one that its plan lacks; then one for which
    there is a strategy; then what the stage asks for first.
    """
    view = counsel.view
    is_young = counsel.reading.stage.rank < Stage.GROWTH.rank
    order = _YOUNG if is_young else _GROWN
    planned = {row.motivation for row in view.rows}
    served = {
        motivation
        for strategy in strategies_for(advice.type, counsel.catalog)
        for motivation in strategy.motivations
    }
    possible = [
        motivation
        for motivation in order
        if advice.type.horizon is not Horizon.ONE_OFF or motivation is not Motivation.RETENTION
    ]
    return min(
        possible,
        key=lambda motivation: (
            bool(view.channels) and PHASE_OF[motivation] not in view.phases,
            motivation in planned,
            motivation not in served,
        ),
    )


def _strategies(
    counsel: Counsel, advice: Advice, motivation: Motivation, stage: Stage
) -> list[Strategy]:
    """Those that go with the type over its channel, for its motivation, and can start with it."""
    channel = advice.channel
    if channel is None:
        return []
    fitting = [
        strategy
        for strategy in strategies_for(advice.type, counsel.catalog)
        if motivation in strategy.motivations
        and is_ready(strategy, stage)
        and not missing(strategy.needs, channel.capabilities)
    ]
    fitting.sort(key=lambda strategy: (_EASES[strategy.ease], _PRICES[strategy.money]))
    return fitting[:MOST_STRATEGIES]


def _justification(advice: Advice, motivation: Motivation, language: str) -> str:
    """The weightiest reasons for it, after the word that says that they are a draft."""
    reasons = [
        reason
        for reason in sorted(advice.reasons, key=lambda reason: -reason.points)
        if reason.points > 0 and _ONLY_FOR.get(reason.code, motivation) is motivation
    ]
    if not reasons:
        return ""
    sentences = [reason.sentence(language) for reason in reasons[:MOST_REASONS]]
    draft = advice_texts.drafts()["justification"].into(language)
    return " ".join([draft, *sentences])[:LONGEST].rstrip()


def _hours(counsel: Counsel, entry: RelationshipType) -> int | None:
    customers = counsel.segment.customers
    if not entry.exclusive or not customers:
        return None
    hours = ceil(threshold(counsel.catalog, "dedicated-spread-thin") * customers)
    return hours if 0 < hours <= MOST_HOURS else None


def _is_lightest(counsel: Counsel, entry: RelationshipType) -> bool:
    """Whether it is the one to start with: nothing is marked yet, and nothing planned is lighter.

    One of high effort is never minimal. Source: 000.
    """
    rows = counsel.view.rows
    if counsel.reading.stage.rank >= Stage.GROWTH.rank or entry.effort is Effort.HIGH:
        return False
    efforts = [row.type.effort for row in rows if row.type is not None]
    lighter = any(_EFFORTS[effort] < _EFFORTS[entry.effort] for effort in efforts)
    return not lighter and not any(row.of.minimum_viable for row in rows)


def _free_ref(blueprint: Blueprint) -> str:
    number = len(blueprint.relationships) + 1
    while f"r{number}" in blueprint.elements:
        number += 1
    return f"r{number}"
