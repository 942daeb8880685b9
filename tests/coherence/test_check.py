"""The check as a whole: against the table read word by word, in order, and free of accidents."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from relationships.coherence import Finding, check
from relationships.coherence.findings import fingerprint
from relationships.content import shipped
from relationships.vocabulary import Language, Motivation, Severity, Status
from tests.coherence.building import (
    AFTER_SALES,
    canvas,
    channel,
    edited,
    marked,
    money,
    note,
    row,
    segment,
    touch,
)
from tests.coherence.drawing import at_ease, blueprints
from tests.coherence.literal import check_literally


def lines(findings: list[Finding]) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    return [(f.code, str(f.severity), f.elements, f.about) for f in findings]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The shipped one with a type retired."""
    return edited("types", "co-creation", retired=True)


@settings(at_ease, max_examples=60)
@given(blueprint=blueprints())
def test_finds_what_the_table_says_in_the_order_it_says(
    blueprint: Blueprint, catalog: Catalog
) -> None:
    assert lines(check(blueprint, catalog)) == check_literally(blueprint, catalog)


@at_ease
@given(blueprint=blueprints(unknown=True))
def test_slugs_that_are_gone_never_raise(blueprint: Blueprint) -> None:
    for finding in check(blueprint, shipped()):
        for language in Language:
            assert finding.message(language)
            assert finding.why(language)
            assert finding.mend(language)
        assert len(finding.fingerprint) == 64


@at_ease
@given(blueprint=blueprints(unknown=True))
def test_the_same_canvas_gives_the_same_findings(blueprint: Blueprint) -> None:
    again = replace(blueprint)
    assert check(again, shipped()) == check(blueprint, shipped())
    identities = [finding.identity for finding in check(blueprint, shipped())]
    assert len(set(identities)) == len(identities)


@at_ease
@given(blueprint=blueprints(unknown=True), seed=st.integers(0, 2**16))
def test_order_free(blueprint: Blueprint, seed: int) -> None:
    """However elements are moved, the same is found, for the same reasons."""
    shuffle = random.Random(seed)

    def mixed(elements: tuple) -> tuple:
        return tuple(shuffle.sample(elements, len(elements)))

    moved = replace(
        blueprint,
        notes=mixed(blueprint.notes),
        segments=mixed(blueprint.segments),
        channels=mixed(blueprint.channels),
        touchpoints=mixed(blueprint.touchpoints),
        relationships=mixed(blueprint.relationships),
    )
    assert _essence(check(moved, shipped())) == _essence(check(blueprint, shipped()))


def _essence(findings: list[Finding]) -> set[tuple[object, ...]]:
    return {(f.code, frozenset(f.elements), f.about, f.fingerprint) for f in findings}


def test_no_dropped_relationship_is_ever_read() -> None:
    blueprint = canvas(segment(), channel(), touch(), row("a", channel="c"), row("b", "community"))
    dropped = replace(
        blueprint,
        relationships=tuple(replace(r, status=Status.DROPPED) for r in blueprint.relationships),
    )
    none = replace(blueprint, relationships=())
    assert lines(check(dropped, shipped())) == lines(check(none, shipped()))


class TestSettingAside:
    blueprint = canvas(
        note(block="key_resources"),
        segment(),
        channel("c", "two_way"),
        touch("s", "c", AFTER_SALES),
        row(
            channel="c",
            motivation=Motivation.RETENTION,
            objective="Fifty",
            justification="Quick",
            hours_per_month=0,
        ),
    )

    def the(self, code: str, findings: list[Finding]) -> Finding:
        return next(finding for finding in findings if finding.code == code)

    def test_it_stays_listed_and_counts_no_more(self) -> None:
        before = check(self.blueprint, shipped())
        lacking = self.the("channel-lacks-capability", before)
        assert not lacking.is_set_aside
        after = check(self.blueprint, shipped(), frozenset({lacking.set_aside_as}))
        assert self.the("channel-lacks-capability", after).is_set_aside
        assert lines(after)[: len(before)] == lines(before)
        assert [f.identity for f in after if f.is_set_aside] == [lacking.identity]

    def test_a_relationship_with_all_else_sound_is_well_founded_then(self) -> None:
        before = check(self.blueprint, shipped())
        lacking = self.the("channel-lacks-capability", before)
        after = check(self.blueprint, shipped(), frozenset({lacking.set_aside_as}))
        founded = "relationship-well-founded"
        assert [f.code for f in before if f.code == founded] == []
        assert [f.elements for f in after if f.code == founded] == [("r",)]

    def test_it_comes_back_when_what_was_read_changes(self) -> None:
        lacking = self.the("channel-lacks-capability", check(self.blueprint, shipped()))
        aside = frozenset({lacking.set_aside_as})
        more = channel("c", "two_way", "push")
        assert lacking.about == ("human",)
        changed = check(self.blueprint.put(more), shipped(), aside)
        assert not self.the("channel-lacks-capability", changed).is_set_aside

    def test_it_stays_aside_when_something_else_changes(self) -> None:
        lacking = self.the("channel-lacks-capability", check(self.blueprint, shipped()))
        aside = frozenset({lacking.set_aside_as})
        renamed = channel("c", "two_way", name="Twitter", hours="9-20", monthly_cost=money("1"))
        changed = check(self.blueprint.put(renamed), shipped(), aside)
        assert self.the("channel-lacks-capability", changed).is_set_aside

    def test_it_comes_back_when_the_catalog_changes_what_was_read(self) -> None:
        lacking = self.the("channel-lacks-capability", check(self.blueprint, shipped()))
        aside = frozenset({lacking.set_aside_as})
        other = edited(
            "types", "personal", needs=tuple(reversed(shipped().types["personal"].needs[1:]))
        )
        changed = self.the("channel-lacks-capability", check(self.blueprint, other, aside))
        assert changed.identity == lacking.identity
        assert not changed.is_set_aside
        worded = edited("types", "personal", name=shipped().types["community"].name)
        assert self.the(
            "channel-lacks-capability", check(self.blueprint, worded, aside)
        ).is_set_aside

    def test_a_threshold_is_read(self) -> None:
        blueprint = canvas(segment(customers=5000), row(type="personal-direct"))
        crowd = self.the("human-at-scale", check(blueprint, shipped()))
        setting = replace(shipped().rules["human-at-scale"], threshold=money("2000"))
        other = replace(shipped(), rules={**shipped().rules, "human-at-scale": setting})
        findings = check(blueprint, other, frozenset({crowd.set_aside_as}))
        assert not self.the("human-at-scale", findings).is_set_aside

    def test_a_strength_cannot_be_set_aside(self) -> None:
        blueprint = canvas(segment(expects=("personal",)), row())
        met = self.the("expectation-met", check(blueprint, shipped()))
        findings = check(blueprint, shipped(), frozenset({met.set_aside_as}))
        assert not self.the("expectation-met", findings).is_set_aside

    @at_ease
    @given(blueprint=blueprints())
    def test_with_all_set_aside_only_strengths_speak(self, blueprint: Blueprint) -> None:
        before = check(blueprint, shipped())
        aside = frozenset(finding.set_aside_as for finding in before)
        after = check(blueprint, shipped(), aside)
        assert [f for f in after if not f.is_set_aside] == [
            f for f in after if f.severity is Severity.STRENGTH
        ]
        assert [f.identity for f in after if f.is_set_aside] == [
            f.identity for f in before if f.severity is not Severity.STRENGTH
        ]


class TestFingerprint:
    def test_amounts_are_compared_by_value(self) -> None:
        assert fingerprint((money("5"), None)) == fingerprint((money("5.00"), None))
        assert fingerprint((money("500"),)) == fingerprint((money("5E2"),))
        assert fingerprint((money("5"),)) != fingerprint((money("5.01"),))
        assert fingerprint((None,)) != fingerprint((money("0"),))

    def test_it_is_the_same_in_every_process(self) -> None:
        """A literal: what was set aside yesterday has to be set aside tomorrow."""
        assert (
            fingerprint(("s", 2, money("0.25"), (None, "two_way")))
            == "58cd946cd4ca6f33501b97b0911ecc1544b93f39081241009b0133edb9fcab80"
        )

    def test_sums_read_every_amount(self) -> None:
        def over(*costs: str) -> str:
            rows = [row(f"r{i}", monthly_cost=money(cost)) for i, cost in enumerate(costs)]
            blueprint = canvas(segment(), *rows, monthly_budget=money("1"))
            return next(
                f for f in check(blueprint, shipped()) if f.code == "over-budget"
            ).fingerprint

        assert over("10", "20") == over("10.00", "20.00")
        assert over("10", "20") != over("20", "10")

    def test_a_factor_rule_reads_only_its_role(self) -> None:
        def unattended(blueprint: Blueprint) -> str:
            findings = check(blueprint, shipped())
            return next(f for f in findings if f.code == "hours-unattended").fingerprint

        base = canvas(marked("buying-hours", 2), channel(), touch())
        graver = base.put(marked("buying-hours", 3))
        other = base.put(
            replace(
                base.segments[0],
                factors=(*base.segments[0].factors, *marked("guarantee", 3).factors),
            )
        )
        assert unattended(base) != unattended(graver)
        assert unattended(base) == unattended(other)
