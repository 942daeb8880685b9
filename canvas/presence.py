"""Who is looking at a canvas right now, by when their pages last asked what is new."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from zlib import crc32

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from canvas.models import Member

NOTED_EVERY = timedelta(seconds=10)
GONE_AFTER = timedelta(seconds=25)
"""Longer than two notes: a page that asks slowly is not taken for one that was closed."""


@dataclass(frozen=True)
class Present:
    """The version of a canvas, and the others who have it open, by name."""

    version: int
    others: tuple[str, ...]

    @property
    def token(self) -> str:
        """What a page sends back to hear only of what is newer."""
        return token(self.version, self.others)


def token(version: int, others: tuple[str, ...] = ()) -> str:
    """Another one as soon as the canvas changes or somebody comes or goes."""
    return f"{version}.{crc32(repr(others).encode()) if others else 0}"


def version_in(given: str) -> int:
    """The version that a token speaks of; 0 where it is none of ours."""
    version = given.partition(".")[0]
    return int(version) if version.isascii() and version.isdigit() and len(version) < 16 else 0


def look(canvas_id: uuid.UUID, user: User) -> Present:
    """Who is here, this person noted as well. One query, and a write every ten seconds.

    Raises `Http404` for whoever is no member, and where the canvas was deleted.
    """
    now = timezone.now()
    rows = (
        Member.objects.filter(canvas_id=canvas_id, canvas__deleted_at=None)
        .filter(Q(user=user) | Q(seen_at__gt=now - GONE_AFTER))
        .order_by("user_id")
        .values_list("pk", "user_id", "seen_at", "user__name", "user__email", "canvas__version")
    )
    version, others, me = 0, [], None
    for pk, user_id, seen_at, name, email, version_now in rows:
        version = version_now
        if user_id == user.pk:
            me = (pk, seen_at)
        else:
            others.append(name or email)
    if me is None:
        raise Http404
    pk, seen_at = me
    if seen_at is None or now - seen_at >= NOTED_EVERY:
        Member.objects.filter(pk=pk).update(seen_at=now)
    return Present(version, tuple(others))
