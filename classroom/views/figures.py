"""What an instructor sees of a whole class: who stands where, what they struggle with, grades."""

import uuid
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from canvas.views.requests import SignedInRequest
from classroom import class_table, figures_table
from classroom.access import get_assignment, get_course
from classroom.class_rows import Order, Wanted, enrolled, rows_of, works_of
from classroom.class_table import NAMES
from classroom.figures import ClassFigures, criteria, handed_in
from classroom.grades import grades
from classroom.models import Assignment, Course, Part
from classroom.spreadsheets import XLSX, as_csv, as_xlsx
from relationships import live

PAGE_LENGTH = 100


def class_view(request: SignedInRequest, course: Course) -> HttpResponse:
    """The course as its instructors see it. Three queries, and nothing is checked anew.

    `?assignment=` names one of them, `?state=` where somebody stands, `?q=` words of names;
    `?order=` is by name, state or lateness. Only a page of the rows is drawn; all are counted.
    """
    now = timezone.now()
    assignments = list(course.assignments.defer("brief", "starter").order_by("number"))
    people = enrolled(course)
    works = works_of(course)
    rows = rows_of([one for one in people if one.left_at is None], works)
    columns = _columns(assignments, request.GET.get("assignment", ""))
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "state", "order")}
    wanted = Wanted.of(asked["q"], asked["state"], asked["order"])
    found = wanted.pick(rows, columns, now)
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "course": course,
        "page": "course",
        "lines": class_table.lines(course, assignments, rows, now),
        "published": [one for one in assignments if one.is_published],
        "columns": columns,
        "rows": class_table.draw(course, page, columns, now),
        "rows_page": page,
        "total": len(rows),
        "places": NAMES.items(),
        "orders": list(Order),
        "wanted": wanted,
        "query": asked["q"],
        "further": urlencode({k: v for k, v in request.GET.items() if k != "page"}),
    }
    return render(request, "classroom/course.html", context)


def _columns(assignments: list[Assignment], number: str) -> list[Assignment]:
    """The published ones, or the one that was asked for."""
    published = [one for one in assignments if one.is_published]
    return [one for one in published if str(one.number) == number] or published


@require_safe
def figures(request: SignedInRequest, course_id: uuid.UUID, number: int) -> HttpResponse:
    """What the class struggles with in an assignment.

    `?rule=` names a rule, to see on whose canvases it speaks; `?scores=all` takes in reviews that
    were not handed over yet.
    """
    assignment = get_assignment(request.user, course_id, number, need=Part.INSTRUCTOR)
    found = ClassFigures(handed_in(assignment), live.current(), request.LANGUAGE_CODE)
    with_drafts = request.GET.get("scores") == "all"
    rubric = assignment.rubric
    scores = criteria(assignment, rubric, with_drafts=with_drafts) if rubric else []
    context = {
        "course": assignment.course,
        "assignment": assignment,
        "page": "figures",
        "figures": figures_table.draw(found, request.GET.get("rule", "")),
        "is_empty": not found.handed,
        "rubric": rubric,
        "criteria": figures_table.criteria(scores),
        "with_drafts": with_drafts,
    }
    return render(request, "classroom/figures.html", context)


@require_safe
def grades_csv(request: SignedInRequest, course_id: uuid.UUID) -> HttpResponse:
    course = get_course(request.user, course_id, need=Part.INSTRUCTOR)
    return _download(as_csv(grades(course)), course, "csv", "text/csv; charset=utf-8")


@require_safe
def grades_xlsx(request: SignedInRequest, course_id: uuid.UUID) -> HttpResponse:
    course = get_course(request.user, course_id, need=Part.INSTRUCTOR)
    return _download(as_xlsx(grades(course), _("Grades")), course, "xlsx", XLSX)


def _download(content: bytes, course: Course, kind: str, content_type: str) -> HttpResponse:
    """As a file that is called after the course and the day there."""
    today = timezone.localdate(timezone=course.zone)
    name = f"{slugify(course.title)[:60].strip('-') or 'course'}-{today}.{kind}"
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
