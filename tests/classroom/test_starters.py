"""What students start from, and what is left blank on it."""

from dataclasses import replace

import pytest

from accounts.models import User
from canvas import actions
from canvas.exchange import vinculo_canvas
from classroom import assigning, starters, submitting
from classroom.models import Assignment, Course
from classroom.terms import Terms, terms_of
from relationships.catalog import Catalog
from tests.canvas.building import EMPTY, full_blueprint

pytestmark = pytest.mark.django_db


def _with_blanks() -> str:
    """Neither of the two relationships says why; the second segment has no channel."""
    full = full_blueprint()
    rows = tuple(replace(row, justification="") for row in full.relationships)
    touchpoints = tuple(t for t in full.touchpoints if t.segment != "s2")
    return vinculo_canvas.dump(replace(full, relationships=rows, touchpoints=touchpoints))


def test_blanks_are_the_gaps_of_the_check(catalog: Catalog) -> None:
    complete = starters.blanks_of(vinculo_canvas.dump(full_blueprint()), catalog)
    blanks = starters.blanks_of(_with_blanks(), catalog)
    more = {code: n - complete.get(code, 0) for code, n in blanks.items()}
    assert more["relationship-without-justification"] == 2 - complete.get(
        "relationship-without-justification", 0
    )
    assert blanks["segment-without-channel"] == 1
    assert not {"channel-lacks-capability", "over-budget"} & blanks.keys()


def test_what_is_empty_has_no_blanks(catalog: Catalog) -> None:
    assert starters.blanks_of("", catalog) == {}
    assert starters.holds(vinculo_canvas.dump(EMPTY)) == []


def test_blanks_are_told_in_the_readers_language_most_first() -> None:
    blanks = {"segment-without-channel": 1, "relationship-without-objective": 3, "gone-rule": 9}
    assert starters.told(blanks, "es") == [
        ("Relación sin objetivo", 3),
        ("Segmento sin canal", 1),
    ]


def test_blanks_are_counted_when_the_starter_is_chosen(course: Course, catalog: Catalog) -> None:
    made = assigning.create(course, Terms(title="Fill it", starter=_with_blanks()), catalog)
    assert made.blanks == starters.blanks_of(_with_blanks(), catalog)
    base = terms_of(made)
    assigning.change(made, replace(base, starter=""), catalog, base=base)
    made.refresh_from_db()
    assert made.blanks == {}


def test_who_has_started_keeps_the_starter_who_starts_later_gets_the_new_one(
    course: Course, assignment: Assignment, sofia: User, tomas: User, catalog: Catalog
) -> None:
    early = submitting.start(assignment, by=sofia)
    base = terms_of(assignment)
    assigning.change(assignment, replace(base, starter=_with_blanks()), catalog, base=base)
    assignment.refresh_from_db()
    late = submitting.start(assignment, by=tomas)
    early = submitting.start(assignment, by=sofia)
    assert early.canvas
    assert late.canvas
    assert (early.canvas.segment_count, late.canvas.segment_count) == (0, 2)


def test_only_ones_own_canvases_are_on_offer(ines: User, sofia: User, catalog: Catalog) -> None:
    mine = actions.create_canvas(full_blueprint(), by=ines)
    theirs = actions.create_canvas(full_blueprint(), by=sofia)
    assert starters.offered_canvases(ines.pk) == [(f"canvas:{mine.pk}", mine.title)]
    assert starters.document_of(f"canvas:{mine.pk}", ines.pk, "en") == mine.document
    assert starters.document_of(f"canvas:{theirs.pk}", ines.pk, "en") is None
    actions.delete_canvas(mine, by=ines)
    assert starters.document_of(f"canvas:{mine.pk}", ines.pk, "en") is None


@pytest.mark.parametrize("choice", ["example:nothing", "canvas:no-uuid", "canvas:", "nonsense"])
def test_an_offer_that_nobody_made_has_no_document(choice: str, ines: User) -> None:
    assert starters.document_of(choice, ines.pk, "en") is None


def test_examples_start_in_the_readers_language(ines: User) -> None:
    for language in ("en", "es", "pt-br"):
        (choice, title), *_ = starters.offered_examples(language)
        document = starters.document_of(choice, ines.pk, language)
        assert document
        assert vinculo_canvas.restore(document).title == title


def test_a_starter_is_what_students_get(
    assignment: Assignment, tomas: User, catalog: Catalog
) -> None:
    base = terms_of(assignment)
    assigning.change(assignment, replace(base, starter=_with_blanks()), catalog, base=base)
    assignment.refresh_from_db()
    started = submitting.start(assignment, by=tomas)
    assert started.canvas
    got = vinculo_canvas.restore(started.canvas.document)
    assert replace(got, title="") == replace(vinculo_canvas.restore(_with_blanks()), title="")
