"""What the page of a weight of advice tells beside its points."""

from dataclasses import dataclass

from django.utils.translation import get_language

from relationships.coherence.texts import PLACE
from relationships.thinking import advice_texts
from relationships.thinking.advice import SIGNS


@dataclass(frozen=True, slots=True)
class WeightTold:
    """A term in the reader's language. `sign` is 1 for a type, -1 against it, 0 for a share."""

    says: str
    why: str
    source: str
    sign: int
    shipped_points: int


def told(code: str) -> WeightTold | None:
    """None for a term that the program no longer has."""
    text = advice_texts.all_texts().get(code)
    if text is None:
        return None
    language = get_language() or "en"
    return WeightTold(
        says=PLACE.sub("…", text.says.into(language)).replace("….", "…"),
        why=text.why.into(language),
        source=text.source,
        sign=SIGNS.get(code, 0),
        shipped_points=text.points,
    )
