"""A class of thirty joins by one link in the same minute, through four web processes: all are in.

Nobody has an account, and they come in ten teams. The processes are real, and so is the database:
the one that the tests run on, SQLite or PostgreSQL.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from accounts.models import User
from benchmarks.client import Visitor
from benchmarks.servers import Server
from classroom.models import Course
from tests.classroom import factories as make
from tests.deploy.test_parallel_writers import database_url

STUDENTS = 30
TEAMS = 10
PROCESSES = 4

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def course(db: None) -> Course:
    course = make.CourseFactory(in_teams=True)
    make.InstructorFactory(course=course)
    return course


@pytest.fixture
def server(course: Course, tmp_path: Path) -> Iterator[Server]:
    environment = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    running = Server(
        "config.wsgi:application", environment, tmp_path / "log", workers=PROCESSES, threads=2
    )
    with running:
        yield running


def _join(server: Server, link: str, number: int, start: Barrier) -> tuple[int, int, float]:
    """What joining and the page behind it answer, and how long joining took, in seconds."""
    visitor = Visitor(server.port)
    assert visitor.get(link).status == 200
    start.wait(timeout=60)
    fields = {
        "name": f"Student {number}",
        "email": f"student{number}@example.com",
        "new_team": f"Team {number % TEAMS}",
    }
    joined = visitor.post(link, fields)
    page = visitor.get(joined.headers.get("location", "/nowhere/"))
    visitor.connection.close()
    return joined.status, page.status, joined.seconds


@pytest.mark.xdist_group("container")
def test_thirty_students_join_in_the_same_moment(course: Course, server: Server) -> None:
    start = Barrier(STUDENTS)
    link = f"/join/{course.token}/"
    with ThreadPoolExecutor(STUDENTS) as threads:
        going = [threads.submit(_join, server, link, n, start) for n in range(STUDENTS)]
        answers = [each.result(timeout=120) for each in going]

    assert Counter(answer[:2] for answer in answers) == {(302, 200): STUDENTS}, (
        server.log.read_text()
    )
    assert max(seconds for *_statuses, seconds in answers) < 20
    present = course.enrolments.present()
    assert present.values("user").distinct().count() == STUDENTS
    assert {present.filter(team=team).count() for team in course.teams.all()} == {3}
    assert course.teams.count() == TEAMS
    assert User.objects.filter(email__startswith="student").count() == STUDENTS
