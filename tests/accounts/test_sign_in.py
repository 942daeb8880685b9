"""The ways in and out, as a person walks them: pages, mails, links."""

import re
from collections.abc import Callable

import pytest
from allauth.core import context
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core import mail
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from accounts.models import User
from accounts.sign_up import SignUpForm
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "another password for tests"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """The limits on tries are counted in the cache, which outlives a test."""
    cache.clear()


def _link() -> str:
    """The path of the one link that the last mail carries beside the site's own address."""
    links = re.findall(r"http://testserver(/\S+)", mail.outbox[-1].body)
    assert len(links) == 1
    return links[0]


def _is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def _sign_up(client: Client, email: str = "eva@example.com", **more: str) -> int:
    data = {"email": email, "password1": PASSWORD, "name": "Eva"} | more
    response = client.post("/accounts/signup/", data)
    return response.status_code


def test_from_signing_up_to_signing_in(client: Client) -> None:
    response = client.post(
        "/accounts/signup/",
        {"email": "Eva@Example.com", "password1": PASSWORD, "name": "Eva"},
    )
    assert (response.status_code, response.url) == (302, "/accounts/confirm-email/")
    assert client.get(response.url).status_code == 200
    assert _is_signed_in(client) is False

    # Before verifying, the right password leads to the same page.
    response = client.post("/accounts/login/", {"login": "eva@example.com", "password": PASSWORD})
    assert response.url == "/accounts/confirm-email/"
    assert _is_signed_in(client) is False

    assert [message.to for message in mail.outbox] == [["eva@example.com"]]
    assert mail.outbox[0].subject == "Vínculo: verify your e-mail"
    link = _link()
    assert client.get(link).status_code == 200
    assert client.post(link).status_code == 302

    elsewhere = Client()
    response = elsewhere.post(
        "/accounts/login/", {"login": "EVA@example.com", "password": PASSWORD}
    )
    assert (response.status_code, response.url) == (302, "/canvases/")
    assert _is_signed_in(elsewhere) is True
    eva = User.objects.get()
    assert (eva.email, eva.name, eva.language) == ("eva@example.com", "Eva", "")


def test_verifying_in_the_browser_that_signed_up_signs_in(client: Client) -> None:
    _sign_up(client)
    response = client.post(_link())
    assert (response.status_code, response.url) == (302, "/canvases/")
    assert _is_signed_in(client) is True


def test_a_link_that_nobody_sent_verifies_nothing(client: Client) -> None:
    _sign_up(client)
    forged = _link()[:-4] + "xxx/"
    assert "no longer valid" in client.get(forged).content.decode()
    assert client.post(forged).status_code in (302, 404)
    assert _is_signed_in(client) is False


def test_an_address_in_use_is_told_by_mail_only(client: Client, alice: User) -> None:
    taken = client.post("/accounts/signup/", {"email": alice.email, "password1": PASSWORD})
    free = Client().post("/accounts/signup/", {"email": "new@example.com", "password1": PASSWORD})
    assert (taken.status_code, taken.url) == (free.status_code, free.url)
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([alice.email], "Vínculo: you already have an account"),
        (["new@example.com"], "Vínculo: verify your e-mail"),
    ]
    assert User.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "no address"), ("email", ""), ("password1", "short"), ("password1", "1234567890")],
)
def test_what_is_wrong_with_signing_up_is_said_beside_its_field(
    client: Client, field: str, value: str
) -> None:
    data = {"email": "eva@example.com", "password1": PASSWORD, "name": "Eva <3"} | {field: value}
    response = client.post("/accounts/signup/", data)
    page = response.content.decode()
    assert list(response.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in page
    assert 'value="Eva &lt;3"' in page
    assert User.objects.count() == 0


def test_a_wrong_password_does_not_sign_in(client: Client, alice: User) -> None:
    response = client.post("/accounts/login/", {"login": alice.email, "password": "wrong"})
    assert list(response.context["form"].errors) == ["__all__"]
    assert _is_signed_in(client) is False


def test_signing_in_leads_back_to_where_one_was_going(client: Client, alice: User) -> None:
    response = client.post(
        "/accounts/login/", {"login": alice.email, "password": PASSWORD, "next": "/accounts/"}
    )
    assert response.url == "/accounts/"


def test_signing_in_never_leads_off_the_site(client: Client, alice: User) -> None:
    response = client.post(
        "/accounts/login/",
        {"login": alice.email, "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert response.url == "/canvases/"


def test_signing_out_takes_a_form(alice: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(alice)
    assert client.get("/accounts/logout/").status_code == 200
    assert _is_signed_in(client) is True
    response = client.post("/accounts/logout/")
    assert (response.status_code, response.url) == (302, "/")
    assert _is_signed_in(client) is False


def test_a_forgotten_password_is_replaced_by_a_mailed_link(client: Client, alice: User) -> None:
    response = client.post("/accounts/password/reset/", {"email": "ALICE@example.com"})
    assert (response.status_code, response.url) == (302, "/accounts/password/reset/done/")
    assert client.get(response.url).status_code == 200
    assert mail.outbox[0].subject == "Vínculo: choose a new password"

    form = client.get(_link(), follow=True)
    response = client.post(
        form.redirect_chain[-1][0], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    )
    assert (response.status_code, response.url) == (302, "/accounts/password/reset/key/done/")
    assert client.get(response.url).status_code == 200

    # The link is used up.
    again = Client().get(re.findall(r"testserver(/\S+)", mail.outbox[0].body)[0], follow=True)
    assert "no longer valid" in again.content.decode()
    assert client.login(email=alice.email, password=PASSWORD) is False
    assert client.login(email=alice.email, password=NEW_PASSWORD) is True


def test_an_unknown_address_gets_the_same_page_and_a_mail_of_its_own(client: Client) -> None:
    response = client.post("/accounts/password/reset/", {"email": "nobody@example.com"})
    assert response.url == "/accounts/password/reset/done/"
    assert [message.subject for message in mail.outbox] == ["Vínculo: no account with this address"]


def test_a_password_is_changed_by_whoever_knows_it(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(alice)
    change = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    refused = client.post("/accounts/password/change/", {"oldpassword": "wrong"} | change)
    assert list(refused.context["form"].errors) == ["oldpassword"]
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD} | change)
    alice.refresh_from_db()
    assert alice.check_password(NEW_PASSWORD) is True
    assert [message.subject for message in mail.outbox] == ["Vínculo: your password was changed"]


def test_an_address_changes_once_the_new_one_is_verified(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(alice)
    client.post("/accounts/email/", {"email": "new@example.com", "action_add": ""})
    alice.refresh_from_db()
    assert alice.email == "alice@example.com"
    assert "new@example.com" in client.get("/accounts/email/").content.decode()
    client.post(_link())
    alice.refresh_from_db()
    assert alice.email == "new@example.com"


def test_a_class_behind_one_address_signs_in_within_a_minute(alice: User) -> None:
    answers = [
        Client().post("/accounts/login/", {"login": alice.email, "password": PASSWORD}).status_code
        for _ in range(45)
    ]
    assert answers == [302] * 45


def test_a_class_behind_one_address_signs_up_within_a_minute() -> None:
    answers = [_sign_up(Client(), f"student{n}@example.com") for n in range(45)]
    assert answers == [302] * 45


def test_guessing_one_persons_password_is_stopped(client: Client, alice: User) -> None:
    for _ in range(5):
        client.post("/accounts/login/", {"login": alice.email, "password": "wrong"})
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert _is_signed_in(client) is False


def test_too_many_tries_are_told_so(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    _sign_up(client)
    assert _sign_up(client, "second@example.com") == 429


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/confirm-email/",
        "/accounts/confirm-email/nothing/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/1-nothing/",
        "/accounts/password/reset/key/done/",
        "/accounts/inactive/",
    ],
)
def test_every_page_for_visitors_opens(client: Client, path: str, language: str) -> None:
    response = client.get(path, headers={"accept-language": language})
    page = response.content.decode()
    assert (response.status_code, page.count("<h1>")) == (200, 1)
    assert ("style=" in page, "<script>" in page) == (False, False)


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/",
        "/accounts/logout/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/reauthenticate/",
    ],
)
def test_every_page_for_people_opens(
    alice: User, signed_in: Callable[[User], Client], path: str
) -> None:
    response = signed_in(alice).get(path)
    page = response.content.decode()
    assert (response.status_code, page.count("<h1>")) == (200, 1)
    assert ("style=" in page, "<script>" in page) == (False, False)


def test_who_has_no_password_yet_can_set_one(signed_in: Callable[[User], Client]) -> None:
    person = User.objects.create_verified("ana@example.com")
    client = signed_in(person)
    assert client.get("/accounts/password/set/").status_code == 200
    client.post("/accounts/password/set/", {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD) is True


@pytest.mark.django_db(transaction=True)
def test_of_two_who_sign_up_with_one_address_at_once_the_later_is_told_by_mail(
    rf: RequestFactory,
) -> None:
    def filled_in() -> tuple[HttpRequest, SignUpForm]:
        request = rf.post("/accounts/signup/", {"email": "eva@example.com", "password1": PASSWORD})
        request.user = AnonymousUser()
        SessionMiddleware(lambda _: HttpResponse()).process_request(request)
        MessageMiddleware(lambda _: HttpResponse()).process_request(request)
        form = SignUpForm(request.POST)
        assert form.is_valid()
        return request, form

    (first, form), (second, other) = filled_in(), filled_in()
    with context.request_context(first):
        person, answer = form.try_save(first)
    with context.request_context(second):
        nobody, told = other.try_save(second)
    assert (person, answer) == (User.objects.get(), None)
    assert (nobody, told and told.status_code) == (None, 302)
    assert [letter.subject for letter in mail.outbox] == ["Vínculo: you already have an account"]


@pytest.mark.parametrize(
    "address",
    [f"{'x' * 250}@a.de", "ſaul@example.com", "İvan@example.com", "jos\u00e9@example.com"],
)
def test_an_address_that_is_too_long_or_no_ascii_is_refused(client: Client, address: str) -> None:
    filled_in = {"email": address, "password1": PASSWORD}
    answer = client.post("/accounts/signup/", filled_in)
    assert answer.context["form"].errors == {"email": ["Enter a valid email address."]}
    assert User.objects.count() == 0
    assert mail.outbox == []


def test_nor_can_somebody_change_to_one(alice: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(alice)
    answer = client.post("/accounts/email/", {"action_add": "", "email": f"{'x' * 250}@a.de"})
    assert answer.context["form"].errors == {"email": ["Enter a valid email address."]}
    assert mail.outbox == []


def test_who_was_signed_out_while_writing_is_told_so(client: Client) -> None:
    page = client.post("/canvases/new/", {"title": "Bakery"}, follow=True)
    assert "You were signed out. Sign in, and go on from here." in page.content.decode()
    assert "You were signed out" not in client.get("/canvases/", follow=True).content.decode()


@pytest.mark.parametrize("address", ["/", "/accounts/login/"])
def test_whoever_was_given_a_code_finds_where_to_type_it(client: Client, address: str) -> None:
    assert 'href="/courses/join/"' in client.get(address).content.decode()
