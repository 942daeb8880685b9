"""Finding canvases by what stands on them, whatever the case, accents and punctuation.

Neither database folds both in the same way, so that a canvas's row keeps its texts folded already.
"""

from collections.abc import Iterator
from functools import lru_cache

from relationships.blueprint import Blueprint, Channel, Element, Note, Relationship, Segment
from relationships.catalog import plain

MOST_WORDS = 8
"""Words that are looked for; more are passed over."""

LONGEST = 200
"""Of a word, in characters: a longer one is looked for by how it begins. SQLite refuses some."""


def index(blueprint: Blueprint) -> str:
    """All texts of a canvas that can be looked for, folded, a line each."""
    texts = [blueprint.title, blueprint.description]
    for element in blueprint.elements.values():
        texts += _texts_of(element)
    return "\n".join(_folded(text) for text in texts if text)


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    """An edit changes one text of many: the others are folded already."""
    return plain(" ".join(text.split()))


def words_of(query: str) -> tuple[str, ...]:
    """What to look for, folded as the texts are. A canvas has to hold every word."""
    return tuple(word[:LONGEST] for word in plain(query).split()[:MOST_WORDS])


def matching(blueprint: Blueprint, words: tuple[str, ...]) -> Iterator[Element]:
    """The elements that hold one of the words, in the document's order."""
    for element in blueprint.elements.values():
        text = plain(" ".join(_texts_of(element)))
        if any(word in text for word in words):
            yield element


def _texts_of(element: Element) -> list[str]:
    match element:
        case Note():
            return [element.text]
        case Segment():
            return [element.name, element.description]
        case Channel():
            return [element.name]
        case Relationship():
            return [element.objective, element.justification]
