"""What students do with an assignment: start on it, and hand it in.

Each function is one transaction. Whoever calls it has been through `access.py`.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from canvas import actions, blueprints, sharing
from canvas.models import Canvas, Role
from canvas.sharing import NotShared
from classroom import letters
from classroom.frozen import freeze
from classroom.models import Assignment, Attempt, Author, Course, Enrolment, Submission
from classroom.states import Move, after
from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from relationships.vocabulary import Stage

MOST_ATTEMPTS = 100
"""At one submission: whoever hands in without end fills nobody's disk."""


class NotTaken(Exception):
    """Nothing was written.

    `reason` says why: `archived`, `left` (the person attends the course no more), `withdrawn` (the
    assignment was hidden again or deleted, or the draft was left), `closed` (too late), `gone` (the
    canvas was deleted), `empty` (nothing stands on it), `same` (nothing has changed since the last
    attempt), `changed` (the canvas is no longer what the person saw), `many` (there is no room for
    more attempts).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def start(assignment: Assignment, *, by: User) -> Submission:
    """Gives a student, or the student's team, a canvas to work on; once started, the same again.

    It belongs to whoever starts, and the others of the team edit it; what a student handed in
    alone or with another team is none of this team's. Where it was deleted, a new one begins with
    what was handed in last. Raises `NotTaken`.
    """
    with transaction.atomic():
        course = Course.objects.select_for_update().get(pk=assignment.course_id)
        mine = course.enrolments.present().filter(user=by).first()
        if course.is_archived or mine is None:
            raise NotTaken("archived" if course.is_archived else "left")
        if not course.assignments.published().filter(pk=assignment.pk).exists():
            raise NotTaken("withdrawn")
        submission = _begun(assignment, mine) or Submission.objects.create(
            assignment=assignment, team=mine.team
        )
        if submission.canvas is None or submission.canvas.deleted_at:
            blueprint = _beginning(assignment, course, submission)
            work_on(submission, actions.create_canvas(blueprint, by=by))
        others = _others(course, mine) if submission.team_id == mine.team_id else []
        try:
            for enrolment in [mine, *others]:
                _take_part(submission, enrolment)
        except NotShared:
            raise NotTaken("gone") from None
    return submission


def work_on(submission: Submission, canvas: Canvas) -> None:
    """Makes a canvas the one that is handed in; the canvas's own pages tell what it is for."""
    canvas.task = reverse("submission_task", args=[submission.pk])
    canvas.save(update_fields=["task"])
    submission.canvas = canvas
    submission.save(update_fields=["canvas"])


def _begun(assignment: Assignment, mine: Enrolment) -> Submission | None:
    """What the student hands in already, or the student's team."""
    begun = assignment.submissions.select_related("canvas")
    own = begun.filter(authors__enrolment=mine).first()
    return own or (begun.filter(team=mine.team_id).first() if mine.team_id else None)


def _beginning(assignment: Assignment, course: Course, submission: Submission) -> Blueprint:
    """What was handed in last, or else the starter, or else an empty canvas."""
    last = submission.attempts.order_by("number").last()
    document = last.document if last else assignment.starter
    if document:
        return replace(blueprints.restore(document), title=assignment.title)
    return Blueprint(
        title=assignment.title, language=course.language, stage=Stage.IDEA, currency="EUR"
    )


def _others(course: Course, mine: Enrolment) -> list[Enrolment]:
    """The rest of the student's team."""
    if mine.team_id is None:
        return []
    return list(course.enrolments.present().filter(team=mine.team_id).exclude(pk=mine.pk))


def _take_part(submission: Submission, enrolment: Enrolment) -> None:
    """Makes a student an author, who may edit the canvas, unless one of another submission."""
    author, _ = Author.objects.get_or_create(
        assignment=submission.assignment, enrolment=enrolment, defaults={"submission": submission}
    )
    if author.submission_id == submission.pk and submission.canvas and enrolment.user:
        sharing.admit(submission.canvas, enrolment.user, role=Role.EDITOR)


def submit(
    submission: Submission, catalog: Catalog, *, message: str = "", seen: str = "", by: User
) -> Attempt:
    """Freezes the canvas as it is now, as the next attempt, and tells the instructors.

    `seen` is the `fingerprint` of what the person saw: what somebody else of the team changed
    meanwhile is not handed in unseen. Raises `NotTaken`, and `Barred` where the submission is
    under review or released.
    """
    with transaction.atomic():
        locked = Submission.objects.select_for_update().filter(pk=submission.pk).first()
        if locked is None:
            raise NotTaken("withdrawn")
        assignment = Assignment.objects.select_related("course").get(pk=locked.assignment_id)
        locked.assignment = assignment
        state = after(locked.state, Move.SUBMIT)
        now = timezone.now()
        canvas = living(locked)
        if reason := hindrance(locked, canvas, last_document(locked), now):
            raise NotTaken(reason)
        assert canvas  # noqa: S101 - without one there is a hindrance
        if seen and seen != fingerprint(canvas.document):
            raise NotTaken("changed")
        attempt = Attempt.objects.create(
            submission=locked,
            number=locked.attempt_count + 1,
            at=now,
            by=by,
            message=message,
            is_late=assignment.is_late(now),
            **freeze(canvas, catalog),
        )
        locked.state = state
        locked.attempt_count = attempt.number
        locked.submitted_at = now
        locked.is_late = attempt.is_late
        locked.save(update_fields=["state", "attempt_count", "submitted_at", "is_late"])
        letters.submitted(attempt)
    return attempt


def living(submission: Submission) -> Canvas | None:
    """The canvas that the students work on; none once it was deleted. One query."""
    return Canvas.objects.alive().filter(submissions=submission).first()


def last_document(submission: Submission) -> str | None:
    """What was handed in last, as a document. One query, and none before the first attempt."""
    if not submission.attempt_count:
        return None
    number = submission.attempt_count
    return submission.attempts.values_list("document", flat=True).filter(number=number).first()


def hindrance(
    submission: Submission, canvas: Canvas | None, last: str | None, now: datetime
) -> str:
    """Why the canvas can't be handed in, as a reason of `NotTaken`; empty where it can. No query.

    Whether the submission is in a state to be handed in is another question (`states.may`).
    """
    assignment = submission.assignment
    if assignment.course.is_archived:
        return "archived"
    if assignment.is_closed(now):
        return "closed"
    if submission.attempt_count >= MOST_ATTEMPTS:
        return "many"
    if canvas is None:
        return "gone"
    if not blueprints.read(canvas).elements:
        return "empty"
    return "same" if last == canvas.document else ""


def fingerprint(document: str) -> str:
    """Names what stands on a canvas; no secret."""
    return sha256(document.encode()).hexdigest()[:16]
