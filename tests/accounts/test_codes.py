"""Signing in by a mailed code, and what it takes from who typed the address first."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from accounts.verified import is_verified

pytestmark = pytest.mark.django_db

REQUEST = "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def newcomer(db: None) -> User:
    """Somebody who joined a course: no password, and an address that nobody has proven."""
    return User.objects.create_unverified("sofia@example.com", name="Sofía Sol")


def _code() -> str:
    found = re.search(r"^[A-Z0-9]+(-[A-Z0-9]+)*$", mail.outbox[-1].body, re.MULTILINE)
    assert found
    return found[0]


def _is_signed_in(client: Client) -> bool:
    return client.get("/accounts/").status_code == 200


def _sign_in_by_code(client: Client, email: str, where: str = "") -> str:
    client.post(REQUEST, {"email": email})
    return str(client.post(CONFIRM, {"code": _code(), "next": where}).url)


def test_a_code_brings_a_newcomer_back_and_proves_the_address(
    client: Client, newcomer: User
) -> None:
    assert _sign_in_by_code(client, "SOFIA@example.com", "/courses/") == "/courses/"
    assert (_is_signed_in(client), is_verified(newcomer)) == (True, True)
    assert mail.outbox[0].subject == "Vínculo: your code to sign in"
    assert mail.outbox[0].to == ["sofia@example.com"]


def test_a_wrong_code_signs_in_nobody(client: Client, newcomer: User) -> None:
    client.post(REQUEST, {"email": newcomer.email})
    answer = client.post(CONFIRM, {"code": "NOT-IT"})
    assert list(answer.context["form"].errors) == ["code"]
    for _ in range(2):
        client.post(CONFIRM, {"code": "NOT-IT"})
    client.post(CONFIRM, {"code": _code()})
    assert (_is_signed_in(client), is_verified(newcomer)) == (False, False)


def test_another_code_can_be_had(client: Client, newcomer: User) -> None:
    client.post(REQUEST, {"email": newcomer.email})
    first = _code()
    client.post(CONFIRM, {"action": "resend"})
    assert _code() != first
    assert client.post(CONFIRM, {"code": _code()}).status_code == 302
    assert _is_signed_in(client)


def test_who_typed_an_address_of_somebody_else_first_is_signed_out_by_its_owner(
    client: Client, newcomer: User, signed_in: Callable[[User], Client]
) -> None:
    """Else whoever joins with another's address would stay in that person's account for good."""
    thief = signed_in(newcomer)
    assert _is_signed_in(thief)
    _sign_in_by_code(client, newcomer.email)
    assert (_is_signed_in(client), _is_signed_in(thief)) == (True, False)


def _link_to_change(client: Client, address: str) -> str:
    client.post("/accounts/email/", {"email": address, "action_add": ""})
    return re.findall(r"http://testserver(/accounts/confirm-email/\S+)", mail.outbox[-1].body)[0]


def test_a_change_that_was_asked_for_before_the_address_was_proven_is_off(
    client: Client, newcomer: User, signed_in: Callable[[User], Client]
) -> None:
    """Else a thief would follow the link later, and have the account under an own address."""
    link = _link_to_change(signed_in(newcomer), "thief@example.com")
    _sign_in_by_code(client, newcomer.email)
    assert Client().post(link).status_code == 404
    newcomer.refresh_from_db()
    assert (newcomer.email, _is_signed_in(client)) == ("sofia@example.com", True)


def test_a_code_leads_nowhere_once_the_account_has_another_address(
    client: Client, newcomer: User, signed_in: Callable[[User], Client]
) -> None:
    """Whoever typed the address first may have taken the account elsewhere meanwhile."""
    thief = signed_in(newcomer)
    link = _link_to_change(thief, "thief@example.com")
    client.post(REQUEST, {"email": newcomer.email})
    code = _code()
    thief.post(link)
    answer = client.post(CONFIRM, {"code": code})
    assert (answer.status_code, answer.url) == (302, "/accounts/login/")
    newcomer.refresh_from_db()
    addresses = list(newcomer.emailaddress_set.values_list("email", flat=True))
    assert (addresses, _is_signed_in(client)) == (["thief@example.com"], False)


def test_a_password_that_was_typed_before_the_address_was_proven_is_gone(client: Client) -> None:
    Client().post(
        "/accounts/signup/", {"email": "sofia@example.com", "password1": "a thief's password"}
    )
    _sign_in_by_code(client, "sofia@example.com")
    assert _is_signed_in(client)
    assert not User.objects.get(email="sofia@example.com").has_usable_password()


def test_who_comes_back_later_keeps_the_other_sessions(
    client: Client, newcomer: User, signed_in: Callable[[User], Client]
) -> None:
    EmailAddress.objects.filter(user=newcomer).update(verified=True)
    laptop = signed_in(newcomer)
    _sign_in_by_code(client, newcomer.email)
    assert (_is_signed_in(client), _is_signed_in(laptop)) == (True, True)


def test_a_code_is_for_whose_address_it_is_and_not_for_who_asked_to_change_to_it(
    client: Client, alice: User, newcomer: User
) -> None:
    """Of two, allauth takes whichever a set has first: mostly the older account."""
    EmailAddress.objects.create(user=alice, email=newcomer.email, verified=False)
    _sign_in_by_code(client, newcomer.email)
    assert client.session["_auth_user_id"] == str(newcomer.pk)


def test_who_asked_to_change_to_an_address_can_not_once_somebody_joined_with_it(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(alice)
    client.post("/accounts/email/", {"email": "sofia@example.com", "action_add": ""})
    link = re.findall(r"http://testserver(/accounts/confirm-email/\S+)", mail.outbox[-1].body)[0]
    newcomer = User.objects.create_unverified("sofia@example.com")
    assert client.post(link).status_code == 302
    alice.refresh_from_db()
    assert alice.email == "alice@example.com"
    assert not is_verified(newcomer)


def test_an_unknown_address_gets_the_same_page_and_a_mail_of_its_own(
    client: Client, alice: User
) -> None:
    answers = [Client().post(REQUEST, {"email": e}) for e in (alice.email, "no@example.com")]
    assert [(a.status_code, a.url) for a in answers] == [(302, CONFIRM)] * 2
    assert [letter.subject for letter in mail.outbox] == [
        "Vínculo: your code to sign in",
        "Vínculo: no account with this address",
    ]


def test_nobody_is_buried_in_codes(newcomer: User) -> None:
    for _ in range(8):
        Client().post(REQUEST, {"email": newcomer.email})
    assert len(mail.outbox) == 5


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_the_pages_open_in_each_language(client: Client, newcomer: User, language: str) -> None:
    headers = {"accept-language": language}
    asked = client.get(REQUEST, headers=headers)
    client.post(REQUEST, {"email": newcomer.email}, headers=headers)
    confirm = client.get(CONFIRM, headers=headers)
    pages = [answer.content.decode() for answer in (asked, confirm)]
    assert [page.count("<h1>") for page in pages] == [1, 1]
    assert newcomer.email in pages[1]


def test_the_sign_in_page_leads_to_a_code_and_on_to_where_one_was_going(client: Client) -> None:
    page = client.get("/accounts/login/?next=/courses/").content.decode()
    assert f'href="{REQUEST}?next=%2Fcourses%2F"' in page
