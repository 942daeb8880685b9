"""What instructors write about an attempt, together and at once."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import User
from canvas import actions
from classroom import reviewing, submitting
from classroom.models import Course, Criterion, Level, Remark, Review, Score, Submission
from classroom.reviewing import Clash, NotWritten, Outdated
from classroom.states import Barred, State
from relationships import live
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def criterion(submission: Submission) -> Criterion:
    return _criteria(submission)[0]


@pytest.fixture
def well(criterion: Criterion) -> Level:
    return criterion.levels.get(points=10)


def _criteria(submission: Submission) -> list[Criterion]:
    rubric = submission.assignment.rubric
    assert rubric
    return list(rubric.criteria.order_by("position"))


def _handed_in_again(submission: Submission, by: User) -> None:
    """The first segment goes, and with it the first relationship."""
    assert submission.canvas
    actions.remove_element(submission.canvas, "s1", by=by)
    submitting.submit(Submission.objects.get(pk=submission.pk), live.current(), by=by)


def test_the_first_word_takes_the_submission_up(
    submission: Submission, ines: User, criterion: Criterion
) -> None:
    submission.refresh_from_db()
    assert submission.state == State.SUBMITTED
    reviewing.score(
        submission, criterion.pk, attempt=1, level=None, remark="Who?", version=0, by=ines
    )
    submission.refresh_from_db()
    assert submission.state == State.IN_REVIEW


def test_instructors_write_one_review_together(submission: Submission, ines: User) -> None:
    colleague = make.InstructorFactory(course=submission.assignment.course).user
    first = reviewing.take_up(submission, attempt=1, by=ines)
    reviewing.remark(submission, attempt=1, key="s1", text="Who?", is_private=False, by=colleague)
    assert reviewing.take_up(submission, attempt=1, by=colleague) == first
    assert Review.objects.get().remarks.get().by == colleague


def test_of_two_who_score_at_once_the_later_is_told(
    submission: Submission, ines: User, ivan: User, criterion: Criterion, well: Level
) -> None:
    def score(**said: object) -> Score:
        given = {"attempt": 1, "level": None, "remark": "", "version": 0, **said}
        return reviewing.score(submission, criterion.pk, **given)  # type: ignore[arg-type]

    written = score(remark="Who?", by=ines)
    with pytest.raises(Clash) as clash:
        score(level=well.pk, by=ivan)
    assert clash.value.theirs == written
    assert Score.objects.get().remark == "Who?"
    assert score(remark="Who?", by=ivan).by == ines  # both say the same
    assert score(level=well.pk, version=1, by=ivan).version == 2
    assert Score.objects.get().remark == ""


def test_a_level_belongs_to_its_criterion_and_a_criterion_to_the_rubric(
    submission: Submission, ines: User, criterion: Criterion
) -> None:
    other = _criteria(submission)[1].levels.first()
    strange = make.RubricFactory(criteria=1).criteria.get()
    for pk, level in ((criterion.pk, other and other.pk), (strange.pk, None), (10**15, None)):
        with pytest.raises(NotWritten, match="gone"):
            reviewing.score(submission, pk, attempt=1, level=level, remark="x", version=0, by=ines)
    assert not Score.objects.exists()
    submission.refresh_from_db()
    assert submission.state == State.SUBMITTED


def test_of_two_who_say_the_whole_at_once_the_later_is_told(
    submission: Submission, ines: User, ivan: User
) -> None:
    reviewing.overall(submission, attempt=1, text="Good.", version=1, by=ines)
    with pytest.raises(Clash) as clash:
        reviewing.overall(submission, attempt=1, text="Weak.", version=1, by=ivan)
    assert getattr(clash.value.theirs, "overall", "") == "Good."
    reviewing.overall(submission, attempt=1, text="Good, but weak.", version=2, by=ivan)
    assert Review.objects.get().overall == "Good, but weak."


@pytest.mark.parametrize("key", ["", "block:channels", "n1", "s2", "c1", "r2"])
def test_remarks_are_on_the_whole_a_block_or_an_element(
    submission: Submission, ines: User, key: str
) -> None:
    said = reviewing.remark(submission, attempt=1, key=key, text="Why?", is_private=False, by=ines)
    assert (said.key, said.by) == (key, ines)


@pytest.mark.parametrize("key", ["s9", "block:nothing", "finding:0", "s1 ", "x" * 500])
def test_nothing_is_said_of_what_is_not_there(submission: Submission, ines: User, key: str) -> None:
    with pytest.raises(NotWritten, match="gone"):
        reviewing.remark(submission, attempt=1, key=key, text="Why?", is_private=False, by=ines)
    assert not Remark.objects.exists()


def test_a_review_holds_only_so_many_remarks(
    submission: Submission, ines: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviewing, "MOST_REMARKS", 1)
    reviewing.remark(submission, attempt=1, key="", text="One", is_private=False, by=ines)
    with pytest.raises(NotWritten, match="many"):
        reviewing.remark(submission, attempt=1, key="", text="Two", is_private=False, by=ines)


def test_a_remark_is_changed_only_by_whoever_wrote_it(
    submission: Submission, ines: User, ivan: User
) -> None:
    said = reviewing.remark(submission, attempt=1, key="s1", text="Who?", is_private=False, by=ines)
    with pytest.raises(PermissionDenied):
        reviewing.reword(submission, said.pk, attempt=1, text="You!", by=ivan)
    with pytest.raises(PermissionDenied):
        reviewing.retract(submission, said.pk, attempt=1, by=ivan)
    reviewing.reword(submission, said.pk, attempt=1, text="Who exactly?", by=ines)
    said.refresh_from_db()
    assert (said.text, said.edited_at is not None) == ("Who exactly?", True)
    reviewing.retract(submission, said.pk, attempt=1, by=ines)
    with pytest.raises(NotWritten, match="gone"):
        reviewing.retract(submission, said.pk, attempt=1, by=ines)


def test_a_remark_of_another_submission_is_not_found(submission: Submission, ines: User) -> None:
    strange = make.RemarkFactory(by=ines)
    with pytest.raises(NotWritten, match="gone"):
        reviewing.reword(submission, strange.pk, attempt=1, text="Mine now", by=ines)


def test_nobody_writes_on_an_attempt_that_was_followed_by_another(
    submission: Submission, ines: User, sofia: User
) -> None:
    _handed_in_again(submission, sofia)
    with pytest.raises(Outdated):
        reviewing.overall(submission, attempt=1, text="Late.", version=1, by=ines)
    assert not Review.objects.exists()


@pytest.mark.parametrize("state", [State.CHANGES_REQUESTED, State.RELEASED])
def test_nobody_writes_on_what_the_students_have_already(
    submission: Submission, ines: User, state: State
) -> None:
    Submission.objects.update(state=state)
    with pytest.raises(Barred):
        reviewing.overall(submission, attempt=1, text="Late.", version=1, by=ines)


def test_nothing_is_reviewed_in_an_archived_course(submission: Submission, ines: User) -> None:
    Course.objects.update(archived_at=timezone.now())
    found = Submission.objects.get(pk=submission.pk)
    with pytest.raises(NotWritten, match="archived"):
        reviewing.take_up(found, attempt=1, by=ines)


def test_a_later_attempt_takes_over_what_was_said_of_the_one_before(
    submission: Submission, ines: User, ivan: User, sofia: User
) -> None:
    one, other = _criteria(submission)
    well = one.levels.get(points=10)
    for criterion, level in ((one, well), (other, other.levels.get(points=0))):
        reviewing.score(
            submission, criterion.pk, attempt=1, level=level.pk, remark="", version=0, by=ivan
        )
    for key in ("s1", "s2", ""):
        reviewing.remark(
            submission, attempt=1, key=key, text=f"On {key}", is_private=key == "s2", by=ivan
        )
    Submission.objects.update(state=State.CHANGES_REQUESTED)
    _handed_in_again(submission, sofia)
    again = Submission.objects.get(pk=submission.pk)
    reviewing.score(again, other.pk, attempt=2, level=None, remark="Anew", version=0, by=ines)
    for _twice in range(2):
        review = reviewing.carry_over(again, attempt=2, by=ines)
        scores = {s.criterion: (s.level, s.remark, s.by) for s in review.scores.all()}
        assert scores == {one: (well, "", ivan), other: (None, "Anew", ines)}
        remarks = set(review.remarks.values_list("key", "text", "is_private", "by"))
        assert remarks == {("s2", "On s2", True, ivan.pk), ("", "On ", False, ivan.pk)}
    assert Score.objects.get(review=review, criterion=one).level.points == Decimal(10)  # type: ignore[union-attr]


def test_there_is_nothing_to_take_over_for_a_first_attempt(
    submission: Submission, ines: User
) -> None:
    with pytest.raises(NotWritten, match="gone"):
        reviewing.carry_over(submission, attempt=1, by=ines)
