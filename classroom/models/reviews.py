"""What is said of an attempt: scores, remarks on its elements, and the replies to them."""

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from canvas.models.constraints import choices, not_empty, one_of
from classroom.models.rubrics import Criterion, Level
from classroom.models.submissions import Attempt
from relationships.vocabulary import Block

LONGEST = 2_000

_KEY = rf"^(block:({'|'.join(Block)})|[A-Za-z0-9_-]{{1,40}})\Z"


class ReviewKind(StrEnum):
    """Who reviews: the instructors together, a fellow student, the students themselves."""

    INSTRUCTORS = "instructors"
    PEER = "peer"
    SELF = "self"


BY_STUDENTS = (ReviewKind.PEER, ReviewKind.SELF)


class Review(models.Model):
    """What is said of one attempt. The instructors write one together; each peer writes an own.

    Students read what was frozen in `released` (`classroom.released`) at `released_at`, and nothing
    that is written after that; `read_at` says when one of them first did. A peer's, or a self
    review is at work until `sent_at`. `version` moves when `overall` does: of two who write at once
    the later is told.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=12, choices=choices(ReviewKind))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    overall = models.CharField(max_length=LONGEST, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released = models.JSONField(default=dict, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("kind", ReviewKind, "review_kind_known"),
            models.UniqueConstraint(
                fields=["attempt"],
                condition=Q(kind=ReviewKind.INSTRUCTORS),
                name="review_one_by_instructors",
            ),
            models.UniqueConstraint(
                fields=["attempt", "by"],
                condition=Q(by__isnull=False),
                name="review_once_per_reviewer",
            ),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(released_at__isnull=False),
                name="review_read_once_released",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.kind}"


class Score(models.Model):
    """The level that an attempt reaches in a criterion, and a word on it. No level: a word alone.

    `by` is who wrote it last; `version` is compared inside the update.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    level = models.ForeignKey(
        Level, on_delete=models.PROTECT, null=True, blank=True, related_name="scores"
    )
    remark = models.CharField(max_length=LONGEST, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "criterion"], name="score_once_per_criterion"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.level_id}"


class Remark(models.Model):
    """What a reviewer says of an element, a block, or the whole canvas.

    `key` is an element's ref, `block:` and a block, or empty. A private one is for instructors
    alone, for ever. Only who wrote it changes it.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="remarks")
    key = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=LONGEST)
    is_private = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            not_empty("text", "remark_text_not_empty"),
            models.CheckConstraint(
                condition=Q(key="") | Q(key__regex=_KEY), name="remark_key_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Reply(models.Model):
    """What is answered to a released review, or to one remark of it, by students or instructors.

    It outlives a remark that is deleted. `read_at` is when the other side first saw it.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="replies")
    remark = models.ForeignKey(
        Remark, on_delete=models.SET_NULL, null=True, blank=True, related_name="replies"
    )
    text = models.CharField(max_length=LONGEST)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_instructor = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "replies"
        constraints = [not_empty("text", "reply_text_not_empty")]

    def __str__(self) -> str:
        return self.text[:40]


class Phrase(models.Model):
    """A sentence that an instructor says often, at hand while reviewing."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="phrases"
    )
    text = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            not_empty("text", "phrase_text_not_empty"),
            models.UniqueConstraint(fields=["owner", "text"], name="phrase_once_per_owner"),
        ]

    def __str__(self) -> str:
        return self.text
