"""To be filled."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def roster(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def student_remove(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def course_leave(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def team_new(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def team_change(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def instructor_invite(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def instructor_remove(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def instructor_invitation_withdraw(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def instructor_invitation(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404
