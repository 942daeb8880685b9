"""Does a customer pay off? Examples worked out on paper, and figures at the edge.

On paper: 600.00 spent, 40 customers won: 600 ÷ 40 = 15.00 each. They pay 20.00 a month, of which
30 % are left: 6.00. 5 % leave each month: 100 ÷ 5 = 20 months. 6.00 × 20 = 120.00. 120 ÷ 15 = 8.
15 ÷ 6 = 2.5 months.
"""

from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relationships.coherence.texts import PLACE
from relationships.content.reading import read, text
from relationships.thinking.calculator import Caution, Inputs, calculate, rounded
from relationships.vocabulary import Language

PAPER = Inputs(spend=D(600), new_customers=40, value=D(20), margin=D(30), churn=D(5))


CASES: list[tuple[dict[str, Any], list[str]]] = [
    ({"new_customers": 0}, ["nobody-won"]),
    ({"spend": D(0)}, ["nothing-spent"]),
    ({"churn": D(0)}, ["nobody-leaves"]),
    ({"churn": D("100.01")}, ["more-leave-than-there-are", "gone-before-payback"]),
    ({"churn": D(0), "months": D(6)}, ["both-told"]),
    ({"churn": None, "months": D(0)}, ["leaves-at-once", "gone-before-payback"]),
    ({"churn": D(1)}, ["stays-long"]),
    ({"churn": None, "months": D(60)}, []),
    ({"margin": D(0)}, ["nothing-left"]),
    ({"margin": D(100)}, []),
    ({"margin": D("100.01")}, ["margin-above-all"]),
    ({"spend": D(6000)}, ["gone-before-payback"]),  # 150 ÷ 6 = 25 months, and 20 they stay
    ({"spend": D(4800)}, []),
]


def _codes(inputs: Inputs) -> list[str]:
    return [caution.code for caution in calculate(inputs).cautions]


def _the(inputs: Inputs, code: str) -> dict[str, Any]:
    (caution,) = (c for c in calculate(inputs).cautions if c.code == code)
    return dict(caution.values)


def test_the_example_on_paper() -> None:
    made = calculate(PAPER)
    assert made[1:-1] == (D(15), D(6), D(20), D(120), D(8), D("2.5"))
    assert (made.cautions, made.verdict) == ((), "pays")


def test_months_go_before_churn() -> None:
    """Six months: 6.00 × 6 = 36.00, and 36 ÷ 15 = 2.4."""
    made = calculate(PAPER._replace(months=D(6)))
    assert (made.lifetime, made.lifetime_value, made.ratio) == (D(6), D(36), D("2.4"))
    assert made.verdict == "thin"
    assert made.cautions == (
        Caution("both-told-otherwise", {"months": D(6), "churn": D(5), "lifetime": D(20)}),
    )


def test_what_is_missing_leaves_its_results_open() -> None:
    made = calculate(PAPER._replace(margin=None))
    assert made[1:-1] == (D(15), None, D(20), None, None, None)
    assert made.verdict == ""
    assert calculate(Inputs())[1:] == (None, None, None, None, None, None, ())


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"spend": D(1800)}, "thin"),  # 120 ÷ 45 = 2.67
        ({"spend": D(1600)}, "pays"),  # 120 ÷ 40 = 3
        ({"spend": D(4800)}, "thin"),  # 120 ÷ 120 = 1
        ({"spend": D(4801)}, "loses"),
        ({"spend": D(0)}, ""),
    ],
)
def test_what_the_ratio_says(changes: dict[str, Any], verdict: str) -> None:
    assert calculate(PAPER._replace(**changes)).verdict == verdict


def test_one_more_or_less_of_few_customers_moves_the_cost() -> None:
    """600 over 12 is 50.00; over 11 54.55, over 13 46.15."""
    told = _the(PAPER._replace(new_customers=12), "few-won")
    assert told["won"] == 12
    assert [rounded(told[name], 2) for name in ("fewer", "more")] == [D("54.55"), D("46.15")]


def test_a_single_customer_proves_little() -> None:
    assert _the(PAPER._replace(new_customers=1), "one-won") == {"more": D(300)}


def test_thirty_are_no_longer_few() -> None:
    assert _codes(PAPER._replace(new_customers=29, customers=29)) == ["few-won", "few-seen"]
    assert _codes(PAPER._replace(new_customers=30, customers=30)) == []


def test_one_more_or_less_of_few_who_leave_moves_how_long_they_stay() -> None:
    """10 % of 20 are two. Three would be 15 %: 6.67 months; one would be 5 %: 20 months."""
    told = _the(PAPER._replace(churn=D(10), customers=20), "few-seen")
    assert (told["customers"], rounded(told["shorter"], 2), told["longer"]) == (20, D("6.67"), 20)


def test_where_only_one_left_one_fewer_is_none() -> None:
    """5 % of 20 is one. Two would be 10 %: 10 months."""
    told = _the(PAPER._replace(customers=20), "few-seen-one-leaves")
    assert told == {"customers": 20, "shorter": D(10)}


@pytest.mark.parametrize(("changes", "codes"), CASES)
def test_what_calls_for_caution(changes: dict[str, Any], codes: list[str]) -> None:
    assert _codes(PAPER._replace(**changes)) == codes


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [("0.005", 2, "0.01"), ("2.675", 2, "2.68"), ("2.45", 1, "2.5"), ("9E+25", 1, "9" + "0" * 25)],
)
def test_it_rounds_half_up(value: str, places: int, written: str) -> None:
    assert rounded(D(value), places) == D(written)


def _up_to(most: str) -> st.SearchStrategy[D | None]:
    return st.none() | st.decimals(0, D(most), places=2)


@given(
    st.builds(
        Inputs,
        spend=_up_to("9999999999.99"),
        new_customers=st.none() | st.integers(0, 10**9),
        value=_up_to("9999999999.99"),
        margin=_up_to("1000"),
        months=_up_to("1200"),
        churn=_up_to("1000"),
        customers=st.none() | st.integers(0, 10**9),
    )
)
def test_it_never_raises_and_can_always_be_shown(inputs: Inputs) -> None:
    made = calculate(inputs)
    values = [*made[1:-1], *(v for caution in made.cautions for v in caution.values.values())]
    shown = [rounded(D(value), 2) for value in values if value is not None]
    assert all(value >= 0 for value in shown)


def test_every_caution_has_its_text_and_no_text_is_left_over() -> None:
    shown = {code for _, codes in CASES for code in codes}
    of_few = {"one-won", "few-won", "few-seen", "few-seen-one-leaves", "both-told-otherwise"}
    assert set(read("calculator")["cautions"]) == shown | of_few


def test_every_text_is_there_in_three_languages() -> None:
    told = read("calculator")
    tables = [*told["cautions"].values(), *told["verdicts"].values()]
    tables += [part for step in told["steps"].values() for part in step.values()]
    assert [table for table in tables if not all(map(text(table).is_translated, Language))] == []
    for table in tables:
        named = [sorted(PLACE.findall(text(table).into(language))) for language in Language]
        assert named[1:] == [named[0], named[0]]
