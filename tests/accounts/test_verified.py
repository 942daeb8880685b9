"""What waits until an address is proven, and how it is."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from accounts.verified import is_verified
from canvas import actions, sharing
from canvas.models import Canvas, Handover, Invitation, Role, SecretLink
from relationships.catalog import Catalog
from tests.canvas.building import at, titled
from tests.canvas.conftest import _nothing_cached_by_other_tests, catalog

__all__ = ["_nothing_cached_by_other_tests", "catalog"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def newcomer(db: None) -> User:
    return User.objects.create_unverified("sofia@example.com", name="Sofía Sol")


@pytest.fixture
def as_newcomer(newcomer: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(newcomer)


@pytest.fixture
def canvas(newcomer: User, catalog: Catalog) -> Canvas:
    return actions.create_canvas(titled("Sofía's"), by=newcomer)


def _link() -> str:
    return re.findall(r"http://testserver(/accounts/confirm\S+)", mail.outbox[-1].body)[0]


def test_a_newcomer_works_on_canvases(as_newcomer: Client, canvas: Canvas) -> None:
    assert as_newcomer.get(at(canvas, "")).status_code == 200
    note = {"block": "key_partners", "text": "A mill", "color": ""}
    assert as_newcomer.post(at(canvas, "new/note/"), note).status_code == 302


@pytest.mark.parametrize(
    ("place", "data"),
    [
        ("members/invite/", {"email": "bob@example.com", "role": "editor"}),
        ("members/links/new/", {"days": "7"}),
    ],
)
def test_a_newcomer_lets_nobody_else_in(
    as_newcomer: Client, canvas: Canvas, place: str, data: dict[str, str]
) -> None:
    answer = as_newcomer.post(at(canvas, place), data)
    page = answer.content.decode()
    assert (answer.status_code, 'name="action_send"' in page) == (403, True)
    assert (Invitation.objects.count(), SecretLink.objects.count()) == (0, 0)
    assert mail.outbox == []


def test_nor_hands_a_canvas_over(as_newcomer: Client, canvas: Canvas, bob: User) -> None:
    sharing.admit(canvas, bob, role=Role.EDITOR)
    member = canvas.members.get(user=bob)
    answer = as_newcomer.post(at(canvas, f"members/{member.pk}/handover/"))
    assert (answer.status_code, Handover.objects.count()) == (403, 0)


def test_the_page_of_members_shows_the_way_and_no_button_that_fails(
    as_newcomer: Client, canvas: Canvas, bob: User
) -> None:
    sharing.admit(canvas, bob, role=Role.EDITOR)
    page = as_newcomer.get(at(canvas, "members/")).content.decode()
    shown = [f"{name}/" in page for name in ("invite", "handover", "links/new")]
    assert (shown, 'name="action_send"' in page) == ([False] * 3, True)


def test_a_newcomer_chooses_no_password_yet(as_newcomer: Client, newcomer: User) -> None:
    """It would stay with whoever typed the address first."""
    typed = {"password1": "a good password", "password2": "a good password"}
    assert as_newcomer.post("/accounts/password/set/", typed).status_code == 403
    newcomer.refresh_from_db()
    assert not newcomer.has_usable_password()


def test_the_account_says_so_and_sends_the_link_that_proves_it(
    as_newcomer: Client, newcomer: User
) -> None:
    assert 'name="action_send"' in as_newcomer.get("/accounts/").content.decode()
    as_newcomer.post("/accounts/email/", {"email": newcomer.email, "action_send": ""})
    assert mail.outbox[0].to == [newcomer.email]
    as_newcomer.post(_link())
    assert is_verified(newcomer)
    page = as_newcomer.get("/accounts/").content.decode()
    assert 'name="action_send"' not in page


def test_proving_it_in_another_browser_signs_out_the_one_that_typed_it(
    client: Client, as_newcomer: Client, newcomer: User
) -> None:
    as_newcomer.post("/accounts/email/", {"email": newcomer.email, "action_send": ""})
    assert "that one is signed out" in client.get(_link()).content.decode()
    client.post(_link())
    assert is_verified(newcomer)
    assert as_newcomer.get("/accounts/").status_code == 302


def test_nothing_of_it_is_said_to_who_has_proven_the_address(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(alice)
    assert 'name="action_send"' not in client.get("/accounts/").content.decode()
    assert client.get("/accounts/password/set/").status_code != 403
