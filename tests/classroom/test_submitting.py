"""Starting on an assignment, and handing it in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from canvas import actions, blueprints, sharing
from canvas.models import Role
from canvas.sharing import NotShared
from classroom import submitting
from classroom.frozen import thaw
from classroom.models import Assignment, Course, Submission
from classroom.states import Barred, State
from classroom.submitting import NotTaken
from relationships import live
from relationships.catalog import Catalog
from relationships.models import RelationshipType
from relationships.vocabulary import Language
from tests.canvas.building import full_blueprint
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db


def test_starting_gives_a_canvas_of_the_students_own(
    assignment: Assignment, tomas: User, catalog: Catalog
) -> None:
    started = submitting.start(assignment, by=tomas)
    again = submitting.start(assignment, by=tomas)
    assert again == started
    assert started.state == State.DRAFT
    assert started.canvas
    assert started.canvas.title == assignment.title
    members = started.canvas.members.values_list("user", "role")
    assert list(members) == [(tomas.pk, Role.OWNER)]


def test_a_team_starts_once_and_works_on_one_canvas(
    assignment: Assignment, course: Course, sofia: User, tomas: User, catalog: Catalog
) -> None:
    course.enrolments.update(team=make.TeamFactory(course=course))
    started = submitting.start(assignment, by=sofia)
    assert submitting.start(assignment, by=tomas) == started
    assert started.canvas
    roles = dict(started.canvas.members.values_list("user", "role"))
    assert roles == {sofia.pk: Role.OWNER, tomas.pk: Role.EDITOR}
    assert started.authors.count() == 2


def test_an_attempt_stays_as_it_was_whatever_is_edited_later(
    submission: Submission, sofia: User
) -> None:
    attempt = submission.attempts.get()
    said = [finding.message(Language.ES) for finding in thaw(attempt).findings]
    assert said
    assert submission.canvas
    actions.remove_element(submission.canvas, "s1", by=sofia)
    RelationshipType.objects.update(name_es="Otra cosa")
    kept = thaw(submission.attempts.get())
    assert [finding.message(Language.ES) for finding in kept.findings] == said
    assert kept.blueprint == full_blueprint()
    names = [entry.name.into(Language.ES) for entry in kept.catalog.types.values()]
    assert names
    assert "Otra cosa" not in names


def test_what_has_not_changed_is_not_handed_in_twice(submission: Submission, sofia: User) -> None:
    with pytest.raises(NotTaken, match="same"):
        submitting.submit(submission, live.current(), by=sofia)
    assert submission.attempts.count() == 1


def test_nothing_is_handed_in_while_it_is_under_review(submission: Submission, sofia: User) -> None:
    Submission.objects.update(state=State.IN_REVIEW)
    with pytest.raises(Barred):
        submitting.submit(submission, live.current(), by=sofia)


@pytest.mark.parametrize(("late_days", "taken"), [(None, True), (3, True), (1, False), (0, False)])
def test_late_work_is_marked_and_taken_as_long_as_the_assignment_says(
    submission: Submission, sofia: User, late_days: int | None, taken: bool
) -> None:
    two_days_ago = timezone.now() - timedelta(days=2)
    Assignment.objects.update(due_at=two_days_ago, late_days=late_days)
    assert submission.canvas
    actions.remove_element(submission.canvas, "s1", by=sofia)
    if not taken:
        with pytest.raises(NotTaken, match="closed"):
            submitting.submit(submission, live.current(), by=sofia)
        return
    assert submitting.submit(submission, live.current(), by=sofia).is_late
    submission.refresh_from_db()
    assert (submission.is_late, submission.attempt_count) == (True, 2)


def test_an_empty_canvas_is_not_handed_in(
    assignment: Assignment, tomas: User, catalog: Catalog
) -> None:
    started = submitting.start(assignment, by=tomas)
    with pytest.raises(NotTaken, match="empty"):
        submitting.submit(started, live.current(), by=tomas)


def test_nothing_is_handed_in_of_what_is_gone(
    assignment: Assignment, tomas: User, catalog: Catalog
) -> None:
    """The student may have left the team in another window, or the assignment was deleted."""
    started = submitting.start(assignment, by=tomas)
    Submission.objects.filter(pk=started.pk).delete()
    with pytest.raises(NotTaken, match="withdrawn"):
        submitting.submit(started, live.current(), by=tomas)


def test_who_starts_while_somebody_deletes_the_canvas_is_told(
    assignment: Assignment, tomas: User, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next time there is a new one."""

    def gone(*_about: object, **_more: object) -> None:
        raise NotShared("gone")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(sharing, "admit", gone)
        with pytest.raises(NotTaken, match="gone"):
            submitting.start(assignment, by=tomas)
    assert not Submission.objects.exists()
    assert submitting.start(assignment, by=tomas).canvas


def test_where_the_canvas_was_deleted_work_goes_on_from_the_last_attempt(
    submission: Submission, assignment: Assignment, sofia: User
) -> None:
    assert submission.canvas
    actions.delete_canvas(submission.canvas, by=sofia)
    with pytest.raises(NotTaken, match="gone"):
        submitting.submit(submission, live.current(), by=sofia)
    again = submitting.start(assignment, by=sofia)
    assert again == submission
    assert again.canvas
    assert again.canvas != submission.canvas
    assert blueprints.read(again.canvas).segments == full_blueprint().segments
