"""A course that ines teaches, and sofia and tomas attend; ivan teaches another.

Charlie is a stranger. Sofia has handed in a first attempt at the assignment, tomas has not begun.
"""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from canvas import actions
from classroom import submitting
from classroom.models import Assignment, Course, Submission
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
