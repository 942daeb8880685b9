"""A rubric as plain values: what ships, what is copied, what a form was filled with. No Django."""

from dataclasses import dataclass, replace
from decimal import Decimal

MOST_CRITERIA = 20
MOST_LEVELS = 8
"""Of one criterion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelDraft:
    """`key` is the id of its row, where it has one."""

    title: str
    points: Decimal
    description: str = ""
    key: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionDraft:
    title: str
    description: str = ""
    levels: tuple[LevelDraft, ...] = ()
    key: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricDraft:
    title: str
    language: str
    description: str = ""
    criteria: tuple[CriterionDraft, ...] = ()

    def afresh(self) -> "RubricDraft":
        """The same, to be stored as rows of its own."""
        return replace(
            self,
            criteria=tuple(
                replace(
                    criterion,
                    key=None,
                    levels=tuple(replace(level, key=None) for level in criterion.levels),
                )
                for criterion in self.criteria
            ),
        )
