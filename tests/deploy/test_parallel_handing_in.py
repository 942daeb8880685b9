"""A team of four begins, hands in and replies in the same moment, through four web processes.

The processes are real, and so is the database: the one that the tests run on, SQLite or PostgreSQL.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from benchmarks.client import Visitor
from benchmarks.servers import Server
from benchmarks.sessions import open_session
from canvas import actions
from canvas.models import Canvas
from classroom import releasing, reviewing
from classroom.models import Assignment, Submission
from tests.canvas.building import full_blueprint
from tests.classroom import factories as make
from tests.deploy.test_parallel_writers import BACKEND, database_url
from tests.factories import UserFactory

CLICKS = 4
"""Of each of the team, so that as many requests as `TEAM` times this come at once."""

TEAM = 4
PROCESSES = 4

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ines(db: None) -> User:
    return UserFactory(email="ines@example.com")


@pytest.fixture
def assignment(ines: User) -> Assignment:
    call_command("load_catalog", verbosity=0)
    course = make.CourseFactory(in_teams=True)
    make.InstructorFactory(course=course, user=ines)
    team = make.TeamFactory(course=course)
    for _student in range(TEAM):
        make.EnrolmentFactory(course=course, team=team)
    return make.AssignmentFactory(course=course, number=1, published_at=timezone.now())


@pytest.fixture
def server(assignment: Assignment, tmp_path: Path) -> Iterator[Server]:
    environment = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    running = Server(
        "config.wsgi:application", environment, tmp_path / "log", workers=PROCESSES, threads=2
    )
    with running:
        yield running


@pytest.fixture
def clicks(assignment: Assignment, server: Server) -> Iterator[list[Visitor]]:
    """Connections, some of each of the team, each with the token that a form needs."""
    people = [enrolment.user for enrolment in assignment.course.enrolments.all()] * CLICKS
    visitors = [Visitor(server.port, open_session(person, BACKEND)) for person in people]
    for visitor in visitors:
        assert visitor.get("/canvases/").status == 200
    yield visitors
    for visitor in visitors:
        visitor.connection.close()


def _all_at_once(visitors: list[Visitor], address: str, **fields: str) -> Counter[int]:
    """What they are answered; `{n}` in a field is the number of the visitor."""
    start = Barrier(len(visitors))

    def click(number: int, visitor: Visitor) -> int:
        start.wait(timeout=60)
        told = {name: value.format(n=number) for name, value in fields.items()}
        return visitor.post(address, told).status

    with ThreadPoolExecutor(len(visitors)) as threads:
        going = [threads.submit(click, n, visitor) for n, visitor in enumerate(visitors)]
        return Counter(each.result(timeout=120) for each in going)


@pytest.mark.xdist_group("container")
def test_a_team_begins_hands_in_and_replies_in_the_same_moment(
    assignment: Assignment, server: Server, clicks: list[Visitor], ines: User
) -> None:
    every = {302: len(clicks)}
    begin = f"/courses/{assignment.course_id}/assignments/1/start/"
    assert _all_at_once(clicks, begin) == every, server.log.read_text()
    submission = Submission.objects.get()
    assert (submission.authors.count(), Canvas.objects.count()) == (TEAM, 1)

    assert submission.canvas
    owner = submission.canvas.members.get(role="owner").user
    actions.import_into(submission.canvas, full_blueprint(), by=owner)
    root = submission.get_absolute_url()
    assert _all_at_once(clicks, f"{root}submit/", message="Ours") == every, server.log.read_text()
    assert list(submission.attempts.values_list("number", "message")) == [(1, "Ours")]

    reviewing.overall(submission, attempt=1, text="Well begun", version=1, by=ines)
    review = releasing.request_changes(submission, attempt=1, by=ines)
    told = {"review": str(review.pk), "text": "Reply {n}"}
    assert _all_at_once(clicks, f"{root}replies/new/", **told) == every, server.log.read_text()
    texts = set(review.replies.values_list("text", flat=True))
    assert texts == {f"Reply {n}" for n in range(len(clicks))}
    assert review.replies.count() == len(clicks)
