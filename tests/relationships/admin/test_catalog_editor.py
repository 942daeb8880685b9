"""Making editors from the command line."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from tests.relationships.admin.pages import url

pytestmark = pytest.mark.django_db


def _call(*words: str) -> str:
    out = StringIO()
    call_command("catalog_editor", *words, stdout=out)
    return out.getvalue()


def test_somebody_becomes_an_editor_and_ceases_to_be_one(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    address = url("strategy", "add")
    before = signed_in(alice).get(address).status_code
    said = _call("Alice@Example.com")
    during = signed_in(alice).get(address).status_code
    left = _call("alice@example.com", "--remove")
    after = signed_in(alice).get(address).status_code
    assert (before, during, after) == (302, 200, 302)
    assert (said, left) == (
        "Alice Alves edits the catalog.\n",
        "Alice Alves edits the catalog no longer.\n",
    )


def test_an_administrator_keeps_the_admin(alice: User) -> None:
    alice.is_superuser = True
    alice.save()
    _call(alice.email, "--remove")
    alice.refresh_from_db()
    assert alice.is_staff is True


def test_nobody_is_named_who_is_not_there() -> None:
    with pytest.raises(CommandError, match=r"Nobody signs in with zoe@example\.com\."):
        _call("zoe@example.com")
