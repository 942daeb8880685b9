"""Where experiments stand, what verdicts lead to, and which relationship is the lightest start."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from relationships.blueprint import Blueprint, Experiment, Relationship
from relationships.coherence import check
from relationships.content import shipped
from relationships.thinking.experiments import (
    ACTIONS,
    Column,
    Start,
    Step,
    column_of,
    is_untested,
    leaves_none,
    moved_posts,
    next_experiment,
    next_stage,
    starts,
    taken,
    trials,
    what_follows,
)
from relationships.vocabulary import Stage, Status, Verdict
from tests.coherence.building import (
    GROWTH,
    IDEA,
    LAUNCH,
    MATURE,
    canvas,
    channel,
    edited,
    money,
    row,
    segment,
    touch,
    without,
)
from tests.coherence.drawing import at_ease, blueprints

PLANNED, RUNNING, LEARNT = Column
KEEP, ADAPT, DROP = Verdict
ASK = Experiment("They ask", "questions a week", "10")

# --- Columns ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("experiment", "column"),
    [
        (Experiment("They ask"), PLANNED),
        (replace(ASK, customers=0), PLANNED),
        (replace(ASK, customers=1), RUNNING),
        (replace(ASK, result="They do"), RUNNING),
        (replace(ASK, customers=0, result="They do"), RUNNING),
        (replace(ASK, customers=20, result="They do", verdict=KEEP), LEARNT),
        (replace(ASK, verdict=DROP), LEARNT),
    ],
)
def test_the_column_follows_from_what_is_filled_in(experiment: Experiment, column: Column) -> None:
    assert column_of(experiment) is column


def test_the_board_holds_every_experiment_in_the_order_of_the_plan() -> None:
    running, learnt = replace(ASK, customers=3), replace(ASK, verdict=KEEP)
    blueprint = canvas(
        segment("s"),
        segment("t"),
        row("r", experiments=(learnt, ASK)),
        row("q", segment="t", status=Status.DROPPED, experiments=(running, learnt)),
    )

    def places(of: str = "") -> dict[Column, list[tuple[str, int]]]:
        found = trials(blueprint, of)
        return {column: [(t.row.ref, t.number) for t in found[column]] for column in Column}

    assert places() == {PLANNED: [("r", 2)], RUNNING: [("q", 1)], LEARNT: [("r", 1), ("q", 2)]}
    assert places("t") == {PLANNED: [], RUNNING: [("q", 1)], LEARNT: [("q", 2)]}


# --- The threshold is fixed before --------------------------------------------------------------

BEGUN = replace(ASK, customers=5)


@pytest.mark.parametrize(
    ("was", "now", "moved"),
    [
        (ASK, replace(ASK, threshold="5"), ()),
        (BEGUN, replace(BEGUN, result="Six"), ()),
        (BEGUN, replace(BEGUN, hypothesis="They write"), ()),
        (BEGUN, replace(BEGUN, threshold="5"), ("threshold",)),
        (BEGUN, replace(BEGUN, threshold=""), ("threshold",)),
        (BEGUN, replace(BEGUN, measure="calls", threshold="5"), ("measure", "threshold")),
        (replace(ASK, result="Six"), replace(ASK, result="Six", threshold="6"), ("threshold",)),
        # Moved in the very edit that tells the result.
        (ASK, replace(BEGUN, threshold="5"), ("threshold",)),
        # Fixed for the first time in it, nothing is moved; afterwards it would be.
        (Experiment("They ask"), BEGUN, ()),
        (Experiment("They ask", customers=5), BEGUN, ("measure", "threshold")),
    ],
)
def test_what_was_fixed_before_is_not_moved_unnoticed(
    was: Experiment, now: Experiment, moved: tuple[str, ...]
) -> None:
    assert moved_posts(was, now) == moved


# --- What a verdict leads to --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "relationship", "steps"),
    [
        (KEEP, row(minimum_viable=True), (Step.RUN, Step.RAISE, Step.UNMARK)),
        (KEEP, row(status=Status.RUNNING), (Step.RAISE,)),
        (KEEP, row(status=Status.RUNNING, stage=MATURE), ()),
        (KEEP, row(status=Status.DROPPED), (Step.RUN, Step.RAISE)),
        (ADAPT, row(), (Step.OPEN, Step.AGAIN)),
        (DROP, row(), (Step.DROP, Step.ADVICE)),
        (DROP, row(status=Status.DROPPED), (Step.ADVICE,)),
    ],
)
def test_what_a_verdict_leads_to(
    verdict: Verdict, relationship: Relationship, steps: tuple[Step, ...]
) -> None:
    assert what_follows(verdict, relationship, LAUNCH) == steps


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        (Step.RUN, {"status": Status.RUNNING}),
        (Step.RAISE, {"stage": GROWTH}),
        (Step.UNMARK, {"minimum_viable": False}),
        (Step.MARK, {"minimum_viable": True}),
        (Step.DROP, {"status": Status.DROPPED}),
    ],
)
def test_a_step_changes_one_field_and_taken_twice_changes_no_more(
    step: Step, fields: dict[str, object]
) -> None:
    was = row(minimum_viable=step is Step.UNMARK)
    done = taken(step, was, GROWTH)
    assert done == replace(was, **fields) != was
    assert taken(step, done, GROWTH) == done


def test_the_next_stage_is_after_its_own_or_the_canvas_s() -> None:
    assert next_stage(row(), IDEA) is LAUNCH
    assert next_stage(row(stage=GROWTH), IDEA) is MATURE
    assert next_stage(row(stage=MATURE), IDEA) is None


@at_ease
@given(blueprint=blueprints())
def test_the_caution_says_what_the_rule_will_say(blueprint: Blueprint) -> None:
    def missing(canvas: Blueprint) -> set[tuple[str, ...]]:
        code = "no-minimum-viable-relationship"
        return {f.elements for f in check(canvas, shipped()) if f.code == code}

    for relationship in blueprint.relationships:
        after = blueprint.put(taken(Step.UNMARK, relationship))
        brought_on = missing(after) - missing(blueprint)
        assert leaves_none(blueprint, relationship) == bool(brought_on)


def test_the_next_experiment_asks_again_and_has_no_answer() -> None:
    done = replace(ASK, customers=20, result="Four", verdict=ADAPT)
    assert next_experiment(done) == ASK


@at_ease
@given(blueprint=blueprints(unknown=True))
def test_a_step_that_is_offered_does_something_once(blueprint: Blueprint) -> None:
    for relationship in blueprint.relationships:
        for verdict in Verdict:
            offered = what_follows(verdict, relationship, blueprint.stage)
            for step in ACTIONS.intersection(offered):
                stage = next_stage(relationship, blueprint.stage)
                done = taken(step, relationship, stage)
                assert done != relationship
                assert step is Step.RAISE or step not in what_follows(
                    verdict, done, blueprint.stage
                )


# --- The smallest to start with -----------------------------------------------------------------


def start(*parts: object, stage: Stage = LAUNCH) -> Start:
    (found,) = starts(canvas(segment(), *parts, stage=stage), shipped())
    return found


def order(*parts: object, stage: Stage = LAUNCH) -> tuple[list[str], str]:
    """The refs of the candidates, the lightest first, and what puts the first before the second."""
    found = start(*parts, stage=stage)
    decided = found.decided_by
    return [each.row.ref for each in found.candidates], decided.name if decided else ""


# personal, personal-indirect: medium effort, from idea; self-service: low, from launch;
# transactional: low, from idea; personal-direct: high, from idea; automated-services: from growth.


def test_what_can_begin_now_goes_before_what_is_lighter_and_later() -> None:
    early, late = row("early", "personal"), row("late", "self-service")
    assert order(late, early, stage=IDEA) == (["early", "late"], "now")
    # At launch self-service may begin, and is the lighter of the two.
    assert order(early, late) == (["late", "early"], "effort-low")
    assert order(early, replace(late, stage=GROWTH)) == (["early", "late"], "now")


def test_then_the_type_with_the_least_effort() -> None:
    free = {"hours_per_month": 0, "monthly_cost": Decimal()}
    heavy, medium, light = (
        row("heavy", "personal-direct", **free),
        row("medium", "personal"),
        row("light", "transactional"),
    )
    assert order(heavy, medium, light) == (["light", "medium", "heavy"], "effort-low")


def test_then_the_channel_that_is_there() -> None:
    shop, page = channel("shop", "two_way", "human"), channel("page", "two_way", "human")
    poster = channel("poster", "push")
    plan = (
        row("none"),
        row("lacks", channel="poster", hours_per_month=0),
        row("new", channel="page", hours_per_month=1),
        row("there", channel="shop", hours_per_month=80),
    )
    seen, served = touch("s", "poster"), touch("s", "shop")
    found = (["there", "new", "lacks", "none"], "channel-there")
    assert order(shop, page, poster, seen, served, *plan) == found
    assert order(shop, page, poster, seen, *plan) == (["new", "there", "lacks", "none"], "hours")


def test_effort_goes_before_the_channel_and_the_channel_before_the_hours() -> None:
    there = {"channel": "shop", "hours_per_month": 0}
    plan = (row("there", "personal", **there), row("light", "transactional"))
    assert order(channel("shop"), touch("s", "shop"), *plan) == (["light", "there"], "effort-low")


def test_then_the_fewest_hours_and_what_is_not_known_comes_last() -> None:
    plan = (row("unknown"), row("many", hours_per_month=9), row("few", hours_per_month=2))
    assert order(*plan) == (["few", "many", "unknown"], "hours")


def test_then_the_least_money_to_set_up_and_for_the_first_month() -> None:
    cheap = row("cheap", setup_cost=money("5"), monthly_cost=money("10"))
    dear = row("dear", setup_cost=money("20"))
    assert order(row("unknown"), dear, cheap) == (["cheap", "dear", "unknown"], "money")


def test_of_equals_the_first_of_the_plan_and_nothing_decides() -> None:
    assert order(row("a"), row("b")) == (["a", "b"], "")
    assert order(row("a")) == (["a"], "")
    assert order() == ([], "")


def test_the_reasons_say_how_the_lightest_stands() -> None:
    shop = channel("shop", "transaction", name="Corner shop")
    light = row("a", "transactional", channel="shop", hours_per_month=3, monthly_cost=money("12"))
    (only,) = start(shop, touch("s", "shop"), light).candidates
    assert [reason.name for reason in only.reasons] == [
        "now",
        "effort-low",
        "channel-there",
        "hours",
        "money",
    ]
    assert only.reasons[2].values == {"channel": "Corner shop"}
    assert only.reasons[4].values["money"] == (Decimal(12), "EUR")


def test_those_that_are_marked_are_shown_and_then_none_is_proposed() -> None:
    found = start(row("a"), row("b", minimum_viable=True))
    assert ([each.row.ref for each in found.marked], found.candidates) == (["b"], ())
    assert not found.is_missing


def test_a_dropped_one_is_no_start_and_its_mark_counts_no_more() -> None:
    dropped = row("a", minimum_viable=True, status=Status.DROPPED)
    found = start(dropped, row("b"))
    assert (found.marked, [each.row.ref for each in found.candidates]) == ((), ["b"])
    assert found.is_missing


def test_the_lightest_may_still_be_too_heavy() -> None:
    (only,) = start(row("a", "personal-direct")).candidates
    assert only.is_too_heavy


def test_a_type_that_is_gone_is_heavier_than_any_other() -> None:
    blueprint = canvas(segment(), row("gone", "community"), row("heavy", "personal-direct"))
    (found,) = starts(blueprint, without("types", "community"))
    assert [each.row.ref for each in found.candidates] == ["heavy", "gone"]


def test_an_editor_s_effort_counts_and_not_the_slug() -> None:
    blueprint = canvas(segment(), row("a", "personal"), row("b", "transactional"))
    catalog = edited("types", "transactional", effort="high")
    (found,) = starts(blueprint, edited("types", "personal", catalog, effort="low"))
    assert [each.row.ref for each in found.candidates] == ["a", "b"]


# --- Agreement with the rules -------------------------------------------------------------------


@at_ease
@given(blueprint=blueprints(unknown=True))
def test_the_page_says_what_the_rules_say(blueprint: Blueprint) -> None:
    found = {(each.code, each.elements) for each in check(blueprint, shipped())}
    for each in starts(blueprint, shipped()):
        missing = ("no-minimum-viable-relationship", (each.segment.ref,)) in found
        assert each.is_missing == missing
        for candidate in each.marked:
            ref = (candidate.row.ref,)
            assert is_untested(candidate.row) == (("minimum-viable-untested", ref) in found)
            assert candidate.is_too_heavy == (("minimum-viable-too-heavy", ref) in found)
    marked = {each.row.ref for one in starts(blueprint, shipped()) for each in one.marked}
    said = {refs[0] for code, refs in found if code.startswith("minimum-viable-")}
    assert said <= marked


@at_ease
@given(blueprint=blueprints())
def test_to_mark_the_lightest_mends_what_was_missing(blueprint: Blueprint) -> None:
    for each in starts(blueprint, shipped()):
        if each.candidates:
            marked = blueprint.put(taken(Step.MARK, each.candidates[0].row))
            after = next(s for s in starts(marked, shipped()) if s.segment.ref == each.segment.ref)
            assert not after.is_missing
            codes = {(f.code, f.elements) for f in check(marked, shipped())}
            assert ("no-minimum-viable-relationship", (each.segment.ref,)) not in codes
