"""The line that sums the costs up, and the note that is known again by it."""

from dataclasses import replace

import pytest
from hypothesis import given

from relationships.blueprint import Blueprint
from relationships.thinking.cost_line import cost_line, cost_note, is_cost_line
from relationships.vocabulary import Language
from tests.coherence.building import canvas, channel, money, note, row, segment
from tests.coherence.drawing import at_ease, blueprints
from tests.thinking.test_costs import EXAMPLE

EN, ES, PT_BR = Language
NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (
            EN,
            "Relationships and channels: EUR 115.50 and 45 hours a month;"
            " EUR 500.00 once, to set up (computed)",
        ),
        (
            ES,
            "Relaciones y canales: 115,50 EUR y 45 horas al mes;"
            " 500,00 EUR una sola vez, para empezar (calculado)",
        ),
        (
            PT_BR,
            "Relacionamentos e canais: EUR 115,50 e 45 horas por mês;"
            " EUR 500,00 uma única vez, para começar (calculado)",
        ),
    ],
)
def test_it_tells_money_hours_and_what_is_paid_once(language: Language, line: str) -> None:
    assert cost_line(EXAMPLE, language).replace(NBSP, " ") == line


@pytest.mark.parametrize(
    ("costs", "told"),
    [
        ({"monthly_cost": money("1234.50")}, "EUR 1,234.50 a month"),
        ({"hours_per_month": 1}, "1 hour a month"),
        ({"hours_per_month": 1200}, "1,200 hours a month"),
        ({"setup_cost": money("0.01")}, "EUR 0.01 once, to set up"),
        (
            {"setup_cost": money("9"), "hours_per_month": 2},
            "2 hours a month; EUR 9.00 once, to set up",
        ),
    ],
)
def test_it_leaves_out_what_costs_nothing(costs: dict[str, object], told: str) -> None:
    line = cost_line(canvas(segment(), row(**costs)), EN).replace(NBSP, " ")
    assert line == f"Relationships and channels: {told} (computed)"


def test_a_brief_one_tells_what_is_paid_once_only_where_nothing_else_is() -> None:
    brief = cost_line(EXAMPLE, EN, brief=True).replace(NBSP, " ")
    assert brief == "Relationships and channels: EUR 115.50 and 45 hours a month (computed)"
    once = canvas(segment(), row(setup_cost=money("9")))
    assert cost_line(once, EN, brief=True) == cost_line(once, EN)


def test_there_is_none_while_nothing_costs_anything() -> None:
    free = row(monthly_cost=money("0.00"), hours_per_month=0)
    assert [cost_line(canvas(segment(), channel(), free), language) for language in Language] == [
        "",
        "",
        "",
    ]


@at_ease
@given(blueprints(unknown=True))
def test_every_line_is_known_again_in_every_language(blueprint: Blueprint) -> None:
    for language in Language:
        line = cost_line(blueprint, language)
        assert is_cost_line(line) == bool(line)
        assert is_cost_line(f"  {line.replace(NBSP, ' ')}\n") == bool(line)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Rent of the shop",
        "Relationships and channels",
        "Relationships and channels: about EUR 320.00 a month (computed)",
        "Relationships and channels: EUR 320.00 and 64 hours a month (computed), says Ana",
        "Relationships and channels: EUR 320.00 and 64 hours a month",
        "Relationships and channels: (computed)",
        "Relationships and channels: EUR 320.00 a month; EUR 5.00 once, to set up",
        "Relaciones y canales: 115,50 EUR a month (calculado)",
    ],
)
def test_what_a_person_put_into_words_is_hers(written: str) -> None:
    assert not is_cost_line(written)


def test_the_note_is_the_first_of_its_block_that_holds_such_a_line() -> None:
    line, other = cost_line(EXAMPLE, ES), cost_line(EXAMPLE, EN)
    notes = (
        note("n1", line, "value_propositions"),
        note("n2", "Rent", "cost_structure"),
        note("n3", line, "cost_structure"),
        note("n4", other, "cost_structure"),
    )
    found = cost_note(replace(EXAMPLE, notes=notes))
    assert found is notes[2]
    assert cost_note(replace(EXAMPLE, notes=notes[:2])) is None
