"""What every element of a canvas has in common."""

from django.db import models

from canvas.models.canvases import Canvas
from canvas.models.constraints import not_empty


class Element(models.Model):
    """A row with a ref, the identity by which addresses, events and documents know it.

    Positions have gaps, so that a move writes one row; ties go by ref.
    """

    canvas = models.ForeignKey(Canvas, on_delete=models.CASCADE, related_name="%(class)ss")
    ref = models.CharField(max_length=40)
    position = models.PositiveIntegerField()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["canvas", "ref"], name="%(class)s_ref_once"),
            not_empty("ref", "%(class)s_ref_not_empty"),
        ]

    def __str__(self) -> str:
        return self.ref
