"""Mends: each removes its finding and adds no conflict, whatever the canvas."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from relationships.blueprint import Blueprint, Touchpoint
from relationships.coherence import Finding, check, texts
from relationships.coherence import mends as offers
from relationships.coherence.engine import check_for
from relationships.coherence.mends import AT_MOST, MENDED, TRIED, mend_of, mends
from relationships.coherence.rules import RULES
from relationships.content import shipped
from relationships.vocabulary import Language, Motivation, Phase, Severity, Status, Trust
from tests.coherence.building import (
    AFTER_SALES,
    AWARENESS,
    GROWTH,
    PARTNER,
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
            assert mend.kind in MENDED[finding.code]
            after = mend.apply(blueprint)
            again = mend_of(finding, mend.key, shipped())
            assert again is not None
            assert again.apply(blueprint) == after
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


def test_look_after_a_guarantee_where_customers_can_ask() -> None:
    blueprint = canvas(
        marked("guarantee", 3),
        channel("c", "push"),
        channel("d", "two_way", name="Counter"),
        touch("s", "c"),
        touch("s", "d"),
    )
    assert labels("guarantee-without-after-sales", blueprint) == [
        "Add to what “Counter” does for “Families nearby”: after sales",
        "Add to what “Shop c” does for “Families nearby”: after sales",
    ]


def test_choose_another_channel_that_carries_the_type_and_its_strategies() -> None:
    blueprint = canvas(
        segment(),
        channel("c", "push", name="Radio"),
        channel("d", "two_way", "human", name="Counter"),
        channel("e", "two_way", "human", "individual", "live", name="Phone"),
        channel("f", "two_way", "human", "individual", "live", name="Not theirs"),
        touch("s", "c"),
        touch("s", "d"),
        touch("s", "e"),
        row(channel="c", strategies=("customer-calls",)),
    )
    other = "Use “Phone” for “Personal assistance” with “Families nearby”"
    assert labels("channel-lacks-capability", blueprint) == [
        "Switch on “Two-way” and “Human” on “Radio”",
        other,
    ]
    assert labels("strategy-lacks-capability", blueprint) == [
        "Switch on “Live” and “Individual” on “Radio”",
        other,
        "Drop “Customer calls” from “Personal assistance” with “Families nearby”",
    ]
    assert mended("channel-lacks-capability", blueprint, 1).relationships[0].channel == "e"


def test_what_misses_the_segment_may_run_over_a_channel_that_reaches_it() -> None:
    blueprint = canvas(
        segment(),
        channel("c", "two_way", "human", name="Twitter"),
        channel("d", "two_way", "human", name="Counter"),
        touch("s", "d"),
        row(channel="c"),
    )
    code = "channel-misses-segment"
    assert labels(code, blueprint) == [
        "Link “Twitter” to “Families nearby”: awareness",
        "Use “Counter” for “Personal assistance” with “Families nearby”",
    ]
    assert mended(code, blueprint, 1).relationships[0].channel == "d"


def test_take_it_from_the_partner_to_a_channel_of_ones_own() -> None:
    carries = ("two_way", "human")
    blueprint = canvas(
        segment(),
        channel("c", *carries, ownership=PARTNER),
        channel("d", *carries, ownership=PARTNER),
        channel("e", "push"),
        channel("f", *carries),
        *(touch("s", ref) for ref in "cdef"),
        row(channel="c"),
    )
    code = "personal-through-partner"
    assert len(labels(code, blueprint)) == 1
    assert mended(code, blueprint).relationships[0].channel == "f"


def test_answer_first_where_people_attend() -> None:
    blueprint = canvas(
        segment(),
        channel("c", "push", name="Radio"),
        channel("d", "human", "push", name="Page"),
        touch("s", "c"),
        touch("s", "d"),
        row(),
    )
    code = "segment-only-spoken-to"
    assert labels(code, blueprint) == [
        "Switch on “Two-way” on “Page”",
        "Switch on “Two-way” on “Radio”",
    ]
    assert mended(code, blueprint).channels[1].capabilities == ("two_way", "human", "push")


def test_let_a_shop_that_never_closes_serve_them_too() -> None:
    blueprint = canvas(
        marked("buying-hours", 2),
        channel("c"),
        channel("d", "always_on"),
        channel("e", "always_on", "transaction", name="Online shop"),
        touch("s", "c"),
    )
    code = "hours-unattended"
    assert labels(code, blueprint) == ["Link “Online shop” to “Families nearby”: purchase"]
    assert mended(code, blueprint).touchpoints[1:] == (Touchpoint("s", "e", (PURCHASE,)),)


def test_an_only_channel_serves_all_along_the_way_if_it_can() -> None:
    code = "phases-uncovered"
    able = canvas(segment(), channel("c", "two_way", "transaction"), touch("s", "c", AWARENESS))
    assert labels(code, able) == [
        "Add to what “Shop c” does for “Families nearby”: "
        "evaluation, purchase, delivery and after sales"
    ]
    assert mended(code, able).touchpoints == (Touchpoint("s", "c", tuple(Phase)),)
    mute = canvas(segment(), channel("c", "transaction"), touch("s", "c", AWARENESS))
    assert labels(code, mute) == []


def test_of_several_channels_those_serve_the_missing_phase_that_can() -> None:
    code = "phases-uncovered"
    channels = (channel("c", "two_way"), channel("d", "transaction"))
    served = touch("s", "c", *(phase for phase in Phase if phase is not PURCHASE))
    one = canvas(segment(), *channels, served, touch("s", "d", AWARENESS))
    assert mended(code, one).touchpoints[1:] == (Touchpoint("s", "d", (AWARENESS, PURCHASE)),)
    assert len(labels(code, one)) == 1
    two = canvas(segment(), *channels, touch("s", "c", AWARENESS), touch("s", "d", PURCHASE))
    assert labels(code, two) == []


def test_one_that_is_not_the_minimum_waits_the_heaviest_first() -> None:
    blueprint = canvas(
        segment(),
        row("a", "personal-direct", minimum_viable=True),
        row("b", "personal-direct"),
        row("c"),
        row("d", "community"),
    )
    code = "too-much-at-once"
    assert labels(code, blueprint) == [
        "Move “Direct personal assistance” with “Families nearby” to this stage: growth",
        "Move “Community” with “Families nearby” to this stage: growth",
        "Move “Personal assistance” with “Families nearby” to this stage: growth",
    ]
    assert mended(code, blueprint).relationships[1].stage is GROWTH
    more = blueprint.put(row("e", "transactional"))
    assert labels(code, more) == []


def test_link_the_channel_that_its_relationships_run_over_or_the_only_one() -> None:
    code = "segment-without-channel"
    chosen = canvas(segment(), channel("c"), channel("d"), row(channel="d", motivation=KEEP))
    assert mended(code, chosen).touchpoints == (Touchpoint("s", "d", (AFTER_SALES,)),)
    assert len(labels(code, chosen)) == 1
    only = canvas(segment(), channel("c"), row(motivation=KEEP))
    assert mended(code, only).touchpoints == (Touchpoint("s", "c", (AFTER_SALES,)),)
    assert labels(code, canvas(segment(), channel("c"), channel("d"))) == []


def test_a_mend_is_found_by_its_key_as_long_as_it_is_one() -> None:
    blueprint = canvas(segment(), channel("c", "push"), touch(), row(channel="c"))
    finding = the("channel-lacks-capability", blueprint)
    found = mend_of(finding, "switch-on:c:two_way+human", shipped())
    assert found is not None
    assert mend_of(finding, "switch-on:c:two_way", shipped()) is None
    assert mend_of(finding, "", shipped()) is None
    lost = channel("c", "human", "push")
    assert mend_of(the(finding.code, blueprint.put(lost)), found.key, shipped()) is None


def test_only_so_many_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A segment may have a hundred channels, and each try checks the canvas."""
    checks: list[str] = []

    def counted(*given: Any) -> list[Finding]:
        checks.append("")
        return check_for(*given)

    many = [channel(f"c{n}", "two_way", "human", ownership=PARTNER) for n in range(50)]
    reached = [touch("s", one.ref) for one in many]
    blueprint = canvas(segment(), *many, *reached, row())
    setting = replace(shipped().rules["personal-through-partner"], severity=Severity.CONFLICT)
    graver = replace(shipped(), rules={**shipped().rules, setting.code: setting})
    finding = the("relationship-without-channel", blueprint)
    monkeypatch.setattr(offers, "check_for", counted)
    assert mends(finding, graver) == []
    assert len(checks) == TRIED + 1


def test_what_is_a_choice_has_no_mend() -> None:
    assert labels("segment-without-relationship", canvas(segment())) == []


def test_strengths_have_no_mend() -> None:
    blueprint = canvas(segment(expects=("personal",)), row())
    assert mends(the("expectation-met", blueprint), shipped()) == []


def test_the_codes_are_those_of_rules() -> None:
    assert {rule.code for rule in RULES} >= MENDED.keys()


def test_labels_are_complete_and_name_the_same_values() -> None:
    for label in texts.mend_labels().values():
        named = {tuple(sorted(texts.PLACE.findall(label.into(language)))) for language in Language}
        assert len(named) == 1
        assert [language for language in Language if not label.is_translated(language)] == []
