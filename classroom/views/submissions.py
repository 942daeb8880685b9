"""To be filled."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def assignment_start(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def submission(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def submit(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def attempt(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def reply_new(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404
