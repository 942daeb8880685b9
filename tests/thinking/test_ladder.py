"""Where segments stand on the ladder of trust, and which relationships help to the next rung."""

import pytest
from hypothesis import given

from relationships.blueprint import Blueprint, Channel, Relationship, Segment
from relationships.catalog import Catalog
from relationships.coherence import check
from relationships.content import shipped
from relationships.thinking.ladder import (
    Help,
    Standing,
    State,
    rung_of,
    standings,
    state_of,
)
from relationships.vocabulary import Capability, Horizon, Motivation, Status, Trust
from tests.coherence.building import (
    AFTER_SALES,
    AWARENESS,
    PURCHASE,
    canvas,
    channel,
    edited,
    row,
    segment,
    touch,
    without,
)
from tests.coherence.drawing import at_ease, blueprints

PRODUCT, NEEDS, RELATIONSHIP, TRUST = Trust
UNKNOWN, AIMLESS, THERE, CLIMBING = State
SHOP = channel("c", "two_way", "human", "live", "transaction")
DESK = channel("c", "two_way", "human", "live", "individual")
PAGE = channel("c", "push")


# --- Where it stands ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reached", "goal", "state", "rung", "skipped"),
    [
        (None, None, UNKNOWN, None, ()),
        (None, TRUST, UNKNOWN, None, ()),
        (PRODUCT, None, AIMLESS, NEEDS, ()),
        (TRUST, None, AIMLESS, TRUST, ()),
        (PRODUCT, NEEDS, CLIMBING, NEEDS, ()),
        (PRODUCT, RELATIONSHIP, CLIMBING, NEEDS, (NEEDS,)),
        (PRODUCT, TRUST, CLIMBING, NEEDS, (NEEDS, RELATIONSHIP)),
        (NEEDS, TRUST, CLIMBING, RELATIONSHIP, (RELATIONSHIP,)),
        (RELATIONSHIP, TRUST, CLIMBING, TRUST, ()),
        (NEEDS, NEEDS, THERE, NEEDS, ()),
        (TRUST, PRODUCT, THERE, TRUST, ()),
    ],
)
def test_where_it_stands_and_which_rung_comes_next(
    reached: Trust | None,
    goal: Trust | None,
    state: State,
    rung: Trust | None,
    skipped: tuple[Trust, ...],
) -> None:
    who = segment(trust=reached, trust_goal=goal)
    (found,) = standings(canvas(who), shipped())
    assert (state_of(who), rung_of(who)) == (found.state, found.rung) == (state, rung)
    assert found.skipped == skipped


# --- What helps ---------------------------------------------------------------------------------


def judged(
    plan: Relationship, by: Channel, rung: Trust, *phases: object, catalog: Catalog | None = None
) -> Help:
    """How a relationship over a channel is judged for a rung."""
    below = tuple(Trust)[max(rung.rank - 1, 0)]
    goal = rung if rung is not PRODUCT else PRODUCT
    blueprint = canvas(
        segment(trust=below, trust_goal=goal),
        by,
        touch("s", "c", *(phases or (PURCHASE,))),  # type: ignore[arg-type]
        plan,
    )
    (found,) = standings(blueprint, catalog or shipped())
    assert found.rung is rung
    (help_,) = found.judged
    return help_


def names(help_: Help) -> tuple[list[str], list[str]]:
    return [each.name for each in help_.reasons], [each.name for each in help_.lacks]


def over(type: str = "personal", **more: object) -> Relationship:
    return row("r", type, channel="c", **more)


@pytest.mark.parametrize(
    ("plan", "by", "rung", "reasons", "lacks"),
    [
        # Product: any place to speak of the offer will do.
        (over("transactional"), SHOP, PRODUCT, ["speaks"], []),
        (over(), channel("c", "two_way", "human", "push"), PRODUCT, ["speaks-first"], []),
        # Needs: somebody, or something, listens.
        (over(), SHOP, NEEDS, ["listens"], []),
        (over(), DESK, NEEDS, ["listens", "knows-them"], []),
        (
            over("automated-services"),
            channel("c", "always_on", "automated", "individual"),
            NEEDS,
            ["adapts", "knows-them"],
            [],
        ),
        (over("self-service"), channel("c", "always_on"), NEEDS, [], ["one-way"]),
        # Relationship: people on both sides, who talk, more than once.
        (over(), SHOP, RELATIONSHIP, ["people", "talks", "again"], []),
        (
            over("dedicated-personal"),
            DESK,
            RELATIONSHIP,
            ["people", "talks", "again", "knows-them", "kept-for-them"],
            [],
        ),
        (
            over("community"),
            channel("c", "member_to_member"),
            RELATIONSHIP,
            ["peers", "they-speak", "again"],
            [],
        ),
        (
            over("transactional"),
            SHOP,
            RELATIONSHIP,
            ["people", "talks"],
            ["one-off"],
        ),
        (
            over("self-service"),
            channel("c", "always_on"),
            RELATIONSHIP,
            ["again"],
            ["nobody", "one-way"],
        ),
        (
            over("automated-services"),
            channel("c", "two_way", "always_on", "automated", "individual"),
            RELATIONSHIP,
            ["talks", "again", "knows-them"],
            ["nobody"],
        ),
        # Trust: all that, for long, or where it is known whom one deals with.
        (over(), SHOP, TRUST, ["people", "talks", "again"], ["shallow"]),
        (over(), DESK, TRUST, ["people", "talks", "again", "knows-them"], []),
        (
            over("community", motivation=Motivation.RETENTION),
            channel("c", "two_way", "member_to_member"),
            TRUST,
            ["peers", "talks", "again", "for-long", "retains"],
            [],
        ),
    ],
)
def test_what_helps_with_a_rung_and_why(
    plan: Relationship, by: Channel, rung: Trust, reasons: list[str], lacks: list[str]
) -> None:
    assert names(judged(plan, by, rung)) == (reasons, lacks)


def test_after_the_sale_counts_towards_trust() -> None:
    reasons, _ = names(judged(over(), DESK, TRUST, AWARENESS, AFTER_SALES))
    assert reasons == ["people", "talks", "again", "knows-them", "after-the-sale"]


def test_what_can_not_work_helps_with_nothing() -> None:
    far = canvas(segment(trust=PRODUCT, trust_goal=NEEDS), SHOP, over())
    (found,) = standings(far, shipped())
    assert names(found.judged[0]) == ([], ["out-of-reach"])
    assert names(judged(over(), PAGE, NEEDS)) == ([], ["misfit"])
    assert names(judged(row("r"), SHOP, NEEDS)) == ([], ["no-channel"])
    gone = without("types", "personal")
    assert names(judged(over(), SHOP, NEEDS, catalog=gone)) == ([], ["unknown-type"])


def test_the_misfit_names_what_the_channel_lacks() -> None:
    (reason,) = judged(over(), PAGE, NEEDS).lacks
    assert reason.values["missing"] == (Capability.TWO_WAY, Capability.HUMAN)


def test_an_editor_s_attributes_count_and_not_the_slug() -> None:
    short = edited("types", "personal", horizon=Horizon.ONE_OFF)
    assert names(judged(over(), SHOP, RELATIONSHIP, catalog=short))[1] == ["one-off"]
    kept = edited("types", "personal", exclusive=True)
    assert names(judged(over(), SHOP, RELATIONSHIP, catalog=kept))[0][-1] == "kept-for-them"


def test_dropped_relationships_help_with_nothing() -> None:
    who = segment(trust=PRODUCT, trust_goal=NEEDS)
    plan = over(status=Status.DROPPED)
    (found,) = standings(canvas(who, SHOP, touch(), plan), shipped())
    assert found.judged == ()


def test_those_that_help_and_those_that_do_not_stand_apart_in_the_order_of_the_plan() -> None:
    who = segment(trust=NEEDS, trust_goal=RELATIONSHIP)
    plan = [over(), row("q", "transactional", channel="c"), row("p", channel="c")]
    (found,) = standings(canvas(who, SHOP, touch(), *plan), shipped())
    assert [each.row.ref for each in found.helping] == ["r", "p"]
    assert [each.row.ref for each in found.not_helping] == ["q"]


# --- Agreement with the rules -------------------------------------------------------------------


@at_ease
@given(blueprint=blueprints(unknown=True))
def test_the_page_says_what_the_rules_say(blueprint: Blueprint) -> None:
    found = {(each.code, each.elements): each for each in check(blueprint, shipped())}
    for standing in standings(blueprint, shipped()):
        ref = (standing.segment.ref,)
        skipped = found.get(("trust-rung-skipped", ref))
        assert bool(standing.skipped) == (skipped is not None)
        if skipped:
            assert standing.skipped[0] is standing.rung is skipped.values["next"]
        assert standing.lacks_people == (("trust-without-people", ref) in found)


@at_ease
@given(blueprint=blueprints(unknown=True))
def test_without_people_nothing_helps_to_a_close_rung(blueprint: Blueprint) -> None:
    for standing in standings(blueprint, shipped()):
        if standing.lacks_people and standing.rung in (RELATIONSHIP, TRUST):
            assert standing.helping == ()


@at_ease
@given(blueprint=blueprints(unknown=True))
def test_every_segment_stands_somewhere_and_every_active_row_is_judged(
    blueprint: Blueprint,
) -> None:
    active = {r.ref: r.segment for r in blueprint.relationships if r.is_active}
    found: tuple[Standing, ...] = standings(blueprint, shipped())
    segments: list[Segment] = [standing.segment for standing in found]
    assert segments == list(blueprint.segments)
    for standing in found:
        refs = [each.row.ref for each in standing.judged]
        own = [ref for ref, of in active.items() if of == standing.segment.ref]
        assert refs == ([] if standing.segment.trust is None else own)
        for each in standing.judged:
            assert each.reasons or each.lacks
