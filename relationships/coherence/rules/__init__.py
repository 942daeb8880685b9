"""Every coherence rule, in one explicit order: by family, as the guide to the rules tells them.

A rule is a pure generator named after the fault that it finds. It reads attributes of the
catalog and never a slug, yields its findings in the document's order (the position of their
elements, then the order of strategies or expected types), and says nothing of what it would
need an entry for that the catalog no longer holds.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from relationships.coherence import texts
from relationships.coherence.findings import Found
from relationships.coherence.rules import (
    channels,
    factors,
    money,
    motivation,
    plan,
    profile,
    stage,
    strategies,
    strengths,
    trust,
    wording,
)
from relationships.vocabulary import Severity

CONFLICT = Severity.CONFLICT
RISK = Severity.RISK
GAP = Severity.GAP
STRENGTH = Severity.STRENGTH


@dataclass(frozen=True)
class Rule:
    """A rule as it ships: the catalog may turn it off, or set its severity and its threshold.

    `names` are the elements that its findings name, in their order; none for a finding about
    the whole canvas. `find` takes the reading, and the threshold where there is one; a rule
    that runs `last` takes the refs that findings of the others name.
    """

    find: Callable[..., Iterator[Found]]
    severity: Severity
    names: tuple[str, ...]
    threshold: Decimal | None = None
    last: bool = False

    @cached_property
    def code(self) -> str:
        return self.find.__name__.replace("_", "-")

    @cached_property
    def family(self) -> str:
        """The module in which it stands."""
        return self.find.__module__.rpartition(".")[2]

    @property
    def source(self) -> str:
        """The number of the text that it comes from, or "own judgement"."""
        return texts.of(self.code).source


RULES: tuple[Rule, ...] = (
    Rule(profile.segment_without_channel, GAP, ("segment",)),
    Rule(profile.segment_without_relationship, GAP, ("segment",)),
    Rule(profile.segment_without_value_proposition, GAP, ("segment",)),
    Rule(profile.segment_unknown, GAP, ("segment",)),
    Rule(profile.value_proposition_without_segment, GAP, ("note",)),
    Rule(channels.channel_unused, GAP, ("channel",)),
    Rule(plan.relationship_without_channel, GAP, ("relationship",)),
    Rule(plan.relationship_without_justification, GAP, ("relationship",)),
    Rule(plan.relationship_without_objective, GAP, ("relationship",)),
    Rule(money.relationship_without_cost, GAP, ("relationship",)),
    Rule(channels.channel_lacks_capability, CONFLICT, ("relationship", "channel")),
    Rule(strategies.strategy_lacks_capability, CONFLICT, ("relationship", "channel")),
    Rule(channels.channel_misses_segment, CONFLICT, ("relationship", "channel", "segment")),
    Rule(motivation.motivation_without_phase, CONFLICT, ("relationship", "segment")),
    Rule(motivation.transactional_but_lasting, CONFLICT, ("relationship",)),
    Rule(strategies.strategy_off_motivation, RISK, ("relationship",)),
    Rule(channels.personal_through_partner, RISK, ("relationship", "channel")),
    Rule(channels.segment_only_spoken_to, RISK, ("segment",)),
    Rule(plan.expected_relationship_missing, RISK, ("segment",)),
    Rule(channels.phases_uncovered, GAP, ("segment",)),
    Rule(motivation.acquisition_only, RISK, ("segment",)),
    Rule(motivation.nothing_acquires, RISK, ("segment",)),
    Rule(money.over_budget, CONFLICT, ()),
    Rule(money.over_capacity, CONFLICT, ()),
    Rule(money.costs_more_than_it_earns, CONFLICT, ("segment",)),
    Rule(money.dedicated_spread_thin, RISK, ("relationship", "segment"), Decimal("0.25")),
    Rule(money.human_at_scale, RISK, ("relationship", "segment"), Decimal(1000)),
    Rule(channels.all_channels_partner, RISK, ("segment",)),
    Rule(channels.all_channels_own, RISK, ("segment",)),
    Rule(money.cost_not_in_structure, GAP, ()),
    Rule(money.resources_missing, GAP, ()),
    Rule(strategies.strategy_needs_customers, RISK, ("relationship",)),
    Rule(strategies.strategy_ahead_of_stage, RISK, ("relationship",)),
    Rule(stage.type_ahead_of_stage, RISK, ("relationship",)),
    Rule(stage.too_much_at_once, RISK, ("segment",), Decimal(3)),
    Rule(stage.no_minimum_viable_relationship, GAP, ("segment",)),
    Rule(stage.minimum_viable_too_heavy, RISK, ("relationship",)),
    Rule(stage.minimum_viable_untested, GAP, ("relationship",)),
    Rule(factors.time_saving_but_manual, RISK, ("segment",)),
    Rule(factors.hours_unattended, RISK, ("segment",)),
    Rule(factors.guarantee_without_after_sales, RISK, ("segment",)),
    Rule(factors.different_but_impersonal, RISK, ("segment",)),
    Rule(factors.substitutes_without_retention, RISK, ("segment",)),
    Rule(trust.trust_rung_skipped, RISK, ("segment",)),
    Rule(trust.trust_without_people, RISK, ("segment",)),
    Rule(plan.type_retired, RISK, ("relationship",)),
    Rule(plan.duplicate_relationship, RISK, ("relationships, in order",)),
    Rule(plan.one_type_for_all, RISK, ()),
    Rule(wording.vague_wording, GAP, ("note, segment or channel",)),
    Rule(strengths.relationship_well_founded, STRENGTH, ("relationship",), last=True),
    Rule(strengths.journey_complete, STRENGTH, ("segment",)),
    Rule(strengths.expectation_met, STRENGTH, ("segment",)),
)
