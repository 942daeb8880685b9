"""The calculator: does a customer pay off? Its figures stand in the address and are not stored."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from http import HTTPStatus
from typing import Any, NamedTuple

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from canvas.forms.calculator import AmountField, CalculatorForm, CustomersField
from canvas.views.requests import SignedInRequest
from canvas.views.thinking import Study
from relationships.blueprint import Segment
from relationships.catalog import Text
from relationships.coherence.texts import Amount, fill, listed
from relationships.content.reading import read, text
from relationships.thinking.calculator import Calculation, Caution, Inputs, calculate, rounded


@require_safe
def calculator(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    """`?segment=REF` fills in what a segment tells where nothing was typed, or `fill` asks."""
    study = Study(request, canvas_id)
    segment = study.blueprint.elements.get(request.GET.get("segment", ""))
    form = CalculatorForm(_typed(request.GET, segment if isinstance(segment, Segment) else None))
    calculation = calculate(form.inputs)
    wording = _Wording(calculation, study.blueprint.currency, study.language)
    context: dict[str, object] = {
        "form": form,
        "segments": study.blueprint.segments,
        "chosen": segment,
        "steps": tuple(wording.steps(form)),
        "verdict": wording.verdict(),
        "cautions": tuple(map(wording.caution, calculation.cautions)),
        "page": "costs",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return study.show("calculator", context, status)


def _typed(address: QueryDict, segment: Segment | None) -> QueryDict:
    typed = address.copy()
    is_untouched = not any(name in address for name in Inputs._fields)
    if segment and (is_untouched or "fill" in address):
        if segment.value_per_month is not None:
            typed["value"] = AmountField().prepare_value(segment.value_per_month)
        if segment.customers is not None:
            typed["customers"] = CustomersField().prepare_value(segment.customers)
    return typed


@dataclass(frozen=True, slots=True)
class Step:
    """A formula in words and symbols, then with its figures, or else what it still lacks."""

    title: str
    words: str
    symbols: str
    result: str
    numbers: str
    lacks: str


class _Formula(NamedTuple):
    """Which result a step tells, and which fields that takes."""

    result: str
    fields: tuple[str, ...]


_WINNING = ("spend", "new_customers")
_EARNING = ("value", "margin")
_STAYING = ("months",)

_FORMULAS = {
    "acquisition-cost": _Formula("acquisition_cost", _WINNING),
    "margin": _Formula("margin", _EARNING),
    "lifetime": _Formula("lifetime", _STAYING),
    "lifetime-value": _Formula("lifetime_value", (*_EARNING, *_STAYING)),
    "ratio": _Formula("ratio", (*_WINNING, *_EARNING, *_STAYING)),
    "payback": _Formula("payback", (*_WINNING, *_EARNING)),
}

_MONEY = frozenset(
    {"spend", "value", "acquisition_cost", "margin", "lifetime_value", "fewer", "more"}
)
"""Shown to the cent; all other figures to at most two decimals as well, months to one."""
_MONTHS = frozenset({"lifetime", "payback", "shorter", "longer"})


@dataclass
class _Wording:
    calculation: Calculation
    currency: str
    language: str

    def __post_init__(self) -> None:
        made = self.calculation
        known = {**made.inputs._asdict(), **made._asdict(), "part": made.inputs.margin}
        self.figures = {
            name: self._figure(name, value)
            for name, value in known.items()
            if isinstance(value, Decimal | int)
        }

    def steps(self, form: CalculatorForm) -> Iterator[Step]:
        for slug, formula in _FORMULAS.items():
            told = _texts()["steps"][self._variant(slug)]
            result = self.figures.get(formula.result)
            figures = self.figures | {"result": result}
            yield Step(
                title=told["title"].into(self.language),
                words=told["words"].into(self.language),
                symbols=told["symbols"].into(self.language),
                result="" if result is None else self._result(slug, result),
                numbers="" if result is None else fill(told["numbers"], figures, self.language),
                lacks="" if result is not None else self._lacks(formula, form),
            )

    def verdict(self) -> str:
        slug = self.calculation.verdict
        return _texts()["verdicts"][slug].into(self.language) if slug else ""

    def caution(self, caution: Caution) -> str:
        values = {name: self._figure(name, value) for name, value in caution.values.items()}
        return fill(_texts()["cautions"][caution.code], values, self.language)

    def _variant(self, slug: str) -> str:
        told = slug == "lifetime" and self.calculation.inputs.months is not None
        return "lifetime-told" if told else slug

    def _figure(self, name: str, value: Decimal | int) -> Any:
        """As it is shown: money to the cent, months to one decimal, the rest to two."""
        if name in _MONEY:
            return Amount(rounded(Decimal(value), 2), self.currency)
        return rounded(Decimal(value), 1 if name in _MONTHS else 2)

    def _result(self, slug: str, result: Any) -> str:
        written = fill(Text("{result}"), {"result": result}, self.language)
        if slug == "ratio":
            return f"{written} : 1"
        if slug in ("lifetime", "payback"):
            return _("%(count)s months") % {"count": written}
        return written

    def _lacks(self, formula: _Formula, form: CalculatorForm) -> str:
        inputs = self.calculation.inputs
        missing = [name for name in formula.fields if getattr(inputs, name) is None]
        if "months" in missing and inputs.churn is not None:
            missing.remove("months")
        if not missing:
            return _("There is no such figure, for the reason given above.")
        labels = [_with_the_other(name, form) for name in missing]
        return _("Still missing: %(fields)s.") % {"fields": listed(labels, self.language)}


def _with_the_other(name: str, form: CalculatorForm) -> str:
    """What a field is called; how long customers stay can be told in two ways."""
    label = str(form.fields[name].label)
    if name != "months":
        return label
    told = {"one": label, "other": form.fields["churn"].label}
    return _("%(one)s or %(other)s") % told


@cache
def _texts() -> Mapping[str, Mapping[str, Any]]:
    tables = read("calculator")
    return {
        "steps": {
            slug: {name: text(table) for name, table in tables_.items()}
            for slug, tables_ in tables["steps"].items()
        },
        "verdicts": {slug: text(table) for slug, table in tables["verdicts"].items()},
        "cautions": {slug: text(table) for slug, table in tables["cautions"].items()},
    }
