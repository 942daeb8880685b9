"""The history of entries, and the way back."""

import pytest
from django.core.management import call_command
from django.test import Client

from relationships.history import moments
from relationships.models import RelationshipType, Revision, Strategy
from tests.relationships.admin.pages import save, url
from tests.relationships.factories import RelationshipTypeFactory, StrategyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalog")]

KEY = "customer-calls"


def test_it_tells_who_did_what_and_when_in_words(editor: Client, other_editor: Client) -> None:
    was = Strategy.objects.get(pk=KEY)
    save(editor, "strategy", KEY, name_es="Telefonemas", needs=["push"], measurable="")
    other_editor.post(url("strategy", "retire", KEY), {"retired": "yes"})
    found = editor.get(url("strategy", "history", KEY)).context["moments"]
    assert [moment.sentence for moment in found] == [
        "Olga Otero retired it.",
        "Eva Prado changed it.",
        "It came with Vínculo.",
    ]
    told = [(one.label, one.before, one.after) for one in found[1].differences]
    assert told == [
        ("Name, Español", was.name_es, "Telefonemas"),
        ("Needs", "Live, Individual", "Speaks first"),
        ("Measurable", "yes", "no"),
    ]


def test_it_speaks_the_readers_language(editor: Client) -> None:
    save(editor, "strategy", KEY, money="high")
    page = editor.get(url("strategy", "history", KEY), headers={"Accept-Language": "es"})
    told = page.context["moments"][0].differences[0]
    assert (told.before, told.after) == ("Bajo", "Alto")


def test_an_entry_returns_to_an_earlier_state_and_can_come_back(editor: Client) -> None:
    was = Strategy.objects.get(pk=KEY)
    first = Revision.objects.get(key=KEY)
    save(editor, "strategy", KEY, name_es="Telefonemas", needs=["push"])
    editor.post(url("strategy", "move"), {"down": KEY})
    moved = Strategy.objects.get(pk=KEY).position
    address = url("strategy", "return", KEY, first.pk)
    page = editor.get(address)
    assert [one.path for one in page.context["differences"]] == ["name.es", "needs"]
    assert editor.post(address, {"seen": page.context["seen"]}).status_code == 302
    row = Strategy.objects.get(pk=KEY)
    assert (row.name_es, row.needs, row.position) == (was.name_es, was.needs, moved)
    deeds = [moment.revision.deed for moment in moments("strategies", KEY)]
    assert deeds == ["return", "move", "change", "load"]
    later = Revision.objects.get(key=KEY, deed="change")
    page = editor.get(url("strategy", "return", KEY, later.pk))
    editor.post(url("strategy", "return", KEY, later.pk), {"seen": page.context["seen"]})
    assert Strategy.objects.get(pk=KEY).name_es == "Telefonemas"


def test_the_state_of_now_is_marked(editor: Client) -> None:
    save(editor, "strategy", KEY, name_es="Telefonemas")
    found = editor.get(url("strategy", "history", KEY)).context["moments"]
    assert [moment.is_current for moment in found] == [True, False]


def test_returning_what_moved_on_is_refused(editor: Client, other_editor: Client) -> None:
    first = Revision.objects.get(key=KEY)
    save(editor, "strategy", KEY, name_es="Telefonemas")
    address = url("strategy", "return", KEY, first.pk)
    seen = editor.get(address).context["seen"]
    save(other_editor, "strategy", KEY, name_es="Timbrazos")
    response = editor.post(address, {"seen": seen})
    assert response.status_code == 409
    assert Strategy.objects.get(pk=KEY).name_es == "Timbrazos"


def test_a_state_that_no_longer_fits_is_refused(editor: Client) -> None:
    """It was a child once; its parent has become a child itself."""
    row = RelationshipTypeFactory(slug="mine", parent=RelationshipTypeFactory(slug="theirs"))
    save(editor, "relationshiptype", "mine", parent="")
    first = Revision.objects.filter(key="mine").order_by("pk")[0]
    save(editor, "relationshiptype", "theirs", parent="community")
    address = url("relationshiptype", "return", "mine", first.pk)
    response = editor.post(address, {"seen": editor.get(address).context["seen"]})
    assert response.status_code == 422
    assert RelationshipType.objects.get(pk=row.pk).parent is None


def test_another_entrys_state_is_not_found(editor: Client) -> None:
    other = Revision.objects.get(part="strategies", key="satisfaction-surveys")
    assert editor.get(url("strategy", "return", KEY, other.pk)).status_code == 404


def test_an_entry_without_history_gets_its_first_state_with_the_first_change(
    editor: Client,
) -> None:
    StrategyFactory(slug="old", name_en="Old")
    save(editor, "strategy", "old", name_en="New")
    states = Revision.objects.filter(key="old").order_by("pk")
    assert [(one.deed, one.state["name"]["en"]) for one in states] == [
        ("load", "Old"),
        ("change", "New"),
    ]


def test_a_release_that_changes_nothing_writes_no_history(editor: Client) -> None:
    before = Revision.objects.count()
    call_command("load_catalog", verbosity=0)
    assert Revision.objects.count() == before


def test_the_overview_tells_the_latest_changes(editor: Client) -> None:
    save(editor, "strategy", KEY, name_en="Ringing up")
    StrategyFactory(slug="own", name_en="Own")
    editor.post(url("strategy", "delete", "own"))
    latest = editor.get("/admin/").context["latest"]
    assert [(one.name, one.sentence, bool(one.url)) for one in latest] == [
        ("own", "Eva Prado deleted it.", False),
        ("Ringing up", "Eva Prado changed it.", True),
    ]


def test_somebody_who_has_left_leaves_the_history(editor: Client, eva: object) -> None:
    save(editor, "strategy", KEY, name_en="Ringing up")
    eva.delete()  # type: ignore[attr-defined]
    assert moments("strategies", KEY)[0].sentence == "Somebody who has left changed it."
