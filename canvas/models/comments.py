"""What people say about a canvas: threads of comments, and the notices that tell of them."""

from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from canvas.models.canvases import Canvas, Member
from canvas.models.constraints import choices, one_of
from relationships.vocabulary import Block

LONGEST = 2_000
"""Characters of a comment: as many as of any long text of the exchange format."""

_KEY = rf"^(block:({'|'.join(Block)})|finding:[0-9a-f]{{64}}|[A-Za-z0-9_-]{{1,40}})\Z"


class Thread(models.Model):
    """A comment and its replies, on one subject, until somebody resolves it.

    `key` names the subject: empty for the canvas, `block:` and a block, the ref of an element, or
    `finding:` and the fingerprint of a finding's identity, which `finding` spells out. `called`
    says of each element that the subject names what it is called, or was when it was deleted:
    its kind, and its name (`canvas.subjects`). A thread outlives its subject.
    """

    canvas = models.ForeignKey(Canvas, on_delete=models.CASCADE, related_name="threads")
    key = models.CharField(max_length=72, blank=True)
    finding = models.JSONField(default=dict, blank=True)
    called = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["canvas", "key"], name="thread_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(key="") | Q(key__regex=_KEY), name="thread_subject_known"
            ),
            models.CheckConstraint(
                condition=Q(key__startswith="finding:") & ~Q(finding={})
                | ~Q(key__startswith="finding:") & Q(finding={}),
                name="thread_finding_spelt_out",
            ),
            models.CheckConstraint(
                condition=Q(resolved_by=None) | Q(resolved_at__isnull=False),
                name="thread_resolved_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.canvas_id} {self.key}"

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None


class Comment(models.Model):
    """What one person says. The one that `starts` a thread stays, empty, while it has replies."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    starts = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.CharField(max_length=LONGEST, blank=True)
    at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread"], condition=Q(starts=True), name="comment_one_starts_a_thread"
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None) & ~Q(text="")
                | Q(deleted_at__isnull=False) & Q(text=""),
                name="comment_says_something_or_is_deleted",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None) | Q(starts=True),
                name="comment_only_a_first_one_stays_deleted",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None


class Reason(StrEnum):
    """Why a comment is brought to somebody's notice."""

    MENTION = "mention"
    REPLY = "reply"
    THREAD = "thread"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def within_reach(self) -> "NoticeQuerySet":
        """Of canvases that are not deleted, and that the person is still a member of."""
        canvas = "comment__thread__canvas"
        member = Member.objects.filter(user=OuterRef("user"), canvas=OuterRef(canvas))
        return self.filter(Exists(member), **{f"{canvas}__deleted_at": None})

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def to_mail(self, before: datetime) -> "NoticeQuerySet":
        """Unread, not mailed yet, and from before a moment."""
        return self.within_reach().unread().filter(mailed_at=None, at__lte=before)

    def with_what_they_tell(self) -> "NoticeQuerySet":
        """Each with its comment, thread, author and canvas, without the canvas's document."""
        canvas = "comment__thread__canvas"
        heavy = (f"{canvas}__{name}" for name in ("document", "set_aside", "open_threads"))
        return self.select_related("comment__by", canvas).defer(*heavy)


class Notice(models.Model):
    """Brings a comment to somebody's notice, once. How many are unread stands on the person too."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="notices")
    reason = models.CharField(max_length=10, choices=choices(Reason))
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "comment"], name="notice_once_per_comment"),
            one_of("reason", Reason, "notice_reason_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.reason}"
