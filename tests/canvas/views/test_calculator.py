"""The calculator: figures in the address and in the formulas, faults beside their fields."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from accounts.models import User
from canvas import actions
from canvas.models import Canvas
from relationships.catalog import Catalog
from tests.canvas.building import at, now
from tests.canvas.reading import Page
from tests.thinking.test_costs import EXAMPLE

pytestmark = pytest.mark.django_db

PAPER = {"spend": "600", "new_customers": "40", "value": "20", "margin": "30", "churn": "5"}


@pytest.fixture
def example(catalog: Catalog, alice: User) -> Canvas:
    return actions.create_canvas(EXAMPLE, by=alice)


def _asked(
    client: Client, canvas: Canvas, language: str = "en", status: int = 200, **typed: str
) -> Page:
    address = f"{at(canvas, 'costs/calculator/')}?{urlencode(typed)}"
    response = client.get(address, headers={"Accept-Language": language})
    assert response.status_code == status
    return Page.of(response)


def _text(page: Page) -> str:
    return page.text.replace("\u00a0", " ")


def test_the_formulas_stand_with_the_figures_put_in(as_alice: Client, example: Canvas) -> None:
    shown = _text(_asked(as_alice, example, **PAPER))
    for told in (
        "EUR 600.00 ÷ 40 = EUR 15.00",
        "EUR 20.00 × 30 ÷ 100 = EUR 6.00",
        "100 ÷ 5 = 20 months",
        "EUR 6.00 × 20 = EUR 120.00",
        "EUR 120.00 ÷ EUR 15.00 = 8, that is 8 : 1",
        "EUR 15.00 ÷ EUR 6.00 = 2.5 months",
        "by a common rule of thumb is sound",
    ):
        assert told in shown
    assert "Take care" not in shown


@pytest.mark.parametrize(
    ("language", "typed", "told"),
    [
        ("es", {"spend": "1.234,50 €", "new_customers": "1.000"}, "1.234,50 EUR ÷ 1.000 = 1,23"),
        ("es-mx", {"spend": "$1,234.50", "new_customers": "1,000"}, "1.234,50 EUR ÷ 1.000 = 1,23"),
        ("pt-br", {"spend": "R$ 1.234,50", "new_customers": "50"}, "EUR 1.234,50 ÷ 50 = EUR 24,69"),
        ("pt-br", {"value": "20", "margin": "12,5 %"}, "EUR 20,00 × 12,5 ÷ 100 = EUR 2,50"),
        ("en", {"value": "20", "margin": "12.5%"}, "EUR 20.00 × 12.5 ÷ 100 = EUR 2.50"),
        ("es", {"churn": "2,5 %"}, "100 ÷ 2,5 = 40 meses"),
    ],
)
def test_figures_are_typed_as_people_type_them(
    as_alice: Client, example: Canvas, language: str, typed: dict[str, str], told: str
) -> None:
    assert told in _text(_asked(as_alice, example, language, **typed))


@pytest.mark.parametrize(
    ("field", "typed", "fault"),
    [
        ("spend", "about 600", "This amount can't be read"),
        ("spend", "10000000000", "with at most 10 digits before the point"),
        ("new_customers", "1.5", "Write a whole number, like"),
        ("new_customers", "1000000001", "Write a whole number from 0 to 1000000000."),
        ("margin", "a third", "This percentage can't be read"),
        ("margin", "1001", "Write a percentage from 0 to 1000."),
        ("churn", "-5", "This percentage can't be read"),
        ("months", "1201", "Write a number of months from 0 to 1200."),
        ("months", "two years", "Write a number of months, like 18."),
        ("customers", "x" * 5000, "Write a whole number, like"),
    ],
)
def test_a_fault_stands_beside_its_field_and_the_rest_is_worked_out(
    as_alice: Client, example: Canvas, field: str, typed: str, fault: str
) -> None:
    page = _asked(as_alice, example, status=422, **PAPER | {field: typed})
    assert fault in page.text
    assert page.form.fields[field] == [typed]
    assert " = " in page.text


def test_what_is_missing_is_named(as_alice: Client, example: Canvas) -> None:
    shown = _asked(as_alice, example, spend="600").text
    assert "Still missing: Customers won with it (N)." in shown
    assert (
        "Still missing: What one pays a month (V), Margin, in percent (M)"
        " and Months a customer stays (T) or Churn, in percent (C)." in shown
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"new_customers": "0"}, "Nobody was won with it"),
        ({"churn": "0"}, "customers would stay for ever"),
        ({"margin": "120"}, "A margin of 120 % is more than the customer pays."),
        ({"margin": "0"}, "never earned back"),
        ({"new_customers": "12"}, "With one fewer the acquisition cost would be EUR 54.55"),
        ({"churn": "10", "customers": "20"}, "would stay 6.7 months; had one fewer, 20."),
        ({"months": "6"}, "5 % leaving would make it 20 months."),
    ],
)
def test_what_calls_for_caution_is_said(
    as_alice: Client, example: Canvas, typed: dict[str, str], told: str
) -> None:
    shown = _text(_asked(as_alice, example, **PAPER | typed))
    assert "Take care" in shown
    assert told in shown


def test_what_there_is_no_figure_for_says_so(as_alice: Client, example: Canvas) -> None:
    shown = _asked(as_alice, example, **PAPER | {"churn": "0"}).text
    assert shown.count("There is no such figure") == 3  # lifetime, its value, the ratio


def test_a_segment_fills_in_what_it_tells(as_alice: Client, example: Canvas) -> None:
    fields = _asked(as_alice, example, segment="s1").form.fields
    assert (fields["value"], fields["customers"], fields["segment"]) == (["18"], ["150"], ["s1"])


def test_what_was_typed_stays_unless_it_is_asked_to_be_filled_in(
    as_alice: Client, example: Canvas
) -> None:
    typed = {"spend": "600", "value": "7", "segment": "s1"}
    assert _asked(as_alice, example, **typed).form.fields["value"] == ["7"]
    fields = _asked(as_alice, example, **typed, fill="1").form.fields
    assert (fields["spend"], fields["value"]) == (["600"], ["18"])
    unknown = typed | {"segment": "s3", "fill": "1"}
    assert _asked(as_alice, example, **unknown).form.fields["value"] == ["7"]


@pytest.mark.parametrize("ref", ["gone", "c1", "", "<script>"])
def test_a_segment_that_is_not_there_fills_in_nothing(
    as_alice: Client, example: Canvas, ref: str
) -> None:
    assert _asked(as_alice, example, segment=ref).form.fields["value"] == [""]


def test_nothing_is_stored_and_what_was_typed_is_escaped(as_alice: Client, example: Canvas) -> None:
    typed = {"spend": '"><b>x</b>'}
    html = as_alice.get(at(example, "costs/calculator/"), typed).content.decode()
    assert "<b>x</b>" not in html
    assert now(example) == EXAMPLE
