"""Editing the catalog in the admin."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from relationships import live
from relationships.models import RelationshipType, RuleSetting, Strategy
from relationships.vocabulary import Capability
from tests.factories import UserFactory
from tests.relationships.factories import RelationshipTypeFactory, StrategyFactory

pytestmark = pytest.mark.django_db

MODELS = [
    "channelkind",
    "emptyphrase",
    "factor",
    "question",
    "relationshiptype",
    "rulesetting",
    "strategy",
]


@pytest.fixture
def editor(client: Client) -> Client:
    eva: User = UserFactory(email="eva@example.com", is_staff=True, is_superuser=True)
    client.force_login(eva)
    return client


def _url(model: str, page: str, *args: str) -> str:
    return reverse(f"admin:relationships_{model}_{page}", args=args)


def _form(response: Any) -> dict[str, Any]:
    """What the form would send if nobody typed anything."""
    form = response.context["adminform"].form
    told = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in told.items() if value not in (None, False)}


@pytest.mark.parametrize("model", MODELS)
def test_every_kind_of_entry_is_listed_and_opens(editor: Client, model: str) -> None:
    call_command("load_catalog", verbosity=0)
    listed = editor.get(_url(model, "changelist"), {"q": "a"})
    first = listed.context["cl"].queryset[0]
    opened = editor.get(_url(model, "change", first.pk))
    assert (listed.status_code, opened.status_code) == (200, 200)


@pytest.mark.parametrize("model", MODELS)
def test_saving_what_ships_as_it_stands_touches_nothing(editor: Client, model: str) -> None:
    call_command("load_catalog", verbosity=0)
    row = editor.get(_url(model, "changelist")).context["cl"].queryset[0]
    address = _url(model, "change", row.pk)
    saved = editor.post(address, _form(editor.get(address)))
    row.refresh_from_db()
    assert (saved.status_code, row.is_touched) == (302, False)


def test_an_edit_shows_at_once_and_keeps_the_loader_away(editor: Client) -> None:
    call_command("load_catalog", verbosity=0)
    address = _url("strategy", "change", "customer-calls")
    before = live.current()
    form = _form(editor.get(address)) | {"name_es": "Telefonemas", "needs": ["push", "human"]}
    assert editor.post(address, form).status_code == 302
    entry = live.current().strategies["customer-calls"]
    assert live.stamp() != before.stamp
    assert (entry.name.es, entry.needs) == ("Telefonemas", (Capability.HUMAN, Capability.PUSH))
    call_command("load_catalog", verbosity=0)
    assert live.current().strategies["customer-calls"] == entry


def test_a_slug_is_chosen_once(editor: Client) -> None:
    StrategyFactory(slug="calls")
    added = editor.get(_url("strategy", "add")).context["adminform"]
    changed = editor.get(_url("strategy", "change", "calls")).context["adminform"]
    assert (added.readonly_fields, changed.readonly_fields) == ((), ("slug",))


def test_an_editor_adds_an_entry_of_her_own(editor: Client) -> None:
    address = _url("relationshiptype", "add")
    form = _form(editor.get(address)) | {"slug": "house-calls", "name_en": "House calls"}
    assert editor.post(address, form).status_code == 302
    row = RelationshipType.objects.get()
    assert (row.pk, row.position, row.is_shipped) == ("house-calls", 10, False)


def test_only_a_type_without_a_parent_is_offered_as_one(editor: Client) -> None:
    parent = RelationshipTypeFactory(slug="parent")
    RelationshipTypeFactory(slug="child", parent=parent)
    form = editor.get(_url("relationshiptype", "add")).context["adminform"].form
    assert [row.slug for row in form.fields["parent"].queryset] == ["parent"]


def test_words_are_offered_in_the_readers_language(editor: Client) -> None:
    response = editor.get(_url("factor", "add"), headers={"Accept-Language": "es"})
    choices = list(response.context["adminform"].form.fields["role"].choices)
    assert (choices[0], len(choices)) == (("", "–"), 6)
    english = editor.get(_url("factor", "add"), headers={"Accept-Language": "en"})
    assert list(english.context["adminform"].form.fields["role"].choices)[1] != choices[1]


def test_a_wrong_entry_comes_back_with_its_faults(editor: Client) -> None:
    form = {"slug": "Two words", "name_en": "", "money": "gold", "ease": "easy", "starts": "idea"}
    response = editor.post(_url("strategy", "add"), form)
    assert response.status_code == 200
    assert sorted(response.context["adminform"].form.errors) == ["money", "name_en", "slug"]
    assert Strategy.objects.count() == 0


def test_what_ships_is_retired_and_not_deleted(editor: Client) -> None:
    call_command("load_catalog", verbosity=0)
    StrategyFactory(slug="own")
    shipped = editor.post(_url("strategy", "delete", "customer-calls"), {"post": "yes"})
    own = editor.post(_url("strategy", "delete", "own"), {"post": "yes"})
    assert (shipped.status_code, own.status_code) == (403, 302)
    assert Strategy.objects.filter(slug__in=["customer-calls", "own"]).count() == 1


def test_what_is_in_use_is_not_deleted(editor: Client) -> None:
    RelationshipTypeFactory(slug="child", parent=RelationshipTypeFactory(slug="parent"))
    editor.post(_url("relationshiptype", "delete", "parent"), {"post": "yes"})
    assert RelationshipType.objects.count() == 2


def test_rules_are_set_and_neither_added_nor_deleted(editor: Client) -> None:
    call_command("load_catalog", verbosity=0)
    code = RuleSetting.objects.filter(threshold=None).values_list("code", flat=True)[0]
    added = editor.get(_url("rulesetting", "add"))
    deleted = editor.post(_url("rulesetting", "delete", code), {"post": "yes"})
    assert (added.status_code, deleted.status_code) == (403, 403)
    form = {"severity": "gap", "position": "10"}
    assert editor.post(_url("rulesetting", "change", code), form).status_code == 302
    setting = live.current().rules[code]
    assert (setting.severity, setting.enabled) == ("gap", False)


def test_others_stay_out(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get(_url("strategy", "changelist")).status_code == 302
