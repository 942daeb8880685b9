"""What others did since a page was drawn, and who else is here: asked every two seconds."""

import json
import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from canvas import history, presence
from canvas.access import get_canvas
from canvas.exchange import vinculo_canvas
from canvas.findings import set_aside_on
from canvas.models import Canvas, Event, Role, Verb
from canvas.models.events import TALK
from canvas.subjects import talk_on
from canvas.views.editing import board_of, drawn, everything, is_asked_for_on, pieces
from canvas.views.requests import SignedInRequest
from relationships import live

_OF_FINDINGS = (Verb.SET_ASIDE, Verb.TAKE_UP)
"""What may change any mark on the board, and leaves the document as it was."""


@require_safe
def changes(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    """204 while nothing is new since `?since=`, in three queries; else what changed, out of band.

    The board gets its changed pieces; another view hears that it has to ask for itself.
    """
    present = presence.look(canvas_id, request.user)
    seen = request.GET.get("since", "")
    if seen == present.token:
        return HttpResponse(status=204)
    context: dict[str, object] = {"since": present.token, "here_now": present.others, "oob": True}
    version = presence.version_in(seen)
    if version != present.version:
        canvas = get_canvas(request.user, canvas_id)
        events = history.since(canvas, version)
        context |= _changed(request, canvas, events)
        context["since"] = presence.token(canvas.version, present.others)
    else:
        context["root"] = f"/canvases/{canvas_id}/"
    response = render(request, "canvas/changes.html", context)
    if version != present.version:
        response["HX-Trigger"] = json.dumps({"vinculo:changed": {}})
    return response


def _changed(
    request: SignedInRequest, canvas: Canvas, events: list[Event] | None
) -> dict[str, object]:
    """What the answer says of the events; everything is drawn where they are too many to tell."""
    context: dict[str, object] = {
        "canvas": canvas,
        "root": canvas.get_absolute_url(),
        "can_edit": Role(canvas.role).allows(Role.EDITOR),
        "notice": _notice(request, events or []),
    }
    if is_asked_for_on(request, canvas.get_absolute_url()):
        catalog, language = live.current(), request.LANGUAGE_CODE
        after = board_of(canvas, catalog, language)
        if events is None or any(event.verb in _OF_FINDINGS for event in events):
            context |= {"board": after, "pieces": everything(after)}
        else:
            was = vinculo_canvas.dump(history.as_of(canvas, events))
            before = drawn(was, catalog, language, "", set_aside_on(canvas), talk_on(canvas))
            talked_of = {event.thread["key"] for event in events if event.verb in TALK}
            context |= {"board": after, "pieces": pieces(before, after, always=talked_of)}
    return context


def _notice(request: SignedInRequest, events: list[Event]) -> str:
    """Who changed the canvas, or commented, where it was somebody else."""
    theirs = [event for event in reversed(events) if event.by and event.by != request.user]
    if not theirs:
        return ""
    names = ", ".join(dict.fromkeys(str(event.by) for event in theirs))
    if all(event.verb in TALK for event in theirs):
        return _("Comments by %(names)s.") % {"names": names}
    return _("Changed by %(names)s.") % {"names": names}
