"""The board: nine blocks, and what does not hold together."""

import uuid
import zlib

from django.core.cache import caches
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from canvas import blueprints
from canvas.access import get_canvas
from canvas.models import Canvas, Role
from canvas.views.editing import drawn
from canvas.views.requests import SignedInRequest
from relationships import live
from relationships.blueprint import Blueprint, Segment
from relationships.catalog import Catalog


@require_safe
def board(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    """Four queries: session, person, canvas with role and document, the catalog's stamp."""
    canvas = get_canvas(request.user, canvas_id)
    context = {
        "canvas": canvas,
        "can_edit": Role(canvas.role).allows(Role.EDITOR),
        "surface": surface(
            canvas, live.current(), request.LANGUAGE_CODE, request.GET.get("thread", "")
        ),
    }
    return render(request, "canvas/board.html", context)


def surface(canvas: Canvas, catalog: Catalog, language: str, thread: str = "") -> SafeString:
    """The board and its panel as HTML, made once for each version, catalog, language and role.

    Nothing in it is personal: no name of who is signed in, no token. It is kept compressed, in a
    sixth of its size.
    """
    can_edit = Role(canvas.role).allows(Role.EDITOR)
    followed = thread if thread and _is_segment(blueprints.read(canvas), thread) else ""
    key = f"surface:{canvas.pk}:{canvas.version}:{catalog.stamp}:{language}:{can_edit}:{followed}"
    packed: bytes | None = caches["fragments"].get(key)
    if packed is None:
        context = {
            "canvas": canvas,
            "board": drawn(canvas.document, catalog, language, followed),
            "can_edit": can_edit,
        }
        html: str = render_to_string("canvas/board.html#surface", context)
        caches["fragments"].set(key, zlib.compress(html.encode(), level=1))
    else:
        html = zlib.decompress(packed).decode()
    return mark_safe(html)  # noqa: S308 - our own template made it, and escaped what people wrote


def _is_segment(blueprint: Blueprint, ref: str) -> bool:
    return isinstance(blueprint.elements.get(ref), Segment)
