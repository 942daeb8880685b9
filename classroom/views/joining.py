"""To be filled."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def course_code(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def course_join(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def joining_change(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404
