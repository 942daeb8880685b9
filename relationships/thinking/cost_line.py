"""One line that says what relationships and channels cost, and the note that holds it.

The board shows it computed. Whoever wants it among the costs for good has it written as a note,
which is known again by its shape: the format has no place for a mark (ADR 0008).
"""

import re
from collections.abc import Mapping
from functools import cache

from relationships.blueprint import Blueprint, Note
from relationships.catalog import Text
from relationships.coherence.texts import Amount, fill, listed
from relationships.content.reading import read, text
from relationships.thinking.costs import total_cost
from relationships.vocabulary import Block, Language


def cost_line(blueprint: Blueprint, language: str, *, brief: bool = False) -> str:
    """What everything costs a month and once, in one line; empty while nothing costs anything.

    A brief one leaves out what is paid once, unless nothing else is.
    """
    total, currency = total_cost(blueprint), blueprint.currency
    monthly = []
    if total.monthly:
        monthly.append(fill(_AMOUNT, {"money": Amount(total.monthly, currency)}, language))
    if total.hours:
        template = _texts()["hour" if total.hours == 1 else "hours"]
        monthly.append(fill(template, {"hours": total.hours}, language))
    told = []
    if monthly:
        told.append(_put(_texts()["a-month"], listed(monthly, language), language))
    if total.setup and not (brief and told):
        told.append(fill(_texts()["once"], {"money": Amount(total.setup, currency)}, language))
    return _put(_texts()["whole"], "; ".join(told), language) if told else ""


def cost_note(blueprint: Blueprint) -> Note | None:
    """The first note of the cost structure that holds such a line, in any language.

    One that a person has put other words into is hers, and none of ours any more.
    """
    notes = blueprint.notes_in(Block.COST_STRUCTURE)
    return next((note for note in notes if is_cost_line(note.text)), None)


def is_cost_line(written: str) -> bool:
    return any(shape.fullmatch(one_line(written)) for shape in _shapes())


def one_line(written: str) -> str:
    """With plain single spaces: what forms and browsers do to white space makes no difference."""
    return " ".join(written.split())


_AMOUNT = Text("{money}")

_SHAPES = {
    "money": r"(?:[A-Z]{3} [\d.,]+|[\d.,]+ [A-Z]{3})",
    "hours": r"[\d.,]+",
}


@cache
def _texts() -> Mapping[str, Text]:
    return {name: text(table) for name, table in read("costs").items()}


def _put(template: Text, costs: str, language: str) -> str:
    return template.into(language).replace("{costs}", costs)


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    """What a line looks like in each language, with any amounts in it."""
    return tuple(map(_shape, Language))


def _shape(language: Language) -> re.Pattern[str]:
    money, hours = (
        _SHAPES["money"],
        f"(?:{_written('hour', language)}|{_written('hours', language)})",
    )
    both = listed([money, hours], language)
    monthly = _written("a-month", language, costs=f"(?:{both}|{money}|{hours})")
    once = _written("once", language)
    return re.compile(
        _written("whole", language, costs=f"(?:{monthly}; {once}|{monthly}|{once})"), re.ASCII
    )


def _written(name: str, language: Language, **places: str) -> str:
    """A template as a pattern, its named values as patterns of their own."""
    pattern = re.escape(_texts()[name].into(language))
    for place, shape in (_SHAPES | places).items():
        pattern = pattern.replace(re.escape(f"{{{place}}}"), shape)
    return pattern
