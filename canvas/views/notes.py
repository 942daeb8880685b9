"""Sticky notes: edited where they stand."""

from django.http import HttpResponse

from canvas.access import CanvasKey
from canvas.forms.notes import NoteForm
from canvas.views.elements import Desk, show_and_save
from canvas.views.requests import SignedInRequest


@show_and_save
def note_new(request: SignedInRequest, canvas_id: CanvasKey) -> HttpResponse:
    desk = Desk(request, canvas_id, NoteForm, "canvas/note.html")
    return desk.add({"block": request.GET.get("block", "")})


@show_and_save
def note(request: SignedInRequest, canvas_id: CanvasKey, ref: str) -> HttpResponse:
    return Desk(request, canvas_id, NoteForm, "canvas/note.html").edit(ref)
