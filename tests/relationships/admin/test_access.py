"""Who may open which page of the admin: every address of it, for everybody."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from accounts.models import User
from relationships import editors
from relationships.models import Revision
from tests.relationships.admin.pages import url

admin.autodiscover()

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalog")]

ENTRIES = {
    "relationshiptype": "personal",
    "strategy": "customer-calls",
    "channelkind": "store",
    "factor": "guarantee",
    "question": "who-are-they",
    "emptyphrase": "todo el mundo",
    "rulesetting": "over-budget",
    "adviceweight": "expected",
}
ELSEWHERE = {"logout", "jsi18n", "autocomplete", "view_on_site", "app_list", "login"}
"""Not pages of anybody's: they answer by their own means, and are asked below."""


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


def _address(name: str) -> str:
    """A page's address, with an entry that is there where it needs one."""
    model, _, page = name.removeprefix("relationships_").partition("_")
    if not name.startswith("relationships_"):
        needs_one = name.startswith(APPS_OF_OTHERS) and name.rpartition("_")[2] in WITH_OBJECT
        return reverse(f"admin:{name}", args=[_somebodys(name)] if needs_one else [])
    if page == "return":
        revision = Revision.objects.filter(key=ENTRIES[model]).first()
        assert revision is not None
        return url(model, page, ENTRIES[model], revision.pk)
    return url(model, page, *([ENTRIES[model]] if page in WITH_OBJECT else []))


def _somebodys(name: str) -> int:
    """The key of a row that is there: databases number them each in their own way."""
    models = {f"{m._meta.app_label}_{m._meta.model_name}": m for m in admin.site._registry}
    key = models[name.rpartition("_")[0]]._default_manager.values_list("pk", flat=True).first()
    assert key is not None
    return int(key)


APPS_OF_OTHERS = ("auth_", "account_")
WITH_OBJECT = ("change", "delete", "history", "retire")


def _pages() -> list[str]:
    return sorted(set(_names(admin.site.get_urls())) - ELSEWHERE)


def _expected(name: str) -> int:
    """What an editor gets."""
    if name.startswith(APPS_OF_OTHERS):
        return 403
    if name.startswith("password_change"):
        return 302
    if name.startswith(("relationships_rulesetting", "relationships_adviceweight")):
        page = name.rpartition("_")[2]
        return {"add": 403, "delete": 403, "retire": 404, "move": 405}.get(page, 200)
    return 405 if name.endswith("_move") else 200


@pytest.mark.slow
def test_an_editor_opens_the_catalog_and_nothing_else(editor: Client) -> None:
    found = {name: editor.get(_address(name)).status_code for name in _pages()}
    assert found == {name: _expected(name) for name in _pages()}
    assert len(found) > 55


def test_others_are_sent_away_from_every_page(
    alice: User, client: Client, signed_in: Callable[[User], Client]
) -> None:
    user = signed_in(alice)
    for person in (client, user):
        found = {name: person.get(_address(name)).status_code for name in _pages()}
        posted = {name: person.post(_address(name)).status_code for name in _pages()}
        assert (found, posted) == (dict.fromkeys(_pages(), 302), dict.fromkeys(_pages(), 302))


def test_what_is_left_shows_an_editor_nothing_of_others(editor: Client, alice: User) -> None:
    asked = [
        editor.get(reverse("admin:app_list", args=["relationships"])).status_code,
        editor.get("/admin/accounts/user/").status_code,
        editor.get(f"/admin/accounts/user/{alice.pk}/change/").status_code,
        editor.get("/admin/canvas/canvas/").status_code,
        editor.get("/admin/auth/").status_code,
        editor.get("/admin/autocomplete/").status_code,
    ]
    assert asked == [302, 404, 404, 404, 404, 403]


def test_the_overview_shows_an_editor_the_eight_parts(editor: Client) -> None:
    page = editor.get(reverse("admin:index"))
    assert [card.url for card in page.context["parts"]] == [
        url(model, "changelist") for model in ENTRIES
    ]
    assert page.context["others"] == []


def test_the_group_comes_with_exactly_its_permissions() -> None:
    held = Group.objects.get(name="Catalog editors").permissions.values_list("codename", flat=True)
    assert sorted(held) == sorted(editors.PERMISSIONS)
    assert len(held) == 28


def test_a_deleted_group_comes_back_whole() -> None:
    Group.objects.all().delete()
    assert editors.group().permissions.count() == 28


def test_somebody_who_may_only_look_sees_and_saves_nothing(
    alice: User, signed_in: Callable[[User], Client]
) -> None:
    alice.is_staff = True
    alice.save()
    alice.user_permissions.set(Permission.objects.filter(codename="view_strategy"))
    client = signed_in(alice)
    address = url("strategy", "change", "customer-calls")
    statuses = [
        client.get(address).status_code,
        client.post(address, {"name_en": "Mine"}).status_code,
        client.post(url("strategy", "move"), {"up": "customer-calls"}).status_code,
        client.get(url("strategy", "retire", "customer-calls")).status_code,
        client.get(url("strategy", "delete", "customer-calls")).status_code,
        client.get(url("factor", "changelist")).status_code,
        client.get(reverse("admin:catalog_export")).status_code,
        client.get(reverse("admin:catalog_import")).status_code,
        client.get(reverse("admin:index")).status_code,
    ]
    assert statuses == [200, 403, 403, 403, 403, 403, 403, 403, 200]


@pytest.mark.slow
def test_no_page_breaks_the_content_security_policy(editor: Client) -> None:
    pages = [name for name in _pages() if name.startswith(("relationships_", "catalog", "index"))]
    for name in pages:
        text = editor.get(_address(name)).content.decode()
        assert (name, "<style" in text, " style=" in text, " onclick=" in text) == (
            name,
            False,
            False,
            False,
        )
