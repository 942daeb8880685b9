"""By code and by link: with an account, without one, and where nobody may."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from accounts.verified import is_verified
from classroom import joining, teaching
from classroom.models import Course, Enrolment
from tests.classroom import factories as make
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

NEW = {"name": " Nina  Núñez ", "email": "Nina@Example.com"}


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def link(course: Course) -> str:
    return f"/join/{course.token}/"


def _present(course: Course) -> set[str]:
    return set(course.enrolments.present().values_list("user__email", flat=True))


@pytest.mark.parametrize("written", ["{}", " {} ", "{}-{}", "{} {}"])
def test_a_code_leads_to_the_link_however_it_is_written(
    client: Client, course: Course, link: str, written: str
) -> None:
    halves = (course.code[:4].lower(), course.code[4:])
    typed = written.format(*halves) if written.count("{}") == 2 else written.format(course.code)
    answer = client.post("/courses/join/", {"code": typed})
    assert (answer.status_code, answer.url) == (302, link)


@pytest.mark.parametrize("typed", ["", "ABCDEFGH", "x" * 10_000, "a\0b", "<script>", "ééééé"])
def test_a_wrong_code_is_refused(client: Client, course: Course, typed: str) -> None:
    answer = client.post("/courses/join/", {"code": typed})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["code"])


def test_ten_wrong_codes_in_ten_minutes_and_no_more(client: Client, course: Course) -> None:
    tries = [client.post("/courses/join/", {"code": "ABCDEFGH"}).status_code for _ in range(11)]
    assert tries == [422] * 10 + [429]
    assert client.post("/courses/join/", {"code": course.code}).status_code == 429


def test_who_signs_out_to_go_on_guessing_is_stopped_by_the_address(
    course: Course, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "course_code": "3/h/ip,10/600s/key"
    }
    tries = [Client().post("/courses/join/", {"code": "ABCDEFGH"}).status_code for _ in range(4)]
    assert tries == [422] * 3 + [429]


@pytest.mark.slow
def test_a_school_behind_one_address_is_not_locked_out(course: Course) -> None:
    """Right codes are not counted, and thirty students may each mistype three times."""
    for _ in range(30):
        student = Client()
        tries = [student.post("/courses/join/", {"code": "ABCDEFGH"}).status_code for _ in "123"]
        tries.append(student.post("/courses/join/", {"code": course.code}).status_code)
        assert tries == [422, 422, 422, 302]


def test_who_has_no_account_is_in_with_name_and_address(
    client: Client, course: Course, link: str
) -> None:
    assert client.get(link).status_code == 200
    answer = client.post(link, NEW, follow=True)
    assert answer.redirect_chain == [(f"/courses/{course.pk}/", 302)]
    nina = User.objects.get(email="nina@example.com")
    assert (nina.name, nina.has_usable_password(), is_verified(nina)) == (
        "Nina Núñez",
        False,
        False,
    )
    assert "nina@example.com" in _present(course)
    assert client.session["_auth_user_id"] == str(nina.pk)
    offer = "Mail goes to a verified address alone"
    assert offer in answer.content.decode()
    EmailAddress.objects.filter(user=nina).update(verified=True)
    assert offer not in client.get(f"/courses/{course.pk}/").content.decode()


def test_an_address_that_has_an_account_signs_in_as_usual_and_comes_back(
    client: Client, course: Course, link: str, charlie: User
) -> None:
    answer = client.post(link, NEW | {"email": "CHARLIE@example.com"})
    assert answer.url == f"/accounts/login/?next=%2Fjoin%2F{course.token}%2F"
    assert "_auth_user_id" not in client.session
    sign_in = client.get(answer.url)
    assert sign_in.context["form"]["login"].value() == "charlie@example.com"
    back = client.post(answer.url, {"login": charlie.email, "password": PASSWORD, "next": link})
    assert back.url == link
    assert "name" not in client.get(link).context["form"].fields
    assert client.post(link).url == f"/courses/{course.pk}/"
    charlie.refresh_from_db()
    assert (charlie.email in _present(course), charlie.name) == (True, "Charlie Cruz")


def test_the_same_address_a_second_time_is_a_known_one(link: str) -> None:
    Client().post(link, NEW)
    answer = Client().post(link, NEW)
    assert answer.url.startswith("/accounts/login/")
    assert User.objects.filter(email="nina@example.com").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 10_000),
        ("email", "no address"),
        ("email", "ſaul@example.com"),
        ("email", "x" * 10_000 + "@example.com"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_made(
    client: Client, link: str, field: str, value: str
) -> None:
    before = User.objects.count()
    answer = client.post(link, NEW | {field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert User.objects.count() == before


def test_who_is_signed_in_joins_with_one_button(
    as_charlie: Client, course: Course, link: str, charlie: User
) -> None:
    assert as_charlie.get(link).status_code == 200
    assert charlie.email not in _present(course)
    as_charlie.post(link)
    assert charlie.email in _present(course)
    assert as_charlie.get(link).url == f"/courses/{course.pk}/"


def test_an_instructor_does_not_become_a_student(
    as_ines: Client, course: Course, link: str, ines: User
) -> None:
    assert as_ines.post(link).url == f"/courses/{course.pk}/"
    assert ines.email not in _present(course)


def test_who_left_is_the_same_student_again(
    as_sofia: Client, course: Course, link: str, sofia: User
) -> None:
    mine = course.enrolments.get(user=sofia)
    joining.leave(mine)
    as_sofia.post(link)
    mine.refresh_from_db()
    assert (mine.left_at, Enrolment.objects.filter(user=sofia).count()) == (None, 1)


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"is_open": False}, 403, "Nobody joins this course at the moment"),
        ({"archived_at": timezone.now()}, 403, "This course is archived"),
        ({"token": "x" * 43}, 404, "This code and link hold no more"),
    ],
)
def test_a_link_that_leads_nowhere_says_so(
    client: Client,
    as_charlie: Client,
    course: Course,
    link: str,
    change: dict[str, object],
    status: int,
    said: str,
) -> None:
    Course.objects.filter(pk=course.pk).update(**change)
    before = (User.objects.count(), _present(course))
    for answer in (client.get(link), client.post(link, NEW), as_charlie.post(link)):
        assert (answer.status_code, said in answer.content.decode()) == (status, True)
    assert (User.objects.count(), _present(course)) == before


def test_a_link_that_was_renewed_while_somebody_typed_holds_no_more(
    course: Course, charlie: User
) -> None:
    as_opened = Course.objects.get(pk=course.pk)
    teaching.renew_joining(course)
    with pytest.raises(joining.NotJoined, match="renewed"):
        joining.join(as_opened, joining.Wish(), by=charlie)


def test_a_full_course_says_so_and_makes_no_account(
    client: Client, course: Course, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "MOST_STUDENTS", 2)
    answer = client.post(link, NEW)
    assert (answer.status_code, "This course is full" in answer.content.decode()) == (422, True)
    assert not User.objects.filter(email="nina@example.com").exists()


def test_the_instructors_renew_close_and_open(as_ines: Client, course: Course) -> None:
    address = f"/courses/{course.pk}/joining/"
    page = as_ines.get(f"/courses/{course.pk}/roster/").content.decode()
    assert (f"/join/{course.token}/" in page, course.code[:4] in page) == (True, True)
    as_ines.post(address, {"close": "1"})
    assert not Course.objects.get(pk=course.pk).is_open
    as_ines.post(address, {"open": "1"})
    as_ines.post(address, {"renew": "1"})
    renewed = Course.objects.get(pk=course.pk)
    assert renewed.is_open
    assert (renewed.code == course.code, renewed.token == course.token) == (False, False)


def test_whoever_has_chosen_no_language_is_spoken_to_in_the_courses(
    course: Course, link: str
) -> None:
    Course.objects.update(language="es")
    english = {"accept-language": "en"}
    client = Client()
    assert 'lang="es"' in client.get(link, headers=english).content.decode()
    client.post(link, NEW, headers=english)
    assert User.objects.get(email="nina@example.com").language == "es"
    chosen = Client()
    chosen.cookies["django_language"] = "pt-br"
    assert 'lang="pt-br"' in chosen.get(link, headers=english).content.decode()


def test_joining_asks_for_a_token_of_this_site(course: Course, link: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link, NEW).status_code == 403
    assert not User.objects.filter(email="nina@example.com").exists()


def test_in_a_course_of_teams_one_names_a_team_or_takes_one(course: Course, link: str) -> None:
    Course.objects.update(in_teams=True)
    Client().post(link, NEW | {"new_team": " The  bakers "})
    Client().post(link, NEW | {"email": "b@example.com", "new_team": "the BAKERS"})
    team = course.teams.get()
    Client().post(link, NEW | {"email": "c@example.com", "team": str(team.pk)})
    Client().post(link, NEW | {"email": "d@example.com"})
    assert (team.name, team.enrolments.count()) == ("The bakers", 3)
    assert "d@example.com" in _present(course)


@pytest.mark.parametrize("team", ["0", "-1", "x", "9" * 30])
def test_a_team_that_is_not_of_the_course_is_refused(
    client: Client, course: Course, link: str, team: str
) -> None:
    Course.objects.filter(pk=course.pk).update(in_teams=True)
    elsewhere = make.TeamFactory()
    for wanted in (team, str(elsewhere.pk)):
        assert client.post(link, NEW | {"team": wanted}).status_code == 422


def test_no_hash_is_made_where_somebody_joins(
    client: Client, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(*_: object, **__: object) -> str:
        raise AssertionError("a hash was made")

    monkeypatch.setattr("django.contrib.auth.hashers.MD5PasswordHasher.encode", made)
    assert client.post(link, NEW).status_code == 302


def test_a_team_of_every_letter_is_found_again(client: Client, course: Course, link: str) -> None:
    """SQLite folds only the letters of English: what is typed alike always meets, at least."""
    Course.objects.update(in_teams=True)
    for number in range(2):
        Client().post(link, NEW | {"email": f"x{number}@example.com", "new_team": "Ñandú"})
    assert course.teams.count() == 1


def test_a_visitor_is_told_nothing_of_who_is_in(
    client: Client, link: str, sofia: User, tomas: User, signed_in: Callable[[User], Client]
) -> None:
    page = client.get(link).content.decode()
    assert [name in page for name in (sofia.name, sofia.email, tomas.name)] == [False] * 3
