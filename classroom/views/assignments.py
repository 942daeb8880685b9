"""To be filled."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def assignment_new(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def assignment(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def assignment_edit(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def assignment_publish(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def assignment_delete(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404
