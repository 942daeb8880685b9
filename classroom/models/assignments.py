"""What is to be done in a course, until when, and what it is judged by."""

from datetime import datetime, timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone

from canvas.models.constraints import between, not_empty
from classroom.models.courses import Course
from classroom.models.rubrics import Rubric

MOST_PEERS = 5
MOST_LATE_DAYS = 365


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def published(self) -> "AssignmentQuerySet":
        return self.filter(published_at__isnull=False)


class Assignment(models.Model):
    """A task: its brief, its deadline, the canvas that everybody starts from, and the rubric.

    `starter` is a document of `vinculo-canvas/1`, empty where the canvas starts empty; `blanks`
    counts the gaps that were found on it when it was chosen, by rule: what students have to fill.
    After `due_at` (none: no deadline) work is late; it is taken for `late_days` more, or for ever
    where that is none. Without a rubric it is published only where the instructors said so
    (`without_rubric`). Students see an assignment once it is published. Each reviews the work of
    `peer_reviews` others, where the instructors ask for it, and the own with `self_review`.
    `version` moves with every edit.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="assignments")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    brief = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    late_days = models.PositiveSmallIntegerField(null=True, blank=True)
    starter = models.TextField(blank=True)
    blanks = models.JSONField(default=dict, blank=True)
    rubric = models.ForeignKey(
        Rubric, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    without_rubric = models.BooleanField(default=False)
    peer_reviews = models.PositiveSmallIntegerField(default=0)
    self_review = models.BooleanField(default=False)
    is_anonymous = models.BooleanField(default=False)
    reviews_due_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="assignment_number"),
            not_empty("title", "assignment_title_not_empty"),
            between("peer_reviews", 0, MOST_PEERS, "assignment_peer_reviews_bounds"),
            between("late_days", 0, MOST_LATE_DAYS, "assignment_late_days_bounds"),
            models.CheckConstraint(
                condition=models.Q(rubric=None) | models.Q(without_rubric=False),
                name="assignment_rubric_or_none",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assignment", args=[self.course_id, self.number])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def is_late(self, now: datetime) -> bool:
        return self.due_at is not None and now > self.due_at

    @property
    def closes_at(self) -> datetime | None:
        """The moment from which nothing is taken any more; none where that never comes."""
        if self.due_at is None or self.late_days is None:
            return None
        return self.due_at + timedelta(days=self.late_days)

    def is_closed(self, now: datetime) -> bool:
        return self.closes_at is not None and now > self.closes_at
