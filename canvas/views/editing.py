"""How every edit is answered: what changed, the panel and the marks, in one response.

With htmx the changed pieces come out of band, drawn by the board's own partials; without
JavaScript the browser is sent back to the board.
"""

import json
from collections.abc import Collection
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
from canvas.board import BlockView, Board, Item, draw
from canvas.findings import NOTHING, findings_in, set_aside_on
from canvas.forms.canvases import DetailsForm
from canvas.forms.elements import Clashing, ElementForm, lines_of
from canvas.forms.experiments import ExperimentForm
from canvas.models import Canvas
from canvas.models.events import TALK
from canvas.subjects import Talk, talk_on
from canvas.views.requests import SignedInRequest
from canvas.views.returning import returning, way_back
from relationships.catalog import Catalog
from relationships.coherence import SetAside
from relationships.vocabulary import Block


@dataclass(frozen=True)
class Pieces:
    """What an edit changed on a board: whole lists where the order did, else single items.

    The panel is a piece where it says something else than before, and so is a computed line, and
    what the heads of blocks count.
    """

    lists: tuple[BlockView, ...]
    items: tuple[Item, ...]
    computed: tuple[BlockView, ...]
    panel: bool
    counts: tuple[BlockView, ...] = ()


def drawn(
    document: str,
    catalog: Catalog,
    language: str,
    thread: str = "",
    set_aside: frozenset[SetAside] = NOTHING,
    talk: Talk = (),
) -> Board:
    """The board of a canvas's document, kept: the next edit is compared with it."""
    return _drawn(document, catalog, language, thread, set_aside, talk)


def board_of(canvas: Canvas, catalog: Catalog, language: str, thread: str = "") -> Board:
    """The board of a canvas as it is now."""
    aside, talk = set_aside_on(canvas), talk_on(canvas)
    return drawn(canvas.document, catalog, language, thread, aside, talk)


@lru_cache(maxsize=16)
def _drawn(
    document: str,
    catalog: Catalog,
    language: str,
    thread: str,
    set_aside: frozenset[SetAside],
    talk: Talk,
) -> Board:
    findings = findings_in(document, catalog, set_aside)
    blueprint = blueprints.restore(document)
    return draw(blueprint, findings, catalog, language, thread, talk=dict(talk))


def changed(
    request: SignedInRequest, change: Change, catalog: Catalog, notice: str, *, then: str = ""
) -> HttpResponse:
    """The answer to an edit that was saved; after a deletion with a button to take it back.

    `then` is the place below the canvas's where the person goes on; with htmx a link leads there.

    The board gets its changed pieces. Other views are not known here: they hear that something was
    saved, and ask for themselves.
    """
    address = way_back(request, change.canvas.pk)
    board = f"/canvases/{change.canvas.pk}/"
    if not request.htmx:
        messages.success(request, notice)
        if then:
            return redirect(f"{board}{then}{returning(request, change.canvas.pk)}")
        anchor = f"#el-{change.ref}" if change.ref in change.after.elements else ""
        return redirect(f"{address}{anchor}" if address == board else address)
    context: dict[str, object] = {
        "canvas": change.canvas,
        "notice": notice,
        "verb": change.event.verb if change.event else "",
        "is_talk": change.event is not None and change.event.verb in TALK,
        "can_edit": True,
        "oob": True,
        **_seen(request, change),
        "then": f"{board}{then}{returning(request, change.canvas.pk)}" if then else "",
    }
    if is_asked_for_on(request, board):
        after = board_of(change.canvas, catalog, request.LANGUAGE_CODE)
        aside, talk = set_aside_on(change.canvas), talk_on(change.canvas)
        before = drawn(change.replaced, catalog, request.LANGUAGE_CODE, "", aside, talk)
        context |= {"board": after, "pieces": pieces(before, after, always={change.ref})}
    response = render(request, "canvas/changed.html", context)
    response["HX-Trigger"] = json.dumps({"vinculo:saved": {"ref": change.ref}})
    return response


def _seen(request: SignedInRequest, change: Change) -> dict[str, object]:
    """The page's new version, where nobody else changed anything since the one that it shows.

    Else it still has to hear of that.
    """
    version, _, others = request.headers.get("X-Seen", "").partition(".")
    if change.event is None or version != str(change.event.number - 1):
        return {}
    return {"since": f"{change.event.number}.{others}", "root": change.canvas.get_absolute_url()}


def is_asked_for_on(request: SignedInRequest, board: str) -> bool:
    """Whether the page that sent this is the board; it is where a page does not say what it is."""
    try:
        asking = request.htmx.current_url_abs_path
    except ValueError:  # No page's address: urllib can't take it apart.
        return False
    return asking is None or asking.partition("?")[0] == board


def pieces(before: Board, after: Board, always: Collection[str] = ()) -> Pieces:
    """What has to be drawn anew; subjects in `always` even where they look the same as before."""
    lists, items, computed, counts = [], [], [], []
    for block in Block:
        if after.blocks[block].computed != before.blocks[block].computed:
            computed.append(after.blocks[block])
        was = {item.ref: item for item in before.blocks[block].items}
        now = after.blocks[block].items
        if list(was) != [item.ref for item in now]:
            lists.append(after.blocks[block])
        else:
            items += [item for item in now if item != was[item.ref] or item.ref in always]
            if f"block:{block}" in always:
                counts.append(after.blocks[block])
    panel = _panel(before) != _panel(after)
    return Pieces(tuple(lists), tuple(items), tuple(computed), panel, tuple(counts))


def _panel(board: Board) -> tuple[object, ...]:
    return (board.groups, board.is_blank, board.set_aside)


def everything(board: Board) -> Pieces:
    """The whole board, where it can't be told what changed."""
    blocks = tuple(board.blocks.values())
    computed = tuple(block for block in blocks if block.computed is not None)
    return Pieces(blocks, (), computed, panel=True)


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


def both_sides(
    form: ElementForm[Any] | DetailsForm | ExperimentForm, clash: Clash
) -> tuple[Clashing, ...]:
    """What both people made of each field that they both changed."""
    return tuple(
        Clashing(
            label=form.labelled(name),
            theirs=lines_of(getattr(clash.theirs, name)),
            mine=lines_of(getattr(clash.mine, name)),
        )
        for name in clash.fields
    )
