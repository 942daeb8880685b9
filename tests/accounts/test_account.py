import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User

pytestmark = pytest.mark.django_db


def test_a_person_changes_name_and_language(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    response = signed_in(alice).post("/accounts/", {"name": " Alicia ", "language": "es"})
    assert (response.status_code, response.url) == (302, "/accounts/")
    alice.refresh_from_db()
    assert (alice.name, alice.language) == ("Alicia", "es")


@pytest.mark.parametrize("wrong", [{"name": "x" * 121}, {"name": "Alicia", "language": "fr"}])
def test_what_is_wrong_is_said_and_nothing_changes(
    alice: User, signed_in: Callable[[User], Client], wrong: dict[str, str]
) -> None:
    response = signed_in(alice).post("/accounts/", wrong)
    assert response.status_code == 422
    field = next(iter(response.context["form"].errors))
    assert f'id="id_{field}_error"' in response.content.decode()
    alice.refresh_from_db()
    assert (alice.name, alice.language) == ("Alice Alves", "")


def test_a_person_switches_the_digest_off_and_on(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    def chosen(**sent: str) -> str:
        signed_in(alice).post("/accounts/", {"name": "Alice", **sent})
        alice.refresh_from_db()
        return alice.digest

    switched = [chosen(), chosen(digest="never"), chosen(), chosen(digest="daily")]
    assert switched == ["daily", "never", "never", "daily"]
    assert signed_in(alice).post("/accounts/", {"digest": "hourly"}).status_code == 422


def test_nothing_but_name_and_language_is_taken(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    signed_in(alice).post(
        "/accounts/", {"name": "A", "is_staff": "1", "is_superuser": "1", "email": "x@example.com"}
    )
    alice.refresh_from_db()
    assert (alice.email, alice.is_staff, alice.is_superuser) == (
        "alice@example.com",
        False,
        False,
    )


def test_a_save_leaves_alone_what_an_administrator_changes_at_that_moment(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(alice)
    with CaptureQueriesContext(connection) as queries:
        client.post("/accounts/", {"name": "Alicia", "language": "es"})
    updates = [q["sql"] for q in queries if q["sql"].startswith('UPDATE "accounts_user"')]
    assert [re.findall(r'"(\w+)" = [^N]', sql) for sql in updates] == [
        ["name", "language", "time_zone", "digest", "id"]
    ]


def test_the_page_is_ones_own(client: Client) -> None:
    response = client.get("/accounts/")
    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/accounts/")
