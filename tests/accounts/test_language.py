"""The browser's language at first, then the person's choice."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db
PAGE = "/accounts/login/"


def _language(client: Client, accept: str = "", path: str = PAGE) -> str:
    return client.get(path, headers={"accept-language": accept}).headers["Content-Language"]


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "en"),
        ("pt", "pt-br"),
        ("pt-PT,pt;q=0.9", "pt-br"),
        ("pt-BR", "pt-br"),
        ("es-MX,es;q=0.9,en;q=0.5", "es"),
        ("fr,de;q=0.8", "en"),
        ("nonsense;;q=x", "en"),
    ],
)
def test_a_visitor_gets_the_browsers_language(client: Client, accept: str, language: str) -> None:
    assert _language(client, accept) == language


def test_a_visitor_chooses_and_the_choice_stays(client: Client) -> None:
    response = client.post("/accounts/language/", {"language": "es", "next": PAGE})
    assert (response.status_code, response.url) == (302, PAGE)
    assert _language(client, "pt") == "es"
    client.post("/accounts/language/", {"language": ""})
    assert _language(client, "pt") == "pt-br"


def test_a_persons_choice_goes_before_the_browser_and_the_cookie(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(alice)
    assert _language(client, "pt", "/accounts/") == "pt-br"
    client.post("/accounts/language/", {"language": "es"})
    alice.refresh_from_db()
    assert alice.language == "es"
    client.cookies["django_language"] = "en"
    assert _language(client, "pt", "/accounts/") == "es"
    assert _language(signed_in(alice), "pt", "/accounts/") == "es"


def test_one_persons_language_does_not_leak_into_the_next_request(
    client: Client, alice: User, signed_in: Callable[[User], Client]
) -> None:
    User.objects.filter(pk=alice.pk).update(language="es")
    assert _language(signed_in(alice), "", "/accounts/") == "es"
    assert _language(client) == "en"


@pytest.mark.parametrize("language", ["fr", "pt", "EN", "<script>"])
def test_a_language_that_is_not_spoken_here_is_refused(client: Client, language: str) -> None:
    response = client.post("/accounts/language/", {"language": language, "next": PAGE})
    assert response.status_code == 400
    assert "django_language" not in response.cookies


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "", "http:///evil.example"],
)
def test_the_way_back_never_leaves_the_site(client: Client, address: str) -> None:
    response = client.post("/accounts/language/", {"language": "es", "next": address})
    assert (response.status_code, response.url) == (302, "/")


def test_only_a_form_changes_the_language(client: Client) -> None:
    assert client.get("/accounts/language/?language=es").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/accounts/language/", {"language": "es"}).status_code == 403
