"""The rubric that ships: complete in three languages, and read with no Django."""

import subprocess
import sys
from pathlib import Path

import pytest

from accounts.models import User
from classroom import rubrics
from classroom.content import shipped_rubric
from classroom.drafts import RubricDraft
from classroom.models import Level
from relationships.vocabulary import Language

ROOT = Path(__file__).parents[2]
each_language = pytest.mark.parametrize("language", list(Language))


def _texts(draft: RubricDraft) -> list[str]:
    texts = [draft.title, draft.description]
    for criterion in draft.criteria:
        texts += [criterion.title, criterion.description]
        texts += [level.description for level in criterion.levels]
    return texts


@each_language
def test_eight_criteria_of_four_levels_each(language: Language) -> None:
    draft = shipped_rubric(language)
    assert draft.language == language
    assert [len(criterion.levels) for criterion in draft.criteria] == [4] * 8
    for criterion in draft.criteria:
        assert [level.points for level in criterion.levels] == [0, 1, 2, 3]


@each_language
def test_no_text_is_missing_or_stands_twice(language: Language) -> None:
    texts = _texts(shipped_rubric(language))
    assert all(text.strip() == text != "" for text in texts)
    assert len(set(texts)) == len(texts)


def test_no_text_was_left_in_another_language() -> None:
    said = [set(_texts(shipped_rubric(language))) for language in Language]
    assert [len(one & other) for one, other in zip(said, [*said[1:], said[0]], strict=True)] == [
        0,
        0,
        0,
    ]


@each_language
@pytest.mark.django_db
def test_it_fits_into_the_rows(language: Language, ines: User) -> None:
    """Every field holds what is put into it, uncut: SQLite alone would not say so."""
    draft = shipped_rubric(language)
    made = rubrics.create(draft, by=ines)
    assert rubrics.draft_of(made).afresh() == draft
    for text in (level.description for each in draft.criteria for level in each.levels):
        assert len(text) <= (Level._meta.get_field("description").max_length or 0)


def test_it_is_read_without_django() -> None:
    code = """
import sys
from classroom.content import shipped_rubric
from relationships.vocabulary import Language
assert [shipped_rubric(language).title for language in Language]
print(sorted(name for name in sys.modules if name.partition(".")[0] == "django"))
"""
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "[]\n"
