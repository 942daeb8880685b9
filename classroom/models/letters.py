"""Mails about a course that wait to be sent, and those that a person does not want."""

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.utils import timezone

from canvas.models.constraints import choices, one_of
from classroom.models.assignments import Assignment
from classroom.models.submissions import Submission


class Occasion(StrEnum):
    """What a mail tells."""

    PUBLISHED = "published"
    DUE = "due"
    SUBMITTED = "submitted"
    RELEASED = "released"
    REPLIED = "replied"


class Letter(models.Model):
    """A mail to one person, sent by `manage.py tick`, so that no page waits for it.

    `key` names what it tells, so that nobody is told twice: `published:12`, `submitted:…:2`.
    `sent_at` is set when a run claims it; where sending fails it is emptied, and `not_before`
    moves on.
    """

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters"
    )
    occasion = models.CharField(max_length=10, choices=choices(Occasion))
    key = models.CharField(max_length=100)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="letters")
    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, null=True, blank=True, related_name="letters"
    )
    at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=models.Q(sent_at=None),
                name="letter_waiting",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["to", "key"], name="letter_told_once"),
            one_of("occasion", Occasion, "letter_occasion_known"),
        ]

    def __str__(self) -> str:
        return self.key


class Unwanted(models.Model):
    """A kind of mail that a person has switched off."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unwanted"
    )
    occasion = models.CharField(max_length=10, choices=choices(Occasion))

    class Meta:
        verbose_name_plural = "unwanted"
        constraints = [
            models.UniqueConstraint(fields=["user", "occasion"], name="unwanted_once"),
            one_of("occasion", Occasion, "unwanted_occasion_known"),
        ]

    def __str__(self) -> str:
        return self.occasion
