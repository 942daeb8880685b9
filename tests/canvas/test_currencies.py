from dataclasses import replace

import pytest

from canvas.currencies import CURRENCIES, NAMES, currency_of, told
from canvas.forms.canvases import DetailsForm
from relationships.vocabulary import Language
from tests.canvas.building import EMPTY


@pytest.mark.parametrize(
    ("accepted", "currency"),
    [
        ("es-CO,es;q=0.9,en;q=0.8", "COP"),
        ("pt-BR", "BRL"),
        ("es-MX;q=1", "MXN"),
        ("es-ES,es", "EUR"),
        ("es", "EUR"),
        ("", "EUR"),
        ("xx-;;,,", "EUR"),
    ],
)
def test_a_canvas_begins_with_the_currency_of_the_browsers_region(
    accepted: str, currency: str
) -> None:
    assert currency_of(accepted) == currency
    assert currency in CURRENCIES


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("en", ["EUR · Euro", "USD · US dollar", "MXN · Mexican peso", "COP · Colombian peso"]),
        ("es", ["EUR · Euro", "USD · Dólar estadounidense", "MXN · Peso mexicano"]),
        ("pt-br", ["EUR · Euro", "USD · Dólar americano", "MXN · Peso mexicano"]),
    ],
)
def test_the_likely_ones_come_first_by_name_in_the_readers_language(
    language: str, first: list[str]
) -> None:
    offered = DetailsForm(language=language).fields["currency"].choices
    assert [label for _, label in offered][: len(first)] == first
    assert [code for code, _ in offered] == list(CURRENCIES)
    assert list(CURRENCIES[: len(NAMES)]) == list(NAMES)


def test_the_others_follow_by_their_code_and_none_is_there_twice() -> None:
    others = CURRENCIES[len(NAMES) :]
    assert list(others) == sorted(set(others) - set(NAMES))
    assert told("XPF", "es") == "XPF"


@pytest.mark.parametrize("language", Language)
def test_every_name_is_told_in_every_language_and_names_one_currency(language: str) -> None:
    assert all(name.is_translated(language) for name in NAMES.values())
    assert len({name.into(language) for name in NAMES.values()}) == len(NAMES)


def test_a_currency_that_we_do_not_know_stays_the_canvass() -> None:
    form = DetailsForm(language="es", blueprint=replace(EMPTY, currency="XYZ"))
    assert form.fields["currency"].choices[0] == ("XYZ", "XYZ")
    assert form["currency"].value() == "XYZ"
