"""What students hand in: the canvas they work on, and each attempt as it was submitted."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from canvas.models import Canvas
from canvas.models.constraints import choices, one_of
from classroom.models.assignments import Assignment
from classroom.models.courses import Enrolment, Team
from classroom.states import State


class Submission(models.Model):
    """One student's, or one team's, answer to an assignment, from the first draft on.

    `canvas` is the living canvas, the students' own: instructors never see it. What they see are
    the attempts. `attempt_count`, `submitted_at` and `is_late` are those of the latest one;
    `points`, of `most_points`, are those that were released last. So overviews read this row alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="submissions")
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="submissions"
    )
    canvas = models.ForeignKey(
        Canvas, on_delete=models.SET_NULL, null=True, blank=True, related_name="submissions"
    )
    state = models.CharField(max_length=20, choices=choices(State), default=State.DRAFT)
    started_at = models.DateTimeField(default=timezone.now)
    attempt_count = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(default=False)
    released_at = models.DateTimeField(null=True, blank=True)
    points = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    most_points = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = [
            one_of("state", State, "submission_state_known"),
            models.UniqueConstraint(fields=["assignment", "team"], name="submission_once_per_team"),
            models.CheckConstraint(
                condition=models.Q(attempt_count=0, state=State.DRAFT, submitted_at=None)
                | models.Q(attempt_count__gt=0, submitted_at__isnull=False)
                & ~models.Q(state=State.DRAFT),
                name="submission_of_attempts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("submission", args=[self.pk])


class Author(models.Model):
    """A student who hands in a submission, alone or with others; one for each assignment."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="authors")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="+")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="authorships")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "enrolment"], name="author_once_per_assignment"
            ),
        ]

    def __str__(self) -> str:
        return str(self.enrolment)


class Attempt(models.Model):
    """A canvas as it was submitted, with what was found and what the catalog said that day.

    `document` is `vinculo-canvas/1`; `findings`, `names` and `rules` are frozen in all three
    languages (`classroom.frozen`), so that no later edit of canvas, catalog or rule touches them.
    `counts` says how many findings each rule had, and `planless` how segments with no active
    relationship are called: class views read these and nothing heavier.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    is_late = models.BooleanField(default=False)
    # Before what is long: SQLite walks through all that stands in front of what it reads.
    counts = models.JSONField(default=dict, blank=True)
    planless = models.JSONField(default=list, blank=True)
    message = models.CharField(max_length=2_000, blank=True)
    document = models.TextField()
    findings = models.JSONField(default=list, blank=True)
    rules = models.JSONField(default=dict, blank=True)
    names = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="attempt_number"),
        ]

    def __str__(self) -> str:
        return str(self.number)
