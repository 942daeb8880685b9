"""Setting assignments, changing them at once, publishing them, taking them back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from canvas.actions import Clash
from canvas.models import Canvas
from classroom import assigning, submitting
from classroom.assigning import NotChanged
from classroom.models import Assignment, Course, Letter, Submission
from classroom.submitting import NotTaken
from classroom.terms import Terms, terms_of
from relationships import live
from relationships.catalog import Catalog
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db

SOON = timezone.now().replace(microsecond=0) + timedelta(days=7)


@pytest.fixture
def draft(course: Course, catalog: Catalog) -> Assignment:
    return assigning.create(course, Terms(title="Second plan", brief="Any business."), catalog)


def _change(draft: Assignment, base: Terms, **changes: object) -> Assignment:
    return assigning.change(draft, replace(base, **changes), live.current(), base=base)  # type: ignore[arg-type]


def test_numbers_are_never_used_again(course: Course, catalog: Catalog) -> None:
    first = assigning.create(course, Terms(title="One"), catalog)
    assigning.delete(first)
    second = assigning.create(course, Terms(title="Two"), catalog)
    assert (first.number, second.number) == (1, 2)


def test_of_two_who_edit_at_once_each_keeps_what_only_they_changed(draft: Assignment) -> None:
    seen = terms_of(draft)
    _change(draft, seen, title="Their title", due_at=SOON)
    _change(draft, seen, brief="My brief")
    draft.refresh_from_db()
    assert (draft.title, draft.brief, draft.due_at) == ("Their title", "My brief", SOON)
    assert draft.version == 3


def test_where_both_changed_a_field_nothing_is_written(draft: Assignment) -> None:
    seen = terms_of(draft)
    _change(draft, seen, title="Their title", late_days=2)
    with pytest.raises(Clash) as clash:
        _change(draft, seen, title="My title", brief="My brief")
    assert clash.value.fields == ("title",)
    assert clash.value.theirs.title == "Their title"
    assert (clash.value.mine.title, clash.value.mine.late_days) == ("My title", 2)
    draft.refresh_from_db()
    assert (draft.title, draft.brief) == ("Their title", "Any business.")


def test_both_making_the_same_change_is_no_clash(draft: Assignment) -> None:
    seen = terms_of(draft)
    _change(draft, seen, title="Same")
    _change(draft, seen, title="Same")
    draft.refresh_from_db()
    assert (draft.title, draft.version) == ("Same", 2)


def test_publishing_shows_it_and_tells_everybody(
    draft: Assignment, sofia: User, tomas: User
) -> None:
    _change(draft, terms_of(draft), judged_by="none", due_at=SOON)
    assigning.publish(draft)
    draft.refresh_from_db()
    assert draft.is_published
    told = Letter.objects.filter(assignment=draft).values_list("to", flat=True)
    assert set(told) == {sofia.pk, tomas.pk}
    assigning.publish(draft)
    assert Letter.objects.filter(assignment=draft).count() == 2


def test_it_is_published_only_when_it_is_ready(draft: Assignment, ines: User) -> None:
    with pytest.raises(NotChanged, match="unjudged"):
        assigning.publish(draft)
    empty = make.RubricFactory(owner=ines)
    _change(draft, terms_of(draft), judged_by=str(empty.pk))
    with pytest.raises(NotChanged, match="criteria"):
        assigning.publish(draft)
    make.CriterionFactory(rubric=empty)
    Assignment.objects.filter(pk=draft.pk).update(due_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(NotChanged, match="past"):
        assigning.publish(draft)
    Assignment.objects.filter(pk=draft.pk).update(due_at=SOON)
    assigning.publish(draft)
    draft.refresh_from_db()
    assert draft.is_published


def test_it_is_hidden_again_only_while_nobody_has_started(
    assignment: Assignment, tomas: User, catalog: Catalog
) -> None:
    assigning.unpublish(assignment)
    assert not Assignment.objects.published().exists()
    assigning.publish(assignment)
    submitting.start(assignment, by=tomas)
    with pytest.raises(NotChanged, match="started"):
        assigning.unpublish(assignment)


def test_nobody_starts_on_what_was_hidden_a_moment_ago(
    assignment: Assignment, tomas: User, catalog: Catalog
) -> None:
    """The student's page was opened before."""
    assigning.unpublish(assignment)
    with pytest.raises(NotTaken, match="withdrawn"):
        submitting.start(assignment, by=tomas)
    assert not Submission.objects.exists()
    assert not Canvas.objects.exists()


def test_what_was_begun_stays_its_students_when_an_assignment_goes(
    assignment: Assignment, tomas: User, catalog: Catalog
) -> None:
    started = submitting.start(assignment, by=tomas)
    assigning.delete(assignment)
    assert not Submission.objects.exists()
    assert started.canvas
    assert Canvas.objects.visible_to(tomas.pk).filter(pk=started.canvas.pk).exists()


def test_what_somebody_else_deletes_meanwhile_is_not_changed(draft: Assignment) -> None:
    Assignment.objects.filter(pk=draft.pk).delete()
    with pytest.raises(NotChanged, match="deleted"):
        _change(draft, terms_of(draft), title="Renamed")
    with pytest.raises(NotChanged, match="deleted"):
        assigning.publish(draft)


def test_nor_is_it_found(
    draft: Assignment, as_ines: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deleted(*_about: object, **_more: object) -> None:
        raise NotChanged("deleted")

    monkeypatch.setattr(assigning, "publish", deleted)
    monkeypatch.setattr(assigning, "change", deleted)
    address = draft.get_absolute_url()
    assert as_ines.post(f"{address}publish/").status_code == 404
    assert as_ines.post(f"{address}edit/", {"title": "Renamed"}).status_code == 404


def test_what_was_submitted_is_never_deleted(submission: Submission) -> None:
    with pytest.raises(NotChanged, match="submitted"):
        assigning.delete(submission.assignment)
    assert Submission.objects.exists()


def test_the_rubric_stays_once_work_was_scored_by_it(submission: Submission, ines: User) -> None:
    assignment = submission.assignment
    base = terms_of(assignment)
    assert assignment.rubric
    review = make.ReviewFactory(attempt=submission.attempts.get())
    make.ScoreFactory(review=review, criterion=assignment.rubric.criteria.first())
    with pytest.raises(NotChanged, match="scored"):
        _change(assignment, base, judged_by="none")
    _change(assignment, base, brief="Words may change")
    assignment.refresh_from_db()
    assert (assignment.brief, assignment.without_rubric) == ("Words may change", False)


def test_scores_elsewhere_don_t_hold_the_rubric(submission: Submission, ines: User) -> None:
    rubric = submission.assignment.rubric
    assert rubric
    review = make.ReviewFactory(attempt=submission.attempts.get())
    make.ScoreFactory(review=review, criterion=rubric.criteria.first())
    other = make.AssignmentFactory(course=submission.assignment.course, number=2, rubric=rubric)
    _change(other, terms_of(other), judged_by="none")
    other.refresh_from_db()
    assert other.rubric is None


def test_a_rubric_that_was_deleted_meanwhile_is_not_chosen(draft: Assignment) -> None:
    with pytest.raises(NotChanged, match="gone"):
        _change(draft, terms_of(draft), judged_by="999")


def test_nothing_changes_in_an_archived_course(
    draft: Assignment, course: Course, catalog: Catalog
) -> None:
    Course.objects.update(archived_at=timezone.now())
    with pytest.raises(NotChanged, match="archived"):
        assigning.create(course, Terms(title="New"), catalog)
    with pytest.raises(NotChanged, match="archived"):
        _change(draft, terms_of(draft), title="Other")
    for act in (assigning.publish, assigning.unpublish, assigning.delete):
        with pytest.raises(NotChanged, match="archived"):
            act(draft)


def test_a_course_holds_only_so_many(
    course: Course, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assigning, "MOST_ASSIGNMENTS", 1)
    assigning.create(course, Terms(title="One"), catalog)
    with pytest.raises(NotChanged, match="many"):
        assigning.create(course, Terms(title="Two"), catalog)


def test_what_was_marked_late_stays_so_when_the_due_date_moves(submission: Submission) -> None:
    Submission.objects.update(is_late=True)
    submission.attempts.update(is_late=True)
    assignment = submission.assignment
    _change(assignment, terms_of(assignment), due_at=SOON)
    submission.refresh_from_db()
    assert (submission.is_late, submission.attempts.get().is_late) == (True, True)
