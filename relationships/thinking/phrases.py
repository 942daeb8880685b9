"""What views say in the catalog's manner: sentences in three languages, with named values.

A phrase goes by its path in the file, such as `step.run.label`; `source` is the number of the text
that it comes from, or "own judgement", and holds for what stands below it.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from relationships.catalog import Text
from relationships.coherence import texts
from relationships.content.reading import read, text


class Phrase(NamedTuple):
    text: Text
    source: str

    def told(self, language: str, values: Mapping[str, Any] = MappingProxyType({})) -> str:
        """In a language, with its named values. Raises `KeyError` where one is missing."""
        return texts.fill(self.text, values, language)


@cache
def phrases(name: str) -> Mapping[str, Phrase]:
    """All phrases of a file in `content/`, such as `experiments`, by their paths."""
    return MappingProxyType(dict(_phrases("", read(name), "")))


def _phrases(path: str, table: Mapping[str, Any], source: str) -> Iterator[tuple[str, Phrase]]:
    source = table.get("source", source)
    if "en" in table:
        languages = {key: words for key, words in table.items() if key != "source"}
        yield path.removesuffix("."), Phrase(text(languages), source)
        return
    for key, inner in table.items():
        if isinstance(inner, Mapping):
            yield from _phrases(f"{path}{key}.", inner, source)
