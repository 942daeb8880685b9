"""What `load_demo` adds, and that it leaves alone what is there."""

from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from accounts.models import User
from canvas import actions, blueprints
from canvas.demo import canvas_id
from canvas.examples import example, examples
from canvas.models import Canvas, Event, Member, Role
from relationships import editors
from relationships.catalog import Catalog
from relationships.models import CatalogStamp
from tests.factories import UserFactory

PEOPLE = [
    "ana@example.com",
    "eva@example.com",
    "ines@example.com",
    "ivan@example.com",
    "lucia@example.com",
    "mateus@example.com",
    "saul@example.com",
    "zoe@example.com",
]


@pytest.fixture(autouse=True)
def development(catalog: Catalog, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A development database with the catalog in it; the part of the canvas alone is added."""
    settings.DEBUG = True
    settings.DEMO = ["canvas.demo.add"]
    monkeypatch.delenv("VINCULO_DEMO_PASSWORD", raising=False)


def _load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def _state() -> list[Any]:
    """Everything that the command writes."""
    models = (User, EmailAddress, Group, Canvas, Member, Event)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_everybody_can_sign_in() -> None:
    _load()
    verified = EmailAddress.objects.filter(verified=True, primary=True).order_by("email")
    assert [address.email for address in verified] == PEOPLE
    people = User.objects.order_by("email")
    assert [person.email for person in people if person.check_password("vinculo-demo")] == PEOPLE
    assert {person.language for person in people} == {""}


def test_the_password_may_be_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VINCULO_DEMO_PASSWORD", "something else")
    _load()
    assert [p.check_password("something else") for p in User.objects.all()] == [True] * 8


def test_ana_has_six_canvases_in_spanish() -> None:
    said = _load()
    ana = User.objects.get(email="ana@example.com")
    mine = Canvas.objects.alive().visible_to(ana.pk).newest_first()
    shown = [one.blueprint for one in examples("es")]
    assert [blueprints.read(canvas) for canvas in mine] == shown
    assert {canvas.role for canvas in mine} == {Role.OWNER}
    titles = "".join(f"  {blueprint.title}\n" for blueprint in shown)
    assert said == f"Demo: 8 of 8 people and 6 of 6 canvases added, the rest were there.\n{titles}"


def test_eva_edits_the_catalog_and_nothing_else() -> None:
    _load()
    eva = User.objects.get(email="eva@example.com")
    assert list(User.objects.filter(is_staff=True)) == [eva]
    allowed = {tuple(name.split(".")) for name in eva.get_all_permissions()}
    assert allowed == {("relationships", codename) for codename in editors.PERMISSIONS}
    assert not eva.is_superuser


def test_the_second_time_nothing_happens() -> None:
    _load()
    before = _state()
    assert _load() == "Demo: 0 of 8 people and 0 of 6 canvases added, the rest were there.\n"
    assert _state() == before


def test_what_ana_has_made_of_hers_stays() -> None:
    _load()
    ana = User.objects.get(email="ana@example.com")
    renamed, edited, deleted, *_ = Canvas.objects.visible_to(ana.pk).order_by("pk")
    title = blueprints.read(renamed).title
    actions.save_details(renamed, {"title": "Mine"}, base={"title": title}, by=ana)
    actions.remove_element(edited, "r1", by=ana)
    actions.delete_canvas(deleted, by=ana)
    before = _state()
    _load()
    assert _state() == before


def test_what_is_missing_comes_back() -> None:
    _load()
    pk, before = canvas_id("online-bookshop"), example("online-bookshop", "es").blueprint
    Canvas.objects.get(pk=pk).delete()
    assert _load().splitlines() == [
        "Demo: 0 of 8 people and 1 of 6 canvases added, the rest were there.",
        f"  {before.title}",
    ]
    assert blueprints.read(Canvas.objects.get(pk=pk)) == before


def test_a_password_that_is_there_stays() -> None:
    UserFactory(email="ana@example.com", name="Ana herself", password="her own")
    _load()
    ana = User.objects.get(email="ana@example.com")
    assert (ana.name, ana.check_password("her own")) == ("Ana herself", True)
    assert Member.objects.filter(user=ana).count() == 6


def test_never_where_debug_is_off(settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG is off"):
        _load()
    assert (User.objects.count(), Canvas.objects.count()) == (0, 0)


def test_an_empty_catalog_is_named() -> None:
    CatalogStamp.objects.all().delete()
    with pytest.raises(CommandError, match="load_catalog"):
        _load()
    assert (User.objects.count(), Canvas.objects.count()) == (0, 0)
