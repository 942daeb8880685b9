"""Rubrics: edited until the first score, copied, deleted."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from accounts.models import User
from classroom import rubrics
from classroom.content import shipped_rubric
from classroom.drafts import CriterionDraft, LevelDraft, RubricDraft
from classroom.models import Criterion, Level, Review, Rubric, Score, Submission
from classroom.rubrics import NotSaved
from relationships.vocabulary import Language
from tests.classroom import factories as make
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped(ines: User) -> Rubric:
    return rubrics.create(shipped_rubric(Language.EN), by=ines)


def _scored(submission: Submission) -> Score:
    review = make.ReviewFactory(attempt=submission.attempts.get())
    assert submission.assignment.rubric
    score: Score = make.ScoreFactory(
        review=review, criterion=submission.assignment.rubric.criteria.first()
    )
    return score


def test_what_is_saved_is_what_was_drafted(shipped: Rubric) -> None:
    draft = rubrics.draft_of(shipped)
    first, second, *others = draft.criteria
    levels = (*second.levels[::-1], LevelDraft(title="Beyond", points=Decimal("4.5")))
    new = CriterionDraft(title="Is it fun?", levels=(LevelDraft(title="Yes", points=Decimal(1)),))
    changed = replace(
        draft, title="Mine", criteria=(replace(second, levels=levels), *others[1:], first, new)
    )
    rubrics.save(shipped, changed, version=1)
    shipped.refresh_from_db()
    stored = rubrics.draft_of(shipped)
    assert (shipped.title, shipped.version) == ("Mine", 2)
    assert stored.afresh() == changed.afresh()
    assert [criterion.key for criterion in stored.criteria[:-1]] == [
        criterion.key for criterion in changed.criteria[:-1]
    ]
    assert rubrics.sheet_of(shipped).most == Decimal("23.50")


def test_a_key_of_another_rubric_is_a_new_row(shipped: Rubric, ivan: User) -> None:
    other = rubrics.create(shipped_rubric(Language.ES), by=ivan)
    draft = rubrics.draft_of(shipped)
    rubrics.save(shipped, replace(draft, criteria=rubrics.draft_of(other).criteria), version=1)
    assert rubrics.draft_of(other).afresh() == shipped_rubric(Language.ES)
    assert Criterion.objects.count() == 16
    assert Level.objects.count() == 64


def test_of_two_who_edit_at_once_the_later_is_told(shipped: Rubric) -> None:
    draft = rubrics.draft_of(shipped)
    rubrics.save(shipped, replace(draft, title="Theirs"), version=1)
    with pytest.raises(NotSaved, match="clash"):
        rubrics.save(shipped, replace(draft, title="Mine"), version=1)
    shipped.refresh_from_db()
    assert shipped.title == "Theirs"


def test_from_the_first_score_on_it_stays(submission: Submission) -> None:
    rubric = submission.assignment.rubric
    assert rubric
    draft = rubrics.draft_of(rubric)
    rubrics.save(rubric, replace(draft, title="Before"), version=1)
    _scored(submission)
    with pytest.raises(NotSaved, match="scored"):
        rubrics.save(rubric, replace(draft, title="After"), version=2)
    rubric.refresh_from_db()
    assert rubric.title == "Before"


def test_it_is_deleted_only_while_nothing_refers_to_it(
    submission: Submission, shipped: Rubric
) -> None:
    rubric = submission.assignment.rubric
    assert rubric
    with pytest.raises(NotSaved, match="used"):
        rubrics.delete(rubric)
    _scored(submission)
    submission.assignment.rubric = None
    submission.assignment.save(update_fields=["rubric"])
    with pytest.raises(NotSaved, match="scored"):
        rubrics.delete(rubric)
    rubrics.delete(shipped)
    assert list(Rubric.objects.all()) == [rubric]
    with pytest.raises(NotSaved, match="gone"):
        rubrics.delete(shipped)


def test_a_person_holds_only_so_many(ines: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rubrics, "MOST_RUBRICS", 1)
    draft = RubricDraft(title="One", language="en")
    rubrics.create(draft, by=ines)
    with pytest.raises(NotSaved, match="many"):
        rubrics.create(draft, by=ines)


@pytest.mark.django_db(transaction=True)
def test_an_edit_and_a_first_score_at_once_do_not_both_win() -> None:
    """Whichever comes first, no score is left for a level that says something else by now."""
    for _round in range(6):
        rubric = make.RubricFactory(owner=UserFactory(), criteria=1)
        review = make.ReviewFactory()
        criterion = rubric.criteria.get()
        draft = rubrics.draft_of(rubric)
        start = Barrier(2)

        def edit(
            rubric: Rubric = rubric, draft: RubricDraft = draft, start: Barrier = start
        ) -> bool:
            start.wait()
            with suppress(NotSaved):
                rubrics.save(rubric, replace(draft, title="Edited"), version=1)
                return True
            return False

        def score(
            rubric: Rubric = rubric,
            review: Review = review,
            criterion: Criterion = criterion,
            start: Barrier = start,
        ) -> bool:
            start.wait()
            with transaction.atomic():
                if rubrics.lock_for_scoring(rubric).title == "Edited":
                    return False
                Score.objects.create(review=review, criterion=criterion)
            return True

        with ThreadPoolExecutor(2) as threads:
            edited, scored = (
                each.result()
                for each in [threads.submit(_closing, edit), threads.submit(_closing, score)]
            )
        assert edited is not scored


def _closing(act: Callable[[], bool]) -> bool:
    try:
        return act()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_an_edit_waits_for_a_score_that_is_being_written() -> None:
    rubric = make.RubricFactory(owner=UserFactory(), criteria=1)
    review = make.ReviewFactory()
    draft = rubrics.draft_of(rubric)
    locked, never = Barrier(2), Event()

    def score() -> bool:
        with transaction.atomic():
            rubrics.lock_for_scoring(rubric)
            locked.wait()
            # Long enough for the edit to run into the lock.
            never.wait(0.3)
            Score.objects.create(review=review, criterion=rubric.criteria.get())
        return True

    with ThreadPoolExecutor(1) as threads:
        written = threads.submit(_closing, score)
        locked.wait()
        with pytest.raises(NotSaved, match="scored"):
            rubrics.save(rubric, replace(draft, title="Edited"), version=1)
        assert written.result()
    rubric.refresh_from_db()
    assert rubric.title != "Edited"
