"""To be filled."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from classroom.models import Course


def class_view(request: HttpRequest, course: Course) -> HttpResponse:
    """What the instructors see of a course."""
    context = {"course": course, "page": "course"}
    return render(request, "classroom/course.html", context)


def figures(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def grades_csv(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def grades_xlsx(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404
