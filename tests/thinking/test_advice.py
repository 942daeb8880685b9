"""Advice: each term by hand, the order of whole cases worked out on paper, and what it promises."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relationships.blueprint import Blueprint, Channel, FactorMark, Habit, Touchpoint
from relationships.catalog import AdviceWeight, Catalog
from relationships.coherence.texts import PLACE
from relationships.content import shipped
from relationships.fit import missing, offered
from relationships.thinking import advice_texts
from relationships.thinking.advice import SCARCE_SHARE, SIGNS, TERMS, Advice, Counsel, advise
from relationships.vocabulary import (
    Capability,
    Effort,
    Language,
    Motivation,
    Ownership,
    Status,
    Trust,
)
from tests.coherence.building import (
    GROWTH,
    IDEA,
    LAUNCH,
    MATURE,
    PARTNER,
    canvas,
    channel,
    edited,
    marked,
    money,
    row,
    segment,
    touch,
    without,
)
from tests.coherence.drawing import AMOUNTS, GONE, HOURS, at_ease, blueprints

WIN, KEEP, GROW = Motivation
DIRECT = ("two_way", "human", "live", "individual")
DEAREST = {effort: place for place, effort in enumerate(Effort)}


def weighing(**points: int) -> Catalog:
    """The shipped catalog with other weights."""
    told = {code.replace("_", "-"): value for code, value in points.items()}
    weights = {**shipped().weights, **{c: AdviceWeight(c, v) for c, v in told.items()}}
    return replace(shipped(), stamp=f"{shipped().stamp}{told}", weights=weights)


def counsel(blueprint: Blueprint, catalog: Catalog | None = None) -> Counsel:
    return advise(blueprint, catalog or shipped(), "s")


def of(slug: str, blueprint: Blueprint, catalog: Catalog | None = None) -> Advice:
    return next(one for one in counsel(blueprint, catalog).advice if one.type.slug == slug)


def points(slug: str, blueprint: Blueprint, catalog: Catalog | None = None) -> dict[str, int]:
    return {reason.code: reason.points for reason in of(slug, blueprint, catalog).reasons}


def totals(found: Counsel) -> dict[str, int]:
    return {one.type.slug: one.total for one in found.advice}


ALONE = canvas(segment(), stage=IDEA)
BY_HAND = canvas(segment(), channel("c", *DIRECT), touch())
CROWD = canvas(segment(customers=1001))
FEW = canvas(segment(customers=40), team_hours_per_month=10)

HOLDS: list[tuple[str, str, Blueprint]] = [
    ("expected", "community", canvas(segment(expects=("community",)))),
    ("expected-kin", "personal", canvas(segment(expects=("personal-direct",)))),
    ("expected-kin", "personal-direct", canvas(segment(expects=("personal",)))),
    ("unexpected", "community", canvas(segment(expects=("personal",)))),
    ("habit-met", "personal", canvas(segment(habits=(Habit("bread", "the corner shop"),)))),
    ("habit-met", "self-service", canvas(segment(habits=(Habit("bread", "a web page"),)))),
    ("hours-served", "self-service", canvas(marked("buying-hours", 2))),
    ("hours-served", "automated-services", canvas(marked("buying-hours", 3))),
    (
        "hours-served",
        "transactional",
        canvas(marked("buying-hours", 2), channel("c", "transaction"), touch()),
    ),
    ("hours-closed", "personal", canvas(marked("buying-hours", 2))),
    ("speed-served", "self-service", canvas(marked("time-saving", 2))),
    ("speed-waits", "personal", canvas(marked("time-saving", 2))),
    ("speed-waits", "personal", canvas(marked("time-saving", 2), row(type="personal-direct"))),
    ("guarantee-answered", "personal", canvas(marked("guarantee", 2))),
    ("guarantee-answered", "long-term", canvas(marked("guarantee", 2))),
    ("guarantee-gone", "transactional", canvas(marked("guarantee", 2))),
    ("distinction-close", "community", canvas(marked("differentiation", 2))),
    ("distinction-close", "automated-services", canvas(marked("differentiation", 2))),
    ("distinction-impersonal", "self-service", canvas(marked("differentiation", 2))),
    ("distinction-impersonal", "transactional", canvas(marked("differentiation", 2))),
    ("alternatives-kept", "long-term", canvas(marked("substitutes", 2))),
    ("alternatives-let-go", "transactional", canvas(marked("substitutes", 2))),
    ("stage-ready", "personal", ALONE),
    ("stage-ahead", "self-service", ALONE),
    ("acquisition-served", "personal", canvas(segment())),
    ("acquisition-served", "personal", canvas(segment(), row(motivation=KEEP))),
    ("retention-served", "personal", canvas(segment(), stage=GROWTH)),
    ("retention-served", "community", canvas(segment(), row(motivation=WIN), stage=MATURE)),
    ("retention-missed", "transactional", canvas(segment(), stage=GROWTH)),
    ("crowd-served", "self-service", CROWD),
    ("crowd-served", "community", CROWD),
    ("crowd-by-hand", "personal-direct", CROWD),
    ("attention-affordable", "dedicated-personal", FEW),
    (
        "attention-spread-thin",
        "dedicated-personal",
        canvas(segment(customers=41), team_hours_per_month=10),
    ),
    ("channel-carries", "personal", BY_HAND),
    ("channel-lacks", "self-service", BY_HAND),
    (
        "channel-of-partner",
        "personal",
        canvas(segment(), channel("c", *DIRECT, ownership=PARTNER), touch()),
    ),
    ("hours-short", "personal", canvas(segment(), row(hours_per_month=9), team_hours_per_month=10)),
    ("budget-short", "personal", canvas(segment(), monthly_budget=money("0"))),
    ("trust-by-people", "personal", canvas(segment(trust_goal=Trust.TRUST))),
    ("trust-by-people", "community", canvas(segment(trust_goal=Trust.RELATIONSHIP))),
    ("trust-without-people", "self-service", canvas(segment(trust_goal=Trust.TRUST))),
    ("planned", "personal", canvas(segment(), row())),
    ("planned-kin", "personal-direct", canvas(segment(), row())),
    ("dropped", "personal", canvas(segment(), row(status=Status.DROPPED))),
]

DOES_NOT: list[tuple[str, str, Blueprint]] = [
    ("expected", "personal", canvas(segment(expects=("personal-direct",)))),
    ("expected-kin", "personal-direct", canvas(segment(expects=("personal-indirect",)))),
    ("expected-kin", "personal", canvas(segment(expects=("personal-direct",)), row())),
    ("unexpected", "personal", canvas(segment(expects=("personal-direct", "community")))),
    ("unexpected", "community", canvas(segment(expects=(GONE,)))),
    ("unexpected", "community", canvas(segment(expects=("personal",)), row())),
    ("habit-met", "self-service", canvas(segment(habits=(Habit("bread", "the corner shop"),)))),
    ("habit-met", "personal", canvas(segment(habits=(Habit("shop", "in bishops' houses"),)))),
    ("hours-served", "self-service", canvas(marked("buying-hours", 1))),
    ("hours-served", "transactional", canvas(marked("buying-hours", 2))),
    ("hours-served", "self-service", canvas(marked(GONE, 3))),
    ("speed-waits", "personal", canvas(marked("time-saving", 2), row(type="self-service"))),
    ("guarantee-answered", "self-service", canvas(marked("guarantee", 2))),
    (
        "guarantee-answered",
        "transactional",
        canvas(marked("guarantee", 2), channel("c", "human", "transaction"), touch()),
    ),
    ("distinction-close", "long-term", canvas(marked("differentiation", 2))),
    ("alternatives-kept", "personal", canvas(marked("substitutes", 2))),
    ("stage-ahead", "self-service", canvas(segment(), stage=LAUNCH)),
    ("acquisition-served", "community", canvas(segment())),
    ("acquisition-served", "personal", canvas(segment(), row(motivation=WIN))),
    ("acquisition-served", "personal", canvas(segment(), stage=GROWTH)),
    ("retention-served", "personal", canvas(segment(), row(motivation=KEEP), stage=GROWTH)),
    ("retention-served", "transactional", canvas(segment(), stage=GROWTH)),
    ("crowd-served", "self-service", canvas(segment(customers=1000))),
    ("crowd-by-hand", "personal", CROWD),
    ("attention-affordable", "dedicated-personal", canvas(segment(customers=40))),
    ("attention-affordable", "personal-direct", FEW),
    ("channel-carries", "personal", canvas(segment(), channel("c", *DIRECT))),
    ("channel-lacks", "personal", canvas(segment(), channel("c"))),
    (
        "channel-of-partner",
        "personal",
        canvas(
            segment(),
            channel("c", *DIRECT, ownership=PARTNER),
            channel("d", *DIRECT),
            touch(),
            touch("s", "d"),
        ),
    ),
    (
        "channel-of-partner",
        "self-service",
        canvas(segment(), channel("c", "always_on", ownership=PARTNER), touch()),
    ),
    ("hours-short", "personal", canvas(segment(), row(hours_per_month=8), team_hours_per_month=10)),
    ("hours-short", "self-service", canvas(segment(), team_hours_per_month=0)),
    ("budget-short", "personal", canvas(segment(), monthly_budget=money("0.01"))),
    ("trust-by-people", "personal", canvas(segment(trust_goal=Trust.NEEDS))),
    (
        "trust-without-people",
        "self-service",
        canvas(segment(trust_goal=Trust.TRUST), row(type="community")),
    ),
    ("planned", "personal", canvas(segment(), segment("t"), row(segment="t"))),
    ("planned-kin", "personal-direct", canvas(segment(), row(type="personal-indirect"))),
    ("dropped", "personal", canvas(segment(), row(status=Status.DROPPED), row("q"))),
]


@pytest.mark.parametrize(("code", "slug", "blueprint"), HOLDS)
def test_a_term_holds_and_counts_its_weight(code: str, slug: str, blueprint: Blueprint) -> None:
    told = points(slug, blueprint)
    assert told[code] == SIGNS[code] * shipped().weights[code].points
    heavier = points(slug, blueprint, weighing(**{code.replace("-", "_"): 99}))
    assert heavier == {**told, code: SIGNS[code] * 99}


@pytest.mark.parametrize(("code", "slug", "blueprint"), DOES_NOT)
def test_a_term_does_not_hold(code: str, slug: str, blueprint: Blueprint) -> None:
    assert code not in points(slug, blueprint)


def test_every_term_is_tried_both_ways() -> None:
    assert {code for code, _, _ in HOLDS} == set(SIGNS)
    always_two_ways = {"hours-closed", "guarantee-gone", "distinction-impersonal", "stage-ready"}
    always_two_ways |= {"alternatives-let-go", "retention-missed", "speed-served"}
    always_two_ways |= {"attention-spread-thin"}
    assert {code for code, _, _ in DOES_NOT} == set(SIGNS) - always_two_ways


def test_effort_makes_scarce_hours_and_money_count_more() -> None:
    bare = canvas(segment(), team_hours_per_month=0, monthly_budget=money("0"))
    told = {slug: points(slug, bare) for slug in ("self-service", "personal", "personal-direct")}
    assert [(p.get("hours-short"), p.get("budget-short")) for p in told.values()] == [
        (None, None),
        (-6, -6),
        (-12, -12),
    ]


def test_the_share_that_counts_as_scarce_is_the_editors() -> None:
    half = canvas(segment(), row(hours_per_month=5), team_hours_per_month=10)
    assert "hours-short" not in points("personal", half)
    assert "hours-short" in points("personal", half, weighing(scarce_share=50))


def test_a_weight_of_nothing_is_no_reason() -> None:
    assert "stage-ready" not in points("personal", ALONE, weighing(stage_ready=0))


def test_a_catalog_without_weights_counts_what_ships() -> None:
    bare = replace(shipped(), stamp="bare", weights={})
    assert totals(counsel(BY_HAND, bare)) == totals(counsel(BY_HAND))


def test_the_order_of_a_bakery_worked_out_on_paper() -> None:
    """Launch; they expect to be served by people, want no waiting, and are reached at the counter.

    personal          expected 30, no waiting: only by hand -8, stage 5, wins 8, channel 15 = 50
    personal-indirect the same as a child of what they expect, 20 for 30 = 40
    personal-direct   20 - 8 + 5 + 8, and the counter knows nobody: -8 = 17
    self-service      not expected -5, no waiting 10, stage 5, wins 8, no channel -8 = 10
    transactional     not expected -5, stage 5, wins 8, channel 15, the person at the counter
                      makes it one by hand -8 = 15
    dedicated         -5 - 8 + 5 + 8 - 8 = -8
    automated         -5 + 10 - 15 (early) - 8 = -18
    co-creation, long-term: -5 + 5 + 8 - 8 = 0
    community         -5 + 5 - 8 = -8
    """
    bakery = canvas(
        segment(expects=("personal",), factors=(FactorMark("time-saving", 2),)),
        channel("c", "two_way", "human", "live", "transaction", name="Counter"),
        touch(),
    )
    assert totals(counsel(bakery)) == {
        "personal": 50,
        "personal-indirect": 40,
        "personal-direct": 17,
        "transactional": 15,
        "self-service": 10,
        "co-creation": 0,
        "long-term": 0,
        "dedicated-personal": -8,
        "community": -8,
        "automated-services": -18,
    }
    assert list(totals(counsel(bakery))) == [
        "personal",
        "personal-indirect",
        "personal-direct",
        "transactional",
        "self-service",
        "co-creation",
        "long-term",
        "dedicated-personal",
        "community",
        "automated-services",
    ]
    assert [one.type.slug for one in counsel(bakery).advice if one.suits][-1] == "long-term"


def test_the_nearest_channel_carries_before_it_is_own_before_its_ref() -> None:
    parts = (
        segment(),
        channel("a", "two_way"),
        channel("b", "two_way", "human", ownership=PARTNER),
        channel("d", "two_way", "human"),
        channel("c", "two_way", "human"),
        *(touch("s", ref) for ref in "abdc"),
    )
    found = of("personal", canvas(*parts))
    assert found.channel
    assert (found.channel.ref, found.missing, found.carries) == ("c", (), True)
    lacking = of("personal-direct", canvas(*parts))
    assert lacking.channel
    assert (lacking.channel.ref, lacking.missing) == ("c", ("live", "individual"))


def test_a_channel_elsewhere_on_the_canvas_is_named_where_none_of_theirs_carries_it() -> None:
    other = canvas(segment(), channel("c", "push"), channel("d", *DIRECT), touch())
    found = of("personal", other)
    assert found.elsewhere
    assert found.elsewhere.ref == "d"
    assert of("personal", BY_HAND).elsewhere is None
    assert of("community", other).elsewhere is None


def test_what_is_not_known_of_a_segment_is_told() -> None:
    assert counsel(ALONE).unknown == ("expects", "habits", "factors")
    assert counsel(ALONE).knows_too_little is True
    some = counsel(canvas(segment(habits=(Habit("bread"),), factors=(FactorMark("guarantee", 0),))))
    assert (some.unknown, some.knows_too_little) == (("expects", "factors"), False)


def test_an_expected_type_that_is_gone_or_retired_is_told() -> None:
    both = canvas(segment(expects=("personal-direct", GONE)))
    retired = edited("types", "personal-direct", retired=True)
    found = counsel(both, retired)
    assert found.gone == (GONE,)
    assert [entry.slug for entry in found.retired] == ["personal-direct"]
    assert "personal-direct" not in totals(found)
    assert points("personal", both, retired)["expected-kin"] == 20
    assert counsel(both, without("types", "personal-direct")).gone == ("personal-direct", GONE)


def test_an_editors_own_type_is_weighed_by_its_attributes() -> None:
    own = replace(shipped().types["self-service"], slug="vending")
    types = {**shipped().types, "vending": own}
    catalog = replace(shipped(), stamp="own", types=types)
    hurried = canvas(marked("time-saving", 2))
    assert points("vending", hurried, catalog) == points("self-service", hurried, catalog)


def test_nothing_on_offer_is_no_advice() -> None:
    assert counsel(ALONE, replace(shipped(), stamp="none", types={})).advice == ()


def test_a_type_that_is_planned_is_no_news_even_where_all_speaks_for_it() -> None:
    liked = canvas(segment(expects=("personal",)), channel("c", *DIRECT), touch(), row())
    found = of("personal", liked, weighing(planned=0))
    assert (found.total > 0, found.is_planned, found.suits) == (True, True, False)


def test_a_channel_that_lacks_less_lifts_nothing() -> None:
    far = canvas(segment(), channel("c", "push"), touch())
    near = canvas(segment(), channel("c", "push"), channel("d", "human"), touch(), touch("s", "d"))
    assert points("personal", near) == points("personal", far)


def test_equals_are_told_apart_by_ref_wherever_they_stand() -> None:
    """A type that leaves delivery to its channel must not change it when a channel is moved."""
    parts = (channel("c", "transaction"), channel("d", "transaction", "human"))
    touches = (touch("s", "c"), touch("s", "d"))
    hurried = segment(factors=(FactorMark("time-saving", 2),))
    found = [
        points("transactional", canvas(hurried, *parts[::way], *touches[::way])) for way in (1, -1)
    ]
    assert found[0] == found[1]
    assert "speed-served" in found[0]


# What advice says


@pytest.mark.parametrize("code", list(advice_texts.all_texts()))
def test_every_text_is_there_in_three_languages(code: str) -> None:
    told = advice_texts.of(code)
    for text in (told.title, told.says, told.why):
        written = [text.en, text.es, text.pt_br]
        assert len(set(written)) == 3
        assert all(each == " ".join(each.split()) and each for each in written)
    for text in (told.says, told.why):
        assert [text.into(language)[-1] for language in Language] == [".", ".", "."]
    named = [sorted(PLACE.findall(told.says.into(language))) for language in Language]
    assert named[1:] == [named[0], named[0]]
    assert told.source in {"000", "001", "002", "003", "004", "own judgement"}
    assert 0 <= told.points <= 100


def test_texts_stand_in_the_order_of_the_terms() -> None:
    assert list(advice_texts.all_texts()) == [*(term.code for term in TERMS), SCARCE_SHARE]


@pytest.mark.parametrize(("code", "slug", "blueprint"), HOLDS)
def test_every_sentence_names_what_it_speaks_of(code: str, slug: str, blueprint: Blueprint) -> None:
    reason = next(one for one in of(slug, blueprint).reasons if one.code == code)
    for language in Language:
        assert PLACE.findall(reason.sentence(language)) == []


def test_a_sentence_names_the_channel_and_what_it_lacks() -> None:
    lacking = canvas(segment(), channel("c", "two_way", name="{braces} & <b>"), touch())
    reason = next(one for one in of("personal", lacking).reasons if one.code == "channel-lacks")
    assert [reason.sentence(language) for language in Language] == [
        "No channel of theirs can carry it yet. This is what “{braces} & <b>”, the nearest, "
        "lacks: “Human”.",
        "Ningún canal suyo puede sostenerla todavía. Al más cercano, «{braces} & <b>», le falta "
        "esto: «Con personas».",
        "Nenhum canal deles o sustenta ainda. Ao mais próximo, “{braces} & <b>”, falta isto: "
        "“Com pessoas”.",
    ]


# What advice promises, whatever the canvas and the weights

WEIGHTS = st.fixed_dictionaries(
    {code: st.integers(0, 100) for code in advice_texts.all_texts()}
).map(lambda told: weighing(**{code.replace("-", "_"): value for code, value in told.items()}))
CATALOGS = st.just(shipped()) | WEIGHTS


@st.composite
def cases(draw: st.DrawFn) -> tuple[Blueprint, str, Catalog]:
    """A blueprint, the ref of a segment of it, and a catalog."""
    blueprint = draw(blueprints(unknown=True).filter(lambda drawn: bool(drawn.segments)))
    ref = draw(st.sampled_from([one.ref for one in blueprint.segments]))
    return blueprint, ref, draw(CATALOGS)


Case = tuple[Blueprint, str, Catalog]


@at_ease
@given(case=cases(), data=st.data())
def test_being_expected_never_lowers_a_type(case: Case, data: st.DataObject) -> None:
    blueprint, ref, catalog = case
    slug = data.draw(st.sampled_from([one.slug for one in offered(catalog.types.values())]))
    told = next(one for one in blueprint.segments if one.ref == ref)
    expects = tuple(dict.fromkeys((*told.expects, slug)))
    after = blueprint.put(replace(told, expects=expects))
    assert _all(after, ref, catalog)[slug] >= _all(blueprint, ref, catalog)[slug]


@at_ease
@given(case=cases(), budgets=st.tuples(AMOUNTS, AMOUNTS), hours=st.tuples(HOURS, HOURS))
def test_less_money_and_fewer_hours_never_lift_a_dearer_type(
    case: Case, budgets: tuple[Any, Any], hours: tuple[Any, Any]
) -> None:
    """Neither by itself nor against a cheaper one; dearer is of more effort."""
    blueprint, ref, catalog = case
    (least, most), (fewest, many) = _ordered(budgets), _ordered(hours)
    rich = replace(blueprint, monthly_budget=most, team_hours_per_month=many)
    poor = replace(blueprint, monthly_budget=least, team_hours_per_month=fewest)
    before, after = _all(rich, ref, catalog), _all(poor, ref, catalog)
    gains = {slug: after[slug] - before[slug] for slug in before}
    assert [slug for slug, gain in gains.items() if gain > 0] == []
    efforts = {slug: DEAREST[catalog.types[slug].effort] for slug in gains}
    assert [
        (dear, cheap)
        for dear in gains
        for cheap in gains
        if efforts[dear] > efforts[cheap] and gains[dear] > gains[cheap]
    ] == []


def _ordered(pair: tuple[Any, Any]) -> tuple[Any, Any]:
    """Lower and higher; both unknown where one is, since the unknown is no amount."""
    return (None, None) if None in pair else (min(pair), max(pair))


@at_ease
@given(case=cases(), data=st.data())
def test_a_channel_that_lacks_what_a_type_needs_never_lifts_it(
    case: Case, data: st.DataObject
) -> None:
    blueprint, ref, catalog = case
    needs = [entry.needs for entry in offered(catalog.types.values())]
    able = set(data.draw(st.sampled_from(needs))[1:]) | data.draw(
        st.sets(st.sampled_from(Capability), max_size=1)
    )
    owner = data.draw(st.sampled_from(Ownership))
    cost = data.draw(AMOUNTS)
    added = Channel(
        "poor", "Poor", "other", owner, tuple(c for c in Capability if c in able), monthly_cost=cost
    )
    served = (*blueprint.touchpoints, Touchpoint(ref, "poor", ("purchase",)))  # type: ignore[arg-type]
    before = _all(blueprint, ref, catalog)
    after = _all(blueprint.put(added).put_touchpoints(served), ref, catalog)
    lacking = [slug for slug in before if missing(catalog.types[slug].needs, able)]
    assert {slug: after[slug] for slug in lacking if after[slug] > before[slug]} == {}


@at_ease
@given(case=cases(), data=st.data())
def test_moving_and_renaming_change_no_points(case: Case, data: st.DataObject) -> None:
    blueprint, ref, catalog = case
    other = replace(
        blueprint,
        segments=tuple(replace(s, name=f"{s.name}?") for s in _mixed(data, blueprint.segments)),
        channels=tuple(replace(c, name=f"{c.name}?") for c in _mixed(data, blueprint.channels)),
        touchpoints=tuple(_mixed(data, blueprint.touchpoints)),
        relationships=tuple(_mixed(data, blueprint.relationships)),
    )
    before, after = advise(blueprint, catalog, ref), advise(other, catalog, ref)
    assert [_weighed(one) for one in after.advice] == [_weighed(one) for one in before.advice]


def _mixed(data: st.DataObject, elements: tuple[Any, ...]) -> list[Any]:
    return data.draw(st.permutations(elements))


@at_ease
@given(case=cases())
def test_it_never_fails_and_ranks_by_the_sum_of_what_it_says(case: Case) -> None:
    blueprint, ref, catalog = case
    found = advise(blueprint, catalog, ref)
    order = list(catalog.types)
    places = [(-one.total, order.index(one.type.slug)) for one in found.advice]
    assert places == sorted(places)
    assert {one.type.slug for one in found.advice} == {
        entry.slug for entry in offered(catalog.types.values())
    }
    assert found.advice == advise(blueprint, catalog, ref).advice
    for one in found.advice:
        assert one.total == sum(reason.points for reason in one.reasons)
        for reason in one.reasons:
            assert reason.points * SIGNS[reason.code] > 0
            assert all(reason.sentence(language) for language in Language)


def _all(blueprint: Blueprint, ref: str, catalog: Catalog) -> Mapping[str, int]:
    return totals(advise(blueprint, catalog, ref))


def _weighed(one: Advice) -> tuple[str, dict[str, int]]:
    return one.type.slug, {reason.code: reason.points for reason in one.reasons}


def test_the_threshold_of_a_crowd_is_that_of_its_rule() -> None:
    rules = dict(shipped().rules)
    rules["human-at-scale"] = replace(rules["human-at-scale"], threshold=Decimal(40))
    catalog = replace(shipped(), stamp="forty", rules=rules)
    assert "crowd-served" in points("self-service", canvas(segment(customers=41)), catalog)
    assert "crowd-served" not in points("self-service", canvas(segment(customers=40)), catalog)
