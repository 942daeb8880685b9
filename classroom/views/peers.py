"""To be filled."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def peers(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def peer_review(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def peer_review_send(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404
