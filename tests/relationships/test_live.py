from importlib.util import module_from_spec, spec_from_file_location
from threading import Barrier, Thread
from types import ModuleType

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from relationships import live
from relationships.catalog import Catalog, Text
from tests.relationships.factories import (
    AdviceWeightFactory,
    ChannelKindFactory,
    EmptyPhraseFactory,
    FactorFactory,
    QuestionFactory,
    RelationshipTypeFactory,
    RuleSettingFactory,
    StrategyFactory,
)


@pytest.mark.django_db
def test_an_empty_database_has_an_empty_catalog() -> None:
    assert live.current() == Catalog(stamp="", types={}, strategies={}, kinds={}, factors={})


@pytest.mark.django_db
def test_the_same_catalog_costs_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    call_command("load_catalog", verbosity=0)
    with django_assert_num_queries(9):
        first = live.current()
    with django_assert_num_queries(1):
        second = live.current()
    assert second is first
    assert first.stamp == live.stamp()


@pytest.mark.django_db
def test_a_change_shows_at_once() -> None:
    row = StrategyFactory(name_en="Calls")
    before = live.current()
    row.name_en = "Phone calls"
    row.save()
    assert before.strategies[row.slug].name == Text("Calls")
    assert live.current().strategies[row.slug].name == Text("Phone calls")


@pytest.mark.django_db
def test_another_process_sees_a_change_at_its_next_request(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """A second copy of the module stands for the other process: it holds a catalog of its own."""
    other = _another_live()
    row = StrategyFactory(name_en="Calls")
    here, there = live.current(), other.current()
    assert (there == here, there is here) == (True, False)
    row.name_en = "Phone calls"
    row.save()
    assert other.current().strategies[row.slug].name == Text("Phone calls")
    with django_assert_num_queries(1):
        again = other.current()
    assert (again.stamp == there.stamp, again is other.current()) == (False, True)


@pytest.mark.django_db
def test_a_supposed_catalog_is_written_nowhere() -> None:
    first, second = StrategyFactory(slug="a"), StrategyFactory(slug="b")
    before = live.current()
    first.name_en = "Other"
    new = StrategyFactory.build(slug="c")
    supposed = live.supposed([first, new], without=[second])
    names = {slug: entry.name.en for slug, entry in supposed.strategies.items()}
    assert names == {"a": "Other", "c": new.name_en}
    assert (live.current() is before, supposed.stamp == before.stamp) == (True, False)


def _another_live() -> ModuleType:
    spec = spec_from_file_location("another_live", live.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.django_db
def test_everything_comes_by_position_then_key() -> None:
    for key, position in [("b", 10), ("c", 5), ("a", 10)]:
        RelationshipTypeFactory(slug=key, position=position)
        StrategyFactory(slug=key, position=position)
        ChannelKindFactory(slug=key, position=position)
        FactorFactory(slug=key, position=position)
        QuestionFactory(slug=key, position=position)
        EmptyPhraseFactory(text=key, position=position)
        RuleSettingFactory(code=key, position=position)
        AdviceWeightFactory(code=key, position=position)
    catalog = live.current()
    orders = [
        list(catalog.types),
        list(catalog.strategies),
        list(catalog.kinds),
        list(catalog.factors),
        [question.slug for question in catalog.questions],
        list(catalog.empty_phrases),
        list(catalog.rules),
        list(catalog.weights),
    ]
    assert orders == [["c", "a", "b"]] * 8


@pytest.mark.django_db
def test_retired_entries_stay_and_retired_questions_and_phrases_go() -> None:
    StrategyFactory(slug="old", retired=True)
    QuestionFactory(slug="asked")
    QuestionFactory(slug="asked-no-more", retired=True)
    EmptyPhraseFactory(text="everyone")
    EmptyPhraseFactory(text="friends", retired=True)
    catalog = live.current()
    assert [entry.retired for entry in catalog.strategies.values()] == [True]
    assert [question.slug for question in catalog.questions] == ["asked"]
    assert catalog.empty_phrases == ("everyone",)


@pytest.mark.django_db
def test_nobody_can_write_into_the_catalog_that_all_share() -> None:
    with pytest.raises(TypeError):
        live.current().types["new"] = None  # type: ignore[index]


@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_at_once_share_one_catalog() -> None:
    StrategyFactory()
    together, found = Barrier(4), []

    def ask() -> None:
        together.wait()
        found.append(live.current())
        connection.close()

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [catalog is found[0] for catalog in found] == [True] * 4
