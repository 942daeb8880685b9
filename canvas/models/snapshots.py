"""States of a canvas that are kept: named by somebody, or taken before something happens."""

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from canvas.models.canvases import Canvas
from canvas.models.constraints import choices, one_of


class Occasion(StrEnum):
    """Why a snapshot was taken."""

    NAMED = "named"
    DAY = "day"
    IMPORT = "import"
    RETURN = "return"


class Snapshot(models.Model):
    """The whole blueprint of a canvas at one moment, as a document of the exchange format.

    Those with a name are kept as long as the canvas; the others for some time (`canvas.keeping`).
    """

    canvas = models.ForeignKey(Canvas, on_delete=models.CASCADE, related_name="snapshots")
    name = models.CharField(max_length=120, blank=True)
    occasion = models.CharField(max_length=10, choices=choices(Occasion))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveBigIntegerField()
    document = models.TextField()

    class Meta:
        constraints = [
            one_of("occasion", Occasion, "snapshot_occasion_known"),
            models.CheckConstraint(
                condition=Q(occasion=Occasion.NAMED) & ~Q(name="")
                | ~Q(occasion=Occasion.NAMED) & Q(name=""),
                name="snapshot_named_by_people",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.occasion} {self.version}"
