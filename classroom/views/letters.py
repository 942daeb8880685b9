"""To be filled."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def letter_choices(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404
