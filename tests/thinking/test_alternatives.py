"""Alternatives for one segment, worked out by hand; and random ones, which never fail."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relationships.blueprint import Blueprint, Relationship
from relationships.coherence import Finding, check
from relationships.coherence.effects import Effect
from relationships.content import shipped
from relationships.thinking.alternatives import (
    UNPLANNED,
    balance,
    best,
    reachable_trust,
    shared,
    standing,
    suggested,
    weigh,
)
from relationships.thinking.costs import Cost, Left
from relationships.vocabulary import (
    Capability,
    DeliveredBy,
    Motivation,
    Stage,
    Status,
    Trust,
)
from tests.coherence.building import (
    AFTER_SALES,
    AWARENESS,
    PURCHASE,
    canvas,
    channel,
    edited,
    money,
    row,
    segment,
    touch,
    without,
)
from tests.coherence.drawing import AMOUNTS, GONE, HOURS, at_ease, blueprints

CATALOG = shipped()

# 150 families. Twitter, free, is answered 40 hours a month to keep them; the web shop costs 20.
PLANNED = row(
    "r1",
    "personal-indirect",
    channel="c1",
    motivation=Motivation.RETENTION,
    objective="Answer within the hour",
    justification="Quick to do",
    monthly_cost=money("0"),
    hours_per_month=40,
)
BAKERY = canvas(
    segment(customers=150, value_per_month=money("18"), expects=("personal-indirect",)),
    channel("c1", "two_way", "human", "push", name="Twitter", monthly_cost=money("0")),
    channel("c2", "always_on", "individual", "transaction", monthly_cost=money("20")),
    touch("s", "c1", AWARENESS, AFTER_SALES),
    touch("s", "c2", PURCHASE),
    PLANNED,
    monthly_budget=money("300"),
    team_hours_per_month=120,
    hourly_rate=money("12"),
)
SHOP = row(
    UNPLANNED,
    "self-service",
    channel="c2",
    motivation=Motivation.GROWTH,
    setup_cost=money("200"),
    monthly_cost=money("30"),
    hours_per_month=5,
)
BANKER = row(
    UNPLANNED,
    "dedicated-personal",
    channel="c1",
    motivation=Motivation.ACQUISITION,
    monthly_cost=money("100"),
)


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def test_where_a_segment_stands_today() -> None:
    # 40 h × 12 = 480, for 150 families 3.20 each; 300 − 20 of budget, 120 − 40 hours are left.
    today = standing(BAKERY, CATALOG, "s")
    assert today.cost == Cost(Decimal(), Decimal(), 40)
    assert (today.with_time, today.per_customer) == (480, money("3.2"))
    assert today.left == Left(money("280"), 80)
    assert today.phases == (AWARENESS, PURCHASE, AFTER_SALES)
    assert today.trust is Trust.NEEDS


def test_one_that_holds_together() -> None:
    # 30 + 5 h × 12 = 90, for 150 families 0.60 each; with it the plan costs 480 + 90.
    shop = weigh(BAKERY, CATALOG, SHOP)
    assert (shop.with_time, shop.is_partial, shop.per_customer) == (90, False, money("0.6"))
    assert shop.delivery is DeliveredBy.SELF
    assert (shop.phases, shop.needed) == ((PURCHASE,), PURCHASE)
    assert (shop.lacks, shop.trust, shop.is_early) == ((), Trust.PRODUCT, False)
    assert codes(shop.effect.added) == [
        "relationship-without-justification",
        "relationship-without-objective",
    ]
    assert codes(shop.effect.removed) == []
    assert shop.plan.cost == Cost(money("200"), money("30"), 45)
    assert (shop.plan.with_time, shop.plan.per_customer) == (570, money("3.8"))
    assert shop.plan.left == Left(money("250"), 75)


def test_one_that_does_not_and_yet_mends_something() -> None:
    # Twitter can't tell one customer from another. But somebody is won at last.
    banker = weigh(BAKERY, CATALOG, BANKER)
    assert (banker.with_time, banker.is_partial) == (100, True)
    assert (banker.phases, banker.needed) == ((AWARENESS, AFTER_SALES), AWARENESS)
    assert banker.lacks == (Capability.INDIVIDUAL,)
    assert banker.trust is Trust.NEEDS
    assert codes(banker.effect.added) == [
        "channel-lacks-capability",
        "relationship-without-justification",
        "relationship-without-objective",
    ]
    assert codes(banker.effect.removed) == ["nothing-acquires"]


def test_one_that_takes_the_place_of_a_planned_one() -> None:
    changed = weigh(BAKERY, CATALOG, replace(PLANNED, hours_per_month=10, channel=None))
    # 10 h × 12 = 120 in the place of 480.
    assert (changed.with_time, changed.plan.with_time) == (120, 120)
    assert changed.plan.left == Left(money("280"), 110)
    assert (changed.lacks, changed.phases) == (None, ())
    assert codes(changed.effect.added) == ["relationship-without-channel"]
    assert codes(changed.effect.removed) == ["relationship-well-founded"]


def test_what_is_not_stated_is_not_free() -> None:
    def told(**costs: object) -> tuple[Decimal | None, bool]:
        weighed = weigh(BAKERY, CATALOG, row(UNPLANNED, "personal", **costs))
        return weighed.with_time, weighed.is_partial

    assert told() == (None, False)
    assert told(setup_cost=money("5")) == (None, False)
    assert told(hours_per_month=2) == (24, True)
    assert told(monthly_cost=money("5")) == (5, True)
    assert told(monthly_cost=money("0"), hours_per_month=0) == (0, False)


def test_without_a_rate_hours_cost_nothing() -> None:
    unrated = replace(BAKERY, hourly_rate=None)
    assert weigh(unrated, CATALOG, SHOP).with_time == 30
    assert weigh(unrated, CATALOG, BANKER).is_partial is False
    timed = row(UNPLANNED, "personal", hours_per_month=9)
    assert weigh(unrated, CATALOG, timed).with_time is None


@pytest.mark.parametrize("customers", [None, 0])
def test_nothing_is_shared_among_no_customers(customers: int | None) -> None:
    nobody = BAKERY.put(segment(customers=customers))
    assert weigh(nobody, CATALOG, SHOP).per_customer is None
    assert standing(nobody, CATALOG, "s").per_customer is None


def test_a_type_is_early_before_the_stage_at_which_it_starts() -> None:
    recommends = row(UNPLANNED, "automated-services")
    assert weigh(BAKERY, CATALOG, recommends).is_early is True
    assert weigh(replace(BAKERY, stage=Stage.GROWTH), CATALOG, recommends).is_early is False
    assert weigh(BAKERY, CATALOG, replace(recommends, stage=Stage.GROWTH)).is_early is False


def test_a_strategy_asks_of_the_channel_too() -> None:
    calling = replace(SHOP, strategies=("customer-calls", GONE))
    assert weigh(BAKERY, CATALOG, calling).lacks == (Capability.LIVE,)


def test_a_type_that_the_catalog_lost_is_weighed_as_far_as_it_goes() -> None:
    lost = weigh(BAKERY, without("types", "self-service"), SHOP)
    assert (lost.type, lost.delivery, lost.trust, lost.is_early) == (None, None, None, False)
    assert (lost.with_time, lost.lacks) == (90, ())


def test_what_is_set_aside_stays_so() -> None:
    [aside] = [f for f in check(BAKERY, CATALOG) if f.code == "nothing-acquires"]
    before = check(BAKERY, CATALOG, {aside.set_aside_as})
    assert codes(weigh(BAKERY, CATALOG, BANKER, before).effect.removed) == []
    # Another row with a motivation is read by the rule: what was set aside comes back.
    assert "nothing-acquires" in codes(weigh(BAKERY, CATALOG, SHOP, before).effect.added)
    idle = replace(SHOP, motivation=None, segment="t")
    beside = BAKERY.put(segment("t"))
    before = check(beside, CATALOG, {aside.set_aside_as})
    assert "nothing-acquires" not in codes(weigh(beside, CATALOG, idle, before).effect.added)


# --- Trust ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_", "delivery", "capabilities", "trust"),
    [
        ("transactional", "human", "two_way human live individual transaction", "product"),
        ("self-service", "self", "two_way individual always_on", "product"),
        ("long-term", "self", "two_way individual", "product"),
        ("personal-direct", "human", "push human live individual", "product"),
        ("personal-indirect", "human", "two_way", "product"),
        ("automated-services", "automated", "always_on automated individual", "product"),
        ("automated-services", "automated", "two_way automated", "product"),
        ("automated-services", "automated", "two_way always_on automated individual", "needs"),
        ("long-term", "automated", "two_way automated individual", "needs"),
        ("personal-indirect", "human", "two_way human push", "needs"),
        ("dedicated-personal", "human", "two_way human", "needs"),
        ("co-creation", "peers", "customer_content", "needs"),
        ("co-creation", "peers", "push", "product"),
        ("personal-indirect", "human", "two_way human live", "relationship"),
        ("personal-indirect", "human", "two_way human individual", "relationship"),
        ("personal-direct", "human", "two_way human live individual", "relationship"),
        ("dedicated-personal", "human", "two_way human individual", "trust"),
        ("long-term", "human", "two_way human individual", "trust"),
        ("community", "peers", "member_to_member", "trust"),
        ("co-creation", "peers", "member_to_member customer_content", "trust"),
    ],
)
def test_how_far_trust_can_grow(type_: str, delivery: str, capabilities: str, trust: str) -> None:
    over = channel("c", *capabilities.split())
    reached = reachable_trust(CATALOG.types[type_], DeliveredBy(delivery), over)
    assert reached is Trust(trust)


@pytest.mark.parametrize(
    ("type_", "delivery", "trust"),
    [
        ("dedicated-personal", DeliveredBy.HUMAN, Trust.TRUST),
        ("personal-indirect", DeliveredBy.HUMAN, Trust.NEEDS),
        ("long-term", None, Trust.NEEDS),
        ("transactional", None, Trust.PRODUCT),
    ],
)
def test_without_a_channel_one_is_supposed_that_carries_it(
    type_: str, delivery: DeliveredBy | None, trust: Trust
) -> None:
    assert reachable_trust(CATALOG.types[type_], delivery, None) is trust


@given(
    st.sampled_from(sorted(CATALOG.types)),
    st.none() | st.sampled_from(DeliveredBy),
    st.sets(st.sampled_from(Capability)),
    st.sampled_from(Capability),
)
def test_a_channel_that_can_do_more_never_lowers_trust(
    type_: str, delivery: DeliveredBy | None, able: set[Capability], more: Capability
) -> None:
    def rung(capabilities: set[Capability]) -> int:
        over = channel("c", *capabilities)
        return reachable_trust(CATALOG.types[type_], delivery, over).rank

    assert rung(able) <= rung(able | {more})


# --- Side by side --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ([3, 1, 2], {1}),
        ([1, 2, 1], {0, 2}),
        ([2, 2], set()),
        ([1, None], set()),
        ([None, None], set()),
        ([5], set()),
        ([], set()),
    ],
)
def test_the_lowest_is_best_where_all_are_known_and_not_alike(
    values: list[int | None], places: set[int]
) -> None:
    assert best(values) == places


def test_a_conflict_weighs_more_than_what_else_is_mended() -> None:
    shop, banker = (weigh(BAKERY, CATALOG, each).effect for each in (SHOP, BANKER))
    assert balance(shop) == (0, 0, 2, 0)
    assert balance(banker) == (1, -1, 2, 0)
    assert best([balance(shop), balance(banker)]) == {0}


def test_a_strength_that_goes_speaks_against_it() -> None:
    worse = weigh(BAKERY, CATALOG, replace(PLANNED, justification="")).effect
    assert balance(worse) == (0, 0, 1, 1)


def test_what_all_alternatives_would_do_is_told_once() -> None:
    effects = [weigh(BAKERY, CATALOG, each).effect for each in (SHOP, BANKER)]
    assert codes(shared(effects).added) == [
        "relationship-without-justification",
        "relationship-without-objective",
    ]
    assert shared(effects).removed == ()
    assert shared(effects[:1]) == Effect((), ())


# --- What to begin with --------------------------------------------------------------------------


def named(blueprint: Blueprint) -> list[tuple[str, str]]:
    return [
        (each.type.slug, each.channel.ref if each.channel else "")
        for each in suggested(blueprint, CATALOG, "s")
    ]


def test_what_is_expected_comes_first_then_what_the_channels_carry() -> None:
    # Personal assistance is planned; co-creation and the community have no channel to carry them.
    wishing = BAKERY.put(segment(expects=("automated-services", "community")))
    assert named(wishing) == [
        ("automated-services", ""),
        ("community", ""),
        ("self-service", "c2"),
        ("transactional", "c2"),
    ]


def test_nothing_is_suggested_before_its_stage_nor_once_retired() -> None:
    idea = canvas(segment(), stage=Stage.IDEA)
    assert named(idea) == [("personal", ""), ("community", ""), ("transactional", "")]
    fewer = edited("types", "community", retired=True)
    slugs = [each.type.slug for each in suggested(idea, fewer, "s")]
    assert slugs == ["personal", "transactional"]


# --- Any canvas ----------------------------------------------------------------------------------


@given(st.data(), blueprints(unknown=True))
@at_ease
def test_anything_can_be_weighed_and_nothing_is_changed(
    data: st.DataObject, blueprint: Blueprint
) -> None:
    if not blueprint.segments:
        return
    planned = [each for each in blueprint.relationships if each.is_active]
    start = data.draw(st.sampled_from([*planned, None]))
    of = start.segment if start else data.draw(st.sampled_from(blueprint.segments)).ref
    channels = [each.ref for each in blueprint.channels]
    alternative = Relationship(
        ref=start.ref if start else UNPLANNED,
        segment=of,
        type=data.draw(st.sampled_from([*CATALOG.types, GONE])),
        channel=data.draw(st.sampled_from([*channels, None])),
        strategies=tuple(
            data.draw(
                st.lists(st.sampled_from([*CATALOG.strategies, GONE]), unique=True, max_size=3)
            )
        ),
        motivation=data.draw(st.none() | st.sampled_from(Motivation)),
        setup_cost=data.draw(AMOUNTS),
        monthly_cost=data.draw(AMOUNTS),
        hours_per_month=data.draw(HOURS),
        status=Status.PLANNED,
    )
    weighed = weigh(blueprint, CATALOG, alternative)
    after = blueprint.put(alternative)
    assert weighed.plan == standing(after, CATALOG, of)
    before = {finding.identity for finding in check(blueprint, CATALOG)}
    then = {finding.identity for finding in check(after, CATALOG)}
    assert {finding.identity for finding in weighed.effect.added} == then - before
    assert {finding.identity for finding in weighed.effect.removed} == before - then
    for finding in (*weighed.effect.added, *weighed.effect.removed):
        for language in ("en", "es", "pt-br"):
            assert finding.message(language)
            assert finding.why(language)
    suggested(blueprint, CATALOG, of)
