"""What the classroom ships, in three languages, read from the files of this folder. No Django."""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from classroom.drafts import CriterionDraft, LevelDraft, RubricDraft
from relationships.vocabulary import Language

FOLDER = Path(__file__).parent


@cache
def shipped_rubric(language: Language) -> RubricDraft:
    """The rubric that ships. Raises `KeyError` where a text is missing in this language."""
    read = tomllib.loads((FOLDER / "rubrics.toml").read_text(encoding="utf-8"))
    return RubricDraft(
        title=read["rubric"]["title"][language],
        description=read["rubric"]["description"][language],
        language=language,
        criteria=tuple(
            CriterionDraft(
                title=criterion["title"][language],
                description=criterion["description"][language],
                levels=_levels(read["levels"], criterion["levels"][language], language),
            )
            for criterion in read["criteria"]
        ),
    )


def _levels(
    levels: list[dict[str, Any]], texts: list[str], language: Language
) -> tuple[LevelDraft, ...]:
    """Raises `ValueError` where a criterion describes more or fewer levels than there are."""
    return tuple(
        LevelDraft(
            title=level["title"][language], points=Decimal(level["points"]), description=text
        )
        for level, text in zip(levels, texts, strict=True)
    )
