"""Does a customer pay off? Acquisition cost, lifetime value, payback: from a few typed figures.

Exact until they are shown: figures are divided as they are, and `rounded` at the very end. Nothing
is ever divided by zero; what can't be told is none, with a caution that says why. What winning,
keeping and the whole relationship cost has to be reckoned before it is chosen. Source: 000. The
formulas are the usual ones; what counts as few, long or enough is own judgement.
"""

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

FEW = 30
"""Below so many customers one more or less moves the result a lot. Own judgement."""
LONG = 60
"""Months: a young venture has seen nobody stay longer. Own judgement."""
ENOUGH = 3
"""Times its acquisition cost that a customer should bring in. Own judgement, a common rule."""

_HUNDRED = Decimal(100)
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
"""Wide enough to write any quotient of amounts out to the cent."""


class Inputs(NamedTuple):
    """What was typed; none of it has to be known. Percentages are a month's, from 0 to 100 or more.

    `margin` is the part of the value that is left once what was sold is paid for. `months` is how
    long a customer stays, or else `churn` which part of them leaves each month, as it was seen
    among so many `customers`.
    """

    spend: Decimal | None = None
    new_customers: int | None = None
    value: Decimal | None = None
    margin: Decimal | None = None
    months: Decimal | None = None
    churn: Decimal | None = None
    customers: int | None = None


class Caution(NamedTuple):
    """Why a result is not to be relied on. Its text names the values."""

    code: str
    values: Mapping[str, Decimal | int] = {}


class Calculation(NamedTuple):
    """The results, exact, each none where something is missing or there is no such figure."""

    inputs: Inputs
    acquisition_cost: Decimal | None
    margin: Decimal | None
    """Money that a customer leaves a month."""
    lifetime: Decimal | None
    """Months that a customer stays."""
    lifetime_value: Decimal | None
    ratio: Decimal | None
    payback: Decimal | None
    """Months until a customer has brought in what winning it cost."""
    cautions: tuple[Caution, ...]

    @property
    def verdict(self) -> str:
        """`loses`, `thin` or `pays`; empty where the ratio can't be told."""
        if self.ratio is None:
            return ""
        if self.ratio < 1:
            return "loses"
        return "pays" if self.ratio >= ENOUGH else "thin"


def calculate(inputs: Inputs) -> Calculation:
    spend, won = inputs.spend, inputs.new_customers
    acquisition_cost = _divided(spend, None if won is None else Decimal(won))
    margin = _times(inputs.value, _part(inputs.margin))
    lifetime = inputs.months
    if lifetime is None:
        lifetime = _divided(_HUNDRED, inputs.churn)
    lifetime_value = _times(margin, lifetime)
    made = Calculation(
        inputs=inputs,
        acquisition_cost=acquisition_cost,
        margin=margin,
        lifetime=lifetime,
        lifetime_value=lifetime_value,
        ratio=_divided(lifetime_value, acquisition_cost),
        payback=_divided(acquisition_cost, margin),
        cautions=(),
    )
    return made._replace(cautions=tuple(_cautions(made)))


def rounded(value: Decimal, places: int) -> Decimal:
    """Half up, as people round on paper."""
    return value.quantize(Decimal(1).scaleb(-places), context=_WIDE)


def _cautions(made: Calculation) -> Iterator[Caution]:
    yield from _cautions_of_winning(made)
    yield from _cautions_of_margin(made)
    yield from _cautions_of_staying(made)
    if made.payback is not None and made.lifetime is not None and made.payback > made.lifetime:
        yield Caution("gone-before-payback", {"payback": made.payback, "lifetime": made.lifetime})


def _cautions_of_winning(made: Calculation) -> Iterator[Caution]:
    spend, won = made.inputs.spend, made.inputs.new_customers
    if won == 0:
        yield Caution("nobody-won")
    elif spend == 0:
        yield Caution("nothing-spent")
    elif won == 1 and spend is not None:
        yield Caution("one-won", {"more": spend / 2})
    elif won is not None and won < FEW and spend is not None:
        yield Caution(
            "few-won", {"won": won, "fewer": spend / (won - 1), "more": spend / (won + 1)}
        )


def _cautions_of_margin(made: Calculation) -> Iterator[Caution]:
    margin = made.inputs.margin
    if margin is not None and margin > _HUNDRED:
        yield Caution("margin-above-all", {"part": margin})
    if made.margin == 0:
        yield Caution("nothing-left")


def _cautions_of_staying(made: Calculation) -> Iterator[Caution]:
    months, churn, customers = made.inputs.months, made.inputs.churn, made.inputs.customers
    if months is not None and churn is not None:
        told = {"months": months, "churn": churn}
        by_churn = _divided(_HUNDRED, churn)
        if by_churn is None:
            yield Caution("both-told", told)
        else:
            yield Caution("both-told-otherwise", told | {"lifetime": by_churn})
    elif churn == 0:
        yield Caution("nobody-leaves")
    elif churn is not None and churn > _HUNDRED:
        yield Caution("more-leave-than-there-are", {"churn": churn})
    elif churn is not None and customers and customers < FEW:
        yield _few_seen(made, churn, customers)
    if months == 0:
        yield Caution("leaves-at-once")
    if made.lifetime is not None and made.lifetime > LONG:
        yield Caution("stays-long", {"lifetime": made.lifetime, "long": LONG})


def _few_seen(made: Calculation, churn: Decimal, customers: int) -> Caution:
    """What one more or one fewer of so few customers leaving makes of how long one stays."""
    one = _HUNDRED / customers
    told: dict[str, Decimal | int] = {"customers": customers, "shorter": _HUNDRED / (churn + one)}
    if churn <= one:
        return Caution("few-seen-one-leaves", told)
    return Caution("few-seen", told | {"longer": _HUNDRED / (churn - one)})


def _part(percentage: Decimal | None) -> Decimal | None:
    return _divided(percentage, _HUNDRED)


def _times(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one * other


def _divided(amount: Decimal | None, by: Decimal | None) -> Decimal | None:
    """None where either is unknown, and where there is nothing to divide by."""
    return amount / by if amount is not None and by else None
