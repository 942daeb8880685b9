"""Order, retirement and deletion."""

import pytest
from django.test import Client

from canvas import actions
from canvas.models import Canvas
from relationships import live
from relationships.models import RelationshipType, Revision, Strategy
from tests.canvas.building import full_blueprint
from tests.factories import UserFactory
from tests.relationships.admin.pages import url
from tests.relationships.factories import RelationshipTypeFactory, StrategyFactory

pytestmark = pytest.mark.django_db


def _order() -> list[str]:
    return list(Strategy.objects.all().in_order().values_list("pk", flat=True))


@pytest.fixture
def three() -> None:
    for slug, position in (("a", 10), ("b", 20), ("c", 30)):
        StrategyFactory(slug=slug, position=position)


@pytest.fixture
def canvas(catalog: None) -> Canvas:
    """Its rows are of the types personal-direct and self-service, or whatever it holds."""
    return actions.create_canvas(full_blueprint(), by=UserFactory())


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"up": "b"}, "bac"),
        ({"down": "b"}, "acb"),
        ({"up": "a"}, "abc"),
        ({"down": "c"}, "abc"),
        ({"up": "c"}, "acb"),
        ({"down": "a"}, "bac"),
        ({"entry": "c", "before": "a"}, "cab"),
        ({"entry": "a", "before": ""}, "bca"),
        ({"entry": "a", "before": "a"}, "abc"),
        ({"entry": "a", "before": "gone"}, "bca"),
        ({"entry": "gone", "before": "a"}, "abc"),
        ({"up": "gone"}, "abc"),
        ({}, "abc"),
    ],
)
def test_entries_are_moved(editor: Client, told: dict[str, str], expected: str) -> None:
    response = editor.post(url("strategy", "move"), told)
    assert (response.status_code, "".join(_order())) == (302, expected)


@pytest.mark.usefixtures("three")
def test_only_the_moved_entry_gets_another_position(editor: Client) -> None:
    editor.post(url("strategy", "move"), {"up": "c"})
    assert dict(Strategy.objects.values_list("pk", "position")) == {"a": 10, "b": 20, "c": 15}


def test_without_room_positions_are_dealt_out_anew(editor: Client) -> None:
    for slug in "abc":
        StrategyFactory(slug=slug, position=5)
    editor.post(url("strategy", "move"), {"up": "c"})
    held = dict(Strategy.objects.values_list("pk", "position"))
    assert held == {"a": 10, "c": 20, "b": 30}


@pytest.mark.usefixtures("three")
def test_a_filtered_list_offers_no_order(editor: Client) -> None:
    whole = editor.get(url("strategy", "changelist")).context["listing"]
    part = editor.get(url("strategy", "changelist"), {"q": "Strategy"}).context["listing"]
    none = editor.get(url("strategy", "changelist"), {"offered": "no"}).context["listing"]
    assert (whole.can_be_ordered, part.can_be_ordered, none.can_be_ordered) == (True, True, False)


def test_what_is_retired_leaves_the_forms_and_comes_back(editor: Client, canvas: Canvas) -> None:
    slug = full_blueprint().relationships[0].type
    address = url("relationshiptype", "retire", slug)
    asked = editor.get(address)
    assert asked.context["effect"].sentence.startswith("This change adds 1 finding on 1 canvas")
    assert editor.post(address, {"retired": "yes"}).status_code == 302
    assert live.current().types[slug].retired is True
    assert editor.get(address).context["back"] is True
    editor.post(address, {"retired": "no"})
    assert live.current().types[slug].retired is False
    deeds = Revision.objects.filter(key=slug).order_by("pk").values_list("deed", flat=True)
    assert list(deeds) == ["load", "retire", "revive"]


def test_two_who_retire_at_once_retire_once(editor: Client, other_editor: Client) -> None:
    StrategyFactory(slug="calls")
    address = url("strategy", "retire", "calls")
    for client in (editor, other_editor):
        client.post(address, {"retired": "yes"})
    assert Strategy.objects.get().retired is True
    assert Revision.objects.filter(deed="retire").count() == 1


def test_what_is_in_use_is_refused_with_the_count(editor: Client, canvas: Canvas) -> None:
    actions.create_canvas(full_blueprint(), by=UserFactory())
    blueprint = full_blueprint()
    used = {
        "relationshiptype": blueprint.relationships[0].type,
        "strategy": blueprint.relationships[0].strategies[0],
        "channelkind": blueprint.channels[0].kind,
        "factor": blueprint.segments[0].factors[0].factor,
    }
    for model, key in used.items():
        response = editor.post(url(model, "delete", key))
        counts = [use.count for use in response.context["uses"]][:1]
        assert (model, response.status_code, counts) == (model, 409, [2])
        assert "<strong>2</strong> canvases" in response.content.decode()


def test_a_deleted_canvas_and_the_past_of_one_count_as_use(editor: Client, canvas: Canvas) -> None:
    owner = canvas.members.get().user
    slug = full_blueprint().relationships[0].type
    actions.remove_element(canvas, full_blueprint().segments[0].ref, by=owner)
    uses = editor.get(url("relationshiptype", "delete", slug)).context["uses"]
    assert {str(use.what): use.count for use in uses} == {"canvas whose history holds it": 1}


def test_a_parent_is_in_use_by_its_children(editor: Client) -> None:
    RelationshipTypeFactory(slug="child", parent=RelationshipTypeFactory(slug="parent"))
    response = editor.post(url("relationshiptype", "delete", "parent"))
    assert response.status_code == 409
    assert [use.count for use in response.context["uses"]] == [1]
    assert RelationshipType.objects.count() == 2


def test_what_ships_is_retired_and_not_deleted(editor: Client, catalog: None) -> None:
    StrategyFactory(slug="own")
    asked = editor.get(url("strategy", "delete", "own")).status_code
    shipped = editor.post(url("strategy", "delete", "customer-calls"))
    own = editor.post(url("strategy", "delete", "own"))
    assert (asked, shipped.status_code, own.status_code) == (200, 409, 302)
    kept = Strategy.objects.filter(slug__in=["customer-calls", "own"])
    assert [row.pk for row in kept] == ["customer-calls"]
    last = Revision.objects.get(key="own", deed="delete")
    assert (last.state["slug"], str(last.by)) == ("own", "Eva Prado")
