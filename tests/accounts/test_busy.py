"""Every form with a password, when there is no place in the line: 503, and nothing has happened."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from accounts.models import User
from tests.accounts.waiting import no_place
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "another password for tests"
LOGIN = "/accounts/login/"
TWICE = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
BY_SCRIPT = {"hx-request": "true"}

FORMS = {
    "sign in": (LOGIN, {"login": "alice@example.com", "password": PASSWORD}),
    "sign in, nobody": (LOGIN, {"login": "nobody@example.com", "password": PASSWORD}),
    "sign up": ("/accounts/signup/", {"email": "eva@example.com", "password1": PASSWORD}),
    "change": ("/accounts/password/change/", {"oldpassword": PASSWORD} | TWICE),
    "set": ("/accounts/password/set/", TWICE),
    "reset": ("", TWICE),
    "reauthenticate": ("/accounts/reauthenticate/", {"password": PASSWORD}),
    "delete": ("/accounts/delete/", {"password": PASSWORD}),
}
VISITORS = ("sign in", "sign in, nobody", "sign up", "reset")


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


class Form:
    """A form that somebody is about to send."""

    def __init__(self, name: str, client: Client) -> None:
        self.client = client
        self.path, self.fields = FORMS[name]
        if name == "reset":
            self.path = self._by_mail()
        if name == "delete":
            self.fields = self.fields | {"seen": self._seen()}
        mail.outbox.clear()

    def _by_mail(self) -> str:
        self.client.post("/accounts/password/reset/", {"email": "alice@example.com"})
        link = re.findall(r"http://testserver(/\S+)", mail.outbox[-1].body)[0]
        return str(self.client.get(link).url)

    def _seen(self) -> str:
        """What the page says of having told what becomes of the canvases."""
        page = self.client.get(self.path).content.decode()
        return re.findall(r'name="seen" value="(\w*)"', page)[0]

    def send(self, **headers: str) -> Any:
        return self.client.post(self.path, self.fields, headers=headers)


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest, alice: User, signed_in: Callable[[User], Client]) -> Form:
    if request.param == "set":
        alice.set_unusable_password()
        alice.save()
    return Form(request.param, Client() if request.param in VISITORS else signed_in(alice))


def _people() -> list[tuple[str, str]]:
    return list(User.objects.values_list("email", "password"))


def test_a_form_without_a_place_does_nothing(form: Form) -> None:
    people, session = _people(), dict(form.client.session)
    with no_place():
        answer = form.send()
    page = answer.content.decode()
    assert (answer.status_code, page.count("<h1>")) == (503, 1)
    assert int(answer.headers["Retry-After"]) in (2, 3, 4, 5)
    assert "no-store" in answer.headers["Cache-Control"]
    assert (PASSWORD in page, NEW_PASSWORD in page) == (False, False)
    assert (_people(), dict(form.client.session), mail.outbox) == (people, session, [])


def test_a_form_that_was_turned_away_counts_as_no_try(form: Form, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {
        "login": "1/m/ip",
        "login_failed": "1/m/ip,1/m/key",
        "signup": "1/m/ip",
        "change_password": "1/m/user",
        "reset_password_from_key": "1/m/ip",
        "reauthenticate": "1/m/user",
    }
    with no_place():
        assert {form.send().status_code for _ in range(8)} == {503}
    answer = form.send()
    assert answer.status_code in (200, 302)
    assert "Too many" not in answer.content.decode()


def test_a_script_is_told_when_to_try_again_and_no_more(form: Form) -> None:
    with no_place():
        answer = form.send(**BY_SCRIPT)
    assert (answer.status_code, answer.content) == (503, b"")
    assert int(answer.headers["Retry-After"]) in (2, 3, 4, 5)


def test_a_script_is_told_where_to_go_on(form: Form) -> None:
    told = form.send(**BY_SCRIPT)
    if form.fields.get("login") == "nobody@example.com":
        assert (told.status_code, "HX-Redirect" in told.headers) == (200, False)
        return
    assert (told.status_code, told.content, "Location" in told.headers) == (204, b"", False)
    assert form.client.get(told.headers["HX-Redirect"]).status_code in (200, 302)


def test_signing_in_by_script_signs_in(client: Client, alice: User) -> None:
    fields = FORMS["sign in"][1] | {"next": "/accounts/"}
    told = client.post(LOGIN, fields, headers=BY_SCRIPT)
    assert (told.status_code, told.headers["HX-Redirect"]) == (204, "/accounts/")
    assert client.get("/accounts/").status_code == 200


def test_what_was_typed_is_kept_but_for_the_password(client: Client) -> None:
    fields = {
        "login": "<b>@example.com",
        "password": "s3cret <word>",
        "new_password": "s3cret",
        "next": "/accounts/?a=1&b",
    }
    with no_place():
        page = client.post(f"{LOGIN}?next=/guide/", fields).content.decode()
    kept = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    assert ("login", "&lt;b&gt;@example.com") in kept
    assert ("next", "/accounts/?a=1&amp;b") in kept
    assert f'action="{LOGIN}?next=/guide/"' in page
    assert re.findall(r'<input type="password" name="(\w+)"', page) == ["password"]
    assert "s3cret" not in page


def test_each_password_of_a_form_is_asked_for_anew(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    where, fields = FORMS["change"]
    with no_place():
        page = signed_in(alice).post(where, fields).content.decode()
    asked = re.findall(r'<input type="password" name="(\w+)"', page)
    assert asked == ["oldpassword", "password1", "password2"]


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("en", "Many are signing in at this moment"),
        ("es", "En este momento están entrando muchas personas"),
        ("pt-br", "Muita gente está entrando neste momento"),
    ],
)
def test_the_page_speaks_the_readers_language(
    alice: User, signed_in: Callable[[User], Client], language: str, heading: str
) -> None:
    where, fields = FORMS["sign in"]
    alice.language = language
    alice.save()
    with no_place():
        for_visitor = Client().post(where, fields, headers={"accept-language": language})
        for_alice = signed_in(alice).post(*FORMS["change"])
    for answer in (for_visitor, for_alice):
        assert f"<h1>{heading}</h1>" in answer.content.decode()


def test_a_forged_form_is_refused_before_it_gets_a_page_with_its_fields(alice: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    with no_place():
        assert strict.post(*FORMS["sign in"]).status_code == 403


def test_who_has_to_sign_in_is_asked_first(client: Client) -> None:
    with no_place():
        answer = client.post(*FORMS["change"])
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, LOGIN)


def test_other_forms_need_no_place(alice: User, signed_in: Callable[[User], Client]) -> None:
    with no_place():
        answer = signed_in(alice).post("/accounts/", {"name": "Alice"})
        reset = Client().post("/accounts/password/reset/", {"email": alice.email})
    assert (answer.status_code, reset.status_code) == (302, 302)


def _hashing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(make_password(PASSWORD))


urlpatterns = [path("hashing/", _hashing), path("", include("config.urls"))]


def test_a_view_that_hashes_what_no_form_brought_is_answered_for(
    alice: User, signed_in: Callable[[User], Client], settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = ["accounts.hashing.ScryptPasswordHasher"]
    settings.ROOT_URLCONF = __name__
    client = signed_in(alice)
    with no_place():
        assert client.post("/hashing/", {"name": "Eva"}).status_code == 503
    assert client.post("/hashing/").status_code == 200


def test_it_is_logged_as_a_warning(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    with no_place():
        client.post(*FORMS["sign in"])
    assert [record.levelname for record in caplog.records] == ["WARNING"]
