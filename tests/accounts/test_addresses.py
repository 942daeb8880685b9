"""What follows a person from one e-mail address to the next."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import User
from canvas import sharing
from canvas.actions import create_canvas
from canvas.models import Canvas, Invitation, Role
from tests.canvas.building import titled
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NEW = "new@example.com"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def bakery(alice: User) -> Canvas:
    return create_canvas(titled("Bakery"), by=alice)


def _change(client: Client, address: str = NEW) -> None:
    """Asks for the change and follows the link in the mail."""
    client.post("/accounts/email/", {"email": address, "action_add": ""})
    client.post(re.findall(r"testserver(/\S*confirm-email/\S+)", mail.outbox[-1].body)[0])


def test_one_signs_in_with_the_new_address_and_no_longer_with_the_old(
    bob: User, signed_in: Callable[[User], Client]
) -> None:
    _change(signed_in(bob), "New@Example.com")
    bob.refresh_from_db()
    assert (bob.email, list(bob.emailaddress_set.values_list("email", "primary", "verified"))) == (
        NEW,
        [(NEW, True, True)],
    )
    answers = [
        Client().post("/accounts/login/", {"login": login, "password": PASSWORD}).status_code
        for login in (NEW, "bob@example.com")
    ]
    assert answers == [302, 200]


def test_an_invitation_to_the_old_address_is_accepted_under_the_new_one(
    bakery: Canvas, alice: User, bob: User, signed_in: Callable[[User], Client]
) -> None:
    invitation = sharing.invite(bakery, email=bob.email, role=Role.EDITOR, by=alice)
    client = signed_in(bob)
    _change(client)
    client.post(f"/invitations/{invitation.token}/")
    assert bakery.members.get(user=bob).role == Role.EDITOR


def test_whoever_gets_the_old_address_next_does_not_get_its_invitations(
    bakery: Canvas, alice: User, bob: User, signed_in: Callable[[User], Client]
) -> None:
    sharing.invite(bakery, email=bob.email, role=Role.EDITOR, by=alice)
    _change(signed_in(bob))
    other = UserFactory(email="bob@example.com", name="Another Bob")
    assert list(Invitation.objects.awaiting(other.pk, timezone.now())) == []


@pytest.mark.parametrize("roles", [(Role.EDITOR, Role.VIEWER), (Role.VIEWER, Role.EDITOR)])
def test_of_two_invitations_to_one_canvas_the_greater_role_stays(
    bakery: Canvas,
    alice: User,
    bob: User,
    signed_in: Callable[[User], Client],
    roles: tuple[Role, Role],
) -> None:
    for address, role in zip((bob.email, NEW), roles, strict=True):
        sharing.invite(bakery, email=address, role=role, by=alice)
    _change(signed_in(bob))
    assert list(bakery.invitations.values_list("email", "role")) == [(NEW, Role.EDITOR)]


def test_until_the_new_address_is_proven_nothing_follows(
    bakery: Canvas, alice: User, bob: User, signed_in: Callable[[User], Client]
) -> None:
    to_new = sharing.invite(bakery, email=NEW, role=Role.EDITOR, by=alice)
    client = signed_in(bob)
    client.post("/accounts/email/", {"email": NEW, "action_add": ""})
    assert client.post(f"/invitations/{to_new.token}/").status_code == 409
    assert list(bakery.invitations.values_list("email", flat=True)) == [NEW]


def test_verifying_a_first_address_moves_nothing_of_anybody_elses(
    bakery: Canvas, alice: User, client: Client
) -> None:
    sharing.invite(bakery, email="eva@example.com", role=Role.EDITOR, by=alice)
    sharing.invite(bakery, email="zoe@example.com", role=Role.VIEWER, by=alice)
    client.post("/accounts/signup/", {"email": "eva@example.com", "password1": PASSWORD})
    client.post(re.findall(r"testserver(/\S*confirm-email/\S+)", mail.outbox[-1].body)[0])
    assert sorted(bakery.invitations.values_list("email", flat=True)) == [
        "eva@example.com",
        "zoe@example.com",
    ]
    eva = User.objects.get(email="eva@example.com")
    soon = timezone.now() + timedelta(days=1)
    assert [each.canvas for each in Invitation.objects.awaiting(eva.pk, soon)] == [bakery]


def _wish(client: Client, address: str = NEW) -> str:
    """Asks for the change; the link that was mailed."""
    client.post("/accounts/email/", {"email": address, "action_add": ""})
    return str(re.findall(r"testserver(/\S*confirm-email/\S+)", mail.outbox[-1].body)[0])


def _addresses(person: User) -> list[tuple[str, bool, bool]]:
    rows = person.emailaddress_set.order_by("pk")
    return list(rows.values_list("email", "primary", "verified"))


def test_who_has_not_proven_an_address_keeps_it_until_the_other_one_is(
    signed_in: Callable[[User], Client],
) -> None:
    """Two of them, who would else share the empty address."""
    people = [User.objects.create_unverified(f"typo{n}@example.com") for n in range(2)]
    clients = [signed_in(person) for person in people]
    _wish(clients[0], "earlier@example.com")
    links = [_wish(client, f"right{n}@example.com") for n, client in enumerate(clients)]
    for n, person in enumerate(people):
        person.refresh_from_db()
        assert person.email == f"typo{n}@example.com"
        assert _addresses(person) == [
            (f"typo{n}@example.com", True, False),
            (f"right{n}@example.com", False, False),
        ]
    assert clients[0].post(links[0]).status_code == 302
    people[0].refresh_from_db()
    assert people[0].email == "right0@example.com"
    assert _addresses(people[0]) == [("right0@example.com", True, True)]


def test_an_address_becomes_the_own_one_in_no_other_way_than_by_its_link(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    person = User.objects.create_unverified("sofia@example.com")
    client = signed_in(person)
    _wish(client, NEW)
    for address in (NEW, alice.email):
        answer = client.post("/accounts/email/", {"email": address, "action_primary": ""})
        assert answer.status_code == 302
    person.refresh_from_db()
    assert person.email == "sofia@example.com"
