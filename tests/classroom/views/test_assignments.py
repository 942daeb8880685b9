"""The page of an assignment, and the pages on which it is set."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from canvas import actions
from canvas.exchange import vinculo_canvas
from classroom import assigning, submitting
from classroom.models import Assignment, Course, Enrolment, Review, Rubric, Submission
from classroom.states import State
from classroom.terms import Terms, terms_of
from relationships.catalog import Catalog
from tests.canvas.building import full_blueprint
from tests.canvas.reading import Form, Page
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db

NEXT_YEAR = timezone.now().year + 1


@pytest.fixture
def draft(course: Course, catalog: Catalog) -> Assignment:
    return assigning.create(course, Terms(title="Second plan", brief="Any business."), catalog)


def _new(course: Course) -> str:
    return f"/courses/{course.pk}/assignments/new/"


def _at(assignment: Assignment, more: str = "") -> str:
    return f"{assignment.get_absolute_url()}{more}"


def _form(client: Client, address: str) -> Form:
    return Page.of(client.get(address)).form


def _set(client: Client, assignment: Assignment, **changes: str | None) -> Assignment:
    """What the form of an assignment sends, with changes; it has to be taken."""
    form = _form(client, _at(assignment, "edit/"))
    answer = client.post(_at(assignment, "edit/"), form.filled(**changes))
    assert (answer.status_code, answer["Location"]) == (302, _at(assignment))
    assignment.refresh_from_db()
    return assignment


def _refused(client: Client, address: str, **changes: str) -> dict[str, list[str]]:
    form = _form(client, address)
    answer = client.post(address, form.filled(**changes))
    assert answer.status_code == 422
    errors = {name: list(said) for name, said in answer.context["form"].errors.items()}
    for said in errors.values():
        assert said[0] in answer.content.decode().replace("&#x27;", "'")
    return errors


def _text(client: Client, assignment: Assignment) -> str:
    return Page.of(client.get(_at(assignment))).text


def test_an_instructor_sets_one_with_a_title_alone(
    as_ines: Client, course: Course, catalog: Catalog
) -> None:
    form = _form(as_ines, _new(course))
    answer = as_ines.post(_new(course), form.filled(title="  First plan "))
    made = Assignment.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, _at(made))
    assert terms_of(made) == Terms(title="First plan")
    assert not made.is_published


def test_day_and_time_are_those_of_the_courses_clock(as_ines: Client, draft: Assignment) -> None:
    """Lima is five hours behind UTC; no time means the end of the day."""
    day = f"{NEXT_YEAR}-12-03"
    _set(as_ines, draft, due_day=day, late="days", late_days="3")
    assert draft.due_at == datetime(NEXT_YEAR, 12, 4, 4, 59, tzinfo=UTC)
    assert draft.late_days == 3
    form = _form(as_ines, _at(draft, "edit/"))
    assert (form.fields["due_day"], form.fields["due_time"]) == ([day], ["23:59"])
    _set(as_ines, draft, due_time="08:30", late="never")
    assert draft.due_at == datetime(NEXT_YEAR, 12, 3, 13, 30, tzinfo=UTC)
    assert draft.late_days == 0
    _set(as_ines, draft, due_day=None, due_time=None, late="always")
    assert (draft.due_at, draft.late_days) == (None, None)


def test_a_time_that_the_clocks_skip_is_asked_for_again(
    as_ines: Client, draft: Assignment, course: Course
) -> None:
    Course.objects.update(time_zone="Europe/Madrid")
    year = next(year for year in range(NEXT_YEAR, NEXT_YEAR + 9) if _march(year, 28).weekday() == 6)
    errors = _refused(as_ines, _at(draft, "edit/"), due_day=f"{year}-03-28", due_time="02:30")
    assert errors == {"due_time": ["The clocks skip this time on that day."]}
    _set(as_ines, draft, due_day=f"{year}-10-31", due_time="02:30")
    assert draft.due_at == datetime(year, 10, 31, 1, 30, tzinfo=UTC)


def _march(year: int, day: int) -> datetime:
    return datetime(year, 3, day, tzinfo=UTC)


def test_the_first_of_an_hour_that_happens_twice_stays_the_first(
    as_ines: Client, draft: Assignment, course: Course
) -> None:
    """Nobody touched it: saving another field must not move it an hour on."""
    Course.objects.update(time_zone="America/New_York")
    first = datetime(2026, 11, 1, 5, 30, 12, tzinfo=UTC)
    Assignment.objects.update(due_at=first)
    _set(as_ines, draft, title="Renamed")
    assert (draft.title, draft.due_at) == ("Renamed", first)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"title": " "}, "title", "This is needed."),
        ({"title": "x" * 10_000}, "title", "Write at most 120 characters; these are 10,000."),
        ({"title": "a\x07b"}, "title", "Take out the character U+0007: it can't be shown."),
        ({"brief": "x" * 10_001}, "brief", "Write at most 10,000 characters; these are 10,001."),
        ({"due_day": "2001-01-01"}, "due_day", "That has passed: choose a moment to come."),
        ({"due_day": "9999-12-31"}, "due_day", "That is too far away."),
        ({"due_day": "0001-01-01"}, "due_day", "That is too far away."),
        ({"due_day": "31/31/2031"}, "due_day", "Enter a valid date."),
        ({"due_time": "10:00"}, "due_day", "Say which day, too."),
        ({"late": "days"}, "late_days", "Say for how many days."),
        (
            {"late": "days", "late_days": "366"},
            "late_days",
            "Ensure this value is less than or equal to 365.",
        ),
        ({"starter": "upload"}, "document", "Choose a file."),
        ({"starter": "example:corner-shop\0"}, "starter", ""),
        ({"judged_by": "999"}, "judged_by", ""),
        ({"peer_reviews": "6"}, "peer_reviews", ""),
    ],
)
def test_what_can_not_be_is_refused_with_what_was_typed(
    as_ines: Client, draft: Assignment, changes: dict[str, str], field: str, said: str
) -> None:
    errors = _refused(as_ines, _at(draft, "edit/"), **changes)
    assert list(errors) == [field]
    assert not said or errors[field] == [said]
    draft.refresh_from_db()
    assert draft.version == 1


def test_reviews_are_due_after_the_work(as_ines: Client, draft: Assignment) -> None:
    same = f"{NEXT_YEAR}-05-05"
    errors = _refused(
        as_ines, _at(draft, "edit/"), due_day=same, reviews_due_day=same, peer_reviews="2"
    )
    assert list(errors) == ["reviews_due_day"]
    _set(
        as_ines,
        draft,
        due_day=same,
        reviews_due_day=f"{NEXT_YEAR}-05-06",
        peer_reviews="2",
        self_review="on",
        is_anonymous="on",
    )
    assert (draft.peer_reviews, draft.self_review, draft.is_anonymous) == (2, True, True)


def test_another_s_rubric_or_canvas_can_not_be_chosen(
    as_ines: Client, draft: Assignment, sofia: User, ivan: User
) -> None:
    theirs = make.RubricFactory(owner=ivan)
    canvas = actions.create_canvas(full_blueprint(), by=sofia)
    errors = _refused(
        as_ines, _at(draft, "edit/"), judged_by=str(theirs.pk), starter=f"canvas:{canvas.pk}"
    )
    assert errors.keys() == {"judged_by", "starter"}


def test_a_starter_is_a_canvas_an_example_or_a_document(
    as_ines: Client, ines: User, draft: Assignment
) -> None:
    mine = actions.create_canvas(full_blueprint(), by=ines)
    assert _set(as_ines, draft, starter=f"canvas:{mine.pk}").starter == mine.document
    assert _set(as_ines, draft, title="Kept").starter == mine.document
    assert '"corner' not in draft.starter
    assert _set(as_ines, draft, starter="example:corner-shop").starter != mine.document
    assert _set(as_ines, draft, starter=None).starter == ""
    form = _form(as_ines, _at(draft, "edit/"))
    file = SimpleUploadedFile("plan.json", vinculo_canvas.dump(full_blueprint()).encode())
    sent = form.filled(starter="upload") | {"document": file}
    assert as_ines.post(_at(draft, "edit/"), sent).status_code == 302
    draft.refresh_from_db()
    assert vinculo_canvas.restore(draft.starter) == full_blueprint()


def test_a_broken_document_is_refused_whole_with_every_fault(
    as_ines: Client, draft: Assignment
) -> None:
    form = _form(as_ines, _at(draft, "edit/"))
    broken = vinculo_canvas.dump(full_blueprint()).replace('"es"', '"xx"')
    broken = broken.replace('"vinculo-canvas/1"', '"vinculo-canvas/9"')
    file = SimpleUploadedFile("plan.json", broken.encode())
    answer = as_ines.post(_at(draft, "edit/"), form.filled(title="New") | {"document": file})
    assert answer.status_code == 422
    page = Page.of(answer)
    assert "$.format" in page.text
    assert page.form.fields["title"] == ["New"]
    draft.refresh_from_db()
    assert (draft.starter, draft.title) == ("", "Second plan")


def test_the_starter_is_shown_as_a_still_board_with_its_blanks(
    as_ines: Client, draft: Assignment, catalog: Catalog
) -> None:
    full = full_blueprint()
    rows = tuple(replace(row, justification="") for row in full.relationships)
    document = vinculo_canvas.dump(replace(full, relationships=rows))
    base = terms_of(draft)
    assert as_ines.get(_at(draft, "starter/")).status_code == 404
    assigning.change(draft, replace(base, starter=document), catalog, base=base)
    page = Page.of(as_ines.get(_at(draft, "starter/")))
    assert full.segments[0].name in page.text
    assert {"about-r1", "el-r1"} <= set(page.ids)
    assert "Relationship without a justification × " in _text(as_ines, draft)


def test_of_two_instructors_at_once_the_later_sees_both_texts(
    as_ines: Client, draft: Assignment, course: Course, signed_in: Callable[[User], Client]
) -> None:
    other = make.InstructorFactory(course=course).user
    as_other, form = signed_in(other), _form(as_ines, _at(draft, "edit/"))
    _set(as_other, draft, title="Their title", due_day=f"{NEXT_YEAR}-06-01")
    sent = form.filled(title="My title", brief="My brief", starter="example:corner-shop")
    answer = as_ines.post(_at(draft, "edit/"), sent)
    assert answer.status_code == 409
    page = Page.of(answer)
    assert "Title: theirs Their title Title: yours My title" in page.text
    assert page.form.fields["title"] == ["My title"]
    assert page.form.fields["due_day"] == [f"{NEXT_YEAR}-06-01"]
    assert page.form.fields["starter"] == ["example:corner-shop"]
    draft.refresh_from_db()
    assert (draft.title, draft.brief) == ("Their title", "Any business.")
    again = as_ines.post(_at(draft, "edit/"), page.form.filled())
    assert again.status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.brief) == ("My title", "My brief")
    assert draft.due_at
    assert draft.starter


def test_a_clash_tells_every_field_in_words(
    as_ines: Client, ines: User, draft: Assignment, catalog: Catalog
) -> None:
    rubric = make.RubricFactory(owner=ines, title="Ours")
    form, base = _form(as_ines, _at(draft, "edit/")), terms_of(draft)
    soon = datetime(NEXT_YEAR, 6, 2, 4, 59, tzinfo=UTC)
    theirs = replace(
        base,
        due_at=soon,
        late_days=1,
        starter=vinculo_canvas.dump(full_blueprint()),
        judged_by=str(rubric.pk),
        peer_reviews=2,
        reviews_due_at=soon + timedelta(days=1),
    )
    assigning.change(draft, theirs, catalog, base=base)
    sent = form.filled(
        due_day=f"{NEXT_YEAR}-07-01",
        late="never",
        starter="example:corner-shop",
        judged_by="none",
        peer_reviews="1",
        reviews_due_day=f"{NEXT_YEAR}-07-02",
    )
    answer = as_ines.post(_at(draft, "edit/"), sent)
    assert answer.status_code == 409
    text = Page.of(answer).text
    for told in (
        f"theirs 1 June {NEXT_YEAR}, 23:59 (Lima)",
        "theirs It is taken for 1 day, and marked as late",
        "yours It is not taken",
        "theirs 2 segments, 2 channels, 2 relationships, 2 notes",
        "theirs Ours",
        "yours No rubric: words alone",
        "theirs the work of 2 others",
    ):
        assert told in text


_EDGE = '{"due_at": "0001-01-01T00:00:00+00:00", "reviews_due_at": null, "starter": ""}'


@pytest.mark.parametrize(
    "base", ["", "[]", "{", '{"title": {}}', "[" * 9_000, '{"due_at": 3}', _EDGE]
)
def test_a_form_that_does_not_tell_what_it_was_shown_with_saves(
    as_ines: Client, draft: Assignment, base: str
) -> None:
    told = {"title": "Renamed", "due_day": f"{NEXT_YEAR}-05-01"}
    assert _set(as_ines, draft, base=base, **told).title == "Renamed"


def test_what_was_typed_while_signed_out_comes_back(
    client: Client, ines: User, draft: Assignment
) -> None:
    client.post(_at(draft, "edit/"), {"title": "Typed before", "late": "always"})
    client.force_login(ines)
    page = Page.of(client.get(_at(draft, "edit/")))
    assert "You were signed out" in page.text
    assert page.form.fields["title"] == ["Typed before"]
    draft.refresh_from_db()
    assert draft.title == "Second plan"


def test_publishing_is_offered_only_when_it_is_ready(
    as_ines: Client, as_tomas: Client, draft: Assignment
) -> None:
    assert "Choose a rubric, or say that there is none." in _text(as_ines, draft)
    answer = as_ines.post(_at(draft, "publish/"))
    assert answer.status_code == 409
    assert as_tomas.get(_at(draft)).status_code == 404
    _set(as_ines, draft, judged_by="none")
    assert "Ready to be published" in _text(as_ines, draft)
    assert as_ines.post(_at(draft, "publish/"))["Location"] == _at(draft)
    assert as_tomas.get(_at(draft)).status_code == 200
    assert as_ines.post(_at(draft, "publish/"), {"back": "1"})["Location"] == _at(draft)
    assert as_tomas.get(_at(draft)).status_code == 404


def test_the_question_before_deleting_names_what_goes(
    as_ines: Client, assignment: Assignment, tomas: User, catalog: Catalog
) -> None:
    submitting.start(assignment, by=tomas)
    asked = Page.of(as_ines.get(_at(assignment, "delete/"))).text
    assert "1 canvas was started: it stays its student’s" in asked
    answer = as_ines.post(_at(assignment, "delete/"))
    assert answer["Location"] == assignment.course.get_absolute_url()
    assert not Assignment.objects.exists()


def test_what_was_submitted_can_not_be_deleted(as_ines: Client, submission: Submission) -> None:
    place = _at(submission.assignment, "delete/")
    assert "can’t be deleted" in Page.of(as_ines.get(place)).text
    assert as_ines.post(place).status_code == 409
    assert Submission.objects.exists()


def test_hostile_text_is_shown_and_never_run(as_ines: Client, assignment: Assignment) -> None:
    evil = '<script>alert(1)</script> javascript:alert(1) https://e.org/"onmouseover=alert(1)'
    _set(as_ines, assignment, title="<b>x", brief=evil)
    html = as_ines.get(_at(assignment)).content.decode()
    assert "<script>alert" not in html
    assert 'href="javascript' not in html
    assert '"onmouseover' not in html
    assert "&lt;b&gt;x" in html


def test_a_student_reads_everything_and_gets_one_next_step(
    as_tomas: Client, tomas: User, assignment: Assignment, catalog: Catalog
) -> None:
    Assignment.objects.update(
        brief="Choose a business.", due_at=datetime(NEXT_YEAR, 6, 2, 4, 59, tzinfo=UTC), late_days=0
    )
    text = _text(as_tomas, assignment)
    for told in (
        "Choose a business.",
        f"Due date: 1 June {NEXT_YEAR}, 23:59 (Lima)",
        "Work that comes later: It is not taken.",
        "Segments are specific",
        "10 points",
        "Most that can be reached: 20 points",
        "You have not started yet.",
    ):
        assert told in text
    page = Page.of(as_tomas.get(_at(assignment)))
    assert page.form.action == _at(assignment, "start/")
    assert "Submissions" not in text


def _standing(client: Client, assignment: Assignment) -> tuple[str, list[str]]:
    """Whether starting is offered, and the links of the next step."""
    page = Page.of(client.get(_at(assignment)))
    starts = [form for form in page.forms if form.action.endswith("start/")]
    links = [link for link in page.links if "/canvases/" in link[:11] or "/submissions/" in link]
    return ("starts" if starts else "", [link for link in links if len(link) > 12])


def test_the_next_step_follows_the_state(
    as_sofia: Client, sofia: User, submission: Submission
) -> None:
    own, task = submission.get_absolute_url(), submission.assignment
    board = f"/canvases/{submission.canvas_id}/"
    assert _standing(as_sofia, task) == ("", [own])
    for state, links in (
        (State.IN_REVIEW, [own]),
        (State.CHANGES_REQUESTED, [own, board]),
        (State.RELEASED, [own]),
    ):
        Submission.objects.update(state=state)
        assert _standing(as_sofia, task) == ("", links)


def test_while_a_student_works_the_board_comes_first(
    as_tomas: Client, tomas: User, assignment: Assignment, catalog: Catalog
) -> None:
    started = submitting.start(assignment, by=tomas)
    assert started.canvas
    board, own = started.canvas.get_absolute_url(), started.get_absolute_url()
    assert _standing(as_tomas, assignment) == ("", [board, own])
    actions.delete_canvas(started.canvas, by=tomas)
    assert _standing(as_tomas, assignment) == ("starts", [])
    Assignment.objects.update(due_at=timezone.now() - timedelta(days=1), late_days=0)
    assert _standing(as_tomas, assignment) == ("", [])


def test_a_team_mate_joins_what_was_begun(
    as_tomas: Client,
    sofia: User,
    tomas: User,
    course: Course,
    assignment: Assignment,
    catalog: Catalog,
) -> None:
    team = make.TeamFactory(course=course)
    Enrolment.objects.filter(user=sofia).update(team=team)
    submitting.start(assignment, by=sofia)
    assert "You have not started yet." in _text(as_tomas, assignment)
    Enrolment.objects.filter(user=tomas).update(team=team)
    assert "Your team has started." in _text(as_tomas, assignment)
    assert _standing(as_tomas, assignment) == ("starts", [])


def test_late_work_may_still_be_started_where_the_policy_says_so(
    as_tomas: Client, assignment: Assignment
) -> None:
    Assignment.objects.update(due_at=timezone.now() - timedelta(days=1), late_days=None)
    assert _standing(as_tomas, assignment) == ("starts", [])
    Assignment.objects.update(late_days=0)
    assert "It is too late to hand anything in." in _text(as_tomas, assignment)
    assert _standing(as_tomas, assignment) == ("", [])


def test_the_queue_shows_what_was_handed_in_and_nothing_else(
    as_ines: Client, submission: Submission, tomas: User
) -> None:
    submitting.start(submission.assignment, by=tomas)
    page = Page.of(as_ines.get(_at(submission.assignment)))
    assert "2 students · 2 canvases started · 1 handed in" in page.text
    assert f"/submissions/{submission.pk}/review/" in page.links
    assert "Sofía Sol" in page.text
    assert "Tomás Toro" not in page.text
    assert str(submission.canvas_id) not in as_ines.get(_at(submission.assignment)).content.decode()


def test_the_wish_is_carried_into_the_review(as_ines: Client, submission: Submission) -> None:
    place = f"{_at(submission.assignment)}?state=submitted&name=sof&order=name"
    review = f"/submissions/{submission.pk}/review/?state=submitted&name=sof&order=name"
    assert review in Page.of(as_ines.get(place)).links
    other = Page.of(as_ines.get(f"{_at(submission.assignment)}?state=released"))
    assert "Nothing here is as you wish it." in other.text


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=99999999999999999999", "?state=draft", f"?name={'x' * 9_000}"]
)
def test_a_wish_that_makes_no_sense_is_answered(
    as_ines: Client, submission: Submission, query: str
) -> None:
    assert as_ines.get(f"{_at(submission.assignment)}{query}").status_code == 200


def test_in_an_archived_course_nothing_is_offered(
    as_ines: Client, as_tomas: Client, assignment: Assignment
) -> None:
    Course.objects.update(archived_at=timezone.now())
    page = Page.of(as_ines.get(_at(assignment)))
    assert _at(assignment, "edit/") not in page.links
    assert _standing(as_tomas, assignment) == ("", [])
    form = Page.of(as_ines.get(_at(assignment, "edit/"))).form
    assert as_ines.post(_at(assignment, "edit/"), form.filled(title="x")).status_code == 422
    new = _form(as_ines, _new(assignment.course)).filled(title="x")
    assert as_ines.post(_new(assignment.course), new).status_code == 422


def test_a_scored_rubric_can_not_be_exchanged_by_the_form(
    as_ines: Client, submission: Submission
) -> None:
    assignment = submission.assignment
    assert assignment.rubric
    review = make.ReviewFactory(attempt=submission.attempts.get())
    make.ScoreFactory(review=review, criterion=assignment.rubric.criteria.first())
    assert (
        "Work was scored by this rubric already"
        in Page.of(as_ines.get(_at(assignment, "edit/"))).text
    )
    _set(as_ines, assignment, title="Renamed", judged_by="none")
    assert (assignment.title, assignment.rubric) == ("Renamed", Rubric.objects.get())


def test_the_queue_says_where_a_student_replied_until_an_instructor_has_looked(
    as_ines: Client, review: Review, assignment: Assignment, sofia: User
) -> None:
    remark = review.remarks.filter(is_private=False)[0]
    make.ReplyFactory(review=review, by=sofia, by_instructor=True)
    assert "new reply" not in Page.of(as_ines.get(_at(assignment))).text
    make.ReplyFactory(review=review, remark=remark, by=sofia)
    assert "new reply" in Page.of(as_ines.get(_at(assignment))).text
    as_ines.get(f"/submissions/{review.attempt.submission_id}/review/")
    assert "new reply" not in Page.of(as_ines.get(_at(assignment))).text
