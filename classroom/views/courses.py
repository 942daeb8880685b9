"""To be filled."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def course_list(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def course_new(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def course(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def course_edit(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def course_archive(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def course_unarchive(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404
