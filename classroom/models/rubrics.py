"""Rubrics: what work is judged by, criterion by criterion."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from canvas.models.constraints import between, choices, not_empty, one_of
from relationships.vocabulary import Language

MOST_POINTS = 1_000


class RubricQuerySet(models.QuerySet["Rubric"]):
    def usable_by(self, user_id: int) -> "RubricQuerySet":
        """A person's own, and those that assignments of courses they teach use."""
        taught = Q(assignments__course__instructors__user_id=user_id)
        return self.filter(Q(owner_id=user_id) | taught).distinct()


class Rubric(models.Model):
    """Criteria, each with levels: reusable, and open to edits until the first score.

    `version` moves with every edit, so that of two people who edit at once the later is told.
    """

    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    language = models.CharField(max_length=5, choices=choices(Language))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="rubrics"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    objects = RubricQuerySet.as_manager()

    class Meta:
        constraints = [
            not_empty("title", "rubric_title_not_empty"),
            one_of("language", Language, "rubric_language_known"),
        ]

    def __str__(self) -> str:
        return self.title


class Criterion(models.Model):
    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    description = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name_plural = "criteria"
        constraints = [
            not_empty("title", "criterion_title_not_empty"),
        ]

    def __str__(self) -> str:
        return self.title


class Level(models.Model):
    """How well a criterion can be met, and for how many points."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="levels")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    description = models.CharField(max_length=500, blank=True)
    points = models.DecimalField(max_digits=6, decimal_places=2, default=Decimal(0))

    class Meta:
        constraints = [
            not_empty("title", "level_title_not_empty"),
            between("points", 0, MOST_POINTS, "level_points_bounds"),
        ]

    def __str__(self) -> str:
        return self.title
