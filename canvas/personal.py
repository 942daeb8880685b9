"""What canvases hold of a person: to take along, and what becomes of it when the account goes.

Handed to the accounts by the settings.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import override

from accounts.data import File, as_json, listed
from accounts.models import User
from canvas.exchange.faults import fit_to_show
from canvas.models import (
    Canvas,
    Comment,
    Event,
    Handover,
    Invitation,
    Member,
    Occasion,
    Role,
    Snapshot,
    Thread,
)

BATCH = 50
"""Events and snapshots read at once."""

_HEAVY = ("canvas__document", "canvas__search", "canvas__set_aside", "canvas__open_threads")


def data_of(user: User) -> Iterator[File]:
    """Everything of a person's own canvases, and where else they take part.

    Who else did what on them is told as done by somebody else, without a name.
    """
    mine = Member.objects.filter(user=user).select_related("canvas").defer(*_HEAVY)
    members = list(mine.order_by("since", "pk"))
    yield File("memberships.json", listed(map(_membership, members)))
    on = {member.canvas_id: member.canvas.title for member in members}
    sent = Invitation.objects.filter(by=user, canvas__in=on).order_by("at", "pk")
    yield File("invitations.json", listed(_invitation(each, on) for each in sent.iterator(BATCH)))
    said = Comment.objects.filter(by=user, deleted_at=None).select_related("thread")
    rows = said.order_by("at", "pk").iterator(BATCH)
    yield File("comments.json", listed(_said(comment, on) for comment in rows))
    for member in members:
        if member.role == Role.OWNER:
            yield from _canvas_files(member.canvas_id, user)


def _membership(member: Member) -> dict[str, object]:
    return {"canvas": member.canvas.title, "role": member.role, "since": member.since}


def _invitation(invitation: Invitation, titles: Mapping[Any, str]) -> dict[str, object]:
    return {
        "canvas": titles[invitation.canvas_id],
        "email": invitation.email,
        "role": invitation.role,
        "at": invitation.at,
        "expires_at": invitation.expires_at,
    }


def _said(comment: Comment, titles: Mapping[Any, str]) -> dict[str, object]:
    """What the person said; of a canvas that the person has left, without its title."""
    return {
        "canvas": titles.get(comment.thread.canvas_id),
        "on": comment.thread.key,
        "at": comment.at,
        "edited_at": comment.edited_at,
        "text": comment.text,
    }


def _canvas_files(canvas_id: Any, user: User) -> Iterator[File]:
    """Nothing where the canvas was deleted for good while the files before it were sent."""
    canvas = Canvas.objects.filter(pk=canvas_id).defer("search").first()
    if canvas is None:
        return
    folder = f"canvases/{slugify(canvas.title)[:40] or 'canvas'}-{canvas.pk.hex[:8]}"
    yield File(f"{folder}/canvas.json", [as_json(json.loads(canvas.document))])
    yield File(f"{folder}/about.json", [as_json(_about(canvas, user))])
    events = canvas.events.order_by("number").iterator(BATCH)
    yield File(f"{folder}/history.json", listed(_event(event, user) for event in events))
    if canvas.open_threads:
        threads = canvas.threads.prefetch_related("comments").order_by("at", "pk")
        told = (_thread(thread, user) for thread in threads.iterator(BATCH))
        yield File(f"{folder}/comments.json", listed(told))
    named = canvas.snapshots.filter(occasion=Occasion.NAMED).order_by("at", "pk")
    for number, snapshot in enumerate(named.iterator(BATCH), start=1):
        name = slugify(snapshot.name)[:40] or "snapshot"
        kept = as_json(_snapshot(snapshot, user))
        yield File(f"{folder}/snapshots/{number}-{name}.json", [kept])


def _about(canvas: Canvas, user: User) -> dict[str, object]:
    """What the canvas's document does not say."""
    return {
        "id": canvas.pk,
        "created_at": canvas.created_at,
        "changed_at": canvas.changed_at,
        "archived_at": canvas.archived_at,
        "deleted_at": canvas.deleted_at,
        "set_aside": [
            {
                "code": row.code,
                "elements": row.elements,
                "about": row.about,
                "reason": row.reason,
                "at": row.at,
                "by_me": row.by_id == user.pk,
            }
            for row in canvas.set_asides.order_by("at", "pk")
        ],
    }


def _event(event: Event, user: User) -> dict[str, object]:
    return {
        "number": event.number,
        "verb": event.verb,
        "at": event.at,
        "by_me": event.by_id == user.pk,
        "before": json.loads(event.before) if event.before else None,
        "after": json.loads(event.after) if event.after else None,
        "finding": event.finding or None,
        "thread": event.thread or None,
    }


def _thread(thread: Thread, user: User) -> dict[str, object]:
    return {
        "on": thread.key,
        "finding": thread.finding or None,
        "called": thread.called,
        "resolved_at": thread.resolved_at,
        "comments": [
            {
                "at": comment.at,
                "edited_at": comment.edited_at,
                "deleted_at": comment.deleted_at,
                "by_me": comment.by_id == user.pk,
                "text": comment.text,
            }
            for comment in sorted(thread.comments.all(), key=lambda one: (one.at, one.pk))
        ],
    }


def _snapshot(snapshot: Snapshot, user: User) -> dict[str, object]:
    return {
        "name": snapshot.name,
        "at": snapshot.at,
        "by_me": snapshot.by_id == user.pk,
        "canvas": json.loads(snapshot.document),
    }


@dataclass(frozen=True)
class Shared:
    """A canvas that goes on: `heirs` are its other members, first who gets it if nobody is chosen.

    That is whoever has been an editor the longest, else whoever has been a member the longest.
    """

    canvas: Canvas
    heirs: tuple[Member, ...]


@dataclass(frozen=True)
class Holdings:
    """A person's canvases, by what becomes of them when that person goes.

    `alone` has nobody else on it, `deleted` was deleted by its owner already, `shared` goes on
    with another owner, and `of_others` goes on as it is.
    """

    alone: tuple[Canvas, ...]
    deleted: tuple[Canvas, ...]
    shared: tuple[Shared, ...]
    of_others: tuple[Canvas, ...]

    @classmethod
    def of(cls, user: User) -> "Holdings":
        """Two queries."""
        mine = Member.objects.filter(user=user).select_related("canvas").order_by("since", "pk")
        members = list(mine.defer(*_HEAVY))
        owned = [member.canvas for member in members if member.role == Role.OWNER]
        others = defaultdict(list)
        on_them = Member.objects.filter(canvas__in=owned).exclude(user=user)
        for member in on_them.select_related("user").order_by("since", "pk"):
            others[member.canvas_id].append(member)
        alive = [canvas for canvas in owned if canvas.deleted_at is None]
        return cls(
            alone=tuple(canvas for canvas in alive if not others[canvas.pk]),
            deleted=tuple(canvas for canvas in owned if canvas.deleted_at),
            shared=tuple(
                Shared(canvas, tuple(sorted(others[canvas.pk], key=_comes_later)))
                for canvas in alive
                if others[canvas.pk]
            ),
            of_others=tuple(
                member.canvas
                for member in members
                if member.role != Role.OWNER and member.canvas.deleted_at is None
            ),
        )

    @property
    def digest(self) -> str:
        """Another one as soon as anything else would become of them, or of who may get one."""
        told = (
            [str(canvas.pk) for canvas in self.alone],
            [str(canvas.pk) for canvas in self.deleted],
            [(str(one.canvas.pk), [(m.pk, m.role) for m in one.heirs]) for one in self.shared],
            [str(canvas.pk) for canvas in self.of_others],
        )
        return sha256(repr(told).encode()).hexdigest()


def _comes_later(member: Member) -> tuple[bool, bool]:
    """Editors first, and last who can't sign in; among equals it stays with who came first."""
    return not member.user.is_active, member.role != Role.EDITOR


def lock(user: User) -> None:
    """Locks the canvases that a person is on, by key: two who leave can't block each other."""
    on = Member.objects.filter(user=user).values("canvas")
    rows = Canvas.objects.filter(pk__in=on).order_by("pk").select_for_update()
    list(rows.values_list("pk", flat=True))


def hand_on(user: User, holdings: Holdings, heirs: Mapping[Any, Member]) -> None:
    """Takes a person off every canvas; `heirs` are who owns each shared canvas, by its key.

    Call it in a transaction, the canvases locked. What is left of the person after it (events,
    snapshots, set-asides, secret links) loses the name with the row of the person. Each heir gets
    a mail.
    """
    for canvas in (*holdings.alone, *holdings.deleted):
        canvas.delete()
    Handover.objects.filter(canvas__in=[one.canvas for one in holdings.shared]).delete()
    Member.objects.filter(user=user).delete()
    inherited = defaultdict(list)
    for one in holdings.shared:
        heir = heirs[one.canvas.pk]
        Member.objects.filter(pk=heir.pk).update(role=Role.OWNER)
        inherited[heir.user].append(one.canvas)
    _pass_invitations_on(user)
    for heir_user, canvases in inherited.items():
        transaction.on_commit(_letter(heir_user, canvases).send, robust=True)


def _pass_invitations_on(user: User) -> None:
    """Invitations that the person sent are the owner's now; those to the person's address go."""
    addresses = EmailAddress.objects.filter(user=user, verified=True).values("email")
    Invitation.objects.filter(email__in=addresses).delete()
    owner = Member.objects.filter(canvas=OuterRef("canvas"), role=Role.OWNER).values("user")
    Invitation.objects.filter(by=user).update(by=Subquery(owner[:1]))


def _letter(heir: User, canvases: list[Canvas]) -> EmailMessage:
    with override(heir.language or canvases[0].language):
        context = {"titles": [fit_to_show(canvas.title) for canvas in canvases]}
        subject = render_to_string("canvas/email/inherited_subject.txt", context)
        text = render_to_string("canvas/email/inherited_message.txt", context)
    return EmailMessage(" ".join(subject.split()), text, to=[heir.email])


def follow_address(user: User, old: str, new: str) -> None:
    """Invitations to a person's old address are for the new one; of two to one canvas, the greater.

    Both addresses are proven to be that person's.
    """
    with transaction.atomic():
        twins = {each.canvas_id: each for each in Invitation.objects.filter(email=new)}
        for invitation in Invitation.objects.filter(email=old):
            twin = twins.get(invitation.canvas_id)
            if twin and Role(twin.role).allows(Role(invitation.role)):
                invitation.delete()
                continue
            if twin:
                twin.delete()
            invitation.email = new
            invitation.save(update_fields=["email"])
