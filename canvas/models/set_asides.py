"""Findings that somebody set aside."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from canvas.models.canvases import Canvas
from canvas.models.constraints import not_empty


class SetAside(models.Model):
    """A finding that counts no more, and why. It stays when the finding is gone, or says more.

    `elements` and `about` are lists, as the rules give them. `identity` is the fingerprint of
    code and lists together: it stands once on a canvas, and an index can hold it. `fingerprint`
    is that of what the rule had read. What a check needs of all this stands in
    `Canvas.set_aside` as well (ADR 0010).
    """

    canvas = models.ForeignKey(Canvas, on_delete=models.CASCADE, related_name="set_asides")
    identity = models.CharField(max_length=64)
    code = models.CharField(max_length=60)
    elements = models.JSONField(default=list, blank=True)
    about = models.JSONField(default=list, blank=True)
    fingerprint = models.CharField(max_length=64)
    reason = models.CharField(max_length=2_000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["canvas", "identity"], name="set_aside_once"),
            not_empty("code", "set_aside_code_not_empty"),
            not_empty("reason", "set_aside_reason_not_empty"),
            models.CheckConstraint(
                condition=Q(identity__regex=r"^[0-9a-f]{64}$"), name="set_aside_identity_digest"
            ),
            models.CheckConstraint(
                condition=Q(fingerprint__regex=r"^[0-9a-f]{64}$"),
                name="set_aside_fingerprint_digest",
            ),
        ]

    def __str__(self) -> str:
        return self.code
