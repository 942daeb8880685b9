from collections.abc import Callable

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation
from pytest_django import Settings

from accounts.models import User

CSP = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}

PUBLIC = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_confirm_login_code",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "set_language",
    "course_code",
    "course_join",
    "front",
    "guide",
    "guide_type",
    "guide_strategy",
    "schema",
    "healthz",
    "readyz",
}
"""Everything that a visitor may open without signing in, and nothing else."""


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/login/", "/nowhere/"])
def test_every_page_carries_the_security_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert set(headers["Content-Security-Policy"].split("; ")) == CSP
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    )


@pytest.mark.django_db
def test_http_is_sent_to_https(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/accounts/login/")
    assert (response.status_code, response.url) == (301, "https://testserver/accounts/login/")


@pytest.mark.django_db
def test_an_unknown_host_is_refused(client: Client) -> None:
    assert client.get("/accounts/login/", headers={"host": "evil.example"}).status_code == 400


def test_no_cache_keeps_a_page_of_somebody_signed_in(
    client: Client, alice: User, signed_in: Callable[[User], Client]
) -> None:
    own = signed_in(alice).get("/accounts/")
    assert own.headers["Cache-Control"] == "private, no-store"
    assert "no-store" not in client.get("/guide/").headers.get("Cache-Control", "")


BY_SECRET_LINK = {
    "board",
    "channel",
    "costs",
    "journey",
    "matrix",
    "note",
    "plan",
    "relationship",
    "relationship_map",
    "segment",
}
"""Below `/s/`, where the link is what lets people in; elsewhere these ask to sign in as well."""


def _named(patterns: list[URLPattern | URLResolver]) -> dict[str, Callable[..., object]]:
    """Every named view outside the admin, whose views ask for an editor by themselves."""
    found: dict[str, Callable[..., object]] = {}
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            way = "by link: " if str(pattern.pattern).startswith("s/") else ""
            found[way + (pattern.name or str(pattern.pattern))] = pattern.callback
        elif pattern.app_name != "admin":
            found |= _named(pattern.url_patterns)
    return found


def test_signing_in_is_asked_everywhere_but_on_the_public_pages() -> None:
    views = _named(get_resolver().url_patterns)
    public = {name for name, view in views.items() if not getattr(view, "login_required", True)}
    assert public == PUBLIC | {f"by link: {name}" for name in BY_SECRET_LINK}


@pytest.mark.django_db
def test_a_page_asks_to_sign_in_and_leads_back(client: Client) -> None:
    response = client.get("/accounts/email/")
    assert (response.status_code, response.url) == (
        302,
        "/accounts/login/?next=/accounts/email/",
    )


@pytest.mark.django_db
def test_htmx_is_told_401_instead_of_getting_a_sign_in_form(client: Client) -> None:
    response = client.get("/accounts/email/", headers={"hx-request": "true"})
    assert (response.status_code, response.content) == (401, b"")


@pytest.mark.django_db
def test_the_admin_is_closed_to_those_who_do_not_edit_the_catalog(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    assert signed_in(alice).get("/admin/", follow=True).status_code == 403


@pytest.mark.django_db
def test_editors_sign_in_where_everybody_does(client: Client) -> None:
    led = client.get("/admin/", follow=True)
    assert led.redirect_chain[-1][0].split("?")[0] == "/accounts/login/"
    refused = client.post("/admin/login/", {"username": "eva@example.com", "password": "guess"})
    assert (refused.status_code, refused.url.split("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_the_page_for_our_own_faults_needs_nothing(language: str) -> None:
    # It is drawn without a request, when the database may be gone.
    with translation.override(language):
        page = render_to_string("500.html")
    assert (page.count("<h1>"), f'<html lang="{language}">' in page) == (1, True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="speaks of SQLite")
def test_sqlite_is_set_up_for_concurrent_writers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (1,)
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (20_000,)
    assert connection.transaction_mode == "IMMEDIATE"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/guide/types/%00/", "/?page=%00", "/accounts/login/?next=%00"]
)
def test_an_address_with_a_nul_is_refused(client: Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["X-Frame-Options"]) == (400, "DENY")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "django_language"])
def test_a_cookie_with_a_nul_is_refused(client: Client, name: str) -> None:
    answer = client.get("/", headers={"Cookie": f'{name}="\\000abcdefgh"'})
    assert answer.status_code == 400
