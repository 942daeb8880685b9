"""What a class struggles with: rules, segments without a plan, scores, and whether it mends."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from canvas import actions
from classroom import submitting
from classroom.figures import ClassFigures, criteria, handed_in
from classroom.models import Assignment, Attempt, Criterion, Review, Submission
from classroom.states import State
from relationships import live
from relationships.catalog import Catalog, RuleSetting
from relationships.vocabulary import Language, Severity
from tests.canvas.reading import Page
from tests.classroom import factories as make
from tests.classroom.reading import Table
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

LACKS = "channel-lacks-capability"
PLANLESS = "segment-without-relationship"
FOUNDED = "relationship-well-founded"


def _handed(assignment: Assignment, name: str, *attempts: dict[str, Any]) -> Submission:
    submission = make.HandedInFactory(assignment=assignment, attempt_count=len(attempts))
    make.AuthorFactory(submission=submission, enrolment__user=UserFactory(name=name))
    for attempt in attempts:
        make.AttemptFactory(submission=submission, **attempt)
    return submission


def _address(assignment: Assignment) -> str:
    return reverse("figures", args=[assignment.course_id, assignment.number])


def _figures(assignment: Assignment) -> ClassFigures:
    return ClassFigures(handed_in(assignment), live.current(), Language.EN)


def test_the_latest_attempt_counts(assignment: Assignment, catalog: Catalog) -> None:
    _handed(assignment, "Ana", {"counts": {LACKS: 3, PLANLESS: 1}}, {"counts": {PLANLESS: 2}})
    _handed(assignment, "Bruno", {"counts": {PLANLESS: 1, FOUNDED: 4}, "is_late": True})
    figures = _figures(assignment)
    found = {rule.code: (rule.canvases, rule.mended, rule.new) for rule in figures.rules}
    assert found == {LACKS: (0, 1, 0), PLANLESS: (2, 0, 0), FOUNDED: (1, 0, 0)}
    assert figures.late == 1
    assert figures.attempts == [(1, 1), (2, 1)]
    assert figures.first_and_latest == (Decimal(4), Decimal(2))
    assert [each.name for each in figures.faulty(PLANLESS)] == ["Ana", "Bruno"]


def test_the_gravest_come_first_then_the_most_frequent(
    assignment: Assignment, catalog: Catalog
) -> None:
    grave, frequent, rare = "over-budget", PLANLESS, "segment-without-channel"
    _handed(assignment, "Ana", {"counts": {FOUNDED: 9, rare: 1, frequent: 1, grave: 1}})
    _handed(assignment, "Bruno", {"counts": {frequent: 1}})
    order = [rule.code for rule in _figures(assignment).rules]
    assert order == [grave, frequent, rare, FOUNDED]


def test_gravity_is_that_of_the_catalog_and_an_unknown_rule_is_named(
    assignment: Assignment, catalog: Catalog
) -> None:
    _handed(assignment, "Ana", {"counts": {LACKS: 1, PLANLESS: 1, "long-gone": 1}})
    edited = replace(catalog, rules={PLANLESS: RuleSetting(PLANLESS, Severity.CONFLICT)})
    figures = ClassFigures(handed_in(assignment), edited, Language.EN)
    rules = {rule.code: rule for rule in figures.rules}
    assert rules[PLANLESS].severity is Severity.CONFLICT
    assert (rules["long-gone"].severity, rules["long-gone"].title) == (Severity.GAP, "long-gone")


def test_what_turned_up_later_is_new(assignment: Assignment, catalog: Catalog) -> None:
    _handed(assignment, "Ana", {"counts": {}}, {"counts": {LACKS: 1}}, {"counts": {PLANLESS: 1}})
    found = {
        rule.code: (rule.canvases, rule.mended, rule.new) for rule in _figures(assignment).rules
    }
    assert found == {PLANLESS: (1, 0, 1)}


def test_the_page_reads_what_was_frozen_and_never_the_living_canvas(
    as_ines: Client, submission: Submission, sofia: User
) -> None:
    assert submission.canvas
    page = as_ines.get(_address(submission.assignment))
    actions.remove_element(submission.canvas, "s1", by=sofia)
    again = as_ines.get(_address(submission.assignment))
    assert Page.of(again).text == Page.of(page).text
    assert str(submission.canvas_id) not in page.content.decode()


def test_segments_without_a_plan_are_named_with_whose_they_are(
    as_ines: Client, assignment: Assignment, catalog: Catalog
) -> None:
    worn = {"counts": {PLANLESS: 2}, "planless": ["Hotels", "<b>Bars</b>"]}
    submission = _handed(assignment, "Ana", {}, worn)
    page = as_ines.get(_address(assignment)).content.decode()
    place = reverse("attempt", args=[submission.pk, 2])
    assert f'<a href="{place}">Ana</a></th><td>Hotels, &lt;b&gt;Bars&lt;/b&gt;</td>' in page


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_a_rule_leads_to_the_canvases_on_which_it_speaks(
    as_ines: Client, assignment: Assignment, catalog: Catalog, language: str
) -> None:
    mine = _handed(assignment, "Ana", {"counts": {LACKS: 1}})
    other = _handed(assignment, "Bruno", {"counts": {PLANLESS: 1}})
    as_ines.cookies["django_language"] = language
    page = as_ines.get(_address(assignment), {"rule": LACKS}).content.decode()
    assert reverse("attempt", args=[mine.pk, 1]) in page
    assert reverse("attempt", args=[other.pk, 1]) not in page
    assert f'href="?rule={PLANLESS}#canvases"' in page


@pytest.mark.parametrize("rule", ["", "long-gone", "<script>", "x" * 9_999])
def test_a_rule_that_nobody_knows_shows_none(
    as_ines: Client, assignment: Assignment, catalog: Catalog, rule: str
) -> None:
    _handed(assignment, "Ana", {"counts": {LACKS: 1}})
    page = as_ines.get(_address(assignment), {"rule": rule})
    assert (page.status_code, b'id="canvases"' in page.content) == (200, False)


def test_before_anything_is_submitted_the_page_says_what_it_will_show(
    as_ines: Client, assignment: Assignment
) -> None:
    page = as_ines.get(_address(assignment)).content.decode()
    assert "Nothing has been handed in yet." in page
    assert reverse("course", args=[assignment.course_id]) in page


def test_an_assignment_without_a_rubric_says_so(
    as_ines: Client, assignment: Assignment, catalog: Catalog
) -> None:
    Assignment.objects.update(rubric=None)
    _handed(assignment, "Ana", {})
    page = as_ines.get(_address(assignment)).content.decode()
    assert "This assignment has no rubric." in page


def _review(submission: Submission, number: int, level: int, **fields: Any) -> Review:
    """Gives the level (0 or 1) in every criterion."""
    attempt = Attempt.objects.get(submission=submission, number=number)
    review = make.ReviewFactory(attempt=attempt, **fields)
    for criterion in Criterion.objects.filter(rubric__assignments=submission.assignment_id):
        level_row = criterion.levels.get(position=level)
        make.ScoreFactory(review=review, criterion=criterion, level=level_row)
    return review


def _given(assignment: Assignment, *, with_drafts: bool = False) -> list[list[int]]:
    assert assignment.rubric
    found = criteria(assignment, assignment.rubric, with_drafts=with_drafts)
    return [[level.given for level in criterion.levels] for criterion in found]


def test_scores_of_released_reviews_are_spread_over_the_levels(assignment: Assignment) -> None:
    now = timezone.now()
    for n, level in enumerate([1, 1, 0]):
        submission = _handed(assignment, f"Student {n}", {})
        Submission.objects.filter(pk=submission.pk).update(state=State.RELEASED)
        _review(submission, 1, level, released_at=now)
    assert assignment.rubric
    first, _second = criteria(assignment, assignment.rubric, with_drafts=False)
    assert [(level.title, level.given) for level in first.levels] == [("Not yet", 1), ("Well", 2)]
    assert (first.scored, first.most) == (3, Decimal(10))
    assert first.mean == Decimal(20) / 3


def test_drafts_count_only_when_asked_for(assignment: Assignment) -> None:
    drafted = _handed(assignment, "Ana", {})
    _review(drafted, 1, 1)
    assert _given(assignment) == [[0, 0], [0, 0]]
    assert _given(assignment, with_drafts=True) == [[0, 1], [0, 1]]


def test_of_several_reviews_the_last_counts(assignment: Assignment) -> None:
    submission = _handed(assignment, "Ana", {}, {})
    _review(submission, 1, 0, released_at=timezone.now())
    assert _given(assignment) == [[1, 0], [1, 0]]
    _review(submission, 2, 1)
    assert _given(assignment) == [[1, 0], [1, 0]]
    assert _given(assignment, with_drafts=True) == [[0, 1], [0, 1]]


def test_a_reopened_review_is_a_draft_again(assignment: Assignment) -> None:
    submission = _handed(assignment, "Ana", {})
    _review(submission, 1, 1, released_at=timezone.now())
    Submission.objects.update(state=State.IN_REVIEW)
    assert _given(assignment) == [[0, 0], [0, 0]]
    assert _given(assignment, with_drafts=True) == [[0, 1], [0, 1]]


def test_what_peers_score_is_no_part_of_it(assignment: Assignment) -> None:
    submission = _handed(assignment, "Ana", {})
    peers = {"kind": "peer", "by": UserFactory(), "released_at": timezone.now()}
    _review(submission, 1, 1, **peers)
    assert _given(assignment, with_drafts=True) == [[0, 0], [0, 0]]
    both = _handed(assignment, "Bruno", {})
    _review(both, 1, 0)
    _review(both, 1, 1, **peers)
    assert _given(assignment, with_drafts=True) == [[1, 0], [1, 0]]


def test_the_page_shows_the_spread_as_a_table_and_as_bars(
    as_ines: Client, assignment: Assignment, catalog: Catalog
) -> None:
    submission = _handed(assignment, "Ana", {})
    _review(submission, 1, 1)
    table = Table.of(as_ines.get(_address(assignment), {"scores": "all"}), "figures-scores")
    assert table.rows["Well 10"] == ["", "1", "100%"]
    assert table.rows["Not yet 0"] == ["", "0", "0%"]
    page = as_ines.get(_address(assignment), {"scores": "all"}).content.decode()
    assert "10.0 of 10 points on average, 1 scored" in page
    assert 'class="figures-bar__part" width="1000"' in page
    assert "not scored yet" in as_ines.get(_address(assignment)).content.decode()


def test_a_second_attempt_shows_what_was_mended(
    as_ines: Client, submission: Submission, sofia: User
) -> None:
    assert submission.canvas
    actions.remove_element(submission.canvas, "s1", by=sofia)
    submitting.submit(submission, live.current(), by=sofia)
    page = as_ines.get(_address(submission.assignment)).content.decode()
    assert "Gone since the first attempt" in page
    assert "1 canvas was handed in more than once." in page
