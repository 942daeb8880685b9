"""What students start from: a canvas, an example, a document, and what is left blank on it.

A starter with blanks is an exercise: an element or a text is left out, and students fill it in. The
blanks are the gaps that the check finds. They are counted when the starter is chosen, so that no
page checks anything.
"""

import uuid
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import ngettext

from canvas import blueprints
from canvas.examples import example, examples
from canvas.exchange import vinculo_canvas
from canvas.findings import findings_in
from canvas.models import Canvas
from classroom.models import Assignment
from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from relationships.coherence import Finding
from relationships.coherence.texts import all_texts
from relationships.vocabulary import Severity

MOST_OFFERED = 100
"""Of a person's canvases, those changed last."""

Offer = tuple[str, str]
"""What stands in a form for a starter, and what it is called."""

EXAMPLE, CANVAS = "example:", "canvas:"


def offered_canvases(user_id: int) -> list[Offer]:
    """A person's own canvases, newest first. One query."""
    mine = Canvas.objects.owned_by(user_id).in_use().newest_first()
    titles = mine.values_list("pk", "title")[:MOST_OFFERED]
    return [(f"{CANVAS}{pk}", title) for pk, title in titles]


def offered_examples(language: str) -> list[Offer]:
    return [(f"{EXAMPLE}{each.slug}", each.blueprint.title) for each in examples(language)]


def document_of(choice: str, user_id: int, language: str) -> str | None:
    """The document behind an offer; none where it is gone, or another's. One query at most."""
    if choice.startswith(EXAMPLE):
        try:
            return vinculo_canvas.dump(example(choice.removeprefix(EXAMPLE), language).blueprint)
        except KeyError:
            return None
    try:
        key = uuid.UUID(choice.removeprefix(CANVAS))
    except ValueError:
        return None
    mine = Canvas.objects.owned_by(user_id).alive().filter(pk=key)
    return mine.values_list("document", flat=True).first()


def blanks_of(document: str, catalog: Catalog) -> dict[str, int]:
    """How many gaps each rule finds on a starter; what is empty has none."""
    if not document:
        return {}
    findings = findings_in(document, catalog)
    return dict(Counter(each.code for each in findings if is_blank(each)))


def is_blank(finding: Finding) -> bool:
    """Whether a finding on a starter says that something is left for the students to fill."""
    return finding.severity is Severity.GAP


class Blank(NamedTuple):
    """A kind of blank that students fill, and how many of it there are."""

    title: str
    number: int


def told(blanks: Mapping[str, int], language: str) -> list[Blank]:
    """The blanks in words, those that come most often first."""
    texts = all_texts()
    known = [
        Blank(texts[code].title.into(language), count)
        for code, count in blanks.items()
        if code in texts
    ]
    return sorted(known, key=lambda blank: (-blank.number, blank.title))


def blueprint_of(assignment: Assignment) -> Blueprint | None:
    """What students start from; none where the canvas starts empty."""
    return blueprints.restore(assignment.starter) if assignment.starter else None


def holds(document: str) -> list[str]:
    """How much of everything a starter holds, in words."""
    blueprint = blueprints.restore(document)
    notes, segments = len(blueprint.notes), len(blueprint.segments)
    channels, plans = len(blueprint.channels), len(blueprint.relationships)
    told = (
        (segments, ngettext("%(n)s segment", "%(n)s segments", segments)),
        (channels, ngettext("%(n)s channel", "%(n)s channels", channels)),
        (plans, ngettext("%(n)s relationship", "%(n)s relationships", plans)),
        (notes, ngettext("%(n)s note", "%(n)s notes", notes)),
    )
    return [words % {"n": count} for count, words in told if count]
