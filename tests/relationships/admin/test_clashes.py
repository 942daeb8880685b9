"""Two editors with one entry open: the second sees both versions and decides."""

import pytest
from django.test import Client

from relationships.models import Revision, Strategy
from relationships.vocabulary import Capability
from tests.relationships.admin.pages import save, typed, url
from tests.relationships.factories import StrategyFactory

pytestmark = pytest.mark.django_db

ADDRESS = ("strategy", "change", "customer-calls")


@pytest.fixture(autouse=True)
def _loaded(catalog: None) -> None:
    """All of these start from the shipped catalog."""


def test_both_versions_are_shown_and_nothing_is_written(
    editor: Client, other_editor: Client
) -> None:
    mine = typed(editor.get(url(*ADDRESS)))
    save(other_editor, "strategy", "customer-calls", name_es="Telefonemas")
    response = editor.post(url(*ADDRESS), mine | {"name_es": "Llamadas mías"})
    choices = response.context["clash"].choices
    assert response.status_code == 409
    assert [(one.mine, one.theirs, one.language) for one in choices] == [
        ("Llamadas mías", "Telefonemas", "es")
    ]
    assert response.context["clash"].who == "Olga Otero"
    assert response.context["form"]["name_es"].value() == "Llamadas mías"
    assert Strategy.objects.get(pk="customer-calls").name_es == "Telefonemas"


def test_saving_again_keeps_mine(editor: Client, other_editor: Client) -> None:
    mine = typed(editor.get(url(*ADDRESS)))
    save(other_editor, "strategy", "customer-calls", name_es="Telefonemas")
    again = typed(editor.post(url(*ADDRESS), mine | {"name_es": "Llamadas mías"}))
    assert editor.post(url(*ADDRESS), again).status_code == 302
    assert Strategy.objects.get(pk="customer-calls").name_es == "Llamadas mías"


def test_theirs_can_be_chosen_field_by_field(editor: Client, other_editor: Client) -> None:
    mine = typed(editor.get(url(*ADDRESS)))
    changes = {"name_es": "Telefonemas", "name_en": "Ringing", "needs": ["push"]}
    save(other_editor, "strategy", "customer-calls", **changes)
    both = {"name_es": "Llamadas mías", "name_en": "Calling", "needs": ["human"]}
    clash = editor.post(url(*ADDRESS), mine | both)
    chosen = {"theirs-name_es": "theirs", "theirs-needs": "theirs", "theirs-name_en": "mine"}
    assert editor.post(url(*ADDRESS), typed(clash) | chosen).status_code == 302
    row = Strategy.objects.get(pk="customer-calls")
    assert (row.name_es, row.name_en) == ("Telefonemas", "Calling")
    assert row.needs == (Capability.PUSH,)


def test_what_only_they_changed_is_taken_over(editor: Client, other_editor: Client) -> None:
    mine = typed(editor.get(url(*ADDRESS)))
    save(other_editor, "strategy", "customer-calls", name_pt_br="Telefonemas", money="high")
    response = editor.post(url(*ADDRESS), mine | {"name_es": "Llamadas mías"})
    clash = response.context["clash"]
    assert (response.status_code, clash.choices) == (409, ())
    assert [one.path for one in clash.taken] == ["name.pt-br", "money"]
    assert editor.post(url(*ADDRESS), typed(response)).status_code == 302
    row = Strategy.objects.get(pk="customer-calls")
    assert (row.name_es, row.name_pt_br, row.money) == ("Llamadas mías", "Telefonemas", "high")


def test_without_a_history_everything_that_differs_is_asked(
    editor: Client, other_editor: Client
) -> None:
    StrategyFactory(slug="calls", name_en="Calls")
    address = url("strategy", "change", "calls")
    mine = typed(editor.get(address))
    Strategy.objects.filter(pk="calls").update(name_en="Phoning", name_es="Llamar")
    response = editor.post(address, mine | {"name_en": "Ringing"})
    assert response.status_code == 409
    found = [(one.mine, one.theirs) for one in response.context["clash"].choices]
    assert found == [("Ringing", "Phoning"), ("–", "Llamar")]


def test_a_move_or_a_retirement_is_no_clash_and_stays(editor: Client, other_editor: Client) -> None:
    mine = typed(editor.get(url(*ADDRESS)))
    other_editor.post(url("strategy", "move"), {"down": "customer-calls"})
    other_editor.post(url("strategy", "retire", "customer-calls"), {"retired": "yes"})
    moved = Strategy.objects.get(pk="customer-calls").position
    assert editor.post(url(*ADDRESS), mine | {"name_es": "Llamadas mías"}).status_code == 302
    row = Strategy.objects.get(pk="customer-calls")
    assert (row.name_es, row.retired, row.position) == ("Llamadas mías", True, moved)


def test_an_entry_that_somebody_deleted_is_gone(editor: Client, other_editor: Client) -> None:
    StrategyFactory(slug="own")
    address = url("strategy", "change", "own")
    mine = typed(editor.get(address))
    assert other_editor.post(url("strategy", "delete", "own")).status_code == 302
    assert editor.post(address, mine).status_code == 404


def test_saving_what_stands_already_writes_no_history(editor: Client) -> None:
    before = Revision.objects.count()
    assert save(editor, "strategy", "customer-calls").status_code == 302
    assert Revision.objects.count() == before
