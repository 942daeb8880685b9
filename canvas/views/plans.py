"""Planned relationships: the rows of a segment's plan."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canvas import blueprints
from canvas.access import get_canvas
from canvas.forms.plans import NewRelationshipForm, RelationshipForm
from canvas.views.elements import Desk, show_and_save
from canvas.views.requests import SignedInRequest
from canvas.views.thinking import Study
from relationships import live

TEMPLATE = "canvas/relationship.html"
SUGGESTED = ("segment", "type", "channel", "motivation", "stage", "strategies", "minimum_viable")


@show_and_save
def relationship_new(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    """`?segment=REF` names the segment whose plan is to grow; other fields may be suggested too."""
    asked: dict[str, object] = {
        name: request.GET[name] for name in SUGGESTED if name in request.GET
    }
    if "strategies" in asked:
        asked["strategies"] = request.GET.getlist("strategies")
    return Desk(request, canvas_id, NewRelationshipForm, TEMPLATE).add(asked)


@show_and_save
def relationship(request: SignedInRequest, canvas_id: uuid.UUID, ref: str) -> HttpResponse:
    return Desk(request, canvas_id, RelationshipForm, TEMPLATE).edit(ref)


@require_safe
def relationship_fit(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
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
def plan(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    study = Study(request, canvas_id)
    return study.show("plan", {})
