"""The guided start as values: what a question says, and the list of all of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from relationships.blueprint import Channel, Element, Note, Relationship, Segment
from relationships.content import words
from relationships.editing import places
from relationships.thinking.path import Step, texts
from relationships.vocabulary import Block


@dataclass(frozen=True, slots=True)
class Line:
    """A step in the list of all of them."""

    slug: str
    number: str
    title: str
    address: str
    is_done: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """The steps that fill one block of the canvas."""

    label: str
    lines: tuple[Line, ...]


_BLOCKS: dict[type[Element], Block] = {
    Note: Block.VALUE_PROPOSITIONS,
    Segment: Block.CUSTOMER_SEGMENTS,
    Channel: Block.CHANNELS,
    Relationship: Block.CUSTOMER_RELATIONSHIPS,
}


def chapters(
    steps: Iterable[Step], address: Callable[[str], str], language: str
) -> tuple[Chapter, ...]:
    """The list of all steps, by the block that they fill; `address` tells where each is asked."""
    lines: dict[type[Element], list[Line]] = {}
    for number, step in enumerate(steps, start=1):
        title = texts()[step.slug].title.into(language)
        line = Line(
            step.slug,
            str(number),
            title,
            address(step.slug),
            step.is_done,
            bool(step.waits_for),
        )
        lines.setdefault(step.kind, []).append(line)
    return tuple(
        Chapter(words.label(_BLOCKS[kind], language), tuple(held)) for kind, held in lines.items()
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a step asks: its question and more of them, why, an example, and what it fills in."""

    slug: str
    title: str
    question: str
    more: tuple[str, ...]
    why: str
    example: str
    source: str
    fills: tuple[str, ...]
    is_done: bool


def asked(step: Step, language: str) -> Asked:
    """A step whose questions an editor took away asks with its title."""
    said = texts()[step.slug]
    title = said.title.into(language)
    questions = tuple(question.text.into(language) for question in step.questions) or (title,)
    return Asked(
        slug=step.slug,
        title=title,
        question=questions[0],
        more=questions[1:],
        why=said.why.into(language),
        example=said.example.into(language),
        source=said.source,
        fills=tuple(map(places.name, step.places)),
        is_done=step.is_done,
    )
