"""How much the pages about a whole class may cost: the same at any size."""

import csv
import io
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from classroom.models import Assignment, Attempt, Course, Submission
from relationships import live
from relationships.catalog import Catalog
from tests.classroom import factories as make
from tests.classroom.crowd import fill
from tests.classroom.reading import Table

pytestmark = pytest.mark.django_db

CLASS, FIGURES, GRADES = 6, 12, 8
"""Queries; session, person and course are three of each."""

each_size = pytest.mark.parametrize(("students", "assignments"), [(1, 1), (3, 3)])


@pytest.fixture
def class_of(ines: User, catalog: Catalog) -> Course:
    """Ines's, still empty, in a process that knows the catalog already."""
    live.current()
    return make.InstructorFactory(user=ines).course


def _fill(course: Course, students: int, assignments: int) -> None:
    """With a rubric, and two attempts at everything that was submitted, both reviewed."""
    fill(course, students=students, assignments=assignments)
    rubric = make.RubricFactory(criteria=assignments)
    Assignment.objects.filter(course=course).update(rubric=rubric)
    for submission in Submission.objects.filter(attempt_count=1):
        for _number in range(2):
            counts = {"segment-without-relationship": 2, "over-budget": 1}
            attempt = make.AttemptFactory(
                submission=submission, counts=counts, planless=["Hotels", "Bars"]
            )
            review = make.ReviewFactory(attempt=attempt)
            for criterion in rubric.criteria.all():
                level = criterion.levels.first()
                make.ScoreFactory(review=review, criterion=criterion, level=level)


@each_size
def test_the_class_view(
    as_ines: Client,
    class_of: Course,
    django_assert_num_queries: DjangoAssertNumQueries,
    students: int,
    assignments: int,
) -> None:
    _fill(class_of, students, assignments)
    with django_assert_num_queries(CLASS):
        as_ines.get(class_of.get_absolute_url())


@each_size
def test_the_figures(
    as_ines: Client,
    class_of: Course,
    django_assert_num_queries: DjangoAssertNumQueries,
    students: int,
    assignments: int,
) -> None:
    _fill(class_of, students, assignments)
    place = reverse("figures", args=[class_of.pk, assignments])
    with django_assert_num_queries(FIGURES):
        as_ines.get(place, {"scores": "all", "rule": "over-budget"})


@each_size
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_grades(
    as_ines: Client,
    class_of: Course,
    django_assert_num_queries: DjangoAssertNumQueries,
    kind: str,
    students: int,
    assignments: int,
) -> None:
    _fill(class_of, students, assignments)
    with django_assert_num_queries(GRADES):
        as_ines.get(reverse(f"grades_{kind}", args=[class_of.pk]))


@pytest.mark.slow
def test_a_class_of_five_hundred_with_ten_assignments(as_ines: Client, class_of: Course) -> None:
    """A page takes about 0.2 s of processor time; the mark leaves room for a slower machine."""
    fill(class_of, students=500, assignments=10)
    as_ines.get(class_of.get_absolute_url())
    began = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        page = as_ines.get(class_of.get_absolute_url(), {"order": "state"})
    assert time.process_time() - began < 1
    assert len(queries) == CLASS
    assert len(Table.of(page, "class-table").rows) == 100
    read = " ".join(query["sql"] for query in queries)
    assert '"document"' not in read
    assert "canvas_canvas" not in read
    grades = as_ines.get(reverse("grades_csv", args=[class_of.pk]))
    assert len(list(csv.reader(io.StringIO(grades.content.decode())))) == 501


def test_figures_read_no_heavy_column(as_ines: Client, submission: Submission) -> None:
    place = reverse("figures", args=[submission.assignment.course_id, 1])
    with CaptureQueriesContext(connection) as queries:
        as_ines.get(place)
    attempts = [query["sql"] for query in queries if Attempt._meta.db_table in query["sql"]]
    for column in ("document", "findings", "rules", "names"):
        assert [sql for sql in attempts if f'"{column}"' in sql] == []
