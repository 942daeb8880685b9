"""Every write in threads of comments: one transaction, one event, one new version of the canvas.

All of it happens under the lock of the canvas's row, behind which edits queue as well: nobody
replies to what is being deleted, and the counts on the canvas's row are those of the threads.
Whoever calls has been through `access.py` as a commenter.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import User
from canvas import blueprints, inbox
from canvas.actions import Change, Gone, lock, record, unchanged
from canvas.findings import findings_of
from canvas.mentions import mentions
from canvas.models import Canvas, Comment, Member, Reason, Role, Thread, Verb
from canvas.subjects import Subject, called
from relationships.catalog import Catalog

MOST_THREADS = 1_000
"""On one canvas, resolved ones included."""

MOST_REPLIES = 100
"""In one thread."""


class TooMany(Exception):
    """The canvas has as many threads, or the thread as many replies, as it can hold."""


@dataclass(frozen=True)
class Said:
    """What a write did, and the comment that it wrote, if one is left."""

    change: Change
    comment: Comment | None = None


def comment(canvas: Canvas, subject: Subject, *, text: str, catalog: Catalog, by: User) -> Said:
    """Starts a thread. Raises `Gone` where the subject is no longer there, `TooMany` past the most.

    The canvas's owner hears of it, and whoever is mentioned.
    """
    with transaction.atomic():
        locked = lock(canvas)
        blueprint = blueprints.read(locked)
        if not subject.is_there(blueprint, findings_of(locked, catalog)):
            raise Gone
        thread = Thread.objects.create(
            canvas=locked,
            key=subject.key,
            finding=subject.spelt_out,
            called=called(blueprint, subject.refs),
        )
        said = Comment.objects.create(thread=thread, starts=True, text=text, by=by, at=thread.at)
        change = _recorded(locked, Verb.COMMENT, thread, by=by)
        members = _members(locked)
        owners = {m.user_id: Reason.THREAD for m in members if m.role == Role.OWNER}
        _notify(said, owners, members)
    return Said(change, said)


def reply(canvas: Canvas, thread_id: int, *, text: str, by: User) -> Said:
    """Replies in a thread, resolved or not. Raises `Gone` where it is not there, and `TooMany`.

    Whoever said something in it hears of that, and whoever is mentioned.
    """
    with transaction.atomic():
        locked = lock(canvas)
        thread = _thread(locked, thread_id)
        voices = list(thread.comments.values_list("by_id", flat=True))
        if len(voices) > MOST_REPLIES:
            raise TooMany
        said = Comment.objects.create(thread=thread, text=text, by=by)
        change = _recorded(locked, Verb.REPLY, thread, by=by)
        members = _members(locked)
        there = {member.user_id for member in members}
        _notify(said, dict.fromkeys(there.intersection(voices), Reason.REPLY), members)
    return Said(change, said)


def reword(canvas: Canvas, comment_id: int, *, text: str, by: User) -> Said:
    """Edits one's own comment; whoever is mentioned in it now, and was not told yet, hears of it.

    Raises `Gone` where it is not there, `PermissionDenied` where it is somebody else's.
    """
    with transaction.atomic():
        locked = lock(canvas)
        said = _comment(locked, comment_id)
        if said.by_id != by.pk:
            raise PermissionDenied
        if said.text == text:
            return Said(unchanged(locked), said)
        said.text, said.edited_at = text, timezone.now()
        said.save(update_fields=["text", "edited_at"])
        change = _recorded(locked, Verb.REWORD, said.thread, by=by)
        _notify(said, {}, _members(locked))
    return Said(change, said)


def retract(canvas: Canvas, comment_id: int, *, by: User) -> Said:
    """Deletes one's own comment; the canvas's owner deletes anybody's.

    The first one of a thread stays, empty, while there are replies. Raises as `reword` does.
    """
    with transaction.atomic():
        locked = lock(canvas)
        said = _comment(locked, comment_id)
        if said.by_id != by.pk and not locked.members.filter(user=by, role=Role.OWNER).exists():
            raise PermissionDenied
        inbox.withdraw(said)
        thread = said.thread
        others = thread.comments.exclude(pk=said.pk)
        if said.starts and others.exists():
            said.text, said.deleted_at = "", timezone.now()
            said.save(update_fields=["text", "deleted_at"])
            return Said(_recorded(locked, Verb.RETRACT, thread, by=by), said)
        if others.filter(deleted_at=None).exists():
            said.delete()
        else:
            thread.delete()
        return Said(_recorded(locked, Verb.RETRACT, thread, by=by))


def resolve(canvas: Canvas, thread_id: int, *, by: User) -> Said:
    """Closes a thread; one that is resolved already stays as it is."""
    with transaction.atomic():
        locked = lock(canvas)
        thread = _thread(locked, thread_id)
        if thread.is_resolved:
            return Said(unchanged(locked))
        thread.resolved_at, thread.resolved_by = timezone.now(), by
        thread.save(update_fields=["resolved_at", "resolved_by"])
        return Said(_recorded(locked, Verb.RESOLVE, thread, by=by))


def reopen(canvas: Canvas, thread_id: int, *, by: User) -> Said:
    """Opens a resolved thread again; one that is open stays as it is."""
    with transaction.atomic():
        locked = lock(canvas)
        thread = _thread(locked, thread_id)
        if not thread.is_resolved:
            return Said(unchanged(locked))
        thread.resolved_at = thread.resolved_by = None
        thread.save(update_fields=["resolved_at", "resolved_by"])
        return Said(_recorded(locked, Verb.REOPEN, thread, by=by))


def _thread(locked: Canvas, thread_id: int) -> Thread:
    thread = locked.threads.filter(pk=thread_id).first()
    if thread is None:
        raise Gone
    return thread


def _comment(locked: Canvas, comment_id: int) -> Comment:
    """One that says something still."""
    there = Comment.objects.filter(thread__canvas=locked, deleted_at=None)
    said = there.select_related("thread").filter(pk=comment_id).first()
    if said is None:
        raise Gone
    return said


def _recorded(locked: Canvas, verb: Verb, thread: Thread, *, by: User) -> Change:
    """The event, and the counts on the canvas's own row; the blueprint stays as it is."""
    told = {"key": thread.key, "finding": thread.finding, "called": thread.called}
    event = record(locked, verb, by=by, thread=told)
    if verb not in (Verb.REPLY, Verb.REWORD):
        _count(locked)
    locked.save(update_fields=["open_threads", "version"])
    now = blueprints.read(locked)
    return Change(locked, now, now, locked.document, event=event)


def _count(locked: Canvas) -> None:
    """Raises `TooMany` where there are more threads than a canvas can hold."""
    rows = (
        locked.threads.order_by("key")
        .values_list("key")
        .annotate(total=Count("pk"), open=Count("pk", filter=Q(resolved_at=None)))
    )
    counted = list(rows)
    if sum(total for _key, total, _open in counted) > MOST_THREADS:
        raise TooMany
    locked.open_threads = {key: still_open for key, _total, still_open in counted}


def _members(locked: Canvas) -> list[Member]:
    return list(locked.members.select_related("user"))


def _notify(said: Comment, reasons: dict[int, Reason], members: Iterable[Member]) -> None:
    """Whoever is mentioned hears of that before all else, and nobody of what they said."""
    meant = mentions(said.text, (member.user for member in members))
    named = {person: Reason.MENTION for mention in meant for person in mention.people}
    told = reasons | named
    told.pop(said.by_id or 0, None)
    inbox.notify(said, told)
