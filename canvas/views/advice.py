"""Advice."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from canvas.access import CanvasKey, get_element
from canvas.views.requests import SignedInRequest
from canvas.views.thinking import Study
from relationships.blueprint import Segment


@require_safe
def advice(request: SignedInRequest, canvas_id: CanvasKey, ref: str) -> HttpResponse:
    study = Study(request, canvas_id)
    segment = get_element(study.blueprint, Segment, ref)
    return study.show("advice", {"segment": segment})
