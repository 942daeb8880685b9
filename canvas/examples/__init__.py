"""Canvases to learn from, each in three languages: two that hold together and four that do not.

The documents stand beside this module, `SLUG.LANGUAGE.json` in `vinculo-canvas/1`. A case has
the same elements in every language; amounts are in a currency of its readers'. `index.toml`
gives the order, and says what each case teaches.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from canvas.exchange import vinculo_canvas
from relationships.blueprint import Blueprint
from relationships.vocabulary import Language

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Example:
    """A canvas to begin from. `teaches` is one sentence in the language of the blueprint."""

    slug: str
    blueprint: Blueprint
    teaches: str


def examples(language: str) -> tuple[Example, ...]:
    """All of them, in the order in which they are shown; English where a language has none."""
    known = _known(language)
    return tuple(_example(slug, known) for slug in _index())


def example(slug: str, language: str) -> Example:
    """One of them, in English where a language has none. Raises `KeyError` for an unknown slug."""
    if slug not in _index():
        raise KeyError(slug)
    return _example(slug, _known(language))


def _known(language: str) -> Language:
    return Language(language) if language in set(Language) else Language.EN


@cache
def _example(slug: str, language: Language) -> Example:
    text = (FOLDER / f"{slug}.{language}.json").read_text(encoding="utf-8")
    return Example(slug, vinculo_canvas.restore(text), _index()[slug][language])


@cache
def _index() -> Mapping[str, Mapping[str, str]]:
    """What each case teaches, by slug and language."""
    return MappingProxyType(tomllib.loads((FOLDER / "index.toml").read_text(encoding="utf-8")))
