"""The form of the calculator: figures that are worked with and not stored."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from canvas.exchange import limits
from canvas.exchange.values import NO_AMOUNT, NOT_WHOLE
from canvas.forms.amounts import MoneyField, WholeField, plain_amount
from relationships.thinking.calculator import Inputs

MOST_PERCENT = Decimal(1000)
MOST_MONTHS = Decimal(1200)


class AmountField(MoneyField):
    """Cleans to an amount of the size that the format holds, to reckon with."""

    most = Decimal(10**limits.MONEY_DIGITS) - Decimal("0.01")
    too_much = NO_AMOUNT

    def read(self, typed: str) -> Any:
        amount = Decimal(self.plain(typed))
        if amount > self.most:
            raise forms.ValidationError(self.too_much, code="most", params={"most": self.most})
        return amount

    def plain(self, typed: str) -> str:
        return super().read(typed) or ""


class PercentField(AmountField):
    """With or without its sign: "12,5 %" and "12.5" are 12.5."""

    default_error_messages = {
        "unclear": _("This percentage can't be read. Write it like %(example)s."),
    }
    example = Decimal("12.5")
    most = MOST_PERCENT
    too_much = _("Write a percentage from 0 to %(most)s.")

    def plain(self, typed: str) -> str:
        return plain_amount(typed.strip().removesuffix("%"))


class MonthsField(AmountField):
    default_error_messages = {"unclear": _("Write a number of months, like %(example)s.")}
    example = Decimal(18)
    most = MOST_MONTHS
    too_much = _("Write a number of months from 0 to %(most)s.")

    def plain(self, typed: str) -> str:
        return plain_amount(typed)


class CustomersField(WholeField):
    def read(self, typed: str) -> Any:
        count = super().read(typed)
        if count > limits.CUSTOMERS:
            raise forms.ValidationError(NOT_WHOLE, params={"most": limits.CUSTOMERS})
        return count


class CalculatorForm(forms.Form):
    """The letters are those of the formulas. No field is needed: each result says what it lacks."""

    spend = AmountField(
        label=_("Spent on winning customers (S)"),
        help_text=_("With the hours given to it, at what they are worth."),
    )
    new_customers = CustomersField(label=_("Customers won with it (N)"))
    value = AmountField(label=_("What one pays a month (V)"))
    margin = PercentField(
        label=_("Margin, in percent (M)"),
        help_text=_("What is left once what was sold is paid for."),
    )
    months = MonthsField(
        label=_("Months a customer stays (T)"), help_text=_("Or else the next one.")
    )
    churn = PercentField(
        label=_("Churn, in percent (C)"), help_text=_("The part that leaves each month.")
    )
    customers = CustomersField(
        label=_("Customers it was seen on"),
        help_text=_("Few of them call for caution."),
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="")

    @property
    def inputs(self) -> Inputs:
        """What could be read; the rest counts as unknown."""
        self.full_clean()
        return Inputs(**{name: self.cleaned_data.get(name) for name in Inputs._fields})
