"""Planned relationships: the rows of a segment's plan, one by one and as a table to print."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canvas import blueprints
from canvas.access import CanvasKey, get_canvas
from canvas.forms.plans import RelationshipForm
from canvas.plan_table import draw
from canvas.views.elements import Desk, show_and_save
from canvas.views.experiments import lines_of_trials
from canvas.views.requests import SignedInRequest
from canvas.views.thinking import Study
from relationships import live
from relationships.blueprint import Relationship


def _desk(request: SignedInRequest, canvas_id: CanvasKey) -> Desk:
    return Desk(request, canvas_id, RelationshipForm, "canvas/relationship.html")


@show_and_save
def relationship_new(request: SignedInRequest, canvas_id: CanvasKey) -> HttpResponse:
    """`?segment=REF` names the segment whose plan is to grow."""
    return _desk(request, canvas_id).add({"segment": request.GET.get("segment", "")})


@show_and_save
def relationship(request: SignedInRequest, canvas_id: CanvasKey, ref: str) -> HttpResponse:
    desk = _desk(request, canvas_id)
    row = desk.blueprint.elements.get(ref)
    if isinstance(row, Relationship):
        desk.context["trials"] = lines_of_trials(row, request.LANGUAGE_CODE)
    return desk.edit(ref)


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
    """The plan of every segment; `?dropped=1` shows the relationships that were dropped as well."""
    study = Study(request, canvas_id)
    with_dropped = "dropped" in request.GET
    table = draw(
        study.blueprint,
        study.findings,
        study.catalog,
        study.language,
        with_dropped=with_dropped,
    )
    return study.show("plan", {"table": table, "with_dropped": with_dropped})
