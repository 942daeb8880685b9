"""Mends: each removes its finding and adds no conflict, whatever the canvas."""

from hypothesis import given

from relationships.blueprint import Blueprint, Touchpoint
from relationships.coherence import Finding, check, texts
from relationships.coherence.mends import AT_MOST, MENDED, mends
from relationships.coherence.rules import RULES
from relationships.content import shipped
from relationships.vocabulary import Language, Motivation, Severity, Status, Trust
from tests.coherence.building import (
    AFTER_SALES,
    AWARENESS,
    GROWTH,
    PURCHASE,
    canvas,
    channel,
    marked,
    note,
    row,
    segment,
    touch,
)
from tests.coherence.drawing import at_ease, blueprints

WIN, KEEP, GROW = Motivation


def the(code: str, blueprint: Blueprint) -> Finding:
    return next(finding for finding in check(blueprint, shipped()) if finding.code == code)


def conflicts(blueprint: Blueprint) -> list[Finding]:
    return [f for f in check(blueprint, shipped()) if f.severity is Severity.CONFLICT]


def labels(code: str, blueprint: Blueprint, language: Language = Language.EN) -> list[str]:
    return [mend.label(language) for mend in mends(the(code, blueprint), shipped())]


def mended(code: str, blueprint: Blueprint, place: int = 0) -> Blueprint:
    return mends(the(code, blueprint), shipped())[place].apply(blueprint)


@at_ease
@given(blueprint=blueprints(unknown=True))
def test_a_mend_removes_its_finding_and_adds_no_conflict(blueprint: Blueprint) -> None:
    before = conflicts(blueprint)
    for finding in check(blueprint, shipped()):
        offered = mends(finding, shipped())
        assert len(offered) <= AT_MOST
        assert len({mend.key for mend in offered}) == len(offered)
        for mend in offered:
            after = mend.apply(blueprint)
            assert finding.identity not in {f.identity for f in check(after, shipped())}
            assert [f for f in conflicts(after) if not _is_left_of_one(f, before)] == []
            for language in Language:
                assert mend.label(language)


def _is_left_of_one(conflict: Finding, before: list[Finding]) -> bool:
    return any(
        (conflict.code, conflict.elements) == (old.code, old.elements)
        and set(conflict.about) <= set(old.about)
        for old in before
    )


def test_link_the_channel_to_the_segment() -> None:
    blueprint = canvas(
        segment("s"),
        channel("c", "two_way", "human", name="Twitter"),
        row(channel="c", motivation=KEEP),
        row("q", motivation=WIN),
    )
    code = "channel-misses-segment"
    assert labels(code, blueprint) == [
        "Link “Twitter” to “Families nearby”: awareness and after sales"
    ]
    assert mended(code, blueprint).touchpoints == (Touchpoint("s", "c", (AWARENESS, AFTER_SALES)),)


def test_link_it_only_for_what_runs_over_it_where_the_segment_has_others() -> None:
    blueprint = canvas(
        segment("s"),
        channel("c"),
        channel("d"),
        touch("s", "d"),
        row(channel="c", motivation=KEEP),
        row("q", channel="d", motivation=WIN),
    )
    assert mended("channel-misses-segment", blueprint).touchpoints == (
        Touchpoint("s", "d", (PURCHASE,)),
        Touchpoint("s", "c", (AFTER_SALES,)),
    )


def test_switch_capabilities_on_in_the_order_of_the_vocabulary() -> None:
    blueprint = canvas(segment(), channel("c", "push", name="Twitter"), touch(), row(channel="c"))
    code = "channel-lacks-capability"
    assert labels(code, blueprint) == ["Switch on “Two-way” and “Human” on “Twitter”"]
    assert labels(code, blueprint, Language.ES) == [
        "Activar «De ida y vuelta» y «Con personas» en «Twitter»"
    ]
    (mended_channel,) = mended(code, blueprint).channels
    assert mended_channel.capabilities == ("two_way", "human", "push")


def test_switch_on_or_drop_the_strategy() -> None:
    blueprint = canvas(
        segment(),
        channel("c", "two_way", name="Twitter"),
        touch(),
        row(
            type="transactional", channel="c", strategies=("satisfaction-surveys", "complaint-care")
        ),
    )
    code = "strategy-lacks-capability"
    assert labels(code, blueprint) == [
        "Switch on “Human” on “Twitter”",
        "Drop “Complaint care” from “Transactional relationship” with “Families nearby”",
    ]
    (mended_row,) = mended(code, blueprint, 1).relationships
    assert mended_row.strategies == ("satisfaction-surveys",)


def test_add_the_phase_to_the_touchpoint_of_its_channel() -> None:
    blueprint = canvas(
        segment(),
        channel("c"),
        channel("d"),
        touch("s", "c"),
        touch("s", "d"),
        row(channel="d", motivation=KEEP),
    )
    assert mended("motivation-without-phase", blueprint).touchpoints == (
        Touchpoint("s", "c", (PURCHASE,)),
        Touchpoint("s", "d", (PURCHASE, AFTER_SALES)),
    )


def test_mark_the_lightest_as_minimum_viable() -> None:
    blueprint = canvas(segment(), row("a", "personal-direct"), row("b"), row("c", "transactional"))
    code = "no-minimum-viable-relationship"
    assert labels(code, blueprint) == [
        "Mark “Transactional relationship” with “Families nearby” as minimum viable",
        "Mark “Personal assistance” with “Families nearby” as minimum viable",
    ]
    assert [r.minimum_viable for r in mended(code, blueprint).relationships] == [False, False, True]


def test_choose_a_channel_that_can_carry_it() -> None:
    blueprint = canvas(
        segment(),
        channel("c", name="Radio"),
        channel("d", "two_way", "human", name="Counter"),
        touch("s", "c"),
        touch("s", "d"),
        row(),
    )
    code = "relationship-without-channel"
    assert labels(code, blueprint) == [
        "Use “Counter” for “Personal assistance” with “Families nearby”"
    ]
    assert mended(code, blueprint).relationships[0].channel == "d"


def test_move_to_the_stage_where_it_starts() -> None:
    blueprint = canvas(segment(), row(type="automated-services"))
    assert mended("type-ahead-of-stage", blueprint).relationships[0].stage is GROWTH


def test_leave_a_strategy_or_wait_for_customers() -> None:
    blueprint = canvas(segment(), row(strategies=("loyalty-programme",)))
    code = "strategy-needs-customers"
    assert labels(code, blueprint) == [
        "Drop “Loyalty programme” from “Personal assistance” with “Families nearby”",
        "Move “Personal assistance” with “Families nearby” to this stage: growth",
    ]
    assert mended(code, blueprint, 0).relationships[0].strategies == ()
    assert mended(code, blueprint, 1).relationships[0].stage is GROWTH


def test_aim_at_the_next_rung() -> None:
    blueprint = canvas(segment(trust=Trust.PRODUCT, trust_goal=Trust.TRUST))
    assert mended("trust-rung-skipped", blueprint).segments[0].trust_goal is Trust.NEEDS


def test_drop_the_repetitions() -> None:
    blueprint = canvas(segment(), row("a"), row("b"), row("c"))
    assert [r.status for r in mended("duplicate-relationship", blueprint).relationships] == [
        Status.PLANNED,
        Status.DROPPED,
        Status.DROPPED,
    ]


def test_link_the_only_offer_to_the_only_segment() -> None:
    blueprint = canvas(note(), segment())
    for code in ("segment-without-value-proposition", "value-proposition-without-segment"):
        assert labels(code, blueprint) == ["Link “Bread before eight” to “Families nearby”"]
        assert mended(code, blueprint).segments[0].value_propositions == ("n",)
    two = canvas(note("n"), note("m", "Cakes"), segment("s"), segment("t"))
    for code in ("segment-without-value-proposition", "value-proposition-without-segment"):
        assert labels(code, two) == []


def test_look_after_a_guarantee() -> None:
    blueprint = canvas(marked("guarantee", 3), channel(), touch())
    after = mended("guarantee-without-after-sales", blueprint)
    assert after.touchpoints == (Touchpoint("s", "c", (PURCHASE, AFTER_SALES)),)


def test_what_is_a_choice_has_no_mend() -> None:
    assert labels("segment-without-relationship", canvas(segment())) == []


def test_strengths_have_no_mend() -> None:
    blueprint = canvas(segment(expects=("personal",)), row())
    assert mends(the("expectation-met", blueprint), shipped()) == []


def test_the_codes_are_those_of_rules() -> None:
    assert {rule.code for rule in RULES} >= MENDED


def test_labels_are_complete_and_name_the_same_values() -> None:
    for label in texts.mend_labels().values():
        named = {tuple(sorted(texts.PLACE.findall(label.into(language)))) for language in Language}
        assert len(named) == 1
        assert [language for language in Language if not label.is_translated(language)] == []
