"""Courses, and the people in them: instructors, students, teams."""

import secrets
import uuid
from datetime import datetime, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone

from accounts.time_zones import LONGEST, place
from canvas.models.constraints import choices, not_empty, one_of
from canvas.models.sharing import fresh_token
from relationships.vocabulary import Language

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Those that nobody mistakes for another when they stand on a blackboard."""

CODE_LENGTH = 8


def fresh_code() -> str:
    """About 8 · 10¹¹ of them: with the limits on attempts nobody finds one by trying."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class Part(StrEnum):
    """What a person is in a course."""

    INSTRUCTOR = "instructor"
    STUDENT = "student"


class CourseQuerySet(models.QuerySet["Course"]):
    def taught_by(self, user_id: int) -> "CourseQuerySet":
        return self.filter(instructors__user_id=user_id)

    def attended_by(self, user_id: int) -> "CourseQuerySet":
        return self.filter(enrolments__user_id=user_id, enrolments__left_at=None)

    def seen_by(self, user_id: int) -> "CourseQuerySet":
        """Those that a person is part of, each annotated with the person's `part`, as a text."""
        teaching = Instructor.objects.filter(course=OuterRef("pk"), user_id=user_id)
        attending = Enrolment.objects.present().filter(course=OuterRef("pk"), user_id=user_id)
        part = Case(
            When(Exists(teaching), then=Value(Part.INSTRUCTOR)),
            When(Exists(attending), then=Value(Part.STUDENT)),
            output_field=models.CharField(),
        )
        return self.annotate(part=part).filter(part__isnull=False)


class Course(models.Model):
    """A class: who teaches, who attends, and what is to be done.

    `time_zone` is the one that its deadlines are set and told in. Students join by the `code` or
    by the link with the `token`, while it `is_open`. `last_assignment` is the highest number that
    an assignment had; numbers are never used again. `part` is the reader's, where `access.py`
    found the course.
    """

    part: Part

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    language = models.CharField(max_length=5, choices=choices(Language))
    time_zone = models.CharField(max_length=LONGEST, default="UTC")
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=fresh_code)
    token = models.CharField(max_length=43, unique=True, default=fresh_token)
    is_open = models.BooleanField(default=True)
    in_teams = models.BooleanField(default=False)
    last_assignment = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        constraints = [
            not_empty("title", "course_title_not_empty"),
            one_of("language", Language, "course_language_known"),
            models.CheckConstraint(
                condition=Q(time_zone__regex=r"^[A-Za-z0-9_+/-]+$"),
                name="course_time_zone_is_a_name",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("course", args=[self.pk])

    @property
    def zone(self) -> tzinfo:
        return ZoneInfo(self.time_zone)

    @property
    def place(self) -> str:
        """Where the clock stands by which days and times are meant."""
        return place(self.time_zone)

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None


class Instructor(models.Model):
    """Somebody who teaches a course; all who do may do the same."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="instructors")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="teaching"
    )
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "user"], name="instructor_once_per_course"),
        ]

    def __str__(self) -> str:
        return str(self.user)


class InstructorInvitationQuerySet(models.QuerySet["InstructorInvitation"]):
    def awaiting(self, user_id: int, now: datetime) -> "InstructorInvitationQuerySet":
        """Those that a person may accept, each with its course and who invites."""
        mine = EmailAddress.objects.filter(user_id=user_id, verified=True).values("email")
        held = self.filter(email__in=mine, expires_at__gt=now)
        return held.select_related("course", "by").order_by("at", "pk")


class InstructorInvitation(models.Model):
    """Lets whoever owns an e-mail address teach a course, until it is accepted or withdrawn.

    As with the invitation to a canvas, the token only leads here: accepting needs an account that
    has verified the address, which is in lower case.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    token = models.CharField(max_length=43, unique=True, default=fresh_token)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects = InstructorInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course", "email"], name="instructor_invitation_once_per_address"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def is_expired(self, now: datetime) -> bool:
        return now >= self.expires_at


class Team(models.Model):
    """Students who hand in one canvas together."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "name"], name="team_name_once_per_course"),
            not_empty("name", "team_name_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def present(self) -> "EnrolmentQuerySet":
        """Those who have neither left nor been removed."""
        return self.filter(left_at=None)


class Enrolment(models.Model):
    """A student in a course.

    Who leaves, or is removed, sees the course no more; what was submitted stays, and is seen again
    after joining again. `user` is empty once the account is deleted: the work stays, without the
    name.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="enrolments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="enrolments"
    )
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="enrolments"
    )
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "user"], name="enrolment_once_per_course"),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(left_at__isnull=False),
                name="enrolment_of_nobody_is_over",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or "")


def present_in(course: Course) -> QuerySet[Enrolment]:
    """Who attends a course now, each with the person and the team."""
    return course.enrolments.present().select_related("user", "team")


def mates_of(enrolment: Enrolment) -> list[str]:
    """What the others of a student's team are called. One query where there is a team."""
    if enrolment.team_id is None:
        return []
    others = Enrolment.objects.present().filter(team=enrolment.team_id).exclude(pk=enrolment.pk)
    return [str(other.user) for other in others.select_related("user").order_by("joined_at", "pk")]
