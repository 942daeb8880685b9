"""What is deleted of courses once its time is past, as `canvas.keeping` does it for canvases."""

from datetime import datetime, timedelta

from canvas.keeping import ENDED_DAYS
from classroom.models import InstructorInvitation


def purge_invitations(now: datetime) -> int:
    ended = InstructorInvitation.objects.filter(expires_at__lt=now - timedelta(days=ENDED_DAYS))
    return ended.delete()[0]
