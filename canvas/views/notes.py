"""Sticky notes: edited where they stand."""

import uuid

from django.http import HttpResponse

from canvas.forms.notes import NoteForm
from canvas.views.elements import Desk, show_and_save
from canvas.views.requests import SignedInRequest


@show_and_save
def note_new(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    desk = Desk(request, canvas_id, NoteForm, "canvas/note.html")
    return desk.add({"block": request.GET.get("block", "")})


@show_and_save
def note(request: SignedInRequest, canvas_id: uuid.UUID, ref: str) -> HttpResponse:
    return Desk(request, canvas_id, NoteForm, "canvas/note.html").edit(ref)
