"""Who may come to a canvas: people who are invited, whoever holds a secret link, a new owner."""

import secrets
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from canvas.models.canvases import Canvas, Member, Role
from canvas.models.constraints import choices, one_of

INVITED_AS = (Role.EDITOR, Role.COMMENTER, Role.VIEWER)
"""The roles that can be given away; ownership is handed over with the other's consent."""


def fresh_token() -> str:
    """43 letters, digits, hyphens and underscores that nobody can guess (256 bits)."""
    return secrets.token_urlsafe(32)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def awaiting(self, user_id: int, now: datetime) -> "InvitationQuerySet":
        """Those that a person may accept, each with its canvas and who invites."""
        mine = EmailAddress.objects.filter(user_id=user_id, verified=True).values("email")
        alive = self.filter(canvas__deleted_at=None, expires_at__gt=now)
        return alive.filter(email__in=mine).select_related("canvas", "by").order_by("at", "pk")


class Invitation(models.Model):
    """A role on a canvas for whoever owns an e-mail address, until it is accepted or withdrawn.

    `email` is in lower case. The token only leads to the invitation: accepting it needs an account
    that has verified the address.
    """

    canvas = models.ForeignKey(Canvas, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=choices(Role))
    token = models.CharField(max_length=43, unique=True, default=fresh_token)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["canvas", "email"], name="invitation_once_per_address"),
            one_of("role", INVITED_AS, "invitation_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.role})"

    def is_expired(self, now: datetime) -> bool:
        return now >= self.expires_at


class SecretLinkQuerySet(models.QuerySet["SecretLink"]):
    def open(self, now: datetime) -> "SecretLinkQuerySet":
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now))


class SecretLink(models.Model):
    """Lets whoever holds it read a canvas, without an account. Revoking it deletes the row."""

    canvas = models.ForeignKey(Canvas, on_delete=models.CASCADE, related_name="links")
    token = models.CharField(max_length=43, unique=True, default=fresh_token)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = SecretLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.canvas} ({self.at:%Y-%m-%d})"

    def is_expired(self, now: datetime) -> bool:
        return self.expires_at is not None and now >= self.expires_at


class Handover(models.Model):
    """The owner's offer of a canvas to a member, who has yet to consent; gone with the member."""

    canvas = models.OneToOneField(Canvas, on_delete=models.CASCADE, related_name="handover")
    to = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="handover")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.canvas} → {self.to.user}"
