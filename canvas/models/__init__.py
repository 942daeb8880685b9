"""The rows behind a canvas, a module a concept."""

from canvas.models.canvases import Canvas, Member, Role
from canvas.models.channels import Channel, Touchpoint
from canvas.models.comments import Comment, Notice, Reason, Thread
from canvas.models.events import Event, Verb
from canvas.models.notes import Note
from canvas.models.plans import ChosenStrategy, Relationship
from canvas.models.segments import Expectation, FactorMark, OfferedValue, Segment
from canvas.models.set_asides import SetAside
from canvas.models.sharing import Handover, Invitation, SecretLink
from canvas.models.snapshots import Occasion, Snapshot

__all__ = [
    "Canvas",
    "Channel",
    "ChosenStrategy",
    "Comment",
    "Event",
    "Expectation",
    "FactorMark",
    "Handover",
    "Invitation",
    "Member",
    "Note",
    "Notice",
    "Occasion",
    "OfferedValue",
    "Reason",
    "Relationship",
    "Role",
    "SecretLink",
    "Segment",
    "SetAside",
    "Snapshot",
    "Thread",
    "Touchpoint",
    "Verb",
]
