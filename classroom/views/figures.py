"""To be filled."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def figures(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def grades_csv(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def grades_xlsx(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404
