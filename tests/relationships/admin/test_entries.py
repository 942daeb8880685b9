"""Editing the catalog in the admin."""

import pytest
from django.core.management import call_command
from django.test import Client

from relationships import live
from relationships.models import Question, RelationshipType, Strategy
from relationships.vocabulary import Capability
from tests.relationships.admin.pages import save, typed, url
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


@pytest.mark.parametrize("model", MODELS)
def test_every_kind_of_entry_is_listed_and_opens(editor: Client, model: str) -> None:
    call_command("load_catalog", verbosity=0)
    listed = editor.get(url(model, "changelist"), {"q": "a"})
    first = listed.context["listing"].lines[0].row
    opened = editor.get(url(model, "change", first.pk))
    assert (listed.status_code, opened.status_code) == (200, 200)


@pytest.mark.parametrize("model", MODELS)
def test_saving_what_ships_as_it_stands_touches_nothing(editor: Client, model: str) -> None:
    call_command("load_catalog", verbosity=0)
    row = editor.get(url(model, "changelist")).context["listing"].lines[0].row
    address = url(model, "change", row.pk)
    saved = editor.post(address, typed(editor.get(address)))
    row.refresh_from_db()
    assert (saved.status_code, row.is_touched) == (302, False)


def test_an_edit_shows_at_once_and_keeps_the_loader_away(editor: Client) -> None:
    call_command("load_catalog", verbosity=0)
    address = url("strategy", "change", "customer-calls")
    before = live.current()
    form = typed(editor.get(address)) | {"name_es": "Telefonemas", "needs": ["push", "human"]}
    assert editor.post(address, form).status_code == 302
    entry = live.current().strategies["customer-calls"]
    assert live.stamp() != before.stamp
    assert (entry.name.es, entry.needs) == ("Telefonemas", (Capability.HUMAN, Capability.PUSH))
    call_command("load_catalog", verbosity=0)
    assert live.current().strategies["customer-calls"] == entry


def test_a_slug_is_chosen_once(editor: Client) -> None:
    StrategyFactory(slug="calls")
    added = editor.get(url("strategy", "add")).context["form"]
    changed = editor.get(url("strategy", "change", "calls")).context["form"]
    assert ("slug" in added.fields, "slug" in changed.fields) == (True, False)
    assert save(editor, "strategy", "calls", slug="other").status_code == 302
    assert [row.pk for row in Strategy.objects.all()] == ["calls"]


def test_an_editor_adds_an_entry_of_her_own(editor: Client) -> None:
    address = url("relationshiptype", "add")
    form = typed(editor.get(address)) | {"slug": "house-calls", "name_en": "House calls"}
    assert editor.post(address, form).status_code == 302
    row = RelationshipType.objects.get()
    assert (row.pk, row.position, row.is_shipped) == ("house-calls", 10, False)


def test_only_a_type_without_a_parent_is_offered_as_one(editor: Client) -> None:
    parent = RelationshipTypeFactory(slug="parent")
    RelationshipTypeFactory(slug="child", parent=parent)
    form = editor.get(url("relationshiptype", "add")).context["form"]
    assert [row.slug for row in form.fields["parent"].queryset] == ["parent"]


def test_words_are_offered_in_the_readers_language(editor: Client) -> None:
    response = editor.get(url("factor", "add"), headers={"Accept-Language": "es"})
    choices = list(response.context["form"].fields["role"].choices)
    assert (choices[0], len(choices)) == (("", "ninguno de estos"), 6)
    english = editor.get(url("factor", "add"), headers={"Accept-Language": "en"})
    assert list(english.context["form"].fields["role"].choices)[1] != choices[1]


def test_a_wrong_entry_comes_back_with_its_faults(editor: Client) -> None:
    form = {"slug": "Two words", "name_en": "", "money": "gold", "ease": "easy", "starts": "idea"}
    response = editor.post(url("strategy", "add"), form)
    assert response.status_code == 422
    assert sorted(response.context["form"].errors) == ["money", "name_en", "slug"]
    assert Strategy.objects.count() == 0


def test_every_attribute_explains_its_choices(editor: Client) -> None:
    form = editor.get(url("relationshiptype", "add")).context["form"]
    boxes = [box.data["type"] for box in form["needs"].subwidgets]
    assert (len(boxes), set(boxes)) == (10, {"checkbox"})
    hints = ["choice__hint" in str(label) for _, label in form["effort"].field.choices]
    assert hints == [True, True, True]


def test_languages_stand_side_by_side(editor: Client) -> None:
    form = editor.get(url("strategy", "add")).context["form"]
    groups = {group.name: [tongue.code for tongue in group.tongues] for group in form.text_groups()}
    assert list(groups) == list(Strategy.TEXTS)
    assert set(map(tuple, groups.values())) == {("en", "es", "pt-br")}
    assert form["name_es"].field.widget.attrs["lang"] == "es"


def test_a_question_is_placed_by_choice(editor: Client) -> None:
    told = {"slug": "why", "text_en": "Why?", "place": "segment.expects"}
    refused = editor.post(url("question", "add"), told | {"place": "segment.shoe_size"})
    added = editor.post(url("question", "add"), told)
    assert (refused.status_code, added.status_code) == (422, 302)
    assert [(row.pk, row.place) for row in Question.objects.all()] == [("why", "segment.expects")]


def test_a_slug_that_is_taken_is_refused_beside_its_field(editor: Client) -> None:
    StrategyFactory(slug="calls", name_en="Calls")
    address = url("strategy", "add")
    told = typed(editor.get(address)) | {"slug": "calls", "name_en": "Other calls"}
    response = editor.post(address, told)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["slug"])
    assert Strategy.objects.get().name_en == "Calls"


def test_a_form_that_does_not_say_what_it_opened_is_refused(editor: Client) -> None:
    StrategyFactory(slug="calls", name_en="Calls")
    response = save(editor, "strategy", "calls", seen="", name_en="Blind")
    assert response.status_code == 422
    assert Strategy.objects.get().name_en == "Calls"


def test_what_was_typed_comes_back_escaped(editor: Client) -> None:
    address = url("strategy", "add")
    hostile = {"slug": "x", "name_en": "", "name_es": "<script>x</script>"}
    told = typed(editor.get(address)) | hostile
    page = editor.post(address, told).content.decode()
    assert ("&lt;script&gt;x" in page, "<script>x" in page) == (True, False)


def test_an_entry_that_is_gone_is_not_found(editor: Client) -> None:
    assert editor.get(url("strategy", "change", "nothing")).status_code == 404
