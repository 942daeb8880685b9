"""What the costs page draws: lengths worked out on paper, and bars that hold on any canvas."""

from dataclasses import replace

from hypothesis import given

from canvas.bills import MOST_BARS, Bar, BillView, Cell, Stretch, draw_bill
from relationships.blueprint import Blueprint
from relationships.content import shipped
from relationships.thinking.costs import bill
from tests.coherence.building import canvas, money, row, segment
from tests.coherence.drawing import at_ease, blueprints
from tests.thinking.test_costs import EXAMPLE


def _drawn(blueprint: Blueprint, language: str = "en") -> BillView:
    return draw_bill(bill(blueprint), blueprint, shipped(), language)


def _lengths(bar: Bar | None) -> tuple[Stretch, Stretch, str]:
    assert bar is not None
    return bar.first, bar.second, bar.mark


def test_segments_are_drawn_on_one_scale() -> None:
    """The longest is what s1 earns, 2,700: 25.50 of it are 9.4 thousandths, 480 are 177.8.

    s2: 10 would be 3.7, too short to be seen; 60 are 22.2, and the 50 it earns 18.5.
    """
    assert [_lengths(bar) for bar in _drawn(EXAMPLE).bars] == [
        (Stretch("0.0", "9.4"), Stretch("9.4", "177.8"), "1000.0"),
        (Stretch("0.0", "4.0"), Stretch("3.7", "22.2"), "18.5"),
        (Stretch("0.0", "0.0"), Stretch("0.0", "0.0"), ""),
    ]


def test_a_budget_with_something_left() -> None:
    """Of 300: 35.50 are 118.3, and the channels' 80 behind it 266.7."""
    budget = _drawn(EXAMPLE).budget
    assert _lengths(budget) == (Stretch("0.0", "118.3"), Stretch("118.3", "266.7"), "1000.0")
    assert budget is not None
    assert not budget.over


def test_a_budget_that_is_overspent_is_marked_within_the_bar() -> None:
    """Of 115.50: 35.50 are 307.4, 80 are 692.6; the budget of 100 stands at 865.8."""
    budget = _drawn(replace(EXAMPLE, monthly_budget=money("100.00"))).budget
    assert _lengths(budget) == (Stretch("0.0", "307.4"), Stretch("307.4", "692.6"), "865.8")
    assert budget is not None
    assert budget.over


def test_hours_against_those_of_the_team() -> None:
    assert _lengths(_drawn(EXAMPLE).capacity)[1:] == (Stretch("0.0", "375.0"), "1000.0")
    over = _drawn(replace(EXAMPLE, team_hours_per_month=9)).capacity
    assert _lengths(over)[1:] == (Stretch("0.0", "1000.0"), "200.0")


def test_what_is_spent_just_so_is_not_too_much() -> None:
    drawn = _drawn(replace(EXAMPLE, monthly_budget=money("115.50"), team_hours_per_month=45))
    assert [bar.over for bar in (drawn.budget, drawn.capacity) if bar] == [False, False]


def test_of_many_segments_the_dearest_are_drawn_in_their_order() -> None:
    """Of 25 the first five cost the least, and one in between nothing."""
    costs = {f"s{n}": n if n != 12 else 0 for n in range(MOST_BARS + 5)}
    drawn = _drawn(
        canvas(
            *(segment(ref, ref) for ref in costs),
            *(row(f"r{ref}", segment=ref, hours_per_month=cost) for ref, cost in costs.items()),
            hourly_rate=money("1"),
        )
    )
    kept = [ref for n, ref in enumerate(costs) if n >= 4 and n != 12]
    assert [bar.name for bar in drawn.bars] == kept
    assert drawn.bars_left_out.startswith(f"Drawn are the {MOST_BARS} of {MOST_BARS + 5} ")
    assert len(drawn.segments.rows) == MOST_BARS + 5


def test_what_falls_below_nothing_is_told_apart() -> None:
    assert _drawn(EXAMPLE).segments.rows[1].cells[-1] == Cell("−20.00", "over")
    assert _drawn(EXAMPLE).segments.rows[2].cells[-1] == Cell("not known yet", "unknown")


@at_ease
@given(blueprints(unknown=True))
def test_every_bar_stays_within_its_length(blueprint: Blueprint) -> None:
    drawn = _drawn(blueprint, "es")
    bars = [*drawn.bars, *(bar for bar in (drawn.budget, drawn.capacity) if bar)]
    for bar in bars:
        for stretch in (bar.first, bar.second):
            start, width = float(stretch.x), float(stretch.width)
            assert 0 <= start <= start + width <= 1000.11
        assert 0 <= float(bar.mark or 0) <= 1000
    for table in (drawn.limits, drawn.segments, *drawn.tables):
        assert {len(line.cells) for line in (*table.rows, *table.sums)} == {len(table.head) - 1}
