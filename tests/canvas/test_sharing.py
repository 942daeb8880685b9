"""Who may come to a canvas, and how that changes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from canvas import actions, sharing
from canvas.models import Canvas, Handover, Invitation, Member, Role, SecretLink
from canvas.sharing import NotShared
from canvas.telling import Teller
from relationships.content import shipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(db: None) -> User:
    return User.objects.create_verified("dana@example.com", "x", name="Dana")


def _invite(canvas: Canvas, alice: User, email: str = "dana@example.com") -> Invitation:
    return sharing.invite(canvas, email=email, role=Role.EDITOR, by=alice)


def _role(canvas: Canvas, user: User) -> str | None:
    return canvas.members.filter(user=user).values_list("role", flat=True).first()


def test_an_invitation_makes_its_addressee_a_member(
    canvas: Canvas, alice: User, dana: User
) -> None:
    sharing.accept(_invite(canvas, alice, "  DANA@example.com "), by=dana)
    assert _role(canvas, dana) == Role.EDITOR
    assert not canvas.invitations.exists()


def test_inviting_again_gives_the_new_role_under_a_new_address(canvas: Canvas, alice: User) -> None:
    first = _invite(canvas, alice)
    second = sharing.invite(canvas, email=first.email, role=Role.VIEWER, by=alice)
    assert [(i.role, i.token) for i in canvas.invitations.all()] == [(Role.VIEWER, second.token)]
    assert first.token != second.token


def test_a_member_is_not_invited(canvas: Canvas, alice: User, dana: User) -> None:
    sharing.accept(_invite(canvas, alice), by=dana)
    with pytest.raises(NotShared, match="member"):
        _invite(canvas, alice, "Dana@Example.com")


def test_only_whoever_verified_the_address_accepts(
    canvas: Canvas, alice: User, charlie: User, dana: User
) -> None:
    invitation = _invite(canvas, alice)
    with pytest.raises(NotShared, match="address"):
        sharing.accept(invitation, by=charlie)
    dana.emailaddress_set.update(verified=False)
    with pytest.raises(NotShared, match="address"):
        sharing.accept(invitation, by=dana)
    assert (_role(canvas, charlie), _role(canvas, dana)) == (None, None)


def test_an_expired_a_withdrawn_and_a_used_invitation_are_worth_nothing(
    canvas: Canvas, alice: User, dana: User
) -> None:
    invitation = _invite(canvas, alice)
    late = timezone.now() + timedelta(days=sharing.INVITATION_DAYS, seconds=1)
    assert (invitation.is_expired(timezone.now()), invitation.is_expired(late)) == (False, True)
    invitation.expires_at = timezone.now()
    with pytest.raises(NotShared, match="expired"):
        sharing.accept(invitation, by=dana)
    invitation.expires_at = late
    canvas.invitations.all().delete()
    with pytest.raises(NotShared, match="gone"):
        sharing.accept(invitation, by=dana)
    assert _role(canvas, dana) is None


def test_nobody_joins_a_deleted_canvas(canvas: Canvas, alice: User, dana: User) -> None:
    invitation = _invite(canvas, alice)
    actions.delete_canvas(canvas, by=alice)
    with pytest.raises(NotShared, match="gone"):
        sharing.accept(invitation, by=dana)


def test_a_member_who_is_invited_meanwhile_keeps_the_greater_role(
    canvas: Canvas, alice: User, dana: User
) -> None:
    invitation = _invite(canvas, alice)
    member = Member.objects.create(canvas=canvas, user=dana, role=Role.VIEWER)
    sharing.accept(invitation, by=dana)
    assert _role(canvas, dana) == Role.EDITOR
    member.refresh_from_db()
    again = Invitation.objects.create(
        canvas=canvas,
        email=dana.email,
        role=Role.VIEWER,
        by=alice,
        expires_at=invitation.expires_at,
    )
    sharing.accept(again, by=dana)
    assert _role(canvas, dana) == Role.EDITOR


def test_too_many_invitations_are_refused(
    canvas: Canvas, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "MOST_INVITATIONS", 1)
    _invite(canvas, alice)
    _invite(canvas, alice)
    with pytest.raises(NotShared, match="many"):
        _invite(canvas, alice, "other@example.com")
    monkeypatch.setattr(sharing, "MOST_INVITATIONS", 9)
    monkeypatch.setattr(sharing, "MOST_INVITATIONS_A_DAY", 1)
    with pytest.raises(NotShared, match="many"):
        _invite(canvas, alice, "other@example.com")


def test_the_owner_is_neither_changed_nor_removed(canvas: Canvas, alice: User) -> None:
    owner = canvas.members.get(user=alice)
    sharing.change_role(canvas, owner, role=Role.VIEWER, by=alice)
    sharing.remove_member(canvas, owner, by=alice)
    assert _role(canvas, alice) == Role.OWNER


def test_withdrawing_and_inviting_again_does_not_bury_an_address_in_mail(
    canvas: Canvas, alice: User
) -> None:
    for _ in range(sharing.MOST_TO_ONE_A_DAY):
        _invite(canvas, alice).delete()
    with pytest.raises(NotShared, match="many"):
        _invite(canvas, alice)
    _invite(canvas, alice, "other@example.com")


def test_withdrawn_invitations_count_among_those_of_the_day(
    canvas: Canvas, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "MOST_INVITATIONS_A_DAY", 2)
    for name in ("one", "two"):
        _invite(canvas, alice, f"{name}@example.com").delete()
    with pytest.raises(NotShared, match="many"):
        _invite(canvas, alice)


def test_an_invitation_that_was_sent_anew_meanwhile_gives_the_old_role_no_more(
    canvas: Canvas, alice: User, dana: User
) -> None:
    opened = _invite(canvas, alice)
    sharing.invite(canvas, email=dana.email, role=Role.VIEWER, by=alice)
    with pytest.raises(NotShared, match="gone"):
        sharing.accept(opened, by=dana)
    assert _role(canvas, dana) is None


def test_a_canvas_is_not_offered_to_whoever_left_meanwhile_or_owns_it(
    canvas: Canvas, alice: User, bob: User, erin: User
) -> None:
    left = canvas.members.get(user=bob)
    sharing.remove_member(canvas, canvas.members.get(user=bob), by=alice)
    sharing.offer_handover(canvas, canvas.members.get(user=erin))
    for nobody in (left, canvas.members.get(user=alice)):
        with pytest.raises(NotShared, match="gone"):
            sharing.offer_handover(canvas, nobody)
    assert Handover.objects.get().to.user == erin


def test_a_canvas_is_handed_over_with_the_consent_of_both(
    canvas: Canvas, alice: User, bob: User, erin: User
) -> None:
    sharing.offer_handover(canvas, canvas.members.get(user=bob))
    sharing.offer_handover(canvas, canvas.members.get(user=erin))
    with pytest.raises(NotShared, match="gone"):
        sharing.take_over(canvas, by=bob)
    sharing.take_over(canvas, by=erin)
    assert [_role(canvas, who) for who in (alice, bob, erin)] == ["editor", "viewer", "owner"]
    assert not Handover.objects.exists()
    with pytest.raises(NotShared, match="gone"):
        sharing.take_over(canvas, by=erin)


def test_an_offer_that_was_taken_back_or_whose_member_left_is_gone(
    canvas: Canvas, alice: User, bob: User
) -> None:
    member = canvas.members.get(user=bob)
    sharing.offer_handover(canvas, member)
    sharing.withdraw_handover(canvas)
    with pytest.raises(NotShared, match="gone"):
        sharing.take_over(canvas, by=bob)
    sharing.offer_handover(canvas, member)
    sharing.remove_member(canvas, member, by=alice)
    assert not Handover.objects.exists()


def test_links_end_and_are_bounded(
    canvas: Canvas, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    forever = sharing.make_link(canvas, days=None, by=alice)
    week = sharing.make_link(canvas, days=7, by=alice)
    later = now + timedelta(days=8)
    assert (forever.is_expired(later), week.is_expired(now), week.is_expired(later)) == (
        False,
        False,
        True,
    )
    assert list(SecretLink.objects.open(later)) == [forever]
    monkeypatch.setattr(sharing, "MOST_LINKS", 2)
    with pytest.raises(NotShared, match="many"):
        sharing.make_link(canvas, days=None, by=alice)


def _invited(canvas: Canvas, by: User, role: str) -> Invitation:
    return Invitation.objects.create(
        canvas=canvas, email="x@example.com", role=role, by=by, expires_at=timezone.now()
    )


@pytest.mark.parametrize(
    "broken",
    [
        lambda canvas, user: _invited(canvas, user, Role.OWNER),
        lambda canvas, user: [_invited(canvas, user, Role.VIEWER) for _ in range(2)],
        lambda canvas, user: [
            SecretLink.objects.create(canvas=canvas, by=user, token="x" * 43) for _ in range(2)
        ],
    ],
)
def test_the_database_refuses_nonsense(
    canvas: Canvas, alice: User, broken: Callable[[Canvas, User], object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        broken(canvas, alice)


def test_who_came_and_went_is_told_in_the_history(
    canvas: Canvas, alice: User, bob: User, erin: User, dana: User
) -> None:
    sharing.accept(_invite(canvas, alice), by=dana)
    sharing.change_role(canvas, canvas.members.get(user=bob), role=Role.EDITOR, by=alice)
    sharing.change_role(canvas, canvas.members.get(user=bob), role=Role.EDITOR, by=alice)
    sharing.remove_member(canvas, canvas.members.get(user=bob), by=alice)
    sharing.offer_handover(canvas, canvas.members.get(user=erin))
    sharing.take_over(canvas, by=erin)
    link = sharing.make_link(canvas, days=None, by=erin)
    for _ in range(2):
        sharing.revoke_link(canvas, link.pk, by=erin)
    teller = Teller(shipped(), "en", {})
    events = canvas.events.filter(number__gt=1).order_by("number")
    assert [teller.tell(event).sentence for event in events] == [
        "Dana joined.",
        f"{bob} got another role.",
        f"{bob} left.",
        f"The canvas belongs to {erin} now.",
        "A secret link was made.",
        "A secret link was revoked.",
    ]
    assert Canvas.objects.get(pk=canvas.pk).version == 7
