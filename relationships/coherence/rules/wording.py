"""Do the words say anything?"""

from collections.abc import Iterator
from functools import lru_cache

from relationships.catalog import plain
from relationships.coherence.findings import Found
from relationships.coherence.reading import Reading

_plain = lru_cache(maxsize=4096)(plain)
"""A canvas is checked after every edit, and few of its names change each time."""


def vague_wording(canvas: Reading) -> Iterator[Found]:
    """Says it when the name of a segment or a channel, or the text of a value proposition, equals
    one of the catalog's empty phrases in any language.

    Customers have to be known in detail and offers have to tell something apart; "everybody"
    and "good quality" fit any business. Both are compared without regard to capitals, accents
    and punctuation. Source: 000.
    """
    phrases = canvas.knowledge.phrases
    for ref, text in _wordings(canvas):
        if _plain(text) in phrases:
            yield Found((ref,), read=(text,), values={"name": text})


def _wordings(canvas: Reading) -> Iterator[tuple[str, str]]:
    for ref, note in canvas.value_propositions.items():
        yield ref, note.text
    for ref, view in canvas.segments.items():
        yield ref, view.segment.name
    for ref, channel in canvas.channels.items():
        yield ref, channel.name
