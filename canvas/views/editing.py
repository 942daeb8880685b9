"""How every edit is answered: what changed, the panel and the marks, in one response.

With htmx the changed pieces come out of band, drawn by the board's own partials; without
JavaScript the browser is sent back to the board.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from canvas import blueprints
from canvas.actions import Change, Clash
from canvas.board import BlockView, Board, Item, blocks_of, draw
from canvas.findings import findings_in, findings_of
from canvas.forms.elements import Clashing, lines_of
from canvas.models import Canvas
from canvas.views.requests import SignedInRequest
from relationships.catalog import Catalog
from relationships.vocabulary import Block


@dataclass(frozen=True)
class Pieces:
    """The pieces of a board that an edit changed: whole lists where the order did, else single items."""

    lists: tuple[BlockView, ...]
    items: tuple[Item, ...]


def drawn(canvas: Canvas, catalog: Catalog, language: str, thread: str = "") -> Board:
    findings = findings_of(canvas, catalog)
    return draw(blueprints.read(canvas), findings, catalog, language, thread)


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
        found = findings_in(change.replaced, catalog)
        before = blocks_of(change.before, found, catalog, language)
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
    """A form: bare for htmx, inside its page otherwise. What was refused takes the place of the form sent."""
    name = f"{template}#form" if request.htmx else template
    response = bare(render(request, name, {"form": form, **context}, status=status))
    if request.htmx and status is not HTTPStatus.OK:
        response["HX-Retarget"] = "this"
        response["HX-Reswap"] = "outerHTML"
    return response


def bare(response: HttpResponse) -> HttpResponse:
    """For an address that answers htmx with less than a page: the board's address stays in the bar."""
    patch_vary_headers(response, ["HX-Request"])
    response["HX-Push-Url"] = "false"
    return response


def both_sides(form: Form, clash: Clash) -> tuple[Clashing, ...]:
    """What both people made of each field that they both changed."""
    return tuple(
        Clashing(
            label=form.labelled(name),
            theirs=lines_of(getattr(clash.theirs, name)),
            mine=lines_of(getattr(clash.mine, name)),
        )
        for name in clash.fields
    )
