"""Who may come to a canvas: inviting, accepting, changing roles, handing over, secret links.

Every function is one transaction. Whoever calls it has been through `access.py`; `by` is who does
it.
"""

from datetime import timedelta
from hashlib import sha256

from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from canvas import inbox
from canvas.actions import record
from canvas.models import Canvas, Handover, Invitation, Member, Role, SecretLink, Verb
from canvas.models.sharing import fresh_token

INVITATION_DAYS = 14
MOST_INVITATIONS = 60
"""Open on one canvas at once: enough for a class."""
MOST_INVITATIONS_A_DAY = 300
"""By one person to all canvases and courses, so that nobody sends mail to half the world from here.
Those that were withdrawn or sent again count as well."""
MOST_TO_ONE_A_DAY = 5
"""By one person to one address, so that nobody is buried in mail from here."""
MOST_LINKS = 20

DAY = 24 * 3600


class NotShared(Exception):
    """Nothing was written. `reason` says why: `member`, `many`, `address`, `expired`, `gone`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def invite(canvas: Canvas, *, email: str, role: Role, by: User) -> Invitation:
    """Invites an address; one that is invited already gets the new role and a new term.

    Raises `NotShared` for a member's address, and where too many invitations are open or were sent.
    """
    address = User.objects.normalize_email(email)
    with transaction.atomic():
        _lock(canvas)
        if canvas.members.filter(user__emailaddress__email__iexact=address).exists():
            raise NotShared("member")
        now = timezone.now()
        others = canvas.invitations.exclude(email=address).count()
        if others >= MOST_INVITATIONS or not may_send(by, address):
            raise NotShared("many")
        invitation, _ = Invitation.objects.update_or_create(
            canvas=canvas,
            email=address,
            defaults={
                "role": role,
                "token": fresh_token(),
                "by": by,
                "at": now,
                "expires_at": now + timedelta(days=INVITATION_DAYS),
            },
        )
    return invitation


def may_send(by: User, address: str) -> bool:
    """Counts a mail of today (UTC), if it is not one too many. Invitations to courses count, too.

    Invitations can't be counted instead: whoever withdraws one, or sends it again, has sent it.
    """
    today = timezone.now().date()
    digest = sha256(address.encode()).hexdigest()
    limits = {
        f"invited:{by.pk}:{today}": MOST_INVITATIONS_A_DAY,
        f"invited:{by.pk}:{today}:{digest}": MOST_TO_ONE_A_DAY,
    }
    sent = {key: cache.get(key, 0) for key in limits}
    if any(sent[key] >= most for key, most in limits.items()):
        return False
    for key, count in sent.items():
        cache.set(key, count + 1, timeout=DAY)
    return True


def accept(invitation: Invitation, *, by: User) -> Canvas:
    """Makes the person a member; one who is a member already keeps the greater role.

    Raises `NotShared` where the person has not verified the invited address, where the invitation
    has expired, and where it was withdrawn, sent anew or the canvas deleted in the meantime.
    """
    if not EmailAddress.objects.filter(
        user=by, email__iexact=invitation.email, verified=True
    ).exists():
        raise NotShared("address")
    if invitation.is_expired(timezone.now()):
        raise NotShared("expired")
    with transaction.atomic():
        canvas = Canvas.objects.alive().select_for_update().filter(pk=invitation.canvas_id).first()
        # The token too: sent anew, the invitation is the same row and may give another role.
        same = Invitation.objects.filter(pk=invitation.pk, token=invitation.token)
        if canvas is None or not same.delete()[0]:
            raise NotShared("gone")
        member, is_new = Member.objects.get_or_create(
            canvas=canvas, user=by, defaults={"role": invitation.role}
        )
        if is_new:
            _record(canvas, Verb.JOIN, whom=by, by=by)
        elif not Role(member.role).allows(Role(invitation.role)):
            member.role = invitation.role
            member.save(update_fields=["role"])
            _record(canvas, Verb.ROLE, whom=by, by=by)
    return canvas


def admit(canvas: Canvas, person: User, *, role: Role) -> None:
    """Makes a person a member who needs no invitation; one who is a member already stays so."""
    with transaction.atomic():
        locked = _lock(canvas)
        _member, is_new = Member.objects.get_or_create(
            canvas=canvas, user=person, defaults={"role": role}
        )
        if is_new:
            _record(locked, Verb.JOIN, whom=person, by=person)


def change_role(canvas: Canvas, member: Member, *, role: Role, by: User) -> None:
    """Gives a member another role; the owner stays the owner."""
    with transaction.atomic():
        locked = _lock(canvas)
        others = canvas.members.filter(pk=member.pk).exclude(role__in=[Role.OWNER, role])
        if others.update(role=role):
            _record(locked, Verb.ROLE, whom=member.user, by=by)


def remove_member(canvas: Canvas, member: Member, *, by: User) -> None:
    """Takes a member off, or lets one leave, with what the inbox told; the owner stays."""
    with transaction.atomic():
        locked = _lock(canvas)
        leaving = canvas.members.filter(pk=member.pk).exclude(role=Role.OWNER)
        if leaving.exists():
            inbox.forget(member.user, canvas)
            leaving.delete()
            _record(locked, Verb.LEAVE, whom=member.user, by=by)


def offer_handover(canvas: Canvas, member: Member) -> None:
    """Offers the canvas to a member; an earlier offer to somebody else is taken back.

    Raises `NotShared` where the member has left, or owns the canvas by now.
    """
    with transaction.atomic():
        _lock(canvas)
        if not canvas.members.filter(pk=member.pk).exclude(role=Role.OWNER).exists():
            raise NotShared("gone")
        Handover.objects.filter(canvas=canvas).delete()
        Handover.objects.create(canvas=canvas, to=member)


def withdraw_handover(canvas: Canvas) -> None:
    """Takes the offer back, or declines it."""
    with transaction.atomic():
        _lock(canvas)
        Handover.objects.filter(canvas=canvas).delete()


def take_over(canvas: Canvas, *, by: User) -> None:
    """Makes the person to whom it was offered the owner, and the owner an editor.

    Raises `NotShared` where it is offered to this person no more.
    """
    with transaction.atomic():
        locked = _lock(canvas)
        offer = Handover.objects.filter(canvas=canvas, to__user=by).first()
        if offer is None:
            raise NotShared("gone")
        offer.delete()
        canvas.members.filter(role=Role.OWNER).update(role=Role.EDITOR)
        canvas.members.filter(user=by).update(role=Role.OWNER)
        _record(locked, Verb.HAND_OVER, whom=by, by=by)


def make_link(canvas: Canvas, *, days: int | None, by: User) -> SecretLink:
    """A new secret link, which ends after some days, or never. Raises `NotShared` past the most."""
    with transaction.atomic():
        locked = _lock(canvas)
        if canvas.links.count() >= MOST_LINKS:
            raise NotShared("many")
        now = timezone.now()
        ends = None if days is None else now + timedelta(days=days)
        _record(locked, Verb.LINK, by=by)
        return SecretLink.objects.create(canvas=canvas, by=by, at=now, expires_at=ends)


def revoke_link(canvas: Canvas, link_id: int, *, by: User) -> None:
    """Ends a secret link; one that is gone already stays so."""
    with transaction.atomic():
        locked = _lock(canvas)
        if canvas.links.filter(pk=link_id).delete()[0]:
            _record(locked, Verb.REVOKE, by=by)


def _lock(canvas: Canvas) -> Canvas:
    """Lets those who change who may come to a canvas queue. Raises `NotShared` where it is gone."""
    alive = Canvas.objects.alive().without_document().select_for_update()
    locked = alive.filter(pk=canvas.pk).first()
    if locked is None:
        raise NotShared("gone")
    return locked


def _record(locked: Canvas, verb: Verb, *, whom: User | None = None, by: User) -> None:
    """The event, and with it a new version of the canvas: open boards hear of it."""
    record(locked, verb, whom=whom, by=by)
    locked.save(update_fields=["version"])
