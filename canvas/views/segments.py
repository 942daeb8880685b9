"""Customer segments, each with its channels and its relationship plan."""

from django.http import HttpResponse

from canvas.access import CanvasKey
from canvas.board import plan_items
from canvas.forms.segments import SegmentForm
from canvas.views.elements import Desk, show_and_save
from canvas.views.requests import SignedInRequest


def _desk(request: SignedInRequest, canvas_id: CanvasKey) -> Desk:
    return Desk(request, canvas_id, SegmentForm, "canvas/segment.html", phases_side="channel")


@show_and_save
def segment_new(request: SignedInRequest, canvas_id: CanvasKey) -> HttpResponse:
    return _desk(request, canvas_id).add()


@show_and_save
def segment(request: SignedInRequest, canvas_id: CanvasKey, ref: str) -> HttpResponse:
    """`?at=trust` opens it at that question."""
    desk = _desk(request, canvas_id)
    desk.context["at"] = request.GET.get("at", "")
    desk.context["plan"] = plan_items(desk.blueprint, ref, desk.catalog, request.LANGUAGE_CODE)
    return desk.edit(ref)
