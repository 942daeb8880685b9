"""The catalog as frozen values: what rules, forms and advice know about relationships.

All three languages travel together, so that one catalog serves every reader.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from relationships.vocabulary import (
    Capability,
    DeliveredBy,
    Ease,
    Effort,
    FactorRole,
    Horizon,
    Language,
    Money,
    Motivation,
    Ownership,
    Severity,
    Stage,
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in the three languages. A missing translation is the empty string."""

    en: str
    es: str = ""
    pt_br: str = ""

    def into(self, language: str) -> str:
        """The text in a language (`en`, `es`, `pt-br`), in English where it is not translated."""
        match language:
            case Language.ES:
                return self.es or self.en
            case Language.PT_BR:
                return self.pt_br or self.en
            case _:
                return self.en

    def is_translated(self, language: str) -> bool:
        return bool(getattr(self, language.replace("-", "_")))


NOTHING = Text("")


@dataclass(frozen=True, slots=True)
class Entry:
    """What every entry tells its readers. `source` is a text's number ("000"), or "own judgement".

    `definition` is one line; `explanation` and the rest are a paragraph each. `aliases` are
    other names, separated by commas.
    """

    slug: str
    name: Text
    definition: Text = NOTHING
    explanation: Text = NOTHING
    example: Text = NOTHING
    when_to_use: Text = NOTHING
    when_not: Text = NOTHING
    cautions: Text = NOTHING
    aliases: Text = NOTHING
    source: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class RelationshipType(Entry):
    parent: str | None = None
    delivered_by: DeliveredBy = DeliveredBy.ANY
    needs: tuple[Capability, ...] = ()
    exclusive: bool = False
    horizon: Horizon = Horizon.RECURRENT
    effort: Effort = Effort.MEDIUM
    starts: Stage = Stage.IDEA


@dataclass(frozen=True, slots=True)
class Strategy(Entry):
    motivations: tuple[Motivation, ...] = ()
    needs: tuple[Capability, ...] = ()
    money: Money = Money.LOW
    ease: Ease = Ease.EASY
    measurable: bool = True
    needs_customers: bool = False
    starts: Stage = Stage.IDEA


@dataclass(frozen=True, slots=True)
class ChannelKind(Entry):
    ownership: Ownership = Ownership.OWN
    capabilities: tuple[Capability, ...] = ()


@dataclass(frozen=True, slots=True)
class Factor(Entry):
    role: FactorRole | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A guiding question, asked where it is answered.

    `place` names the field that answers it, as `segment.expects`, `channel.kind`,
    `relationship.type`, or the block, as `block.channels`.
    """

    slug: str
    place: str
    text: Text
    source: str = ""


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """How a coherence rule is set: on or off, how grave, and its threshold T where it has one."""

    code: str
    severity: Severity
    enabled: bool = True
    threshold: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AdviceWeight:
    """How many points a term of advice counts, 0 to 100; which way it speaks is the term's own."""

    code: str
    points: int


@dataclass(frozen=True)
class Catalog:
    """The whole catalog, in the editors' order. `stamp` changes whenever anything in it does."""

    stamp: str
    types: Mapping[str, RelationshipType]
    strategies: Mapping[str, Strategy]
    kinds: Mapping[str, ChannelKind]
    factors: Mapping[str, Factor]
    questions: tuple[Question, ...] = ()
    empty_phrases: tuple[str, ...] = ()
    rules: Mapping[str, RuleSetting] = field(default_factory=dict)
    weights: Mapping[str, AdviceWeight] = field(default_factory=dict)

    def __hash__(self) -> int:
        """By the stamp, so that what was worked out from a catalog can be kept under it."""
        return hash(self.stamp)


class _Bare(dict[int, int | None]):
    """For `str.translate`: drops combining marks (Unicode Mn) and punctuation (P*).

    Remembers what it drops and what Latin writing keeps, and so stays small.
    """

    def __missing__(self, sign: int) -> int | None:
        category = unicodedata.category(chr(sign))
        kept = None if category == "Mn" or category[0] == "P" else sign
        if kept is None or sign < 0x250:
            self[sign] = kept
        return kept


_BARE = _Bare()


def plain(text: str) -> str:
    """A text as the empty phrases are compared: case-folded, decomposed (NFD), without combining
    marks (Unicode Mn) and punctuation (P*), then trimmed; inner spaces stay.
    """
    return unicodedata.normalize("NFD", text.casefold()).translate(_BARE).strip()
