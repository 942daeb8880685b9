"""The pages of rubrics: a list, a form that grows by buttons, and what can no longer be changed."""

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from classroom import rubrics
from classroom.content import shipped_rubric
from classroom.drafts import MOST_CRITERIA, MOST_LEVELS
from classroom.forms.rubrics import arranged, typed_in, typed_of
from classroom.models import Level, Rubric, Submission
from relationships.vocabulary import Language
from tests.canvas.reading import HTMX, Fields, Page
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped(ines: User) -> Rubric:
    return rubrics.create(shipped_rubric(Language.EN), by=ines)


def _at(rubric: Rubric, more: str = "") -> str:
    return f"/courses/rubrics/{rubric.pk}/{more}"


def _fields(client: Client, rubric: Rubric) -> Fields:
    return Page.of(client.get(_at(rubric))).form.filled()


def _pressed(client: Client, rubric: Rubric, sent: Fields, wish: str) -> Page:
    answer = client.post(_at(rubric), sent | {"do": [wish]})
    assert answer.status_code == 200
    return Page.of(answer)


def _titles(sent: Fields) -> list[str]:
    return [sent[f"c{n}-title"][0] for n in range(MOST_CRITERIA) if f"c{n}-title" in sent]


@pytest.mark.parametrize("language", list(Language))
def test_one_begins_from_what_ships_in_the_language_of_choice(
    as_ines: Client, language: Language
) -> None:
    sent = {"start": "shipped", "language": language, "title": ""}
    answer = as_ines.post("/courses/rubrics/new/", sent)
    made = Rubric.objects.get()
    assert answer["Location"] == _at(made)
    assert rubrics.draft_of(made).afresh() == shipped_rubric(language)


def test_one_begins_empty_and_grows_by_buttons(as_ines: Client) -> None:
    as_ines.post("/courses/rubrics/new/", {"start": "empty", "language": "es", "title": "Mía"})
    made = Rubric.objects.get()
    assert (made.title, made.language) == ("Mía", "es")
    page = Page.of(as_ines.get(_at(made)))
    assert "No criteria yet." in page.text
    first = _pressed(as_ines, made, page.form.filled(), "add").form.fields
    assert (first["c0-l0-points"], first["c0-l1-points"]) == (["0"], ["1"])
    first |= {"c0-title": ["Clear"], "c0-l0-title": ["No"], "c0-l1-title": ["Yes"]}
    second = _pressed(as_ines, made, first, "add").form.fields
    assert (second["c1-l0-title"], second["c1-l1-title"]) == (["No"], ["Yes"])
    assert made.criteria.count() == 0
    second |= {"c1-title": ["Short"], "c1-l1-points": ["2,5"]}
    assert as_ines.post(_at(made), second).status_code == 302
    stored = rubrics.draft_of(made)
    assert [each.title for each in stored.criteria] == ["Clear", "Short"]
    assert rubrics.sheet_of(made).most == 3.5


def test_criteria_and_levels_are_moved_and_removed_and_nothing_is_lost(
    as_ines: Client, shipped: Rubric
) -> None:
    sent = _fields(as_ines, shipped) | {"c1-title": ["Typed meanwhile"]}
    sent = _pressed(as_ines, shipped, sent, "up 1").form.fields
    assert _titles(sent)[:2] == ["Typed meanwhile", "Segments are specific"]
    sent = _pressed(as_ines, shipped, sent, "remove 1").form.fields
    assert len(_titles(sent)) == 7
    sent = _pressed(as_ines, shipped, sent, "down 0 0").form.fields
    sent = _pressed(as_ines, shipped, sent, "remove 0 3").form.fields
    assert as_ines.post(_at(shipped), sent).status_code == 302
    first = rubrics.draft_of(shipped).criteria[0]
    assert first.title == "Typed meanwhile"
    assert [level.title for level in first.levels] == ["Developing", "Beginning", "Achieved"]


def test_with_htmx_the_form_alone_comes_back_and_saving_leads_to_the_page(
    as_ines: Client, shipped: Rubric
) -> None:
    sent = _fields(as_ines, shipped)
    grown = as_ines.post(_at(shipped), sent | {"do": ["add 2"]}, headers=HTMX)
    html = grown.content.decode()
    assert html.strip().startswith("<form")
    assert html.count("autofocus") == 1
    assert "c2-l4-title" in html
    saved = as_ines.post(_at(shipped), sent, headers=HTMX)
    assert (saved.status_code, saved["HX-Redirect"]) == (204, _at(shipped))


def test_what_is_wrong_is_told_at_its_field(as_ines: Client, shipped: Rubric) -> None:
    sent = _fields(as_ines, shipped)
    sent |= {
        "title": [""],
        "c0-title": ["x" * 9_999],
        "c1-l0-points": ["many"],
        "c1-l1-points": ["1000.01"],
        "c1-l2-points": ["-1"],
        "c1-l3-points": [""],
        "c2-l0-title": ["a\x07"],
    }
    for m in range(4):
        del sent[f"c3-l{m}-title"]
    answer = as_ines.post(_at(shipped), sent)
    assert answer.status_code == 422
    text = Page.of(answer).text
    for said in (
        "This is needed.",
        "Write at most 120 characters; these are 9,999.",
        "This amount can't be read. Write it like 2.50.",
        "At most 1000 points.",
        "Say how many points.",
        "Take out the character U+0007: it can't be shown.",
        "Give it at least one level.",
    ):
        assert said in text
    shipped.refresh_from_db()
    assert shipped.version == 1


@pytest.mark.parametrize(("language", "shown"), [("en", "2.50"), ("es", "2,50"), ("pt-br", "2,50")])
def test_points_have_the_decimal_sign_of_the_language(
    as_ines: Client, ines: User, shipped: Rubric, language: str, shown: str
) -> None:
    User.objects.filter(pk=ines.pk).update(language=language)
    sent = _fields(as_ines, shipped) | {"c0-l3-points": [shown]}
    assert as_ines.post(_at(shipped), sent).status_code == 302
    assert Level.objects.filter(points="2.50").count() == 1
    assert _fields(as_ines, shipped)["c0-l3-points"] == [shown]


def test_of_two_who_edit_at_once_the_later_sees_both(
    as_ines: Client, ines: User, shipped: Rubric
) -> None:
    sent = _fields(as_ines, shipped)
    assert as_ines.post(_at(shipped), sent | {"c0-title": ["Theirs"]}).status_code == 302
    answer = as_ines.post(_at(shipped), sent | {"c0-title": ["Mine"]})
    assert answer.status_code == 409
    page = Page.of(answer)
    assert page.form.fields["c0-title"] == ["Mine"]
    assert "Theirs" in page.text
    assert rubrics.draft_of(shipped).criteria[0].title == "Theirs"
    assert as_ines.post(_at(shipped), page.form.filled()).status_code == 302
    assert rubrics.draft_of(shipped).criteria[0].title == "Mine"


def test_who_is_overtaken_by_a_score_keeps_what_was_typed_as_a_new_rubric(
    as_ines: Client, submission: Submission
) -> None:
    rubric = submission.assignment.rubric
    assert rubric
    sent = _fields(as_ines, rubric) | {"title": ["Mine"]}
    review = make.ReviewFactory(attempt=submission.attempts.get())
    make.ScoreFactory(review=review, criterion=rubric.criteria.first())
    answer = as_ines.post(_at(rubric), sent)
    assert answer.status_code == 409
    assert "Work was scored by this rubric already" in Page.of(answer).text
    as_ines.post(_at(rubric), Page.of(answer).form.filled() | {"do": ["copy"]})
    rubric.refresh_from_db()
    kept = Rubric.objects.exclude(pk=rubric.pk).get()
    assert (rubric.title, kept.title) == ("How plans are judged", "Mine")
    assert kept.criteria.count() == 2


def test_a_scored_rubric_is_to_be_read_and_copied(as_ines: Client, submission: Submission) -> None:
    rubric = submission.assignment.rubric
    assert rubric
    review = make.ReviewFactory(attempt=submission.attempts.get())
    make.ScoreFactory(review=review, criterion=rubric.criteria.first())
    page = Page.of(as_ines.get(_at(rubric)))
    assert "so it stays as it is" in page.text
    assert [form.action for form in page.forms][-1] == _at(rubric, "duplicate/")
    answer = as_ines.post(_at(rubric, "duplicate/"))
    twin = Rubric.objects.exclude(pk=rubric.pk).get()
    assert answer["Location"] == _at(twin)
    assert twin.title == "Copy of How plans are judged"
    draft, copied = rubrics.draft_of(rubric).afresh(), rubrics.draft_of(twin).afresh()
    assert (copied.criteria, copied.language) == (draft.criteria, draft.language)
    assert "c0-title" in Page.of(as_ines.get(_at(twin))).form.fields


def test_deleting_asks_first_and_says_why_it_can_not_be(
    as_ines: Client, submission: Submission, shipped: Rubric
) -> None:
    assert "Delete “A relationship plan" in Page.of(as_ines.get(_at(shipped, "delete/"))).text
    assert as_ines.post(_at(shipped, "delete/"))["Location"] == "/courses/rubrics/"
    used = submission.assignment.rubric
    assert used
    asked = Page.of(as_ines.get(_at(used, "delete/"))).text
    assert "can’t be deleted" in asked
    assert submission.assignment.title in asked
    assert as_ines.post(_at(used, "delete/")).status_code == 409
    assert list(Rubric.objects.all()) == [used]


def test_an_assignment_of_another_course_is_not_named(
    as_ines: Client, ines: User, submission: Submission
) -> None:
    """Her rubric is used by somebody she shares a course with, in another course."""
    rubric = submission.assignment.rubric
    make.AssignmentFactory(title="Secret plans", rubric=rubric)
    assert rubric
    text = Page.of(as_ines.get(_at(rubric, "delete/"))).text
    assert "an assignment of a course that you don’t teach" in text
    assert "Secret plans" not in text


def test_the_list_shows_ones_own_and_those_of_ones_courses(
    as_ines: Client, as_ivan: Client, submission: Submission, shipped: Rubric, ivan: User
) -> None:
    make.RubricFactory(owner=ivan, title="Iván’s own")
    text = Page.of(as_ines.get("/courses/rubrics/")).text
    assert "A relationship plan, in eight criteria 8 criteria · not used yet" in text
    assert "How plans are judged 2 criteria · used by 1 assignment" in text
    assert "Iván’s own" not in text
    other = Page.of(as_ivan.get("/courses/rubrics/")).text
    assert "Iván’s own 0 criteria" in other
    assert "How plans are judged" not in other


def test_who_has_none_is_told_how_to_begin(as_charlie: Client) -> None:
    assert "You have no rubric yet." in Page.of(as_charlie.get("/courses/rubrics/")).text


def test_a_co_instructor_edits_what_her_course_uses(
    as_ivan: Client, submission: Submission, ivan: User
) -> None:
    rubric = submission.assignment.rubric
    assert rubric
    assert as_ivan.get(_at(rubric)).status_code == 404
    make.InstructorFactory(course=submission.assignment.course, user=ivan)
    sent = _fields(as_ivan, rubric) | {"title": ["By Iván"]}
    assert as_ivan.post(_at(rubric), sent).status_code == 302
    rubric.refresh_from_db()
    assert (rubric.title, rubric.owner == ivan) == ("By Iván", False)


def test_the_ceilings_hold(as_ines: Client, shipped: Rubric) -> None:
    typed = typed_of(rubrics.draft_of(shipped), 1)
    for _n in range(MOST_CRITERIA):
        arranged(typed, "add")
    for _n in range(MOST_LEVELS):
        arranged(typed, "add 0")
    assert len(typed["criteria"]) == MOST_CRITERIA
    assert len(typed["criteria"][0]["levels"]) == MOST_LEVELS
    more = {f"c{n}-title": "x" for n in range(300)} | {f"c0-l{m}-title": "x" for m in range(300)}
    assert len(typed_in(more)["criteria"]) == MOST_CRITERIA
    assert len(typed_in(more)["criteria"][0]["levels"]) == MOST_LEVELS


def test_at_the_ceiling_nothing_more_is_offered(as_ines: Client, ines: User) -> None:
    full = make.RubricFactory(owner=ines, criteria=MOST_CRITERIA)
    for m in range(2, MOST_LEVELS):
        make.LevelFactory(criterion=full.criteria.first(), position=m)
    page = Page.of(as_ines.get(_at(full)))
    assert "A rubric has at most 20 criteria." in page.text
    assert {"add-c", "add-c0-l"} & set(page.ids) == set()
    assert "add-c1-l" in page.ids
    assert as_ines.post(_at(full), page.form.filled()).status_code == 302
    assert full.criteria.count() == MOST_CRITERIA


@pytest.mark.parametrize(
    "wish", ["up 0", "down 7", "up 99", "add 99", "remove 0 99", "remove", "spin 1", "up x", "up ²",
             "add 1 2", "up " + "9" * 9_999, "remove -1"]
)  # fmt: skip
def test_a_wish_that_can_not_be_changes_nothing(shipped: Rubric, wish: str) -> None:
    typed = typed_of(rubrics.draft_of(shipped), 1)
    before = str(typed)
    with translation.override("en"):
        arranged(typed, wish)
    assert (str(typed) == before) is (wish != "add 1 2")


def test_tampered_fields_are_refused(as_ines: Client, shipped: Rubric) -> None:
    sent = _fields(as_ines, shipped)
    for changes in ({"version": ["x"]}, {"c0-key": ["x"]}, {"language": ["xx"]}):
        assert as_ines.post(_at(shipped), sent | changes).status_code == 422
    assert as_ines.post(_at(shipped), sent | {"version": ["9" * 40]}).status_code == 409
    assert as_ines.post(_at(shipped), {}).status_code == 422
    assert as_ines.get("/courses/rubrics/99999999999999999999/").status_code == 404
