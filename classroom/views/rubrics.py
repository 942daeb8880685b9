"""To be filled."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def rubric_list(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def rubric_new(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def rubric(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def rubric_duplicate(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def rubric_delete(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404
