"""What `load_catalog` adds, updates and leaves alone."""

from dataclasses import replace
from io import StringIO
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model

from relationships import live
from relationships.catalog import Catalog, RelationshipType, Strategy, Text
from relationships.content import shipped
from relationships.management.commands import load_catalog
from relationships.models import EmptyPhrase, Revision
from relationships.models import RelationshipType as TypeRow
from relationships.models import Strategy as StrategyRow
from tests.catalog import MODELS, load

SMALL = Catalog(
    stamp="",
    types={
        "child": RelationshipType("child", Text("Child"), parent="parent"),
        "parent": RelationshipType("parent", Text("Parent")),
    },
    strategies={
        "calls": Strategy("calls", Text("Calls", "Llamadas")),
        "surveys": Strategy("surveys", Text("Surveys")),
    },
    kinds={},
    factors={},
    empty_phrases=("everyone",),
)


def _load() -> str:
    out = StringIO()
    call_command("load_catalog", stdout=out)
    return out.getvalue()


@pytest.fixture
def ship(db: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Pretend that a release ships a catalog, and load it."""

    def release(catalog: Catalog) -> str:
        monkeypatch.setattr(load_catalog, "shipped", lambda: catalog)
        return _load()

    return release


def _with_strategy(strategy: Strategy) -> Catalog:
    return replace(SMALL, strategies={**SMALL.strategies, strategy.slug: strategy})


@pytest.mark.django_db
def test_what_is_read_is_what_shipped() -> None:
    _load()
    catalog = shipped()
    assert live.current() == replace(catalog, stamp=live.stamp())
    read = live.current()
    assert [list(read.types), list(read.strategies), list(read.kinds), list(read.factors)] == [
        list(catalog.types),
        list(catalog.strategies),
        list(catalog.kinds),
        list(catalog.factors),
    ]


@pytest.mark.django_db
def test_the_second_time_nothing_happens() -> None:
    _load()
    before = live.stamp()
    assert _load().startswith("Catalog: 0 added, 0 updated, ")
    assert live.stamp() == before


@pytest.mark.django_db
def test_it_takes_few_queries(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(60):
        _load()


def test_a_type_may_ship_before_its_parent(ship: Any) -> None:
    assert ship(SMALL) == "Catalog: 5 added, 0 updated, 0 unchanged, 0 left alone.\n"
    assert TypeRow.objects.get(slug="child").parent_id == "parent"


def test_what_is_new_is_added_beside_the_rest(ship: Any) -> None:
    ship(SMALL)
    more = _with_strategy(Strategy("gifts", Text("Gifts")))
    assert ship(more) == "Catalog: 1 added, 0 updated, 5 unchanged, 0 left alone.\n"
    assert list(live.current().strategies) == ["calls", "surveys", "gifts"]


def test_what_nobody_touched_is_updated(ship: Any) -> None:
    ship(SMALL)
    before = live.stamp()
    newer = Strategy("calls", Text("Phone calls"))
    assert ship(_with_strategy(newer)) == (
        "Catalog: 0 added, 1 updated, 4 unchanged, 0 left alone.\n"
    )
    assert live.current().strategies["calls"] == newer
    assert live.stamp() != before


def test_what_an_editor_touched_is_left_alone_and_listed(ship: Any) -> None:
    ship(SMALL)
    StrategyRow.objects.filter(slug="calls").update(name_es="Telefonemas")
    before = live.stamp()
    assert ship(_with_strategy(Strategy("calls", Text("Phone calls")))) == (
        "Left alone: strategy calls\nCatalog: 0 added, 0 updated, 4 unchanged, 1 left alone.\n"
    )
    assert live.current().strategies["calls"].name == Text("Calls", "Telefonemas")
    assert live.stamp() == before


def test_it_can_keep_quiet(ship: Any, capsys: pytest.CaptureFixture[str]) -> None:
    ship(SMALL)
    StrategyRow.objects.filter(slug="calls").update(name_es="Telefonemas")
    call_command("load_catalog", verbosity=0)
    assert capsys.readouterr().out == ""


def test_an_editor_who_put_it_back_has_not_touched_it(ship: Any) -> None:
    ship(SMALL)
    StrategyRow.objects.filter(slug="calls").update(name_es="Telefonemas")
    StrategyRow.objects.filter(slug="calls").update(name_es="Llamadas")
    newer = Strategy("calls", Text("Phone calls"))
    ship(_with_strategy(newer))
    assert live.current().strategies["calls"] == newer


def test_what_ships_as_an_editor_wrote_it_is_shipped_again(ship: Any) -> None:
    newer = Strategy("calls", Text("Phone calls"))
    newest = Strategy("calls", Text("Calls by phone"))
    ship(SMALL)
    row = StrategyRow.objects.get(slug="calls")
    row.take(newer)
    row.save()
    ship(_with_strategy(newer))
    ship(_with_strategy(newest))
    assert live.current().strategies["calls"] == newest


def test_an_editors_own_entry_of_that_slug_is_left_alone(ship: Any) -> None:
    StrategyRow.objects.create(slug="calls", name_en="My calls")
    assert ship(SMALL).splitlines()[0] == "Left alone: strategy calls"
    assert live.current().strategies["calls"].name == Text("My calls")


def test_an_editors_own_entries_stay(ship: Any) -> None:
    ship(SMALL)
    StrategyRow.objects.create(slug="gifts", name_en="Gifts")
    ship(SMALL)
    assert list(live.current().strategies) == ["calls", "surveys", "gifts"]


def test_an_editors_retirement_stays(ship: Any) -> None:
    ship(SMALL)
    StrategyRow.objects.filter(slug="calls").update(retired=True)
    ship(_with_strategy(Strategy("calls", Text("Phone calls"))))
    assert live.current().strategies["calls"] == replace(SMALL.strategies["calls"], retired=True)


def test_a_release_retires_and_never_un_retires(ship: Any) -> None:
    ship(SMALL)
    old = replace(SMALL.strategies["calls"], retired=True)
    ship(_with_strategy(old))
    retired = live.current().strategies["calls"]
    newer = Strategy("calls", Text("Phone calls"))
    said = ship(_with_strategy(newer))
    assert retired == old
    assert said == "Catalog: 0 added, 1 updated, 4 unchanged, 0 left alone.\n"
    assert live.current().strategies["calls"] == replace(newer, retired=True)
    assert ship(_with_strategy(newer)).startswith("Catalog: 0 added, 0 updated, 5 unchanged")


def test_a_retired_phrase_stays_out(ship: Any) -> None:
    ship(SMALL)
    EmptyPhrase.objects.update(retired=True)
    assert ship(SMALL).startswith("Catalog: 0 added, 0 updated, 5 unchanged, 0 left alone")
    assert live.current().empty_phrases == ()


def test_a_fault_leaves_nothing_behind(ship: Any) -> None:
    nameless = Strategy("calls", Text(""))
    with pytest.raises(Exception, match="name_en_told"):
        ship(_with_strategy(nameless))
    assert (live.stamp(), TypeRow.objects.count()) == ("", 0)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_load_it_once() -> None:
    together, said = Barrier(3), []

    def load() -> None:
        together.wait()
        try:
            said.append(_load())
        finally:
            connection.close()

    threads = [Thread(target=load) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    catalog = shipped()
    total = sum(
        map(
            len,
            [
                catalog.types,
                catalog.strategies,
                catalog.kinds,
                catalog.factors,
                catalog.questions,
                catalog.empty_phrases,
                catalog.rules,
                catalog.weights,
            ],
        )
    )
    again = f"Catalog: 0 added, 0 updated, {total} unchanged, 0 left alone.\n"
    first = f"Catalog: {total} added, 0 updated, 0 unchanged, 0 left alone.\n"
    assert sorted(said) == sorted([first, again, again])


@pytest.mark.django_db
def test_the_copy_that_tests_begin_with_is_what_the_command_leaves() -> None:
    load()
    copied = [_values(model) for model in MODELS]
    for model in MODELS:
        model._base_manager.all()._raw_delete(DEFAULT_DB_ALIAS)
    _load()
    assert [_values(model) for model in MODELS] == copied


def _values(model: type[Model]) -> list[dict[str, Any]]:
    """All that its rows hold, but what is never twice the same."""
    drawn = {"at"} | ({"id"} if model is Revision else {"value"})
    rows = model._base_manager.order_by("pk").values()
    return [{name: row[name] for name in row.keys() - drawn} for row in rows]
