import pytest

from canvas.currencies import CURRENCIES, currency_of


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
