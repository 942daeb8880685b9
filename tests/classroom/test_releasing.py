"""Handing reviews over, and what students read of them from then on."""

from decimal import Decimal

import pytest

from accounts.models import User
from classroom import releasing, reviewing
from classroom.models import Assignment, Review, Rubric, Submission
from classroom.released import released
from classroom.releasing import NotReady
from classroom.reviewing import NotWritten, Outdated
from classroom.states import Barred, State
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db


def _score(submission: Submission, by: User, *, points: int, criteria: int = 2) -> None:
    rubric = submission.assignment.rubric
    assert rubric
    for criterion in rubric.criteria.order_by("position")[:criteria]:
        score = criterion.scores.filter(review__attempt__submission=submission).first()
        reviewing.score(
            submission,
            criterion.pk,
            attempt=1,
            level=criterion.levels.get(points=points).pk,
            remark=f"{points} for it",
            version=score.version if score else 0,
            by=by,
        )


def _remark(submission: Submission, text: str, by: User, *, is_private: bool = False) -> None:
    reviewing.remark(submission, attempt=1, key="s1", text=text, is_private=is_private, by=by)


def test_students_read_what_was_released_and_nothing_private(
    submission: Submission, ines: User
) -> None:
    _score(submission, ines, points=10)
    _remark(submission, "Who exactly?", ines)
    _remark(submission, "Copied from Tomás?", ines, is_private=True)
    reviewing.overall(submission, attempt=1, text="Well done.", version=1, by=ines)
    assert released(Review.objects.get()) is None

    review = releasing.release(submission, attempt=1, by=ines)
    said = released(review)
    assert said
    assert (said.overall, said.points, said.most_points) == ("Well done.", 20, 20)
    assert [(c.level, c.points, c.remark) for c in said.criteria] == [("Well", 10, "10 for it")] * 2
    assert [(remark.key, remark.text) for remark in said.remarks] == [("s1", "Who exactly?")]
    assert "Copied" not in str(review.released)
    submission.refresh_from_db()
    assert submission.state == State.RELEASED
    assert (submission.points, submission.most_points) == (Decimal(20), Decimal(20))
    assert submission.released_at == review.released_at


def test_what_is_written_after_reopening_shows_only_once_it_is_released_anew(
    submission: Submission, ines: User
) -> None:
    _score(submission, ines, points=0)
    review = releasing.release(submission, attempt=1, by=ines)
    Review.objects.update(read_at=review.released_at)
    releasing.reopen(submission, attempt=1, by=ines)
    _score(submission, ines, points=10)
    _remark(submission, "After all", ines)

    before = released(Review.objects.get())
    assert before
    assert (before.points, before.remarks) == (0, ())
    submission.refresh_from_db()
    assert (submission.state, submission.points) == (State.IN_REVIEW, 0)

    after = releasing.release(submission, attempt=1, by=ines)
    said = released(after)
    assert said
    assert (said.points, len(said.remarks), after.read_at) == (20, 1, None)


def test_a_deleted_remark_stays_released_until_then(submission: Submission, ines: User) -> None:
    _score(submission, ines, points=10)
    _remark(submission, "Who exactly?", ines)
    review = releasing.release(submission, attempt=1, by=ines)
    reply = make.ReplyFactory(review=review, remark=review.remarks.get())
    releasing.reopen(submission, attempt=1, by=ines)
    reviewing.retract(submission, review.remarks.get().pk, attempt=1, by=ines)
    said = released(Review.objects.get())
    assert said
    assert len(said.remarks) == 1
    reply.refresh_from_db()
    assert reply.remark is None


def test_changes_are_requested_and_the_students_read_why(
    submission: Submission, ines: User
) -> None:
    with pytest.raises(Barred):
        releasing.request_changes(submission, attempt=1, by=ines)
    _remark(submission, "Who exactly?", ines)
    review = releasing.request_changes(submission, attempt=1, by=ines)
    submission.refresh_from_db()
    assert submission.state == State.CHANGES_REQUESTED
    assert (submission.points, submission.released_at) == (None, None)
    said = released(review)
    assert said
    assert len(said.remarks_on("s1")) == 1
    assert said.points is None


def test_a_criterion_without_a_level_counts_neither_for_nor_against(
    submission: Submission, ines: User
) -> None:
    _score(submission, ines, points=10, criteria=1)
    with pytest.raises(NotReady, match="unscored"):
        releasing.release(submission, attempt=1, by=ines)
    submission.refresh_from_db()
    assert submission.state == State.IN_REVIEW
    review = releasing.release(submission, attempt=1, without_levels=True, by=ines)
    said = released(review)
    assert said
    assert (said.points, said.most_points) == (10, 10)
    assert [(c.level, c.points, c.most_points) for c in said.criteria] == [
        ("Well", 10, 10),
        ("", None, 10),
    ]


@pytest.mark.parametrize("is_private", [None, True])
def test_nothing_is_handed_over_where_there_is_nothing_to_read(
    submission: Submission, ines: User, is_private: bool | None
) -> None:
    reviewing.take_up(submission, attempt=1, by=ines)
    if is_private:
        _remark(submission, "For you alone", ines, is_private=True)
    for hand_over in (releasing.request_changes, releasing.release):
        more = {"without_levels": True} if hand_over is releasing.release else {}
        with pytest.raises(NotReady, match="empty"):
            hand_over(submission, attempt=1, by=ines, **more)
    assert Review.objects.get().released_at is None


def test_an_assignment_without_rubric_is_released_without_points(
    submission: Submission, ines: User
) -> None:
    Assignment.objects.update(rubric=None)
    reviewing.overall(submission, attempt=1, text="Well done.", version=1, by=ines)
    said = released(releasing.release(submission, attempt=1, by=ines))
    assert said
    assert (said.criteria, said.points, said.most_points) == ((), None, None)


def test_a_review_is_released_once(submission: Submission, ines: User) -> None:
    _score(submission, ines, points=10)
    releasing.release(submission, attempt=1, by=ines)
    with pytest.raises(Barred):
        releasing.release(submission, attempt=1, by=ines)
    with pytest.raises(Barred):
        releasing.request_changes(submission, attempt=1, by=ines)
    with pytest.raises(Outdated):
        releasing.reopen(submission, attempt=2, by=ines)


def test_all_that_are_complete_are_released_and_the_others_named(
    submission: Submission, assignment: Assignment, ines: User, tomas: User
) -> None:
    other = _reviewed(assignment, tomas)
    _score(submission, ines, points=10)
    ready = releasing.ready_and_not(assignment)
    assert ready.ready == [(submission, "Sofía Sol")]
    titles = ["Segments are specific"] * 2
    assert ready.unready == [(other, "Tomás Toro", titles)]
    assert releasing.release_all(assignment, by=ines) == 1
    assert releasing.release_all(assignment, by=ines) == 0
    states = dict(Submission.objects.values_list("pk", "state"))
    assert states == {submission.pk: State.RELEASED, other.pk: State.IN_REVIEW}


def test_without_rubric_those_are_released_of_which_something_was_said(
    submission: Submission, assignment: Assignment, ines: User, tomas: User
) -> None:
    Assignment.objects.update(rubric=None)
    assignment.refresh_from_db()
    other = _reviewed(assignment, tomas)
    reviewing.overall(submission, attempt=1, text="Well done.", version=1, by=ines)
    ready = releasing.ready_and_not(assignment)
    assert ready.ready == [(submission, "Sofía Sol")]
    assert ready.unready == [(other, "Tomás Toro", [])]
    assert releasing.release_all(assignment, by=ines) == 1


def _reviewed(assignment: Assignment, student: User) -> Submission:
    """Tomás's, taken up and nothing said."""
    enrolment = assignment.course.enrolments.get(user=student)
    made = make.SubmissionFactory(assignment=assignment)
    make.AuthorFactory(submission=made, enrolment=enrolment)
    attempt = make.AttemptFactory(submission=made)
    made.state, made.attempt_count, made.submitted_at = State.IN_REVIEW, 1, attempt.at
    made.save()
    make.ReviewFactory(attempt=attempt)
    return made


def test_a_rubric_that_somebody_edits_meanwhile_is_read_again(
    submission: Submission, ines: User
) -> None:
    rubric = submission.assignment.rubric
    assert rubric
    criterion = rubric.criteria.order_by("position")[0]
    level = criterion.levels.get(points=10)
    Rubric.objects.update(version=2)
    criterion.levels.filter(pk=level.pk).delete()
    with pytest.raises(NotWritten, match="gone"):
        reviewing.score(
            submission, criterion.pk, attempt=1, level=level.pk, remark="", version=0, by=ines
        )
