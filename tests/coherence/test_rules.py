"""Each rule: tiny blueprints that must and must not raise it, with the boundaries."""

from dataclasses import replace
from decimal import Decimal

import pytest

from relationships.blueprint import Blueprint, Experiment, FactorMark, Habit
from relationships.catalog import Catalog
from relationships.coherence import check
from relationships.coherence.rules import RULES
from relationships.content import shipped
from relationships.vocabulary import Motivation, Severity, Status, Trust, Verdict
from tests.coherence.building import (
    AFTER_SALES,
    AWARENESS,
    DELIVERY,
    EVALUATION,
    GROWTH,
    IDEA,
    LAUNCH,
    MATURE,
    PARTNER,
    PURCHASE,
    canvas,
    channel,
    edited,
    marked,
    money,
    note,
    row,
    segment,
    touch,
    without,
)

WIN, KEEP, GROW = Motivation
DROPPED = Status.DROPPED
RUNNING = Status.RUNNING

Raised = tuple[tuple[str, ...], tuple[str, ...]]
"""Elements and about."""


def one(*elements: str, about: tuple[str, ...] = ()) -> list[Raised]:
    return [(elements, about)]


NONE: list[Raised] = []

FULL = {
    "channel": "c",
    "objective": "Fifty families",
    "motivation": KEEP,
    "justification": "Quick to do",
    "hours_per_month": 0,
}
FOUNDED = (
    note(),
    note("k", "Ana and Eva", "key_resources"),
    segment(value_propositions=("n",), habits=(Habit("bread"),)),
    channel("c", "two_way", "human"),
    touch("s", "c", PURCHASE, AFTER_SALES),
)
OFF = {**FULL, "motivation": GROW, "strategies": ("satisfaction-surveys",)}
"""Sound but for a strategy that serves retention alone."""

CASES: dict[str, list[tuple[str, Blueprint, list[Raised]]]] = {
    "segment-without-channel": [
        ("no touchpoint", canvas(segment(), channel()), one("s")),
        ("one touchpoint", canvas(segment(), channel(), touch()), NONE),
        (
            "only another segment's",
            canvas(segment("a"), segment("b"), channel(), touch("a")),
            one("b"),
        ),
        (
            "a relationship is no touchpoint",
            canvas(segment(), channel(), row(channel="c")),
            one("s"),
        ),
    ],
    "segment-without-relationship": [
        ("none", canvas(segment()), one("s")),
        ("one", canvas(segment(), row()), NONE),
        ("only a dropped one", canvas(segment(), row(status=DROPPED)), one("s")),
    ],
    "segment-without-value-proposition": [
        ("no link", canvas(note(), segment()), one("s")),
        ("one link", canvas(note(), segment(value_propositions=("n",))), NONE),
    ],
    "segment-unknown": [
        ("nothing", canvas(segment()), one("s")),
        ("a habit", canvas(segment(habits=(Habit("bread"),))), NONE),
        ("a factor at 0", canvas(marked("guarantee", 0)), one("s")),
        ("a factor at 1", canvas(marked("guarantee", 1)), NONE),
        ("a factor that is gone", canvas(marked("gone", 1)), NONE),
    ],
    "value-proposition-without-segment": [
        ("no link", canvas(note(), segment()), one("n")),
        ("a link", canvas(note(), segment(value_propositions=("n",))), NONE),
        ("another block", canvas(note(block="key_partners")), NONE),
    ],
    "channel-unused": [
        ("unused", canvas(segment(), channel()), one("c")),
        ("touched", canvas(segment(), channel(), touch()), NONE),
        ("carrying", canvas(segment(), channel(), row(channel="c")), NONE),
        (
            "carrying a dropped one",
            canvas(segment(), channel(), row(channel="c", status=DROPPED)),
            one("c"),
        ),
    ],
    "relationship-without-channel": [
        ("none", canvas(segment(), row()), one("r")),
        ("one", canvas(segment(), channel(), row(channel="c")), NONE),
        ("dropped", canvas(segment(), row(status=DROPPED)), NONE),
    ],
    "relationship-without-justification": [
        ("none", canvas(segment(), row()), one("r")),
        ("one", canvas(segment(), row(justification="Easy")), NONE),
        ("dropped", canvas(segment(), row(status=DROPPED)), NONE),
    ],
    "relationship-without-objective": [
        ("neither", canvas(segment(), row()), one("r")),
        ("objective alone", canvas(segment(), row(objective="Fifty")), one("r")),
        ("motivation alone", canvas(segment(), row(motivation=KEEP)), one("r")),
        ("both", canvas(segment(), row(objective="Fifty", motivation=KEEP)), NONE),
    ],
    "relationship-without-cost": [
        ("unknown", canvas(segment(), row()), one("r")),
        ("set-up of 0", canvas(segment(), row(setup_cost=money("0"))), NONE),
        ("monthly of 0", canvas(segment(), row(monthly_cost=money("0"))), NONE),
        ("no hours", canvas(segment(), row(hours_per_month=0)), NONE),
    ],
    "channel-lacks-capability": [
        (
            "both, in the vocabulary's order",
            canvas(segment(), channel(), row(channel="c")),
            one("r", "c", about=("two_way", "human")),
        ),
        (
            "one of them",
            canvas(segment(), channel("c", "two_way"), row(channel="c")),
            one("r", "c", about=("human",)),
        ),
        (
            "none",
            canvas(segment(), channel("c", "two_way", "human"), row(channel="c")),
            NONE,
        ),
        ("no channel", canvas(segment(), row()), NONE),
        ("a type that is gone", canvas(segment(), channel(), row(type="gone", channel="c")), NONE),
        ("dropped", canvas(segment(), channel(), row(channel="c", status=DROPPED)), NONE),
    ],
    "strategy-lacks-capability": [
        (
            "one finding a strategy, in the document's order",
            canvas(
                segment(),
                channel("c", "two_way"),
                row(channel="c", strategies=("premium-support", "complaint-care", "gone")),
            ),
            [
                (("r", "c"), ("premium-support", "human", "individual")),
                (("r", "c"), ("complaint-care", "human")),
            ],
        ),
        (
            "all there",
            canvas(
                segment(),
                channel("c", "two_way"),
                row(channel="c", strategies=("satisfaction-surveys",)),
            ),
            NONE,
        ),
        ("no channel", canvas(segment(), row(strategies=("complaint-care",))), NONE),
    ],
    "channel-misses-segment": [
        (
            "another segment's channel",
            canvas(segment("s"), segment("t"), channel(), touch("t"), row(channel="c")),
            one("r", "c", "s"),
        ),
        ("its own", canvas(segment(), channel(), touch(), row(channel="c")), NONE),
        ("no channel", canvas(segment(), row()), NONE),
    ],
    "motivation-without-phase": [
        *(
            (
                f"{motivation} {title}",
                canvas(segment(), channel(), touch("s", "c", *phases), row(motivation=motivation)),
                raised,
            )
            for motivation, phase in ((WIN, AWARENESS), (KEEP, AFTER_SALES), (GROW, PURCHASE))
            for title, phases, raised in (
                ("uncovered", (EVALUATION, DELIVERY), one("r", "s")),
                ("covered", (phase,), NONE),
            )
        ),
        ("no touchpoint", canvas(segment(), row(motivation=KEEP)), NONE),
        ("no motivation", canvas(segment(), channel(), touch(), row()), NONE),
        (
            "any channel of the segment will do",
            canvas(
                segment(),
                channel("c"),
                channel("d"),
                touch("s", "c"),
                touch("s", "d", AFTER_SALES),
                row(channel="c", motivation=KEEP),
            ),
            NONE,
        ),
    ],
    "transactional-but-lasting": [
        ("to keep", canvas(segment(), row(type="transactional", motivation=KEEP)), one("r")),
        ("to grow", canvas(segment(), row(type="transactional", motivation=GROW)), NONE),
        ("lasting", canvas(segment(), row(type="long-term", motivation=KEEP)), NONE),
    ],
    "strategy-off-motivation": [
        (
            "serves others",
            canvas(
                segment(),
                row(
                    motivation=WIN,
                    strategies=("complaint-care", "launch-offer", "loyalty-programme"),
                ),
            ),
            [(("r",), ("complaint-care",)), (("r",), ("loyalty-programme",))],
        ),
        ("no motivation", canvas(segment(), row(strategies=("complaint-care",))), NONE),
        ("gone", canvas(segment(), row(motivation=WIN, strategies=("gone",))), NONE),
    ],
    "personal-through-partner": [
        (
            "a person at a partner's",
            canvas(segment(), channel(ownership=PARTNER), row(channel="c")),
            one("r", "c"),
        ),
        ("own", canvas(segment(), channel(), row(channel="c")), NONE),
        (
            "software at a partner's",
            canvas(
                segment(),
                channel(ownership=PARTNER),
                row(type="automated-services", channel="c"),
            ),
            NONE,
        ),
        (
            "any, by a person",
            canvas(
                segment(),
                channel("c", "human", "automated", ownership=PARTNER),
                row(type="long-term", channel="c"),
            ),
            one("r", "c"),
        ),
        (
            "any, by software",
            canvas(
                segment(),
                channel("c", "automated", ownership=PARTNER),
                row(type="long-term", channel="c"),
            ),
            NONE,
        ),
    ],
    "segment-only-spoken-to": [
        ("announced to", canvas(segment(), channel("c", "push"), touch(), row()), one("s")),
        ("answered", canvas(segment(), channel("c", "two_way"), touch(), row()), NONE),
        ("no relationship", canvas(segment(), channel("c", "push"), touch()), NONE),
        ("no touchpoint", canvas(segment(), channel("c", "push"), row(channel="c")), NONE),
    ],
    "expected-relationship-missing": [
        (
            "one finding a type, in the document's order",
            canvas(segment(expects=("self-service", "community", "personal")), row()),
            [(("s",), ("self-service",)), (("s",), ("community",))],
        ),
        ("its parent", canvas(segment(expects=("personal-direct",)), row(type="personal")), NONE),
        ("its child", canvas(segment(expects=("personal",)), row(type="personal-direct")), NONE),
        (
            "its sister",
            canvas(segment(expects=("personal-direct",)), row(type="personal-indirect")),
            one("s", about=("personal-direct",)),
        ),
        ("no relationship", canvas(segment(expects=("community",))), NONE),
        ("gone", canvas(segment(expects=("gone",)), row()), NONE),
        (
            "only a dropped one is of the type",
            canvas(
                segment(expects=("community",)),
                row("a", "community", status=DROPPED),
                row("b", "personal"),
            ),
            one("s", about=("community",)),
        ),
    ],
    "phases-uncovered": [
        (
            "in order, over all channels",
            canvas(
                segment(),
                channel("c"),
                channel("d"),
                touch("s", "c", AFTER_SALES),
                touch("s", "d", EVALUATION),
            ),
            one("s", about=("awareness", "purchase", "delivery")),
        ),
        (
            "all",
            canvas(
                segment(),
                channel(),
                touch("s", "c", AWARENESS, EVALUATION, PURCHASE, DELIVERY, AFTER_SALES),
            ),
            NONE,
        ),
        ("no touchpoint", canvas(segment(), channel()), NONE),
    ],
    "acquisition-only": [
        ("at growth", canvas(segment(), row(motivation=WIN), stage=GROWTH), one("s")),
        ("at mature", canvas(segment(), row(motivation=WIN), stage=MATURE), one("s")),
        ("at launch", canvas(segment(), row(motivation=WIN), stage=LAUNCH), NONE),
        (
            "others without a motivation do not count",
            canvas(segment(), row("a", motivation=WIN), row("b"), stage=GROWTH),
            one("s"),
        ),
        (
            "another motivation",
            canvas(segment(), row("a", motivation=WIN), row("b", motivation=GROW), stage=GROWTH),
            NONE,
        ),
        ("no motivation", canvas(segment(), row(), stage=GROWTH), NONE),
        (
            "the canvas's stage, not the relationship's",
            canvas(segment(), row(motivation=WIN, stage=MATURE), stage=LAUNCH),
            NONE,
        ),
    ],
    "nothing-acquires": [
        ("at idea", canvas(segment(), row(motivation=KEEP), stage=IDEA), one("s")),
        ("at launch", canvas(segment(), row(motivation=GROW), stage=LAUNCH), one("s")),
        ("at growth", canvas(segment(), row(motivation=KEEP), stage=GROWTH), NONE),
        ("no motivation", canvas(segment(), row(), stage=IDEA), NONE),
        (
            "one acquires",
            canvas(segment(), row("a", motivation=KEEP), row("b", motivation=WIN)),
            NONE,
        ),
        (
            "a dropped one acquires",
            canvas(segment(), row("a", motivation=KEEP), row("b", motivation=WIN, status=DROPPED)),
            one("s"),
        ),
    ],
    "over-budget": [
        (
            "a cent too much, unused channels included",
            canvas(
                segment(),
                channel(monthly_cost=money("60.01")),
                row("a", monthly_cost=money("40")),
                row("b", monthly_cost=None),
                monthly_budget=money("100"),
            ),
            one(),
        ),
        (
            "exactly",
            canvas(
                segment(),
                channel(monthly_cost=money("60")),
                row(monthly_cost=money("40")),
                monthly_budget=money("100.00"),
            ),
            NONE,
        ),
        ("not set", canvas(segment(), row(monthly_cost=money("40"))), NONE),
        (
            "a budget of 0",
            canvas(channel(monthly_cost=money("1")), monthly_budget=money("0")),
            one(),
        ),
        (
            "dropped",
            canvas(
                segment(), row(monthly_cost=money("40"), status=DROPPED), monthly_budget=money("1")
            ),
            NONE,
        ),
        (
            "set-up does not count",
            canvas(segment(), row(setup_cost=money("40")), monthly_budget=money("1")),
            NONE,
        ),
    ],
    "over-capacity": [
        (
            "an hour too much",
            canvas(
                segment(),
                row("a", hours_per_month=100),
                row("b", hours_per_month=21),
                row("c"),
                team_hours_per_month=120,
            ),
            one(),
        ),
        ("exactly", canvas(segment(), row(hours_per_month=120), team_hours_per_month=120), NONE),
        ("not set", canvas(segment(), row(hours_per_month=120)), NONE),
        (
            "a team of no hours",
            canvas(segment(), row(hours_per_month=1), team_hours_per_month=0),
            one(),
        ),
    ],
    "costs-more-than-it-earns": [
        (
            "money and hours",
            canvas(
                segment(customers=10, value_per_month=money("5")),
                row("a", monthly_cost=money("20"), hours_per_month=2),
                row("b", hours_per_month=1),
                hourly_rate=money("10.01"),
            ),
            one("s"),
        ),
        (
            "exactly",
            canvas(
                segment(customers=10, value_per_month=money("5")),
                row(monthly_cost=money("20"), hours_per_month=3),
                hourly_rate=money("10"),
            ),
            NONE,
        ),
        (
            "without a rate hours count nothing",
            canvas(segment(customers=0, value_per_month=money("5")), row(hours_per_month=3)),
            NONE,
        ),
        (
            "customers unknown",
            canvas(segment(value_per_month=money("5")), row(monthly_cost=money("99"))),
            NONE,
        ),
        (
            "value unknown",
            canvas(segment(customers=1), row(monthly_cost=money("99"))),
            NONE,
        ),
        (
            "no customers",
            canvas(segment(customers=0, value_per_month=money("5")), row(monthly_cost=money("1"))),
            one("s"),
        ),
    ],
    "dedicated-spread-thin": [
        (
            "just under a quarter",
            canvas(segment(customers=401), row(type="dedicated-personal", hours_per_month=100)),
            one("r", "s"),
        ),
        (
            "a quarter",
            canvas(segment(customers=400), row(type="dedicated-personal", hours_per_month=100)),
            NONE,
        ),
        (
            "no hours, one customer",
            canvas(segment(customers=1), row(type="dedicated-personal", hours_per_month=0)),
            one("r", "s"),
        ),
        (
            "no customer",
            canvas(segment(customers=0), row(type="dedicated-personal", hours_per_month=0)),
            NONE,
        ),
        ("hours unknown", canvas(segment(customers=9), row(type="dedicated-personal")), NONE),
        ("not exclusive", canvas(segment(customers=999), row(hours_per_month=1)), NONE),
    ],
    "human-at-scale": [
        (
            "past a thousand",
            canvas(segment(customers=1001), row(type="personal-direct")),
            one("r", "s"),
        ),
        ("a thousand", canvas(segment(customers=1000), row(type="personal-direct")), NONE),
        ("medium effort", canvas(segment(customers=1001), row(type="personal")), NONE),
        ("by software", canvas(segment(customers=1001), row(type="automated-services")), NONE),
        ("customers unknown", canvas(segment(), row(type="personal-direct")), NONE),
    ],
    "all-channels-partner": [
        (
            "two",
            canvas(
                segment(),
                channel("c", ownership=PARTNER),
                channel("d", ownership=PARTNER),
                touch("s", "c"),
                touch("s", "d"),
            ),
            one("s"),
        ),
        ("one", canvas(segment(), channel(ownership=PARTNER), touch()), NONE),
        (
            "one own",
            canvas(
                segment(),
                channel("c", ownership=PARTNER),
                channel("d"),
                touch("s", "c"),
                touch("s", "d"),
            ),
            NONE,
        ),
    ],
    "all-channels-own": [
        *(
            (
                f"three at {stage}",
                canvas(
                    segment(),
                    *(channel(ref) for ref in "cde"),
                    *(touch("s", ref) for ref in "cde"),
                    stage=stage,
                ),
                raised,
            )
            for stage, raised in ((GROWTH, one("s")), (MATURE, one("s")), (LAUNCH, NONE))
        ),
        (
            "two",
            canvas(
                segment(),
                channel("c"),
                channel("d"),
                touch("s", "c"),
                touch("s", "d"),
                stage=GROWTH,
            ),
            NONE,
        ),
        (
            "one of a partner",
            canvas(
                segment(),
                channel("c"),
                channel("d"),
                channel("e", ownership=PARTNER),
                *(touch("s", ref) for ref in "cde"),
                stage=GROWTH,
            ),
            NONE,
        ),
    ],
    "cost-not-in-structure": [
        ("set-up", canvas(segment(), row(setup_cost=money("1"))), one()),
        ("monthly", canvas(segment(), row(monthly_cost=money("0.01"))), one()),
        (
            "hours, one finding for all",
            canvas(segment(), row("a", hours_per_month=1), row("b", hours_per_month=1)),
            one(),
        ),
        (
            "nothing",
            canvas(
                segment(),
                row(setup_cost=money("0"), monthly_cost=money("0.00"), hours_per_month=0),
            ),
            NONE,
        ),
        (
            "a note",
            canvas(note(block="cost_structure"), segment(), row(hours_per_month=1)),
            NONE,
        ),
        ("dropped", canvas(segment(), row(hours_per_month=1, status=DROPPED)), NONE),
    ],
    "resources-missing": [
        ("people", canvas(segment(), row()), one()),
        ("software", canvas(segment(), row(type="automated-services")), one()),
        ("themselves", canvas(segment(), row(type="self-service")), NONE),
        ("peers", canvas(segment(), row(type="community")), NONE),
        ("any without a channel", canvas(segment(), row(type="long-term")), NONE),
        (
            "any over a person",
            canvas(segment(), channel("c", "human"), row(type="long-term", channel="c")),
            one(),
        ),
        ("a note", canvas(note(block="key_resources"), segment(), row()), NONE),
        ("gone", canvas(segment(), row(type="gone")), NONE),
    ],
    "strategy-needs-customers": [
        (
            "at launch",
            canvas(segment(), row(strategies=("loyalty-programme", "launch-offer"))),
            one("r", about=("loyalty-programme",)),
        ),
        (
            "at growth",
            canvas(segment(), row(strategies=("loyalty-programme",)), stage=GROWTH),
            NONE,
        ),
        (
            "its own stage goes first",
            canvas(segment(), row(strategies=("loyalty-programme",), stage=GROWTH), stage=IDEA),
            NONE,
        ),
        (
            "its own stage goes first, backwards",
            canvas(segment(), row(strategies=("loyalty-programme",), stage=IDEA), stage=MATURE),
            one("r", about=("loyalty-programme",)),
        ),
    ],
    "strategy-ahead-of-stage": [
        (
            "launch at idea",
            canvas(segment(), row(strategies=("update-notices", "help-forum-open")), stage=IDEA),
            [(("r",), ("update-notices",)), (("r",), ("help-forum-open",))],
        ),
        ("launch at launch", canvas(segment(), row(strategies=("update-notices",))), NONE),
        (
            "one that needs customers is another rule's",
            canvas(segment(), row(strategies=("loyalty-programme",)), stage=IDEA),
            NONE,
        ),
    ],
    "type-ahead-of-stage": [
        ("growth at launch", canvas(segment(), row(type="automated-services")), one("r")),
        ("growth at growth", canvas(segment(), row(type="automated-services"), stage=GROWTH), NONE),
        (
            "its own stage",
            canvas(segment(), row(type="automated-services", stage=GROWTH), stage=IDEA),
            NONE,
        ),
        ("gone", canvas(segment(), row(type="gone"), stage=IDEA), NONE),
    ],
    "too-much-at-once": [
        ("four", canvas(segment(), *(row(ref) for ref in "abcd")), one("s")),
        ("three", canvas(segment(), *(row(ref) for ref in "abc")), NONE),
        (
            "one for later",
            canvas(segment(), *(row(ref) for ref in "abc"), row("d", stage=GROWTH)),
            NONE,
        ),
        (
            "one from before",
            canvas(segment(), *(row(ref) for ref in "abc"), row("d", stage=IDEA)),
            one("s"),
        ),
        ("at growth", canvas(segment(), *(row(ref) for ref in "abcd"), stage=GROWTH), NONE),
        (
            "dropped",
            canvas(segment(), *(row(ref) for ref in "abc"), row("d", status=DROPPED)),
            NONE,
        ),
    ],
    "no-minimum-viable-relationship": [
        ("none", canvas(segment(), row()), one("s")),
        ("one", canvas(segment(), row("a"), row("b", minimum_viable=True)), NONE),
        ("at growth", canvas(segment(), row(), stage=GROWTH), NONE),
        ("no relationship", canvas(segment()), NONE),
        (
            "only a dropped one",
            canvas(segment(), row("a"), row("b", minimum_viable=True, status=DROPPED)),
            one("s"),
        ),
    ],
    "minimum-viable-too-heavy": [
        ("high", canvas(segment(), row(type="personal-direct", minimum_viable=True)), one("r")),
        ("medium", canvas(segment(), row(minimum_viable=True)), NONE),
        ("not minimum viable", canvas(segment(), row(type="personal-direct")), NONE),
    ],
    "minimum-viable-untested": [
        ("running", canvas(segment(), row(minimum_viable=True, status=RUNNING)), one("r")),
        (
            "an experiment that runs",
            canvas(
                segment(),
                row(minimum_viable=True, status=RUNNING, experiments=(Experiment("They ask"),)),
            ),
            one("r"),
        ),
        (
            "a verdict",
            canvas(
                segment(),
                row(
                    minimum_viable=True,
                    status=RUNNING,
                    experiments=(Experiment("A"), Experiment("B", verdict=Verdict.DROP)),
                ),
            ),
            NONE,
        ),
        ("planned", canvas(segment(), row(minimum_viable=True)), NONE),
        ("not minimum viable", canvas(segment(), row(status=RUNNING)), NONE),
    ],
    "time-saving-but-manual": [
        ("important", canvas(marked("time-saving", 2), row()), one("s")),
        ("somewhat", canvas(marked("time-saving", 1), row()), NONE),
        ("another role", canvas(marked("guarantee", 3), row()), NONE),
        (
            "one serves itself",
            canvas(marked("time-saving", 3), row("a"), row("b", "self-service")),
            NONE,
        ),
        ("none", canvas(marked("time-saving", 3)), NONE),
        ("one gone", canvas(marked("time-saving", 3), row("a"), row("b", "gone")), NONE),
    ],
    "hours-unattended": [
        ("attended", canvas(marked("buying-hours", 2), channel("c", "human"), touch()), one("s")),
        ("always on", canvas(marked("buying-hours", 2), channel("c", "always_on"), touch()), NONE),
        ("no touchpoint", canvas(marked("buying-hours", 2), channel()), NONE),
        ("somewhat", canvas(marked("buying-hours", 1), channel(), touch()), NONE),
    ],
    "guarantee-without-after-sales": [
        ("none", canvas(marked("guarantee", 2), channel(), touch()), one("s")),
        (
            "one",
            canvas(marked("guarantee", 2), channel(), touch("s", "c", AFTER_SALES)),
            NONE,
        ),
        ("no touchpoint", canvas(marked("guarantee", 3)), NONE),
        ("somewhat", canvas(marked("guarantee", 1), channel(), touch()), NONE),
    ],
    "different-but-impersonal": [
        ("by themselves", canvas(marked("differentiation", 2), row(type="self-service")), one("s")),
        (
            "once",
            canvas(
                marked("differentiation", 2),
                channel("c", "human"),
                row(type="transactional", channel="c"),
            ),
            one("s"),
        ),
        (
            "any over nobody",
            canvas(marked("differentiation", 2), channel(), row(type="long-term", channel="c")),
            one("s"),
        ),
        (
            "any without a channel",
            canvas(marked("differentiation", 2), row(type="long-term")),
            NONE,
        ),
        (
            "one by people",
            canvas(marked("differentiation", 2), row("a", "self-service"), row("b")),
            NONE,
        ),
        ("none", canvas(marked("differentiation", 3)), NONE),
        ("gone", canvas(marked("differentiation", 3), row(type="gone")), NONE),
    ],
    "substitutes-without-retention": [
        ("to win", canvas(marked("substitutes", 2), row(motivation=WIN)), one("s")),
        ("no motivation", canvas(marked("substitutes", 2), row()), one("s")),
        ("to keep", canvas(marked("substitutes", 2), row(motivation=KEEP)), NONE),
        ("none", canvas(marked("substitutes", 2)), NONE),
        ("somewhat", canvas(marked("substitutes", 1), row()), NONE),
    ],
    "trust-rung-skipped": [
        (
            "two rungs",
            canvas(segment(trust=Trust.PRODUCT, trust_goal=Trust.RELATIONSHIP)),
            one("s"),
        ),
        ("one rung", canvas(segment(trust=Trust.PRODUCT, trust_goal=Trust.NEEDS)), NONE),
        ("down", canvas(segment(trust=Trust.TRUST, trust_goal=Trust.PRODUCT)), NONE),
        ("unknown", canvas(segment(trust_goal=Trust.TRUST)), NONE),
        ("no goal", canvas(segment(trust=Trust.PRODUCT)), NONE),
    ],
    "trust-without-people": [
        (
            "relationship",
            canvas(segment(trust_goal=Trust.RELATIONSHIP), row(type="self-service")),
            one("s"),
        ),
        (
            "trust",
            canvas(segment(trust_goal=Trust.TRUST), row(type="automated-services")),
            one("s"),
        ),
        ("needs", canvas(segment(trust_goal=Trust.NEEDS), row(type="self-service")), NONE),
        ("people", canvas(segment(trust_goal=Trust.TRUST), row()), NONE),
        ("peers", canvas(segment(trust_goal=Trust.TRUST), row(type="community")), NONE),
        (
            "any without a channel",
            canvas(segment(trust_goal=Trust.TRUST), row(type="long-term")),
            one("s"),
        ),
        ("none", canvas(segment(trust_goal=Trust.TRUST)), NONE),
        ("gone", canvas(segment(trust_goal=Trust.TRUST), row(type="gone")), NONE),
    ],
    "type-retired": [("none retired", canvas(segment(), row()), NONE)],
    "duplicate-relationship": [
        (
            "groups, each in order",
            canvas(
                segment(),
                row("a"),
                row("x", "community"),
                row("b"),
                row("y", "community"),
                row("c"),
            ),
            [(("a", "b", "c"), ()), (("x", "y"), ())],
        ),
        (
            "another channel",
            canvas(segment(), channel(), row("a"), row("b", channel="c")),
            NONE,
        ),
        ("another motivation", canvas(segment(), row("a"), row("b", motivation=WIN)), NONE),
        (
            "another segment",
            canvas(segment("s"), segment("t"), row("a"), row("b", segment="t")),
            NONE,
        ),
        ("a dropped one", canvas(segment(), row("a"), row("b", status=DROPPED)), NONE),
        ("both gone", canvas(segment(), row("a", "gone"), row("b", "gone")), one("a", "b")),
    ],
    "one-type-for-all": [
        (
            "two segments",
            canvas(segment("s"), segment("t"), row("a"), row("b", segment="t")),
            one(),
        ),
        ("one segment", canvas(segment(), row("a"), row("b")), NONE),
        (
            "another type",
            canvas(segment("s"), segment("t"), row("a"), row("b", "community", "t")),
            NONE,
        ),
        (
            "its child is another type",
            canvas(segment("s"), segment("t"), row("a"), row("b", "personal-direct", "t")),
            NONE,
        ),
        (
            "a dropped one",
            canvas(segment("s"), segment("t"), row("a"), row("b", segment="t", status=DROPPED)),
            NONE,
        ),
    ],
    "vague-wording": [
        (
            "the three kinds, in order",
            canvas(
                note("v", "¡Buena Calidad!"),
                segment("s", "PUBLICO EN GENERAL"),
                channel("c", name=" Internet… "),
            ),
            [(("v",), ()), (("s",), ()), (("c",), ())],
        ),
        ("inner spaces stay", canvas(segment(name="todo  el mundo")), NONE),
        ("more than the phrase", canvas(segment(name="all customers nearby")), NONE),
        ("another block", canvas(note(text="quality", block="key_activities")), NONE),
        ("a mark inside", canvas(segment(name="to-dos")), one("s")),
    ],
    "relationship-well-founded": [
        ("all there", canvas(*FOUNDED, row(**FULL)), one("r")),
        *(
            (f"no {field}", canvas(*FOUNDED, row(**{**FULL, field: empty})), NONE)
            for field, empty in (
                ("channel", None),
                ("objective", ""),
                ("motivation", None),
                ("justification", ""),
                ("hours_per_month", None),
            )
        ),
        ("dropped", canvas(*FOUNDED, row(**FULL, status=DROPPED)), NONE),
        ("named by a risk", canvas(*FOUNDED, row(**OFF)), NONE),
        (
            "named by a gap",
            canvas(*FOUNDED, row(**FULL, minimum_viable=True, status=RUNNING)),
            NONE,
        ),
    ],
    "journey-complete": [
        (
            "over two channels",
            canvas(
                segment(),
                channel("c"),
                channel("d"),
                touch("s", "c", AWARENESS, EVALUATION, PURCHASE),
                touch("s", "d", DELIVERY, AFTER_SALES),
            ),
            one("s"),
        ),
        (
            "four of five",
            canvas(
                segment(), channel(), touch("s", "c", AWARENESS, EVALUATION, PURCHASE, DELIVERY)
            ),
            NONE,
        ),
    ],
    "expectation-met": [
        (
            "each",
            canvas(segment(expects=("personal", "community")), row("a"), row("b", "community")),
            one("s"),
        ),
        ("not each", canvas(segment(expects=("personal", "community")), row()), NONE),
        (
            "by a child",
            canvas(segment(expects=("personal",)), row(type="personal-indirect")),
            one("s"),
        ),
        ("by a parent", canvas(segment(expects=("personal-direct",)), row()), one("s")),
        ("expects nothing", canvas(segment(), row()), NONE),
        ("no relationship", canvas(segment(expects=("personal",))), NONE),
        ("one that is gone", canvas(segment(expects=("personal", "gone")), row()), NONE),
    ],
}


def found(blueprint: Blueprint, code: str, catalog: Catalog | None = None) -> list[Raised]:
    return [
        (finding.elements, finding.about)
        for finding in check(blueprint, catalog or shipped())
        if finding.code == code
    ]


@pytest.mark.parametrize(
    ("code", "blueprint", "raised"),
    [
        pytest.param(code, blueprint, raised, id=f"{code}: {title}")
        for code, cases in CASES.items()
        for title, blueprint, raised in cases
    ],
)
def test_rule(code: str, blueprint: Blueprint, raised: list[Raised]) -> None:
    assert found(blueprint, code) == raised


def test_every_rule_has_cases_on_both_sides() -> None:
    both = {
        code
        for code, cases in CASES.items()
        if {bool(raised) for _, _, raised in cases} == {True, False}
    }
    assert both | {"type-retired"} == {rule.code for rule in RULES}


def test_type_retired() -> None:
    retired = edited("types", "personal", retired=True)
    assert found(canvas(segment(), row()), "type-retired", retired) == one("r")
    assert found(canvas(segment(), row(type="community")), "type-retired", retired) == NONE
    assert found(canvas(segment(), row()), "type-retired", without("types", "personal")) == NONE


def test_rules_look_at_attributes_and_never_at_slugs() -> None:
    """An editor's type, strategy and factor are judged like the shipped ones."""
    catalog = shipped()
    renamed = replace(
        catalog,
        types={**catalog.types, "mine": replace(catalog.types["dedicated-personal"], slug="mine")},
        strategies={
            **catalog.strategies,
            "trick": replace(catalog.strategies["loyalty-programme"], slug="trick"),
        },
        factors={**catalog.factors, "rush": replace(catalog.factors["time-saving"], slug="rush")},
    )
    shop = channel("c", "two_way", "human", "individual")
    plans = [
        canvas(
            segment(customers=99, factors=(FactorMark(factor, 2),)),
            shop,
            touch(),
            row(type=slug, strategies=(strategy,), channel="c", hours_per_month=1, stage=IDEA),
        )
        for slug, strategy, factor in (
            ("dedicated-personal", "loyalty-programme", "time-saving"),
            ("mine", "trick", "rush"),
        )
    ]
    shipped_codes, own_codes = ([f.code for f in check(plan, renamed)] for plan in plans)
    assert own_codes == shipped_codes
    assert {
        "dedicated-spread-thin",
        "strategy-needs-customers",
        "time-saving-but-manual",
        "type-ahead-of-stage",
    } <= set(own_codes)


def test_one_important_factor_of_a_role_is_enough() -> None:
    catalog = shipped()
    rush = replace(catalog.factors["time-saving"], slug="rush")
    catalog = replace(catalog, factors={**catalog.factors, "rush": rush})
    marks = (FactorMark("time-saving", 0), FactorMark("rush", 2))
    blueprint = canvas(segment(factors=marks), row())
    assert found(blueprint, "time-saving-but-manual", catalog) == one("s")


def test_a_strategy_for_which_no_motivation_is_known_serves_no_others() -> None:
    catalog = edited("strategies", "complaint-care", motivations=())
    blueprint = canvas(segment(), row(motivation=WIN, strategies=("complaint-care",)))
    assert found(blueprint, "strategy-off-motivation", catalog) == NONE


@pytest.mark.parametrize(
    ("code", "threshold", "blueprint"),
    [
        (
            "dedicated-spread-thin",
            "0.26",
            canvas(segment(customers=400), row(type="dedicated-personal", hours_per_month=100)),
        ),
        ("human-at-scale", "999", canvas(segment(customers=1000), row(type="personal-direct"))),
        ("too-much-at-once", "2", canvas(segment(), *(row(ref) for ref in "abc"))),
    ],
)
def test_thresholds_are_settings(code: str, threshold: str, blueprint: Blueprint) -> None:
    catalog = shipped()
    setting = replace(catalog.rules[code], threshold=Decimal(threshold))
    lower = replace(catalog, rules={**catalog.rules, code: setting})
    assert found(blueprint, code) == NONE
    assert len(found(blueprint, code, lower)) == 1
    unset = replace(catalog, rules={code: replace(setting, threshold=None)})
    assert found(blueprint, code, unset) == NONE


def test_a_rule_can_be_turned_off_and_given_another_severity() -> None:
    catalog = shipped()
    blueprint = canvas(segment())
    code = "segment-unknown"
    setting = catalog.rules[code]
    off = replace(catalog, rules={**catalog.rules, code: replace(setting, enabled=False)})
    grave = replace(setting, severity=Severity.CONFLICT)
    graver = replace(catalog, rules={**catalog.rules, code: grave})
    before = [f.code for f in check(blueprint, catalog)]
    assert [f.code for f in check(blueprint, off)] == [c for c in before if c != code]
    assert next((f.code, f.severity) for f in check(blueprint, graver)) == (code, Severity.CONFLICT)
    assert sorted(f.code for f in check(blueprint, graver)) == sorted(before)


def test_a_rule_without_a_setting_is_as_it_ships() -> None:
    catalog = shipped()
    blueprint = canvas(segment(customers=1001), row(type="personal-direct"))
    bare = replace(catalog, rules={})
    assert check(blueprint, bare) == check(blueprint, catalog)


def test_a_rule_turned_into_a_strength_bars_no_relationship_from_being_well_founded() -> None:
    blueprint = canvas(*FOUNDED, row(**OFF))
    catalog = shipped()
    code = "strategy-off-motivation"
    setting = replace(catalog.rules[code], severity=Severity.STRENGTH)
    kinder = replace(catalog, rules={**catalog.rules, code: setting})
    assert found(blueprint, "relationship-well-founded") == NONE
    assert found(blueprint, "relationship-well-founded", kinder) == one("r")


def test_no_rules_speak_on_an_empty_canvas() -> None:
    assert check(canvas(), shipped()) == []
