"""Inviting others to teach, accepting, removing, leaving."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import User
from canvas import sharing
from classroom import teaching
from classroom.models import Course, InstructorInvitation, Part
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def page(course: Course) -> str:
    return f"/courses/{course.pk}/instructors/invite/"


def _teach(course: Course) -> set[str]:
    return set(course.instructors.values_list("user__email", flat=True))


def _invitation(course: Course) -> str:
    return f"/courses/invitations/{course.invitations.get().token}/"


def test_an_invited_colleague_accepts_and_teaches(
    as_ines: Client, as_charlie: Client, course: Course, page: str
) -> None:
    assert as_ines.post(page, {"email": " Charlie@Example.com"}).status_code == 302
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (
        ["charlie@example.com"],
        "You are invited to teach “Business models, first year”",
    )
    link = _invitation(course)
    assert f"http://testserver{link}" in letter.body
    assert link in as_charlie.get("/courses/").content.decode()
    assert as_charlie.get(link).status_code == 200
    assert as_charlie.post(link).url == f"/courses/{course.pk}/"
    assert _teach(course) == {"ines@example.com", "charlie@example.com"}
    assert as_charlie.get(link).status_code == 404


def test_only_the_invited_address_accepts(
    as_ines: Client,
    as_ivan: Client,
    course: Course,
    page: str,
    signed_in: Callable[[User], Client],
) -> None:
    as_ines.post(page, {"email": "nina@example.com"})
    link = _invitation(course)
    answer = as_ivan.post(link)
    assert (answer.status_code, "for another address" in answer.content.decode()) == (409, True)
    unproven = signed_in(User.objects.create_unverified("nina@example.com"))
    assert unproven.post(link).status_code == 403
    assert _teach(course) == {"ines@example.com"}


def test_an_invitation_ends(as_ines: Client, as_charlie: Client, course: Course, page: str) -> None:
    as_ines.post(page, {"email": "charlie@example.com"})
    InstructorInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = as_charlie.post(_invitation(course))
    assert (answer.status_code, "has expired" in answer.content.decode()) == (409, True)
    assert "invites you to teach" not in as_charlie.get("/courses/").content.decode()
    as_ines.post(
        f"/courses/{course.pk}/instructors/invitations/{course.invitations.get().pk}/withdraw/"
    )
    assert course.invitations.count() == 0


def test_sent_again_only_the_new_one_holds(
    as_ines: Client, as_charlie: Client, course: Course, page: str
) -> None:
    as_ines.post(page, {"email": "charlie@example.com"})
    old = _invitation(course)
    as_ines.post(page, {"email": "charlie@example.com"})
    assert as_charlie.post(old).status_code == 404
    assert as_charlie.post(_invitation(course)).status_code == 302


@pytest.mark.parametrize("email", ["ines@example.com", "", "no address", "x" * 10_000, "a\0@b.de"])
def test_whom_nobody_can_invite(as_ines: Client, course: Course, page: str, email: str) -> None:
    answer = as_ines.post(page, {"email": email})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["email"])
    assert (course.invitations.count(), mail.outbox) == (0, [])


def test_a_course_has_room_for_so_many_instructors(
    as_ines: Client, as_charlie: Client, course: Course, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teaching, "MOST_INSTRUCTORS", 2)
    as_ines.post(page, {"email": "charlie@example.com"})
    assert as_ines.post(page, {"email": "other@example.com"}).status_code == 422
    make.InstructorFactory(course=course)
    assert as_charlie.post(_invitation(course)).status_code == 409


def test_invitations_to_canvases_and_courses_are_counted_together(
    as_ines: Client, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "MOST_TO_ONE_A_DAY", 2)
    answers = [as_ines.post(page, {"email": "a@example.com"}).status_code for _ in range(3)]
    assert (answers, len(mail.outbox)) == ([302, 302, 422], 2)


def test_a_title_writes_no_lines_of_its_own(as_ines: Client, course: Course, page: str) -> None:
    Course.objects.update(title="A\nBcc: all@example.com")
    as_ines.post(page, {"email": "a@example.com"})
    assert "\n" not in mail.outbox[0].subject
    assert "\nBcc" not in mail.outbox[0].body


def test_one_leaves_and_the_last_one_stays(
    as_ines: Client, course: Course, charlie: User, as_charlie: Client
) -> None:
    mine = course.instructors.get()
    leave = f"/courses/{course.pk}/instructors/{mine.pk}/remove/"
    answer = as_ines.post(leave)
    assert (answer.status_code, "Nobody else teaches" in answer.content.decode()) == (409, True)
    other = make.InstructorFactory(course=course, user=charlie)
    assert as_ines.get(leave).status_code == 200
    assert as_ines.post(leave).url == "/courses/"
    assert _teach(course) == {"charlie@example.com"}
    assert as_ines.get(f"/courses/{course.pk}/").status_code == 404
    assert as_charlie.post(leave).status_code == 404
    assert other.pk


def test_who_teaches_takes_another_off(as_ines: Client, course: Course, charlie: User) -> None:
    other = make.InstructorFactory(course=course, user=charlie)
    as_ines.post(f"/courses/{course.pk}/instructors/{other.pk}/remove/")
    assert _teach(course) == {"ines@example.com"}


def test_a_student_who_is_invited_to_teach_attends_no_more(
    as_ines: Client, as_sofia: Client, course: Course, page: str, sofia: User
) -> None:
    as_ines.post(page, {"email": sofia.email})
    as_sofia.post(_invitation(course))
    assert course.enrolments.get(user=sofia).left_at
    assert Course.objects.seen_by(sofia.pk).get().part == Part.INSTRUCTOR
