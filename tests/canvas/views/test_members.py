"""The page on which a canvas is shared, and where an invitation leads."""

import smtplib
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from canvas import sharing
from canvas.models import Canvas, Invitation, Role
from tests.canvas.building import at
from tests.canvas.reading import Page

pytestmark = pytest.mark.django_db


def _members(client: Client, canvas: Canvas) -> str:
    return Page.of(client.get(at(canvas, "members/"))).text


def test_the_owner_invites_by_mail_and_the_addressee_accepts(
    canvas: Canvas, as_alice: Client, signed_in: Callable[[User], Client]
) -> None:
    sent = {"email": "Dana@Example.com", "role": "commenter"}
    as_alice.post(at(canvas, "members/invite/"), sent)
    invitation = Invitation.objects.get()
    (letter,) = mail.outbox
    place = f"/invitations/{invitation.token}/"
    assert letter.to == ["dana@example.com"]
    assert letter.subject == f"You are invited to the canvas “{canvas.title}”"
    assert f"http://testserver{place}" in letter.body
    assert "dana@example.com" in _members(as_alice, canvas)

    dana = signed_in(User.objects.create_verified("dana@example.com", "x"))
    assert canvas.title in Page.of(dana.get(place)).text
    response = dana.post(place)
    assert (response.status_code, response["Location"]) == (302, at(canvas))
    assert dana.get(at(canvas)).status_code == 200
    assert dana.get(place).status_code == 404


def test_neither_name_nor_title_writes_lines_of_its_own_into_an_invitation(
    canvas: Canvas, alice: User, as_alice: Client
) -> None:
    User.objects.filter(pk=alice.pk).update(name="Alice\n\nYour account is blocked")
    Canvas.objects.filter(pk=canvas.pk).update(title="Bakery\n\nhttps://example.org/\n\n")
    as_alice.post(at(canvas, "members/invite/"), {"email": "d@example.com", "role": "viewer"})
    (letter,) = mail.outbox
    lines = letter.body.splitlines()
    assert not {"Your account is blocked", "https://example.org/"} & set(lines)
    assert any("Alice" in line and "Bakery" in line for line in lines)
    assert "Bakery" in letter.subject


def test_somebody_else_is_told_that_it_is_for_another_address(
    canvas: Canvas, alice: User, as_charlie: Client
) -> None:
    invited = sharing.invite(canvas, email="dana@example.com", role=Role.VIEWER, by=alice)
    response = as_charlie.post(f"/invitations/{invited.token}/")
    assert response.status_code == 409
    assert "for another address" in Page.of(response).text
    assert as_charlie.get(at(canvas)).status_code == 404


NO_HOST = "a@" + "ü" * 60 + ".com"
GROWS = "a@" + "x." * 20 + "İİİİİİİİ." * 22 + "com"


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "ſaul@example.com", "x" * 300 + "@a.org", NO_HOST, GROWS]
)
def test_a_bad_address_is_kept_and_refused_beside_its_field(
    canvas: Canvas, as_alice: Client, email: str
) -> None:
    response = as_alice.post(at(canvas, "members/invite/"), {"email": email, "role": "viewer"})
    assert response.status_code == 422
    assert not Invitation.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize("role", ["owner", "", "x"])
def test_ownership_is_not_given_away_by_invitation_or_role(
    canvas: Canvas, as_alice: Client, bob: User, role: str
) -> None:
    invited = {"email": "dana@example.com", "role": role}
    assert as_alice.post(at(canvas, "members/invite/"), invited).status_code == 422
    member = canvas.members.get(user=bob)
    changed = as_alice.post(at(canvas, f"members/{member.pk}/role/"), {"role": role})
    assert changed.status_code == 422
    assert canvas.members.get(user=bob).role == Role.VIEWER


def test_a_mail_that_can_not_be_sent_is_told_and_the_invitation_stands(
    canvas: Canvas, as_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object, **named: object) -> None:
        raise smtplib.SMTPServerDisconnected("no server")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    sent = {"email": "dana@example.com", "role": "viewer"}
    page = Page.of(as_alice.post(at(canvas, "members/invite/"), sent, follow=True))
    assert "could not be sent" in page.text
    assert Invitation.objects.get().email == "dana@example.com"


def test_a_member_of_another_canvas_is_out_of_reach(
    canvas: Canvas, as_alice: Client, charlie: User
) -> None:
    from canvas import actions
    from tests.canvas.building import EMPTY

    theirs = actions.create_canvas(EMPTY, by=charlie)
    (member,) = theirs.members.all()
    for place in ("role/", "remove/", "handover/"):
        assert as_alice.post(at(canvas, f"members/{member.pk}/{place}")).status_code == 404
    link = sharing.make_link(theirs, days=None, by=charlie)
    invited = sharing.invite(theirs, email="x@example.com", role=Role.VIEWER, by=charlie)
    as_alice.post(at(canvas, f"members/links/{link.pk}/revoke/"))
    as_alice.post(at(canvas, f"members/invitations/{invited.pk}/withdraw/"))
    assert (theirs.links.count(), theirs.invitations.count()) == (1, 1)


def test_members_leave_and_only_the_owner_removes_others(
    canvas: Canvas, as_alice: Client, as_bob: Client, bob: User, erin: User
) -> None:
    def remove(client: Client, who: User) -> int:
        member = canvas.members.get(user=who)
        return client.post(at(canvas, f"members/{member.pk}/remove/")).status_code

    assert remove(as_bob, erin) == 403
    assert remove(as_bob, bob) == 302
    assert as_bob.get(at(canvas)).status_code == 404
    assert remove(as_alice, erin) == 302
    assert not canvas.members.filter(user__in=[bob, erin]).exists()


def test_the_owner_does_not_leave_and_is_not_told_so(
    canvas: Canvas, as_alice: Client, alice: User
) -> None:
    member = canvas.members.get(user=alice)
    places = [at(canvas, f"members/{member.pk}/{do}/") for do in ("remove", "role", "handover")]
    sent = {"role": "viewer"}
    assert [as_alice.post(place, sent).status_code for place in places] == [404, 404, 404]
    assert canvas.members.get(user=alice).role == Role.OWNER


def test_the_offered_member_takes_over_or_declines(
    canvas: Canvas, as_alice: Client, as_bob: Client, as_erin: Client, erin: User
) -> None:
    member = canvas.members.get(user=erin)
    offer, answer = at(canvas, f"members/{member.pk}/handover/"), at(canvas, "members/handover/")
    as_alice.post(offer)
    assert "This canvas is offered to you." in _members(as_erin, canvas)
    assert "This canvas is offered to you." not in _members(as_bob, canvas)
    assert as_bob.post(answer).status_code == 404
    as_erin.post(answer, {"decline": "1"})
    assert as_erin.post(answer).status_code == 404
    as_alice.post(offer)
    as_alice.post(offer, {"withdraw": "1"})
    assert as_erin.post(answer).status_code == 404
    as_alice.post(offer)
    as_erin.post(answer)
    assert canvas.members.get(user=erin).role == Role.OWNER


def test_a_viewer_sees_the_members_and_neither_invitations_nor_links(
    canvas: Canvas, alice: User, as_bob: Client
) -> None:
    sharing.invite(canvas, email="dana@example.com", role=Role.VIEWER, by=alice)
    link = sharing.make_link(canvas, days=None, by=alice)
    page = as_bob.get(at(canvas, "members/")).content.decode()
    assert alice.email in page
    assert "dana@example.com" not in page
    assert link.token not in page
