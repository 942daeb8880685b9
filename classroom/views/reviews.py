"""To be filled."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def review(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def review_take_up(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def score_save(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def overall_save(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def remark_new(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def remark_edit(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def remark_delete(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def changes_request(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def review_release(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def review_reopen(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def release_all(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def phrase_list(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404


def phrase_delete(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404
