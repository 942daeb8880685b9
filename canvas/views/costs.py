"""Costs: what relationships and channels cost, against budget, capacity and what segments earn."""

from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _

from canvas import actions
from canvas.access import CanvasKey
from canvas.bills import draw_bill
from canvas.board import place_of
from canvas.exchange.vinculo_canvas import BrokenDocument
from canvas.views.editing import changed
from canvas.views.elements import show_and_save
from canvas.views.requests import SignedInRequest
from canvas.views.thinking import Study
from relationships.thinking.cost_line import cost_line, cost_note
from relationships.thinking.costs import bill


@show_and_save
def costs(request: SignedInRequest, canvas_id: CanvasKey) -> HttpResponse:
    """Shows them; sent, it writes the line that sums them up into a note of the cost structure."""
    study = Study(request, canvas_id)
    if request.method != "POST":
        return _show(study)
    try:
        seen = request.POST.get("seen", "")
        change = actions.write_cost_note(study.canvas, seen=seen, by=request.user)
    except actions.Clash:
        told = _("Somebody changed the note in the meantime, so it was left alone. Look again.")
        return _show(Study(request, canvas_id), told, HTTPStatus.CONFLICT)
    except BrokenDocument as broken:
        return _show(study, broken.faults[0].message, HTTPStatus.UNPROCESSABLE_ENTITY)
    notice = _("The note was written.") if change.event else _("There was nothing to write.")
    return changed(request, change, study.catalog, notice)


def _show(study: Study, told: str = "", status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    blueprint, language = study.blueprint, study.language
    note, to_write = cost_note(blueprint), cost_line(blueprint, blueprint.language)
    context: dict[str, object] = {
        "costs": draw_bill(bill(blueprint), blueprint, study.catalog, language),
        "line": cost_line(blueprint, language),
        "to_write": to_write,
        "note": note,
        "is_written": note is not None and note.text == to_write,
        "note_place": place_of(note) if note else "",
        "has_segments": bool(blueprint.segments),
        "told": told,
        "here": f"{study.root}costs/",
        "back": "costs/",
    }
    return study.show("costs", context, status)
