"""Four tables: what a page of notes and warnings can't do without."""

from django.conf import settings
from django.db import models


class Board(models.Model):
    title = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.title


class Membership(models.Model):
    board = models.ForeignKey(Board, on_delete=models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    role = models.CharField(max_length=10, default="editor")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "board"], name="floor_one_role")]

    def __str__(self) -> str:
        return self.role


class Note(models.Model):
    board = models.ForeignKey(Board, on_delete=models.CASCADE, db_index=False)
    block = models.CharField(max_length=30)
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=280)
    color = models.CharField(max_length=10)

    class Meta:
        indexes = [models.Index(fields=["board", "block", "position"], name="floor_note_order")]

    def __str__(self) -> str:
        return self.text


class Serves(models.Model):
    """A note that says of a segment's note how it is served."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE)
    by = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="+")
    segment = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.by_id} serves {self.segment_id}"
