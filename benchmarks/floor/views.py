"""One page and one edit. The page takes five statements: session, user, and three of its own."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_POST

from benchmarks.floor.models import Board, Membership, Note, Serves

BLOCKS = {
    "partners": "Key partners",
    "activities": "Key activities",
    "resources": "Key resources",
    "offers": "Value propositions",
    "relationships": "Customer relationships",
    "channels": "Channels",
    "segments": "Customer segments",
    "costs": "Cost structure",
    "revenues": "Revenue streams",
}


@login_required
def board(request: HttpRequest, board_id: int) -> HttpResponse:
    membership = _membership(request, board_id)
    notes = Note.objects.filter(board_id=board_id).order_by("block", "position")
    rows = list(notes.values("id", "block", "text", "color"))
    links = Serves.objects.filter(board_id=board_id).values_list("by_id", "segment_id")
    by_block: dict[str, list[dict[str, Any]]] = {code: [] for code in BLOCKS}
    for row in rows:
        by_block[row["block"]].append(row)
    context = {
        "board": membership.board,
        "role": membership.role,
        "blocks": [
            {"code": code, "title": title, "notes": by_block[code]}
            for code, title in BLOCKS.items()
        ],
        "warnings": _warnings(rows, links),
    }
    return render(request, "floor/board.html", context)


@require_POST
@login_required
def add(request: HttpRequest, board_id: int) -> HttpResponse:
    """Keeps a note, moves the board's version, and answers with the note alone."""
    _membership(request, board_id)
    block, text = request.POST.get("block", ""), request.POST.get("text", "").strip()
    if not text or block not in BLOCKS:
        return HttpResponseBadRequest()
    note = Note.objects.create(
        board_id=board_id, block=block, text=text[:280], position=999, color="yellow"
    )
    Board.objects.filter(pk=board_id).update(version=F("version") + 1)
    return render(request, "floor/note.html", {"note": note, "code": block})


def _membership(request: HttpRequest, board_id: int) -> Membership:
    mine = Membership.objects.select_related("board").filter(user_id=request.user.pk)
    membership = mine.filter(board_id=board_id).first()
    if membership is None:
        raise Http404
    return membership


def _warnings(rows: Iterable[Mapping[str, Any]], links: Iterable[tuple[int, int]]) -> list[str]:
    """One pass: which segments lack a channel, and which a relationship."""
    block_of = {row["id"]: row["block"] for row in rows}
    serving: dict[int, set[str]] = {}
    for by, segment in links:
        serving.setdefault(segment, set()).add(block_of[by])
    warnings = []
    for row in rows:
        if row["block"] == "segments":
            found = serving.get(row["id"], set())
            if "channels" not in found:
                warnings.append(f"{row['text']}: reached by no channel")
            if "relationships" not in found:
                warnings.append(f"{row['text']}: no relationship planned")
    return warnings
