"""Opening courses, the list of them, and the student's page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from classroom import joining, teaching
from classroom.models import Assignment, Course, Instructor, Submission
from classroom.states import State
from classroom.teams import Wish
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db

FILLED_IN = {
    "title": "Business models",
    "description": "Tuesdays.\r\nRoom 12.",
    "language": "es",
    "time_zone": "America/Lima",
    "in_teams": "on",
}


def test_whoever_has_proven_the_address_opens_a_course_and_teaches_it(
    as_charlie: Client, charlie: User
) -> None:
    answer = as_charlie.post("/courses/new/", FILLED_IN)
    made = Course.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/courses/{made.pk}/roster/")
    assert (made.title, made.description, made.in_teams) == (
        "Business models",
        "Tuesdays.\nRoom 12.",
        True,
    )
    assert [each.user for each in made.instructors.all()] == [charlie]


def test_whoever_has_not_is_told_why_and_how(signed_in: Callable[[User], Client]) -> None:
    client = signed_in(User.objects.create_unverified("new@example.com"))
    for answer in (client.get("/courses/new/"), client.post("/courses/new/", FILLED_IN)):
        assert (answer.status_code, 'name="action_send"' in answer.content.decode()) == (403, True)
    assert Course.objects.count() == 0
    page = client.get("/courses/").content.decode()
    assert ('href="/courses/new/"' in page, 'name="action_send"' in page) == (False, True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 10_000),
        ("title", "a\0b"),
        ("description", "x" * 10_000),
        ("language", "fr"),
        ("time_zone", "Mars/Olympus"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(as_charlie: Client, field: str, value: str) -> None:
    answer = as_charlie.post("/courses/new/", FILLED_IN | {field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Course.objects.count() == 0


def test_the_time_zone_offered_is_ones_own_else_the_browsers(
    as_charlie: Client, charlie: User
) -> None:
    def offered() -> object:
        return as_charlie.get("/courses/new/").context["form"]["time_zone"].value()

    as_charlie.cookies["time_zone"] = "Europe/Madrid"
    browsers = offered()
    User.objects.filter(pk=charlie.pk).update(time_zone="America/Bogota")
    assert (browsers, offered()) == ("Europe/Madrid", "America/Bogota")
    User.objects.filter(pk=charlie.pk).update(time_zone="")
    as_charlie.cookies["time_zone"] = "Mars/Olympus"
    assert offered() == "UTC"


def test_nobody_opens_more_courses_than_there_is_room_for(
    as_charlie: Client, charlie: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teaching, "MOST_COURSES", 1)
    as_charlie.post("/courses/new/", FILLED_IN)
    answer = as_charlie.post("/courses/new/", FILLED_IN)
    assert (answer.status_code, Course.objects.count()) == (422, 1)
    assert "there is room for no more" in answer.content.decode()


def test_an_instructor_changes_the_details(as_ines: Client, course: Course) -> None:
    address = f"/courses/{course.pk}/edit/"
    assert as_ines.get(address).status_code == 200
    assert as_ines.post(address, FILLED_IN | {"title": ""}).status_code == 422
    assert as_ines.post(address, FILLED_IN).status_code == 302
    course.refresh_from_db()
    assert (course.title, course.language) == ("Business models", "es")


def test_hostile_text_is_shown_as_text(as_ines: Client, as_sofia: Client, course: Course) -> None:
    Course.objects.update(title="<script>x</script>", description="<img src=x>")
    for client in (as_ines, as_sofia):
        for place in ("/courses/", f"/courses/{course.pk}/"):
            page = client.get(place).content.decode()
            assert ("<script>x" in page, "<img src=x" in page) == (False, False)


def test_an_archived_course_can_be_read_and_brought_back(
    as_ines: Client, as_sofia: Client, course: Course, assignment: Assignment
) -> None:
    as_ines.post(f"/courses/{course.pk}/archive/")
    page = as_sofia.get(f"/courses/{course.pk}/").content.decode()
    assert (assignment.title in page, "This course is archived" in page) == (True, True)
    assert course.title not in as_sofia.get("/courses/").content.decode()
    assert course.title in as_sofia.get("/courses/?show=archived").content.decode()
    as_ines.post(f"/courses/{course.pk}/unarchive/")
    assert course.title in as_sofia.get("/courses/").content.decode()


def test_the_list_tells_what_is_due_next_and_what_waits_for_review(
    as_sofia: Client, as_ines: Client, course: Course, submission: Submission
) -> None:
    """Of two that are open the nearer one; what is submitted, closed or no draft is not due."""
    now = timezone.now()
    for number, days, published in ((2, 9, True), (3, 3, True), (4, 1, False), (5, -9, True)):
        make.AssignmentFactory(
            course=course,
            number=number,
            title=f"Task {number}",
            due_at=now + timedelta(days=days),
            late_days=1,
            published_at=now if published else None,
        )
    page = as_sofia.get("/courses/").content.decode()
    assert [f"Task {number}" in page for number in range(1, 6)] == [
        False,
        False,
        True,
        False,
        False,
    ]
    assert "1 waits for review" in as_ines.get("/courses/").content.decode()
    Submission.objects.update(state=State.RELEASED)
    assert "Nothing waits for review" in as_ines.get("/courses/").content.decode()


def test_an_empty_list_teaches(as_charlie: Client) -> None:
    page = as_charlie.get("/courses/").content.decode()
    assert "You are in no course yet." in page
    assert "Nothing is archived." in as_charlie.get("/courses/?show=archived").content.decode()


def test_the_list_is_paged_newest_first(as_charlie: Client, charlie: User) -> None:
    for number in range(26):
        made = make.CourseFactory(
            title=f"Course {number:02}", created_at=timezone.now() + timedelta(minutes=number)
        )
        make.InstructorFactory(course=made, user=charlie)
    first, second = (as_charlie.get(f"/courses/?page={n}").context["cards"] for n in (1, 2))
    assert (len(first), first[0].course.title) == (24, "Course 25")
    assert [card.course.title for card in second] == ["Course 01", "Course 00"]
    assert as_charlie.get("/courses/?page=x&show=x").status_code == 200


@pytest.mark.parametrize(
    ("state", "released", "step"),
    [
        (None, False, "Read it and start"),
        (State.DRAFT, False, "Go on working"),
        (State.SUBMITTED, False, "Look at what you handed in"),
        (State.IN_REVIEW, False, "Look at what you handed in"),
        (State.IN_REVIEW, True, "Read the review"),
        (State.CHANGES_REQUESTED, True, "See what to change"),
        (State.RELEASED, True, "Read the review"),
    ],
)
def test_each_assignment_says_what_to_do_next(
    as_sofia: Client,
    course: Course,
    assignment: Assignment,
    state: State,
    released: bool,
    step: str,
) -> None:
    if state:
        now = timezone.now()
        made = make.SubmissionFactory(
            assignment=assignment,
            state=state,
            attempt_count=0 if state is State.DRAFT else 1,
            submitted_at=None if state is State.DRAFT else now,
            released_at=now if released else None,
        )
        mine = course.enrolments.get(user__email="sofia@example.com")
        make.AuthorFactory(submission=made, enrolment=mine)
    rows = as_sofia.get(f"/courses/{course.pk}/").context["rows"]
    assert [row.step for row in rows] == [step]


def test_a_closed_assignment_and_an_archived_course_ask_for_nothing(
    as_sofia: Client, course: Course, assignment: Assignment
) -> None:
    Assignment.objects.update(due_at=timezone.now() - timedelta(days=2), late_days=1)
    row = as_sofia.get(f"/courses/{course.pk}/").context["rows"][0]
    assert (row.step, row.is_closed, row.is_overdue) == ("Read the assignment", True, False)
    Assignment.objects.update(late_days=9)
    assert as_sofia.get(f"/courses/{course.pk}/").context["rows"][0].is_overdue
    Course.objects.update(archived_at=timezone.now())
    row = as_sofia.get(f"/courses/{course.pk}/").context["rows"][0]
    assert (row.step, row.is_overdue, row.is_next) == ("Read the assignment", False, False)


def test_a_student_sees_the_team_and_nobody_else(
    as_sofia: Client, course: Course, sofia: User, tomas: User
) -> None:
    Course.objects.update(in_teams=True)
    page = as_sofia.get(f"/courses/{course.pk}/").content.decode()
    assert ("You are in no team yet" in page, tomas.name in page) == (True, False)
    course.enrolments.update(team=make.TeamFactory(course=course, name="Bakers"))
    page = as_sofia.get(f"/courses/{course.pk}/").content.decode()
    assert ("Bakers" in page, tomas.name in page) == (True, True)


def test_a_course_of_others_and_one_that_was_left_are_not_there(
    as_sofia: Client, as_ivan: Client, course: Course, sofia: User
) -> None:
    assert as_ivan.get(f"/courses/{course.pk}/").status_code == 404
    joining.leave(course.enrolments.get(user=sofia))
    assert as_sofia.get(f"/courses/{course.pk}/").status_code == 404
    joining.join(course, Wish(), by=sofia)
    assert as_sofia.get(f"/courses/{course.pk}/").status_code == 200
    assert Instructor.objects.filter(course=course).count() == 1
