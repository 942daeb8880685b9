"""How every edit is answered: what changed, the panel and the marks, in one response.

With htmx the changed pieces come out of band, drawn by the board's own partials; without
JavaScript the browser is sent back to the board.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from canvas import blueprints
from canvas.actions import Change, Clash
from canvas.board import BlockView, Board, Item, blocks_of, draw
from canvas.findings import findings_in, findings_of
from canvas.forms.canvases import DetailsForm
from canvas.forms.elements import Clashing, ElementForm, lines_of
from canvas.models import Canvas
from canvas.views.requests import SignedInRequest
from relationships.catalog import Catalog
from relationships.vocabulary import Block


@dataclass(frozen=True)
class Pieces:
    """What an edit changed on a board: whole lists where the order did, else single items."""

    lists: tuple[BlockView, ...]
    items: tuple[Item, ...]


def drawn(canvas: Canvas, catalog: Catalog, language: str, thread: str = "") -> Board:
    blocks = _blocks(canvas.document, catalog, language, thread)
    findings = findings_of(canvas, catalog)
    return draw(blueprints.read(canvas), blocks, findings, catalog, language, thread)


@lru_cache(maxsize=16)
def _blocks(
    document: str, catalog: Catalog, language: str, thread: str = ""
) -> dict[Block, BlockView]:
    """Kept, since what is on a board now is what the next edit is compared with."""
    findings = findings_in(document, catalog)
    return blocks_of(blueprints.restore(document), findings, catalog, language, thread)


def changed(
    request: SignedInRequest, change: Change, catalog: Catalog, notice: str, *, undo: bool = False
) -> HttpResponse:
    """The answer to an edit that was saved; with `undo` a button to take a deletion back."""
    if not request.htmx:
        messages.success(request, notice)
        anchor = f"#el-{change.ref}" if change.ref in change.after.elements else ""
        return redirect(f"/canvases/{change.canvas.pk}/{anchor}")
    language = request.LANGUAGE_CODE
    after = drawn(change.canvas, catalog, language)
    before = after.blocks
    if change.event:
        before = _blocks(change.replaced, catalog, language)
    context = {
        "canvas": change.canvas,
        "board": after,
        "pieces": pieces(before, after.blocks, always=change.ref),
        "notice": notice,
        "undo": undo,
        "can_edit": True,
        "oob": True,
    }
    response = render(request, "canvas/changed.html", context)
    response["HX-Trigger"] = json.dumps({"vinculo:saved": {"ref": change.ref}})
    return response


def pieces(
    before: Mapping[Block, BlockView], after: Mapping[Block, BlockView], always: str = ""
) -> Pieces:
    """What has to be drawn anew; the element `always` even where it looks the same as before."""
    lists, items = [], []
    for block in Block:
        was = {item.ref: item for item in before[block].items}
        now = after[block].items
        if list(was) != [item.ref for item in now]:
            lists.append(after[block])
        else:
            items += [item for item in now if item != was[item.ref] or item.ref == always]
    return Pieces(tuple(lists), tuple(items))


def show_form(
    request: SignedInRequest,
    template: str,
    form: Form,
    context: dict[str, object],
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """A form: bare for htmx, else inside its page. One refused takes the place of the sent one."""
    name = f"{template}#form" if request.htmx else template
    response = bare(render(request, name, {"form": form, **context}, status=status))
    if request.htmx and status is not HTTPStatus.OK:
        response["HX-Retarget"] = "this"
        response["HX-Reswap"] = "outerHTML"
    return response


def bare(response: HttpResponse) -> HttpResponse:
    """For what is less than a page: the board's address stays in the bar."""
    patch_vary_headers(response, ["HX-Request"])
    response["HX-Push-Url"] = "false"
    return response


def both_sides(form: ElementForm[Any] | DetailsForm, clash: Clash) -> tuple[Clashing, ...]:
    """What both people made of each field that they both changed."""
    return tuple(
        Clashing(
            label=form.labelled(name),
            theirs=lines_of(getattr(clash.theirs, name)),
            mine=lines_of(getattr(clash.mine, name)),
        )
        for name in clash.fields
    )
