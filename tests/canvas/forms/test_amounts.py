"""Amounts as people type them in Madrid, México and São Paulo."""

from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from canvas.forms.amounts import MoneyField, WholeField, plain_amount, plain_number


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("0", "0"),
        ("12", "12"),
        ("007", "7"),
        ("1234", "1234"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234\u202f567", "1234567"),
        ("1'234.50", "1234.50"),
        ("1.234.567,8", "1234567.8"),
        ("1.500", "1500"),
        ("1,500", "1500"),
        ("1.500,50", "1500.50"),
        ("1,500.50", "1500.50"),
        ("0,5", "0.5"),
        ("0.05", "0.05"),
        (".5", "0.5"),
        (",50", "0.50"),
        ("  12,30\n", "12.30"),
        ("1500,00", "1500.00"),
    ],
)
def test_an_amount_is_read_as_meant(typed: str, plain: str) -> None:
    assert plain_amount(typed) == plain


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        ".",
        ",",
        "-3",
        "+3",
        "1.2.3",
        "１２",
        "1,１２",
        "1e5",
        "12 34",
        "1.234,567",
        "12.3456",
        "1,23,456",
        "1 234.567,8",
        "0.500",
        "0,500",
        "00.500",
        "€ 5",
        "5 EUR",
        "½",
        "1..5",
        "NaN",
        "Infinity",
        "0x10",
        "1_000",
    ],
)
def test_what_is_unclear_is_asked_back(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        plain_amount(typed)


@pytest.mark.parametrize(("typed", "plain"), [("1.000", "1000"), ("1,000", "1000"), ("40", "40")])
def test_a_whole_number_may_be_grouped(typed: str, plain: str) -> None:
    assert plain_number(typed) == plain


@pytest.mark.parametrize("typed", ["1,5", "40.0", "40,00", ".5", "", "x"])
def test_a_whole_number_has_no_decimals(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        plain_number(typed)


@pytest.mark.parametrize(
    ("field", "typed", "cleaned"),
    [
        (MoneyField(), "", None),
        (MoneyField(), "  ", None),
        (MoneyField(), "1.234,5", "1234.5"),
        (WholeField(), "", None),
        (WholeField(), "1.500", 1500),
    ],
)
def test_a_field_cleans_to_what_the_format_holds(
    field: MoneyField, typed: str, cleaned: Any
) -> None:
    assert field.clean(typed) == cleaned


@pytest.mark.parametrize(
    ("language", "example"), [("en", "1,234.50"), ("es", "1.234,50"), ("pt-br", "1.234,50")]
)
def test_what_can_not_be_read_is_asked_back_with_an_example_of_the_readers(
    language: str, example: str
) -> None:
    with override(language), pytest.raises(ValidationError) as refused:
        MoneyField().clean("1.2.3")
    assert example in refused.value.messages[0]


LANGUAGES = ("en", "es", "pt-br")


@pytest.mark.parametrize(
    ("language", "amount", "shown"),
    [
        ("en", "1234.50", "1,234.50"),
        ("es", "1234.50", "1.234,50"),
        ("pt-br", "1234.50", "1.234,50"),
        ("en", "1900000", "1,900,000"),
        ("es", "1900000", "1.900.000"),
        ("pt-br", "999.90", "999,90"),
        ("es", "0.00", "0"),
    ],
)
def test_thousands_are_grouped_as_the_language_writes_them(
    language: str, amount: str, shown: str
) -> None:
    with override(language):
        assert MoneyField().prepare_value(Decimal(amount)) == shown


@given(st.decimals(0, Decimal("9999999999.99"), places=2))
def test_what_a_field_shows_it_reads_again_in_whatever_language_it_is_sent(
    amount: Decimal,
) -> None:
    field = MoneyField()
    for shown_in, sent_in in product(LANGUAGES, LANGUAGES):
        with override(shown_in):
            shown = field.prepare_value(amount)
        with override(sent_in):
            assert Decimal(field.clean(shown) or "") == amount


@given(st.integers(0, 1_000_000_000))
def test_a_whole_number_too(count: int) -> None:
    field = WholeField()
    for language in LANGUAGES:
        with override(language):
            assert field.clean(field.prepare_value(count)) == count


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("$ 1.500.000", "1500000"),
        ("$40.000", "40000"),
        ("R$ 1.234,50", "1234.50"),
        ("12,50 €", "12.50"),
        ("COP 12.000", "12000"),
        ("18 EUR", "18"),
    ],
)
def test_a_currency_may_stand_before_or_behind(typed: str, plain: str) -> None:
    assert MoneyField().clean(typed) == plain


@pytest.mark.parametrize("typed", ["$", "about 12", "12 $ 3", "EUR", "1500 pesos"])
def test_other_words_are_asked_back(typed: str) -> None:
    with pytest.raises(ValidationError):
        MoneyField().clean(typed)
