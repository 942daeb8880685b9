"""Short names for the check constraints that several models share."""

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import CheckConstraint, Q


def one_of(field: str, values: Iterable[str], name: str, *, blank: bool = False) -> CheckConstraint:
    """The field holds one of the values, or, where `blank`, nothing."""
    allowed = [str(value) for value in values]
    return CheckConstraint(
        condition=Q(**{f"{field}__in": [*allowed, ""] if blank else allowed}), name=name
    )


def between(field: str, least: int, most: int, name: str) -> CheckConstraint:
    """The field, where it is known, lies between two bounds, both included."""
    known = Q(**{f"{field}__gte": least, f"{field}__lte": most})
    return CheckConstraint(condition=Q(**{f"{field}__isnull": True}) | known, name=name)


def not_empty(field: str, name: str) -> CheckConstraint:
    return CheckConstraint(condition=~Q(**{field: ""}), name=name)


def choices(values: type[StrEnum]) -> list[tuple[str, str]]:
    """The members as a model field lists them; screens take their labels from the vocabulary."""
    return [(str(value), str(value)) for value in values]
