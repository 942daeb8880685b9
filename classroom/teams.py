"""Who hands in with whom.

A student chooses the team, and may change it until the own team or the other one has handed
something in: nobody comes by work that others have submitted. Instructors move anybody at any
time. What was handed in stays with those who handed it in. Of what was only begun, whoever leaves
a team leaves its share: the canvas goes on with the others, and where nobody else is on it, it
stays with the student as any canvas of the own, and is handed in no more.
"""

import uuid
from contextlib import suppress
from typing import NamedTuple

from django.db import transaction

from accounts.models import User
from canvas import sharing
from canvas.models import Canvas, Role
from canvas.sharing import NotShared
from classroom.models import Author, Course, Enrolment, Submission, Team
from classroom.teaching import lock

MOST_TEAMS = 1_000
MOST_IN_TEAM = 20


class NotMoved(Exception):
    """Nothing was written.

    `reason` says why: `archived`, `handed_in` (one of the two teams has), `full`, `teams` (too
    many of them), `gone` (the team, or the student).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Wish(NamedTuple):
    """A team that is there, by its id, or one by its name, new or not; neither: no team."""

    team_id: int | None = None
    name: str = ""


def change_team(course: Course, enrolment: Enrolment, wish: Wish, *, freely: bool) -> None:
    """Moves a student; `freely` for instructors. Raises `NotMoved`."""
    with transaction.atomic():
        locked = lock(course)
        mine = locked.enrolments.present().filter(pk=enrolment.pk).first()
        if locked.is_archived or mine is None:
            raise NotMoved("archived" if locked.is_archived else "gone")
        place(locked, mine, wish, freely=freely)


def make_team(course: Course, name: str) -> Team:
    """The team of this name. Raises `NotMoved` past the most of them."""
    with transaction.atomic():
        locked = lock(course)
        if locked.is_archived:
            raise NotMoved("archived")
        return _named(locked, name)


def place(course: Course, enrolment: Enrolment, wish: Wish, *, freely: bool) -> None:
    """Puts a student of a course that is locked into a team, or into none."""
    old, new = enrolment.team, _wished(course, wish)
    if old == new:
        return
    if not freely and (_has_handed_in(old) or _has_handed_in(new)):
        raise NotMoved("handed_in")
    if new and new.enrolments.present().count() >= MOST_IN_TEAM:
        raise NotMoved("full")
    _leave_drafts(enrolment)
    enrolment.team = new
    enrolment.save(update_fields=["team"])
    if old and not old.enrolments.exists() and not old.submissions.exists():
        old.delete()


def _wished(course: Course, wish: Wish) -> Team | None:
    if wish.name:
        return _named(course, wish.name)
    if wish.team_id is None:
        return None
    team = course.teams.filter(pk=wish.team_id).first()
    if team is None:
        raise NotMoved("gone")
    return team


def _named(course: Course, name: str) -> Team:
    """Those who type the same name meet in one team, in whatever case they type it."""
    team = course.teams.filter(name__iexact=name).order_by("pk").first()
    if team is None and course.teams.count() >= MOST_TEAMS:
        raise NotMoved("teams")
    return team or Team.objects.create(course=course, name=name)


def _has_handed_in(team: Team | None) -> bool:
    return team is not None and team.submissions.filter(attempt_count__gt=0).exists()


def goes_on_in_team(enrolment: Enrolment) -> bool:
    """Whether somebody who comes back to a course has a share in all that the team handed in."""
    if enrolment.team is None:
        return True
    handed_in = enrolment.team.submissions.filter(attempt_count__gt=0)
    return not handed_in.exclude(authors__enrolment=enrolment).exists()


def _leave_drafts(enrolment: Enrolment) -> None:
    drafts = Submission.objects.filter(authors__enrolment=enrolment, attempt_count=0)
    locked = Submission.objects.select_for_update().filter(pk__in=drafts.values("pk"))
    for submission in locked.filter(attempt_count=0).order_by("pk"):
        others = submission.authors.exclude(enrolment=enrolment)
        heirs = [each.enrolment.user for each in others.select_related("enrolment__user")]
        if not heirs:
            submission.delete()
            continue
        Author.objects.filter(submission=submission, enrolment=enrolment).delete()
        if enrolment.user and submission.canvas_id:
            # Where it is deleted in this moment, nobody needs to leave it.
            with suppress(NotShared):
                _leave_canvas(submission.canvas_id, enrolment.user, [one for one in heirs if one])


def _leave_canvas(canvas_id: uuid.UUID, leaving: User, heirs: list[User]) -> None:
    """Takes the student off a canvas that others work on; one of them owns it from then on."""
    canvas = Canvas.objects.alive().without_document().filter(pk=canvas_id).first()
    member = canvas and canvas.members.filter(user=leaving).first()
    if not canvas or not member:
        return
    if member.role == Role.OWNER:
        heir = canvas.members.filter(user__in=heirs).order_by("since", "pk").first()
        if heir is None:
            return
        sharing.offer_handover(canvas, heir)
        sharing.take_over(canvas, by=heir.user)
        member.refresh_from_db()
    sharing.remove_member(canvas, member, by=leaving)
