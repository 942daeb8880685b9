"""What a plan costs: an example worked out on paper, and sums that hold on any canvas.

The example, at 12.00 an hour:

    segment             relationship  channel  once    a month  hours  with time
    s1 (150 at 18.00)   r1 personal   c1         0.00     0.00     40     480.00
                        r2 self-s.    c2       500.00    25.50      ?      25.50
    s2 (10 at 5.00)     r3 personal   c2            ?    10.00      5      70.00
                        r4 dropped
    s3 (? at ?)         r5 community  none          ?        ?      ?       0.00
    channels            c1 0.00, c2 80.00, c3 ?           80.00             80.00
    together                                   500.00   115.50     45     655.50
"""

from decimal import Decimal

import pytest
from hypothesis import given

from relationships.blueprint import Blueprint
from relationships.coherence import check
from relationships.content import shipped
from relationships.thinking.costs import (
    Bill,
    ChannelPart,
    Cost,
    Left,
    Part,
    bill,
    cost_of_all,
    left_over,
    per_customer,
    total_cost,
)
from relationships.vocabulary import Status
from tests.coherence.building import canvas, channel, money, row, segment
from tests.coherence.drawing import at_ease, blueprints

EXAMPLE = canvas(
    segment("s1", customers=150, value_per_month=money("18.00")),
    segment("s2", customers=10, value_per_month=money("5.00")),
    segment("s3"),
    channel("c1", monthly_cost=money("0.00")),
    channel("c2", monthly_cost=money("80.00")),
    channel("c3"),
    row(
        "r1",
        segment="s1",
        channel="c1",
        setup_cost=money("0.00"),
        monthly_cost=money("0.00"),
        hours_per_month=40,
    ),
    row(
        "r2",
        "self-service",
        "s1",
        channel="c2",
        setup_cost=money("500.00"),
        monthly_cost=money("25.50"),
    ),
    row("r3", segment="s2", channel="c2", monthly_cost=money("10.00"), hours_per_month=5),
    row("r4", segment="s2", monthly_cost=money("1000.00"), status=Status.DROPPED),
    row("r5", "community", "s3"),
    monthly_budget=money("300.00"),
    team_hours_per_month=120,
    hourly_rate=money("12.00"),
)


@pytest.fixture
def example() -> Bill:
    return bill(EXAMPLE)


def _cost(setup: str, monthly: str, hours: int) -> Cost:
    return Cost(money(setup), money(monthly), hours)


def test_the_whole(example: Bill) -> None:
    assert example.total == total_cost(EXAMPLE) == _cost("500.00", "115.50", 45)
    assert example.plan == Part(4, _cost("500.00", "35.50", 45), 5)
    assert example.channel_money == money("80.00")
    assert example.total.with_time(example.rate) == money("655.50")
    assert example.left == left_over(EXAMPLE) == Left(money("184.50"), 75)
    assert example.earns == money("2750.00")


def test_each_segment_against_what_it_earns(example: Bill) -> None:
    told = [
        (p.segment.ref, p.part.rows, p.together, p.a_customer, p.earns, p.left)
        for p in example.segments
    ]
    assert told == [
        ("s1", 2, money("505.50"), money("3.37"), money("2700.00"), money("2194.50")),
        ("s2", 1, money("70.00"), money("7.00"), money("50.00"), money("-20.00")),
        ("s3", 1, money("0"), None, None, None),
    ]


def test_each_type(example: Bill) -> None:
    assert example.types == (
        ("personal", Part(2, _cost("0.00", "10.00", 45), 1)),
        ("self-service", Part(1, _cost("500.00", "25.50", 0), 1)),
        ("community", Part(1, Cost(), 3)),
    )


def test_each_channel_with_what_runs_over_it(example: Bill) -> None:
    told = [(p.channel.ref if p.channel else "", p.own, p.cost) for p in example.channels]
    assert told == [
        ("c1", money("0.00"), _cost("0.00", "0.00", 40)),
        ("c2", money("80.00"), _cost("500.00", "115.50", 5)),
        ("c3", money("0"), Cost()),
        ("", money("0"), Cost()),
    ]
    assert example.channels[-1] == ChannelPart(None, Part(1, Cost(), 3))


def test_what_is_unknown_is_named(example: Bill) -> None:
    assert [(line.row.ref, line.unknown) for line in example.lines_with_gaps] == [
        ("r2", ("hours_per_month",)),
        ("r3", ("setup_cost",)),
        ("r5", ("setup_cost", "monthly_cost", "hours_per_month")),
    ]
    assert [c.ref for c in example.channels_without_cost] == ["c3"]
    assert [s.ref for s in example.segments_without_income] == ["s3"]
    assert example.unknown == 6


def test_a_stated_zero_is_known() -> None:
    stated = row(setup_cost=Decimal(), monthly_cost=Decimal(), hours_per_month=0)
    free = channel(monthly_cost=Decimal())
    assert bill(canvas(segment(), free, stated)).unknown == 0


def test_without_a_rate_hours_count_nothing() -> None:
    planned = row(monthly_cost=money("5.00"), hours_per_month=40)
    made = bill(canvas(segment(customers=5), planned))
    assert (made.segments[0].together, made.segments[0].a_customer) == (money("5.00"), 1)


def test_nobody_shares_a_cost() -> None:
    assert [per_customer(Decimal(7), n) for n in (None, 0, 2)] == [None, None, Decimal("3.5")]


def test_an_empty_canvas_costs_nothing() -> None:
    made = bill(canvas())
    assert (made.total, made.left, made.unknown) == (Cost(), Left(None, None), 0)
    assert (made.lines, made.segments, made.types, made.channels) == ((), (), (), ())


def _sum(costs: list[Cost]) -> Cost:
    total = Cost()
    for cost in costs:
        total = total.plus(cost)
    return total


@at_ease
@given(blueprints(unknown=True))
def test_every_cut_adds_up_to_the_same(blueprint: Blueprint) -> None:
    made = bill(blueprint)
    channels = Cost(monthly=made.channel_money)
    parts = {
        "lines": [line.cost for line in made.lines],
        "segments": [part.part.cost for part in made.segments],
        "types": [part.cost for _, part in made.types],
    }
    assert {name: _sum(costs).plus(channels) for name, costs in parts.items()} == dict.fromkeys(
        parts, made.total
    )
    assert _sum([part.cost for part in made.channels]) == made.total
    together = sum(part.together for part in made.segments) + made.channel_money
    assert together == made.total.with_time(made.rate)
    assert sum(part.part.rows for part in made.segments) == made.plan.rows == len(made.lines)
    assert sum(part.part.rows for part in made.channels) == made.plan.rows


@at_ease
@given(blueprints(unknown=True))
def test_what_is_unknown_counts_0(blueprint: Blueprint) -> None:
    made = bill(blueprint)
    known = [row for row in blueprint.relationships if row.is_active]
    assert made.plan.cost == Cost(
        sum((r.setup_cost for r in known if r.setup_cost is not None), Decimal()),
        sum((r.monthly_cost for r in known if r.monthly_cost is not None), Decimal()),
        sum(r.hours_per_month for r in known if r.hours_per_month is not None),
    )
    assert made.plan.cost == cost_of_all(known)


@at_ease
@given(blueprints(unknown=True))
def test_the_figures_agree_with_the_rules(blueprint: Blueprint) -> None:
    made = bill(blueprint)
    found = {(f.code, f.elements) for f in check(blueprint, shipped())}
    told = {
        ("over-budget", ()): made.left.money is not None and made.left.money < 0,
        ("over-capacity", ()): made.left.hours is not None and made.left.hours < 0,
        **{
            ("costs-more-than-it-earns", (part.segment.ref,)): part.left is not None
            and part.left < 0
            for part in made.segments
        },
    }
    assert {said: said in found for said in told} == told
