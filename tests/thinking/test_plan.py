"""The plan as a table: its sheets, sums and what is missing, worked out by hand."""

from decimal import Decimal

import pytest
from hypothesis import given

from relationships.blueprint import Blueprint
from relationships.thinking.costs import Cost
from relationships.thinking.plan import PARTS, Total, Unknown, lacking, sheets, total
from relationships.vocabulary import Motivation, Status
from tests.coherence.building import canvas, channel, money, row, segment
from tests.coherence.drawing import at_ease, blueprints

WELL = {
    "channel": "c",
    "motivation": Motivation.RETENTION,
    "justification": "Quick to do",
    "objective": "Fifty families",
    "hours_per_month": 0,
}


def test_each_segment_has_a_sheet_with_its_rows_and_sums() -> None:
    plan = canvas(
        segment("s1"),
        segment("s2"),
        segment("s3"),
        row("r1", segment="s2", setup_cost=money("100"), monthly_cost=money("20.50")),
        row("r2", segment="s1", monthly_cost=money("5"), hours_per_month=4),
        row("r3", segment="s2", status=Status.DROPPED, monthly_cost=money("900")),
        row("r4", segment="s2", status=Status.RUNNING, hours_per_month=6),
    )
    first, second, third = sheets(plan)
    assert [r.ref for r in first.rows] == ["r2"]
    assert first.total == Total(1, Cost(monthly=Decimal(5), hours=4), Unknown(setup=1))
    assert ([r.ref for r in second.rows], [r.ref for r in second.dropped]) == (["r1", "r4"], ["r3"])
    assert second.total == Total(
        2, Cost(Decimal(100), Decimal("20.50"), 6), Unknown(setup=1, monthly=1, hours=1)
    )
    assert (third.rows, third.dropped, third.total) == ((), (), Total(0, Cost(), Unknown()))


@pytest.mark.parametrize(
    ("emptied", "expected"),
    [
        ({}, ()),
        ({"channel": None}, ("channel",)),
        ({"motivation": None}, ("motivation",)),
        ({"justification": "", "objective": ""}, ("justification", "objective")),
        ({"hours_per_month": None}, ("cost",)),
        ({"hours_per_month": None, "setup_cost": Decimal()}, ()),
    ],
)
def test_what_a_row_lacks(emptied: dict[str, object], expected: tuple[str, ...]) -> None:
    assert lacking(row(**WELL | emptied)) == expected


def test_a_bare_row_lacks_everything() -> None:
    assert lacking(row()) == PARTS


@given(blueprints(unknown=True))
@at_ease
def test_sheets_hold_every_relationship_once_and_add_up(blueprint: Blueprint) -> None:
    found = sheets(blueprint)
    assert [sheet.segment for sheet in found] == list(blueprint.segments)
    held = sorted(row.ref for sheet in found for row in (*sheet.rows, *sheet.dropped))
    assert held == sorted(row.ref for row in blueprint.relationships)
    whole = total(row for row in blueprint.relationships if row.is_active)
    assert sum(sheet.total.cost.monthly for sheet in found) == whole.cost.monthly
    assert sum(sheet.total.unknown.hours for sheet in found) == whole.unknown.hours


def test_a_row_on_a_channel_lacks_none() -> None:
    plan = canvas(segment(), channel(), row(channel="c"))
    assert "channel" not in lacking(plan.relationships[0])
