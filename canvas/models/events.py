"""What happened to a canvas."""

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.utils import timezone

from canvas.models.canvases import Canvas
from canvas.models.constraints import choices, one_of


class Verb(StrEnum):
    """What was done: to elements, which stand in the event's fragments, or to the whole canvas.

    A finding is set aside and taken up again, threads are talked in, people come and go: that
    changes no element.
    """

    CREATE = "create"
    ADD = "add"
    CHANGE = "change"
    MOVE = "move"
    REMOVE = "remove"
    UNDO = "undo"
    IMPORT = "import"
    RETURN = "return"
    DELETE = "delete"
    RESTORE = "restore"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    SET_ASIDE = "set_aside"
    TAKE_UP = "take_up"
    COMMENT = "comment"
    REPLY = "reply"
    REWORD = "reword"
    RETRACT = "retract"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    JOIN = "join"
    LEAVE = "leave"
    ROLE = "role"
    HAND_OVER = "hand_over"
    LINK = "link"
    REVOKE = "revoke"


TALK = frozenset({Verb.COMMENT, Verb.REPLY, Verb.REWORD, Verb.RETRACT, Verb.RESOLVE, Verb.REOPEN})
"""What is done in threads of comments."""


class Event(models.Model):
    """One recorded change: who, when, and the elements before and after, by ref.

    `number` is the version of the canvas that the change made. `before` and `after` hold only
    what differs, as documents of the exchange format; `places` says of each removed element
    which ref came after it. The sentence is made when it is read, in the reader's language.

    `finding` says which finding was set aside or taken up, and why it was set aside: `code`,
    `elements`, `about`, `fingerprint` and `reason`. `before` and `after` are the same then, and
    hold the elements that it names.

    `thread` says on what somebody talked: `key`, `finding` and `called` of the thread. What was
    said is not repeated here, so that a deleted comment leaves no copy.

    `whom` is the person who joined, left, got another role or took the canvas over.
    """

    canvas = models.ForeignKey(Canvas, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveBigIntegerField()
    verb = models.CharField(max_length=10, choices=choices(Verb))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    whom = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    places = models.JSONField(default=dict, blank=True)
    finding = models.JSONField(default=dict, blank=True)
    thread = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["canvas", "number"], name="event_once_per_version"),
            one_of("verb", Verb, "event_verb_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.verb}"
