"""Channels, and which segments they serve in which phases."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canvas import blueprints
from canvas.access import CanvasKey, get_canvas
from canvas.forms.channels import ChannelForm
from canvas.views.elements import Desk, show_and_save
from canvas.views.requests import SignedInRequest
from relationships import live


def _desk(request: SignedInRequest, canvas_id: CanvasKey) -> Desk:
    return Desk(request, canvas_id, ChannelForm, "canvas/channel.html", phases_side="segment")


@show_and_save
def channel_new(request: SignedInRequest, canvas_id: CanvasKey) -> HttpResponse:
    return _desk(request, canvas_id).add()


@show_and_save
def channel(request: SignedInRequest, canvas_id: CanvasKey, ref: str) -> HttpResponse:
    return _desk(request, canvas_id).edit(ref)


@require_safe
def channel_abilities(request: SignedInRequest, canvas_id: CanvasKey) -> HttpResponse:
    """The owner and the capabilities that a kind brings, for a form in which it was chosen."""
    canvas = get_canvas(request.user, canvas_id)
    catalog = live.current()
    kind = catalog.kinds.get(request.GET.get("kind", ""))
    form = ChannelForm(
        blueprint=blueprints.read(canvas),
        catalog=catalog,
        language=request.LANGUAGE_CODE,
        initial={
            "capabilities_of": kind.slug if kind else "",
            "ownership": kind.ownership if kind else "",
            "capabilities": list(kind.capabilities) if kind else [],
        },
    )
    return render(request, "canvas/channel.html#abilities", {"form": form})
