"""Amounts as people in Madrid, México and São Paulo type them."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from relationships.coherence.texts import amount, number
from relationships.vocabulary import Language

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,' ])\d{3})(?:\1\d{3})*")
_DECIMALS = re.compile(r"(?P<whole>.*?)[.,](?P<cents>[0-9]{1,2})")
_LONGEST = 40
"""Characters; more than any amount that the format holds, however it is grouped."""
_CURRENCY = r"(?:[A-Za-z]{0,3}[$€£¥]|[A-Z]{3})"
_WITH_CURRENCY = re.compile(rf"\s*{_CURRENCY}?\s*(?P<amount>[^A-Za-z$€£¥]*?)\s*{_CURRENCY}?\s*")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")


def plain_amount(typed: str) -> str:
    """An amount as the format writes it: "1.234,5", "1,234.50" and "1 234.5" are 1234.5.

    The last sign followed by one or two digits is the decimal sign, and groups of three are
    thousands. Raises `ValueError` for anything else.
    """
    if len(typed) > _LONGEST:
        raise ValueError(typed)
    text = _SPACES.sub(" ", typed).strip()
    whole, cents = text, ""
    if decimals := _DECIMALS.fullmatch(text):
        whole, cents = decimals["whole"] or "0", decimals["cents"]
    if _GROUPED.fullmatch(whole):
        whole = re.sub(r"\D", "", whole)
    if not re.fullmatch(r"[0-9]+", whole):
        raise ValueError(typed)
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{cents}" if cents else whole


def without_currency(typed: str) -> str:
    """An amount without the currency before or behind it: "$ 1.500", "R$ 20", "12 EUR"."""
    found = _WITH_CURRENCY.fullmatch(typed) if len(typed) <= _LONGEST else None
    return found["amount"] if found else typed


def plain_number(typed: str) -> str:
    """A whole number as the format writes it: "1.000" and "1,000" are 1000. Raises `ValueError`."""
    plain = plain_amount(typed)
    if "." in plain:
        raise ValueError(typed)
    return plain


class MoneyField(forms.CharField):
    """Cleans to the format's text of an amount, or to nothing."""

    default_error_messages = {
        "unclear": _("This amount can't be read. Write it like %(example)s."),
    }
    example = Decimal("1234.50")

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(**options)
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def prepare_value(self, value: Any) -> Any:
        """Grouped as the language groups thousands; `plain_amount` reads it in any language."""
        return self.shown(value) if isinstance(value, Decimal) else value

    def shown(self, value: Decimal) -> str:
        language = get_language() or Language.EN
        is_whole = value == value.to_integral_value()
        return number(value, language) if is_whole else amount(value, language)

    def to_python(self, value: Any) -> str | None:
        typed = super().to_python(value)
        if not typed:
            return None
        try:
            return self.read(typed)
        except ValueError:
            example = {"example": self.shown(self.example)}
            raise forms.ValidationError(
                self.error_messages["unclear"], code="unclear", params=example
            ) from None

    def read(self, typed: str) -> str | None:
        return plain_amount(without_currency(typed))


class WholeField(MoneyField):
    """Cleans to a whole number, or to nothing."""

    default_error_messages = {"unclear": _("Write a whole number, like %(example)s.")}
    example = Decimal(1500)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs["inputmode"] = "numeric"

    def prepare_value(self, value: Any) -> Any:
        return self.shown(Decimal(value)) if isinstance(value, int) else value

    def read(self, typed: str) -> Any:
        return int(plain_number(typed)[:20])
