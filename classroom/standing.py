"""Where a student stands with an assignment, and the one next step."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from classroom.models import Assignment, Submission
from classroom.states import State


class Standing(NamedTuple):
    """A sentence, and what to do next: a link, or what is posted to `assignment_start`.

    `further` is a second link, with what it is called.
    """

    told: str
    label: str = ""
    url: str = ""
    starts: bool = False
    further: tuple[str, str] | None = None


class _Door(StrEnum):
    """Whether anything can still be handed in."""

    OPEN = "open"
    CLOSED = "closed"
    ARCHIVED = "archived"


def own_submission(assignment: Assignment, person: User) -> Submission | None:
    """What the person hands in, with the canvas. One query."""
    mine = assignment.submissions.filter(
        authors__enrolment__user=person, authors__enrolment__left_at=None
    )
    held = ("state", "attempt_count", "assignment_id", "canvas_id", "canvas__deleted_at")
    return mine.select_related("canvas").only(*held).first()


def has_team_begun(assignment: Assignment, person: User) -> bool:
    """Whether the others of the person's team have started. One query."""
    teams = assignment.course.enrolments.present().filter(user=person, team__isnull=False)
    return assignment.submissions.filter(team__in=teams.values("team")).exists()


def standing_of(assignment: Assignment, person: User, now: datetime) -> Standing:
    """For a student of the course. At most two queries."""
    door = _door(assignment, now)
    submission = own_submission(assignment, person)
    if submission is None:
        return _outside(door, has_team_begun(assignment, person))
    own, canvas = submission.get_absolute_url(), submission.canvas
    at_work = None
    if canvas and canvas.deleted_at is None:
        at_work = (_("Go on working"), reverse("board", args=[canvas.pk]))
    match State(submission.state):
        case State.SUBMITTED:
            return Standing(_("You have handed this in. The review is to come."), _("See it"), own)
        case State.IN_REVIEW:
            return Standing(_("Your instructors are reviewing this."), _("See it"), own)
        case State.RELEASED:
            return Standing(_("Your instructors have reviewed this."), _("See the feedback"), own)
        case State.CHANGES_REQUESTED:
            told = _("Your instructors ask for changes: read why, change it, hand it in again.")
            further = at_work if door is _Door.OPEN else None
            return Standing(told, _("See the feedback"), own, further=further)
    if door is not _Door.OPEN:
        return Standing(_too_late(door))
    if at_work is None:
        return Standing(_("The canvas you worked on was deleted."), _("Start again"), starts=True)
    told = _("You have started, and not handed it in yet.")
    return Standing(told, *at_work, further=(_("Hand it in"), own))


def _door(assignment: Assignment, now: datetime) -> _Door:
    if assignment.course.is_archived:
        return _Door.ARCHIVED
    return _Door.CLOSED if assignment.is_closed(now) else _Door.OPEN


def _outside(door: _Door, team_begun: bool) -> Standing:
    if door is not _Door.OPEN:
        return Standing(_too_late(door))
    if team_begun:
        return Standing(_("Your team has started."), _("Join in"), starts=True)
    told = _("You have not started yet. You get a canvas of your own to work on.")
    return Standing(told, _("Start"), starts=True)


def _too_late(door: _Door) -> str:
    if door is _Door.ARCHIVED:
        return _("This course is archived: nothing is handed in any more.")
    return _("It is too late to hand anything in.")
