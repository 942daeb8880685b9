"""How students come to a course, and leave it.

Every function is one transaction, and holds the course's row for a moment only: thirty students
join in the same minute. None of them makes a hash.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from classroom import teams
from classroom.models import Course, Enrolment
from classroom.models.courses import CODE_LETTERS
from classroom.teaching import lock
from classroom.teams import NotMoved, Wish

MOST_STUDENTS = 2_000
"""In one course at once."""


class NotJoined(Exception):
    """Nothing was written.

    `reason` says why: `archived`, `closed` (nobody joins now), `renewed` (by another code and link
    than these), `students` (too many of them), `teaches` (an instructor of the course), `known`
    (the address has an account), or what `teams.NotMoved` says.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def with_code(typed: str) -> Course | None:
    """The course with this code, however it was written: in small letters, in groups of four."""
    code = "".join(letter for letter in typed.upper() if letter in CODE_LETTERS)
    return Course.objects.filter(code=code).first()


def join(course: Course, wish: Wish, *, by: User) -> Enrolment:
    """Makes a person a student, or one again who has left. Raises `NotJoined`.

    `course` is as it was when its link was opened: where the link was renewed since, it holds no
    more. Who is a student already stays as is.
    """
    try:
        with transaction.atomic():
            return _join(course, wish, by)
    except NotMoved as refused:
        raise NotJoined(refused.reason) from None


def join_as_newcomer(
    course: Course, wish: Wish, *, email: str, name: str, language: str
) -> Enrolment:
    """Makes an account that has yet to prove its address, and has it join. Raises `NotJoined`."""
    try:
        with transaction.atomic():
            person = _newcomer(email, name, language)
            return _join(course, wish, person)
    except NotMoved as refused:
        raise NotJoined(refused.reason) from None


def _newcomer(email: str, name: str, language: str) -> User:
    try:
        return User.objects.create_unverified(email, name=name, language=language)
    except IntegrityError:
        raise NotJoined("known") from None


def _join(course: Course, wish: Wish, person: User) -> Enrolment:
    locked = lock(course)
    if reason := why_closed(locked):
        raise NotJoined(reason)
    if locked.token != course.token:
        raise NotJoined("renewed")
    if locked.instructors.filter(user=person).exists():
        raise NotJoined("teaches")
    mine = locked.enrolments.filter(user=person).select_related("team", "user").first()
    if mine and mine.left_at is None:
        return mine
    if locked.enrolments.present().count() >= MOST_STUDENTS:
        raise NotJoined("students")
    if mine is None:
        mine = Enrolment.objects.create(course=locked, user=person)
    else:
        mine.left_at = None
        if not teams.goes_on_in_team(mine):
            mine.team = None
        mine.save(update_fields=["left_at", "team"])
    if locked.in_teams and mine.team is None:
        teams.place(locked, mine, wish, freely=False)
    return mine


def why_closed(course: Course) -> str:
    """Why nobody joins the course now; empty where people do."""
    if course.is_archived:
        return "archived"
    return "" if course.is_open else "closed"


def leave(enrolment: Enrolment) -> None:
    """A student leaves, or is removed. Team, canvases and what was handed in stay as they are."""
    Enrolment.objects.present().filter(pk=enrolment.pk).update(left_at=timezone.now())
