"""Findings put together: by severity, rule, segment and block."""

from hypothesis import given

from relationships.blueprint import Blueprint
from relationships.coherence import check
from relationships.content import shipped
from relationships.thinking.grouping import WHOLE, By, grouped
from relationships.vocabulary import Block
from tests.coherence.building import canvas, channel, money, note, row, segment, touch
from tests.coherence.drawing import at_ease, blueprints

ROWS = canvas(
    note("n", "quality"),
    segment("s", "everyone"),
    segment("t", "Families nearby"),
    channel("c", "push", name="online"),
    channel("d", name="Radio"),
    touch("s", "c"),
    touch("t", "c"),
    row("r", segment="t", channel="c", monthly_cost=money("5")),
    monthly_budget=money("1"),
)
"""Both segments are served by `c`; `d` serves nobody; the relationship is the other segment's."""


def codes(by: By, blueprint: Blueprint = ROWS, *wanted: str) -> dict[str, list[str]]:
    """For each group the codes of its findings, of these rules alone where some are named."""
    findings = [f for f in check(blueprint, shipped()) if not wanted or f.code in wanted]
    return {
        group.key: [finding.code for finding in group.findings]
        for group in grouped(findings, by, blueprint)
    }


def test_by_severity_the_gravest_come_first() -> None:
    wanted = ("vague-wording", "over-budget", "segment-only-spoken-to")
    assert codes(By.SEVERITY, ROWS, *wanted) == {
        "conflict": ["over-budget"],
        "risk": ["segment-only-spoken-to"],
        "gap": ["vague-wording"] * 3,
    }
    assert list(codes(By.SEVERITY)) == ["conflict", "risk", "gap"]


def test_by_rule_what_is_said_most_often_comes_first() -> None:
    wanted = ("vague-wording", "over-budget", "phases-uncovered")
    assert codes(By.RULE, ROWS, *wanted) == {
        "vague-wording": ["vague-wording"] * 3,
        "phases-uncovered": ["phases-uncovered"] * 2,
        "over-budget": ["over-budget"],
    }
    assert list(codes(By.RULE, ROWS, *wanted)) == [
        "vague-wording",
        "phases-uncovered",
        "over-budget",
    ]


def test_by_segment_those_it_names_or_whose_relationship_it_names() -> None:
    assert codes(By.SEGMENT, ROWS, "phases-uncovered", "relationship-without-justification") == {
        "s": ["phases-uncovered"],
        "t": ["phases-uncovered", "relationship-without-justification"],
    }
    # The channel of the relationship serves the other segment as well, which is not concerned.
    assert codes(By.SEGMENT, ROWS, "channel-lacks-capability") == {
        "t": ["channel-lacks-capability"]
    }


def test_by_segment_those_that_a_channel_serves_and_else_the_whole_canvas() -> None:
    assert codes(By.SEGMENT, ROWS, "vague-wording", "channel-unused", "over-budget") == {
        "s": ["vague-wording", "vague-wording"],
        "t": ["vague-wording"],
        WHOLE: ["over-budget", "channel-unused", "vague-wording"],
    }
    assert list(codes(By.SEGMENT)) == ["s", "t", WHOLE]


def test_by_block_those_of_the_elements_or_where_a_note_is_missing() -> None:
    wanted = (
        "vague-wording",
        "channel-lacks-capability",
        "cost-not-in-structure",
        "resources-missing",
        "over-budget",
    )
    assert codes(By.BLOCK, ROWS, *wanted) == {
        Block.KEY_RESOURCES: ["resources-missing"],
        Block.VALUE_PROPOSITIONS: ["vague-wording"],
        Block.CUSTOMER_RELATIONSHIPS: ["channel-lacks-capability"],
        Block.CHANNELS: ["channel-lacks-capability", "vague-wording"],
        Block.CUSTOMER_SEGMENTS: ["vague-wording"],
        Block.COST_STRUCTURE: ["cost-not-in-structure"],
        WHOLE: ["over-budget"],
    }
    order = [*Block, WHOLE]
    keys = list(codes(By.BLOCK))
    assert keys == sorted(keys, key=order.index)


@at_ease
@given(blueprint=blueprints(unknown=True))
def test_every_finding_is_somewhere_and_nowhere_twice(blueprint: Blueprint) -> None:
    findings = check(blueprint, shipped())
    for by in By:
        groups = grouped(findings, by, blueprint)
        listed = {finding.identity for group in groups for finding in group.findings}
        assert listed == {finding.identity for finding in findings}
        for group in groups:
            places = [findings.index(finding) for finding in group.findings]
            assert places == sorted(set(places))
        assert len({group.key for group in groups}) == len(groups)
