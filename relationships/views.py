"""The public guide to relationship types, strategies, consumption factors and channel kinds.

Each page costs the one query for the catalog's stamp.
"""

from collections.abc import Mapping
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.middleware import HtmxDetails

from relationships import live
from relationships.guide import overview, strategy_page, type_page

_Entry = TypeVar("_Entry")


class HtmxRequest(HttpRequest):
    """A request as `HtmxMiddleware` leaves it."""

    htmx: HtmxDetails


@require_safe
@login_not_required
def guide(request: HttpRequest) -> HttpResponse:
    return render(request, "guide/guide.html", {"guide": overview(live.current())})


@require_safe
@login_not_required
@vary_on_headers("HX-Request", "HX-Boosted")
def guide_type(request: HtmxRequest, slug: str) -> HttpResponse:
    """A relationship type: the article alone for htmx, to be read beside a form; else the page."""
    catalog = live.current()
    page = type_page(_entry(catalog.types, slug), catalog)
    return _article(request, "guide/guide_type.html", {"page": page})


@require_safe
@login_not_required
@vary_on_headers("HX-Request", "HX-Boosted")
def guide_strategy(request: HtmxRequest, slug: str) -> HttpResponse:
    """A strategy: the article alone for htmx, to be read beside a form; else the page."""
    catalog = live.current()
    page = strategy_page(_entry(catalog.strategies, slug), catalog)
    return _article(request, "guide/guide_strategy.html", {"page": page})


def _entry(entries: Mapping[str, _Entry], slug: str) -> _Entry:
    if slug not in entries:
        raise Http404(_("The guide has no such entry."))
    return entries[slug]


def _article(request: HtmxRequest, template: str, context: Mapping[str, object]) -> HttpResponse:
    bare = bool(request.htmx) and not request.htmx.boosted
    return render(
        request, f"{template}#article" if bare else template, {**context, "is_bare": bare}
    )
