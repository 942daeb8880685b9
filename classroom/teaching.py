"""What instructors do with a course: open, change and archive it, and let others teach it.

Every function is one transaction. Whoever calls it has been through `access.py`; `by` is who does
it.
"""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from canvas.models.sharing import fresh_token
from canvas.sharing import INVITATION_DAYS, may_send
from classroom.models import Course, Instructor, InstructorInvitation
from classroom.models.courses import fresh_code

MOST_COURSES = 200
"""That one person teaches at once when opening another; archived ones count."""
MOST_INSTRUCTORS = 20
"""Of one course, those who are invited included."""


class NotTaught(Exception):
    """Nothing was written.

    `reason` says why: `courses` (too many of them), `instructors` (too many of them), `many` (too
    many mails today), `member` (teaches already), `address` (another one than the person's),
    `expired`, `gone`, `last` (nobody else would teach the course).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def open_course(details: dict[str, Any], *, by: User) -> Course:
    """A new course that the person teaches. Raises `NotTaught` past the most."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        if Instructor.objects.filter(user=by).count() >= MOST_COURSES:
            raise NotTaught("courses")
        course = Course.objects.create(**details)
        Instructor.objects.create(course=course, user=by)
    return course


def change_course(course: Course, details: dict[str, Any]) -> None:
    """What stays a field of one row needs no lock: the later of two who save wins."""
    Course.objects.filter(pk=course.pk).update(**details)


def archive_course(course: Course) -> None:
    Course.objects.filter(pk=course.pk, archived_at=None).update(archived_at=timezone.now())


def unarchive_course(course: Course) -> None:
    Course.objects.filter(pk=course.pk).update(archived_at=None)


def renew_joining(course: Course) -> None:
    """A new code and a new link; nobody joins by the old ones any more."""
    Course.objects.filter(pk=course.pk).update(code=fresh_code(), token=fresh_token())


def open_joining(course: Course, *, is_open: bool) -> None:
    Course.objects.filter(pk=course.pk).update(is_open=is_open)


def invite(course: Course, *, email: str, by: User) -> InstructorInvitation:
    """Invites an address to teach; one that is invited already gets a new token and a new term.

    Raises `NotTaught` for the address of somebody who teaches, and past the most.
    """
    address = User.objects.normalize_email(email)
    with transaction.atomic():
        lock(course)
        if course.instructors.filter(user__emailaddress__email__iexact=address).exists():
            raise NotTaught("member")
        others = course.invitations.exclude(email=address).count() + course.instructors.count()
        if others >= MOST_INSTRUCTORS:
            raise NotTaught("instructors")
        if not may_send(by, address):
            raise NotTaught("many")
        now = timezone.now()
        invitation, _ = InstructorInvitation.objects.update_or_create(
            course=course,
            email=address,
            defaults={
                "token": fresh_token(),
                "by": by,
                "at": now,
                "expires_at": now + timedelta(days=INVITATION_DAYS),
            },
        )
    return invitation


def accept(invitation: InstructorInvitation, *, by: User) -> Course:
    """Makes the person an instructor, and no student any more.

    Raises `NotTaught` where the person has not verified the invited address, where the invitation
    has expired, was withdrawn or sent anew, and where the course has too many instructors.
    """
    if not EmailAddress.objects.filter(
        user=by, email__iexact=invitation.email, verified=True
    ).exists():
        raise NotTaught("address")
    if invitation.is_expired(timezone.now()):
        raise NotTaught("expired")
    with transaction.atomic():
        course = lock(Course(pk=invitation.course_id))
        same = InstructorInvitation.objects.filter(pk=invitation.pk, token=invitation.token)
        if not same.delete()[0]:
            raise NotTaught("gone")
        if course.instructors.count() >= MOST_INSTRUCTORS:
            raise NotTaught("instructors")
        Instructor.objects.get_or_create(course=course, user=by)
        course.enrolments.present().filter(user=by).update(left_at=timezone.now())
    return course


def remove_instructor(course: Course, instructor: Instructor) -> None:
    """Takes an instructor off, or lets one leave. Raises `NotTaught` for the last one."""
    with transaction.atomic():
        lock(course)
        if not course.instructors.exclude(pk=instructor.pk).exists():
            raise NotTaught("last")
        course.instructors.filter(pk=instructor.pk).delete()


def lock(course: Course) -> Course:
    """Lets those who change who is in a course queue."""
    return Course.objects.select_for_update().get(pk=course.pk)
