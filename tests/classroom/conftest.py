"""A course that ines teaches, and sofia and tomas attend; ivan teaches another.

Charlie is a stranger. Sofia has handed in a first attempt at the assignment, tomas has not begun.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from canvas import actions
from classroom import releasing, reviewing, submitting
from classroom.models import Assignment, Course, Review, Submission
from relationships import live
from relationships.catalog import Catalog
from tests.canvas.building import full_blueprint
from tests.canvas.conftest import _nothing_cached_by_other_tests, catalog
from tests.classroom import factories as make
from tests.factories import UserFactory

__all__ = ["_nothing_cached_by_other_tests", "catalog"]


@pytest.fixture
def ivan(db: None) -> User:
    return UserFactory(email="ivan@example.com", name="Iván Salas")


@pytest.fixture
def sofia(db: None) -> User:
    return UserFactory(email="sofia@example.com", name="Sofía Sol")


@pytest.fixture
def tomas(db: None) -> User:
    return UserFactory(email="tomas@example.com", name="Tomás Toro")


@pytest.fixture
def course(ines: User, ivan: User, sofia: User, tomas: User) -> Course:
    made = make.CourseFactory()
    make.InstructorFactory(course=made, user=ines)
    make.InstructorFactory(user=ivan)
    for student in (sofia, tomas):
        make.EnrolmentFactory(course=made, user=student)
    return made


@pytest.fixture
def assignment(course: Course, ines: User) -> Assignment:
    """Published, without deadline, with a rubric of two criteria, 0 or 10 points each."""
    rubric = make.RubricFactory(owner=ines, criteria=2)
    return make.AssignmentFactory(
        course=course, number=1, rubric=rubric, published_at=timezone.now()
    )


@pytest.fixture
def submission(assignment: Assignment, sofia: User, catalog: Catalog) -> Submission:
    """Sofia's, with one attempt that holds something of everything."""
    started = submitting.start(assignment, by=sofia)
    assert started.canvas
    actions.import_into(started.canvas, full_blueprint(), by=sofia)
    submitting.submit(started, live.current(), by=sofia)
    started.refresh_from_db()
    return started


@pytest.fixture
def review(submission: Submission, assignment: Assignment, ines: User) -> Review:
    """Of sofia's attempt, handed over with a request for changes; one remark of it is private."""
    assert assignment.rubric
    first, second = assignment.rubric.criteria.order_by("position")
    level = first.levels.get(points=10)
    about: dict[str, Any] = {"attempt": 1, "by": ines}
    reviewing.score(submission, first.pk, level=level.pk, remark="Well put", version=0, **about)
    reviewing.score(submission, second.pk, level=None, remark="Not clear", version=0, **about)
    reviewing.overall(submission, text="A good start", version=1, **about)
    for key, text in (("s1", "Who exactly?"), ("block:channels", "One more"), ("", "Go on")):
        reviewing.remark(submission, key=key, text=text, is_private=False, **about)
    reviewing.remark(submission, key="s1", text="Copied?", is_private=True, **about)
    return releasing.request_changes(submission, **about)


@pytest.fixture
def as_ines(ines: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(ines)


@pytest.fixture
def as_ivan(ivan: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(ivan)


@pytest.fixture
def as_sofia(sofia: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(sofia)


@pytest.fixture
def as_tomas(tomas: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(tomas)


@pytest.fixture
def as_charlie(charlie: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(charlie)
