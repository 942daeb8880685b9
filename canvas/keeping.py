"""What is deleted once its time is past.

Each function takes the moment and says how many it deleted; run again, it finds nothing left. Two
may run at once: each row is deleted and counted by one of them.
"""

import uuid
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction

from canvas.models import Canvas, Invitation, Occasion, SecretLink, Snapshot

CANVAS_DAYS = 30
"""How long a deleted canvas can be brought back."""
ENDED_DAYS = 14
"""How long those who shared a canvas still see what has expired."""
SNAPSHOT_DAYS = 90
"""How long a snapshot is kept that nobody has named."""


def purge_canvases(now: datetime) -> int:
    """Canvases that were deleted long ago, with everything on them; a transaction for each."""
    until = now - timedelta(days=CANVAS_DAYS)
    due = Canvas.objects.filter(deleted_at__lt=until).order_by("deleted_at")
    return sum(_purge_canvas(key, until) for key in list(due.values_list("pk", flat=True)))


def _purge_canvas(key: uuid.UUID, until: datetime) -> bool:
    """Whether it was deleted here: not where another process has it, or it was brought back."""
    with transaction.atomic():
        rows = Canvas.objects.without_document().select_for_update(skip_locked=True)
        canvas = rows.filter(pk=key, deleted_at__lt=until).first()
        if canvas is None:
            return False
        canvas.delete()
    return True


def purge_invitations(now: datetime) -> int:
    ended = Invitation.objects.filter(expires_at__lt=now - timedelta(days=ENDED_DAYS))
    return ended.delete()[0]


def purge_links(now: datetime) -> int:
    ended = SecretLink.objects.filter(expires_at__lt=now - timedelta(days=ENDED_DAYS))
    return ended.delete()[0]


def purge_snapshots(now: datetime) -> int:
    old = Snapshot.objects.filter(at__lt=now - timedelta(days=SNAPSHOT_DAYS))
    return old.exclude(occasion=Occasion.NAMED).delete()[0]


def purge_sessions(now: datetime) -> int:
    return Session.objects.filter(expire_date__lt=now).delete()[0]
