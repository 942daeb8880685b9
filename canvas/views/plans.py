"""Planned relationships: the rows of a segment's plan."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canvas import blueprints
from canvas.access import CanvasKey, get_canvas
from canvas.forms.plans import RelationshipForm
from canvas.views.elements import Desk, show_and_save
from canvas.views.requests import SignedInRequest
from canvas.views.thinking import Study
from relationships import live


def _desk(request: SignedInRequest, canvas_id: CanvasKey) -> Desk:
    return Desk(request, canvas_id, RelationshipForm, "canvas/relationship.html")


@show_and_save
def relationship_new(request: SignedInRequest, canvas_id: CanvasKey) -> HttpResponse:
    """`?segment=REF` names the segment whose plan is to grow."""
    return _desk(request, canvas_id).add({"segment": request.GET.get("segment", "")})


@show_and_save
def relationship(request: SignedInRequest, canvas_id: CanvasKey, ref: str) -> HttpResponse:
    return _desk(request, canvas_id).edit(ref)


@require_safe
def relationship_fit(request: SignedInRequest, canvas_id: CanvasKey) -> HttpResponse:
    """How type, channel and strategies fit, as chosen in an open form. Nothing is saved."""
    canvas = get_canvas(request.user, canvas_id)
    form = RelationshipForm(
        blueprint=blueprints.read(canvas),
        catalog=live.current(),
        language=request.LANGUAGE_CODE,
        initial={
            "type": request.GET.get("type", ""),
            "channel": request.GET.get("channel", ""),
            "strategies": request.GET.getlist("strategies"),
        },
    )
    return render(request, "canvas/relationship.html#fit", {"form": form})


@require_safe
def plan(request: SignedInRequest, canvas_id: CanvasKey) -> HttpResponse:
    study = Study(request, canvas_id)
    return study.show("plan", {})
