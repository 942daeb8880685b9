"""Trust."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from canvas.access import CanvasKey
from canvas.views.requests import SignedInRequest
from canvas.views.thinking import Study


@require_safe
def trust(request: SignedInRequest, canvas_id: CanvasKey) -> HttpResponse:
    study = Study(request, canvas_id)
    return study.show("trust", {})
