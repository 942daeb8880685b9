"""Students review each other's work, and their own."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from canvas import actions
from classroom import peering, submitting
from classroom.models import Assignment, Course, Letter, Occasion, Review, ReviewKind, Submission
from classroom.peering import NotSent
from classroom.released import released
from relationships import live
from tests.canvas.building import full_blueprint
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db

PEERS = "/courses/{}/assignments/1/peers/"


@pytest.fixture
def other(submission: Submission, assignment: Assignment, tomas: User) -> Submission:
    """What tomas has handed in, beside sofia's submission."""
    started = submitting.start(assignment, by=tomas)
    assert started.canvas
    actions.import_into(started.canvas, full_blueprint(), by=tomas)
    submitting.submit(started, live.current(), by=tomas)
    return started


@pytest.fixture
def asked(other: Submission, assignment: Assignment, tomas: User) -> Review:
    """The review of sofia's work that tomas is to write."""
    Assignment.objects.update(peer_reviews=1, self_review=True, is_anonymous=True)
    assignment.refresh_from_db()
    peering.give_out(assignment)
    return Review.objects.get(by=tomas, kind=ReviewKind.PEER)


def written(review: Review, *, version: int, **more: str) -> dict[str, str]:
    """What a form posts that gives full points."""
    rubric = review.attempt.submission.assignment.rubric
    assert rubric
    posted = {"version": str(version), "overall": "Well thought out.", **more}
    for criterion in rubric.criteria.all():
        posted[f"level_{criterion.pk}"] = str(criterion.levels.get(points=10).pk)
    return posted


def test_everybody_reviews_another_and_the_own(
    asked: Review, submission: Submission, other: Submission, sofia: User, tomas: User
) -> None:
    given = Review.objects.values_list("by", "attempt__submission", "kind")
    assert sorted(given) == sorted(
        [
            (sofia.pk, other.pk, "peer"),
            (tomas.pk, submission.pk, "peer"),
            (sofia.pk, submission.pk, "self"),
            (tomas.pk, other.pk, "self"),
        ]
    )
    assert peering.give_out(submission.assignment) == 0


def test_in_an_archived_course_nothing_is_given_out_nor_released(
    asked: Review, assignment: Assignment, as_ines: Client
) -> None:
    Course.objects.update(archived_at=timezone.now())
    Review.objects.exclude(pk=asked.pk).delete()
    Review.objects.update(sent_at=timezone.now())
    address = PEERS.format(assignment.course_id)
    for data in ({}, {"release": ""}):
        page = as_ines.post(address, data, follow=True).content.decode()
        assert "This course is archived" in page
    assert list(Review.objects.values_list("released_at", flat=True)) == [None]


def test_a_review_is_written_handed_in_and_seen_once_it_is_released(
    asked: Review, as_tomas: Client, as_ines: Client, submission: Submission, course: Course
) -> None:
    address = f"/submissions/{submission.pk}/peer-review/"
    assert as_tomas.post(address, written(asked, version=1)).status_code == 302
    page = as_tomas.post(address, {**written(asked, version=2), "send": "1"}, follow=True)
    assert "Handed in. Thank you." in page.content.decode()
    asked.refresh_from_db()
    assert asked.sent_at
    assert (asked.released_at, released(asked)) == (None, None)
    read = as_ines.get(f"/submissions/{submission.pk}/student-reviews/").content.decode()
    assert "Tomás Toro" in read
    assert "Well thought out." in read
    assert "20 of 20" in read
    as_ines.post(PEERS.format(course.pk), {"release": "1"})
    asked.refresh_from_db()
    assert asked.released_at
    assert asked.released["points"] == "20.00"
    assert [letter.to.email for letter in Letter.objects.filter(occasion=Occasion.RELEASED)] == [
        "sofia@example.com"
    ]


def test_nothing_is_handed_in_without_all_levels_and_what_was_written_stays(
    asked: Review, as_tomas: Client, submission: Submission
) -> None:
    address = f"/submissions/{submission.pk}/peer-review/"
    page = as_tomas.post(address, {"version": "1", "overall": "Fine", "send": "1"}, follow=True)
    assert "Choose a level for every criterion" in page.content.decode()
    asked.refresh_from_db()
    assert (asked.overall, asked.sent_at) == ("Fine", None)


def test_what_another_window_has_saved_is_not_overwritten(
    asked: Review, as_tomas: Client, submission: Submission
) -> None:
    address = f"/submissions/{submission.pk}/peer-review/"
    as_tomas.post(address, written(asked, version=1, overall="First"))
    page = as_tomas.post(address, written(asked, version=1, overall="Second"))
    assert page.status_code == 409
    assert "Second" in page.content.decode()
    asked.refresh_from_db()
    assert asked.overall == "First"


def test_remarks_stand_on_what_they_are_about(
    asked: Review, as_tomas: Client, submission: Submission
) -> None:
    address = f"/submissions/{submission.pk}/peer-review/"
    posted = as_tomas.post(f"{address}remarks/", {"key": "s1", "text": "Who <b>exactly</b>?"})
    assert posted.headers["Location"] == f"{address}?on=s1#sheet"
    page = as_tomas.get(f"{address}?on=s1").content.decode()
    assert "Who &lt;b&gt;exactly&lt;/b&gt;?" in page
    for key, text, status in (("gone", "x", 409), ("s1", "", 422), ("s1", "x" * 2001, 422)):
        refused = as_tomas.post(f"{address}remarks/", {"key": key, "text": text})
        assert refused.status_code == status
    remark = asked.remarks.get()
    as_tomas.post(f"{address}remarks/", {"key": "s1", "delete": str(remark.pk)})
    assert not asked.remarks.exists()


def test_levels_of_another_rubric_are_refused(
    asked: Review, as_tomas: Client, submission: Submission, assignment: Assignment
) -> None:
    foreign = make.LevelFactory()
    assert assignment.rubric
    criterion = assignment.rubric.criteria.all()[0]
    posted = {"version": "1", f"level_{criterion.pk}": str(foreign.pk)}
    answer = as_tomas.post(f"/submissions/{submission.pk}/peer-review/", posted)
    assert answer.status_code == 422


def test_nothing_is_written_once_it_is_handed_in_or_the_time_is_past(
    asked: Review, assignment: Assignment
) -> None:
    Assignment.objects.update(reviews_due_at=timezone.now() - timedelta(minutes=1))
    review = Review.objects.select_related("attempt__submission__assignment__course").get(
        pk=asked.pk
    )
    with pytest.raises(NotSent, match="closed"):
        peering.write(review, [], overall="Late", version=1)
    Review.objects.update(sent_at=timezone.now())
    with pytest.raises(NotSent, match="sent"):
        peering.remark(review, key="", text="One more")


def test_neither_side_learns_the_others_name(
    asked: Review, as_tomas: Client, submission: Submission, sofia: User
) -> None:
    page = as_tomas.get(f"/submissions/{submission.pk}/peer-review/").content.decode()
    assert sofia.name not in page
    Assignment.objects.update(is_anonymous=False)
    page = as_tomas.get(f"/submissions/{submission.pk}/peer-review/").content.decode()
    assert sofia.name in page


def test_only_who_was_asked_may_read_and_only_while_attending(
    asked: Review, as_ines: Client, as_charlie: Client, as_tomas: Client, submission: Submission
) -> None:
    address = f"/submissions/{submission.pk}/peer-review/"
    assert [client.get(address).status_code for client in (as_ines, as_charlie)] == [404, 404]
    submission.assignment.course.enrolments.update(left_at=timezone.now())
    assert as_tomas.get(address).status_code == 404


def test_the_page_of_reviews_takes_the_same_queries_at_any_size(
    asked: Review,
    as_ines: Client,
    course: Course,
    assignment: Assignment,
    signed_in: Callable[[User], Client],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    as_ines.get(PEERS.format(course.pk))
    with django_assert_num_queries(8):
        few = as_ines.get(PEERS.format(course.pk))
    for n in range(3):
        enrolment = make.EnrolmentFactory(course=course, user__email=f"more{n}@example.com")
        started = submitting.start(assignment, by=enrolment.user)
        assert started.canvas
        actions.import_into(started.canvas, full_blueprint(), by=enrolment.user)
        submitting.submit(started, live.current(), by=enrolment.user)
    as_ines.post(PEERS.format(course.pk))
    with django_assert_num_queries(8):
        many = as_ines.get(PEERS.format(course.pk))
    assert (few.content.count(b"<tr>"), many.content.count(b"<tr>")) == (5, 11)


def test_a_student_is_led_to_what_is_to_be_written(
    asked: Review, as_tomas: Client, submission: Submission, other: Submission, course: Course
) -> None:
    """On the pages of courses, course, assignment and own submission, until it is handed in."""
    address = f"/submissions/{submission.pk}/peer-review/"
    pages = ("/courses/", f"/courses/{course.pk}/")
    of_assignment = f"/courses/{course.pk}/assignments/1/"
    for page in pages:
        assert "2 reviews for you to write" in as_tomas.get(page).content.decode()
    for page in (of_assignment, f"/submissions/{other.pk}/"):
        text = as_tomas.get(page).content.decode()
        assert f'href="{address}"' in text
        assert "The work of a fellow student" in text
        assert "Your own work" in text
    as_tomas.post(address, {**written(asked, version=1), "send": "1"})
    for page in pages:
        assert "1 review for you to write" in as_tomas.get(page).content.decode()
    text = as_tomas.get(of_assignment).content.decode()
    assert (text.count("to be written"), text.count("handed in</span>")) == (1, 1)


def test_whose_work_it_is_stands_there_where_it_is_no_secret(
    asked: Review, as_tomas: Client, course: Course
) -> None:
    Assignment.objects.update(is_anonymous=False)
    page = as_tomas.get(f"/courses/{course.pk}/assignments/1/").content.decode()
    assert "The work of Sofía" in page


@pytest.mark.parametrize("course_is_archived", [True, False])
def test_nobody_is_asked_to_write_what_can_be_handed_in_no_more(
    asked: Review, as_tomas: Client, course: Course, course_is_archived: bool
) -> None:
    past = timezone.now() - timedelta(minutes=1)
    if course_is_archived:
        Course.objects.update(archived_at=past)
    else:
        Assignment.objects.update(due_at=past - timedelta(days=1), reviews_due_at=past)
    assert "for you to write" not in as_tomas.get(f"/courses/{course.pk}/").content.decode()
    page = as_tomas.get(f"/courses/{course.pk}/assignments/1/").content.decode()
    assert (page.count("not handed in"), page.count("to be written")) == (2, 0)


def _signed_in_again(client: Client, address: str, typed: dict[str, str]) -> str:
    """The page that somebody comes to whose session was gone when a form was sent there."""
    session = client.session
    session["unsaved"] = {"path": address, "typed": urlencode(typed)}
    session.save()
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


def test_a_review_typed_while_signed_out_comes_back(
    asked: Review, as_tomas: Client, submission: Submission
) -> None:
    address = f"/submissions/{submission.pk}/peer-review/"
    typed = written(asked, version=1, overall="Typed <before>", send="1")
    page = _signed_in_again(as_tomas, address, typed)
    assert "Typed &lt;before&gt;" in page
    assert "This is not saved yet." in page
    assert page.count(" checked") == 2
    asked.refresh_from_db()
    assert (asked.overall, asked.sent_at) == ("", None)
    assert "Typed" not in as_tomas.get(address).content.decode()


def test_a_remark_typed_while_signed_out_comes_back_where_it_was_written(
    asked: Review, as_tomas: Client, submission: Submission
) -> None:
    address = f"/submissions/{submission.pk}/peer-review/"
    page = _signed_in_again(as_tomas, f"{address}remarks/", {"key": "s1", "text": "Who?"})
    assert "Who?" in page
    assert 'name="key" value="s1"' in page
    assert not asked.remarks.exists()
    assert as_tomas.get(f"{address}remarks/").headers["Location"] == address


def test_instructors_alone_are_told_who_reviewed_anonymously(
    asked: Review,
    as_ines: Client,
    as_sofia: Client,
    as_tomas: Client,
    submission: Submission,
    course: Course,
    tomas: User,
) -> None:
    given = written(asked, version=1, send="1")
    as_tomas.post(f"/submissions/{submission.pk}/peer-review/", given)
    as_ines.post(PEERS.format(course.pk), {"release": "1"})
    attempt = f"/submissions/{submission.pk}/attempts/1/"
    assert tomas.name in as_ines.get(attempt).content.decode()
    page = as_sofia.get(attempt).content.decode()
    assert "A fellow student" in page
    assert tomas.name not in page


def test_each_review_is_released_by_itself(
    asked: Review, assignment: Assignment, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """So that nobody waits for all of them; what was sent is frozen already."""
    Review.objects.exclude(pk=asked.pk).delete()
    for _n in range(4):
        make.PeerReviewFactory(attempt=asked.attempt)
    Review.objects.update(sent_at=timezone.now(), overall="Well thought out.")
    with django_assert_num_queries(1 + 5 * 8):
        assert peering.release(assignment) == 5
    assert Review.objects.filter(released_at=None).count() == 0
    assert peering.release(assignment) == 0
