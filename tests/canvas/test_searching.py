"""Canvases are found by what stands on them, whatever the case, accents and punctuation."""

from dataclasses import replace

import pytest

from accounts.models import User
from canvas import actions, searching
from canvas.models import Canvas
from relationships.blueprint import Note
from relationships.vocabulary import Block
from tests.canvas.building import EMPTY, full_blueprint

pytestmark = pytest.mark.django_db


def found(query: str) -> set[str]:
    held = Canvas.objects.alive().holding(searching.words_of(query))
    return {canvas.title for canvas in held}


@pytest.fixture
def bakery(alice: User) -> Canvas:
    note = Note("n1", Block.KEY_PARTNERS, "Molino «El Ángel», harina")
    return actions.create_canvas(replace(EMPTY, title="Panadería", notes=(note,)), by=alice)


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("panaderia", True),
        ("PANADERÍA", True),
        ("angel harina", True),
        ("«Ángel»", True),
        ("harina cafe", False),
        ("pan%", True),
        ("p_n", False),
        ("ñu", False),
    ],
)
def test_every_word_has_to_stand_on_the_canvas(bakery: Canvas, query: str, is_found: bool) -> None:
    assert found(query) == ({"Panadería"} if is_found else set())


def test_what_is_written_and_deleted_later_is_found_and_lost(bakery: Canvas, alice: User) -> None:
    ref = actions.add_element(bakery, Note("", Block.KEY_PARTNERS, "Levadura"), by=alice).ref
    assert found("levadura") == {"Panadería"}
    actions.remove_element(bakery, ref, by=alice)
    assert found("levadura") == set()


def test_the_elements_that_hold_a_word_are_named_in_order() -> None:
    words = searching.words_of("DOIS bicicleta")
    refs = [element.ref for element in searching.matching(full_blueprint(), words)]
    assert "n2" in refs
    assert refs == sorted(refs, key=list(full_blueprint().elements).index)


def test_many_words_are_bounded() -> None:
    assert len(searching.words_of("a " * 5000)) == searching.MOST_WORDS
