"""To be filled."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from canvas.views.requests import SignedInRequest
from classroom.access import get_course
from classroom.models import Part
from classroom.views.figures import class_view


def course_list(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def course_new(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def course(request: SignedInRequest, course_id: uuid.UUID) -> HttpResponse:
    return class_view(request, get_course(request.user, course_id, need=Part.INSTRUCTOR))


def course_edit(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def course_archive(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def course_unarchive(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404
