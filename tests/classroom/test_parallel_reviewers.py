"""Two instructors write on one submission at the same moment: nothing fails, nothing is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Barrier

import pytest
from django.db import connection, transaction

from accounts.models import User
from classroom import releasing, replying, reviewing
from classroom.models import Remark, Review, Score, Submission
from classroom.reviewing import Clash
from classroom.states import Barred, State
from tests.classroom import factories as make
from tests.factories import UserFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WRITERS = 4


@pytest.fixture
def submission() -> Submission:
    rubric = make.RubricFactory(criteria=1)
    submission = make.SubmissionFactory(assignment__rubric=rubric, canvas=None)
    attempt = make.AttemptFactory(submission=submission)
    Submission.objects.filter(pk=submission.pk).update(
        state=State.SUBMITTED, attempt_count=1, submitted_at=attempt.at
    )
    found = Submission.objects.select_related("assignment__course").get(pk=submission.pk)
    return found


def _all_at_once(write: Callable[[User], object], people: list[User]) -> list[str]:
    """What became of each: `done`, or the name of what was raised."""
    start = Barrier(len(people))

    def one(person: User) -> str:
        try:
            start.wait(timeout=30)
            write(person)
        except (Clash, Barred) as refused:
            return type(refused).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(people)) as threads:
        return sorted(threads.map(one, people))


def test_the_first_words_of_several_make_one_review(submission: Submission) -> None:
    people = [UserFactory() for _n in range(WRITERS)]

    def remark(person: User) -> object:
        return reviewing.remark(
            submission, attempt=1, key="", text="Why?", is_private=False, by=person
        )

    assert _all_at_once(remark, people) == ["done"] * WRITERS
    assert Review.objects.count() == 1
    assert set(Remark.objects.values_list("by", flat=True)) == {p.pk for p in people}


def test_of_several_who_score_one_criterion_one_wins_and_the_others_are_told(
    submission: Submission,
) -> None:
    people = [UserFactory() for _n in range(WRITERS)]
    rubric = submission.assignment.rubric
    assert rubric
    criterion = rubric.criteria.get()

    def score(person: User) -> object:
        return reviewing.score(
            submission,
            criterion.pk,
            attempt=1,
            level=None,
            remark=f"Says {person.pk}",
            version=0,
            by=person,
        )

    assert _all_at_once(score, people) == ["Clash"] * (WRITERS - 1) + ["done"]
    written = Score.objects.get()
    assert (written.remark, written.version) == (f"Says {written.by_id}", 1)


def test_a_review_is_released_by_one_of_several(submission: Submission) -> None:
    people = [UserFactory() for _n in range(WRITERS)]
    reviewing.overall(submission, attempt=1, text="Good.", version=1, by=people[0])

    def release(person: User) -> object:
        return releasing.release(submission, attempt=1, without_levels=True, by=person)

    assert _all_at_once(release, people) == ["Barred"] * (WRITERS - 1) + ["done"]


def test_a_reply_and_who_hands_the_review_over_anew_do_not_wait_for_each_other(
    submission: Submission,
) -> None:
    """The reply refers to the submission, which the other one has locked."""
    teacher, student = UserFactory(), UserFactory()
    course = submission.assignment.course
    make.InstructorFactory(course=course, user=teacher)
    reviewing.overall(submission, attempt=1, text="Good.", version=1, by=teacher)
    review = releasing.release(submission, attempt=1, without_levels=True, by=teacher)

    def reply() -> None:
        try:
            replying.reply(review, text="Thank you", by=student, by_instructor=False)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            reviewing.lock(submission, 1)
            replied = thread.submit(reply)
            wait([replied], timeout=1)
            Review.objects.filter(pk=review.pk).update(read_at=None)
        replied.result(timeout=30)
    assert review.replies.count() == 1
