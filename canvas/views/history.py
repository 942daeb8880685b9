"""What happened to a canvas, the states of it that are kept, and the way back to them."""

import uuid
from dataclasses import dataclass, replace
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from canvas import actions, blueprints
from canvas import history as past
from canvas.access import get_canvas
from canvas.board import draw, name_of, shortened
from canvas.differences import changes_of, difference
from canvas.exchange import limits, vinculo_canvas
from canvas.exchange.vinculo_canvas import BrokenDocument
from canvas.forms.canvases import ImportForm, SnapshotForm
from canvas.models import Canvas, Event, Occasion, Role, Snapshot
from canvas.telling import Teller, Told
from canvas.views.canvases import FAULTS_SHOWN
from canvas.views.elements import show_and_save
from canvas.views.requests import SignedInRequest
from canvas.wording import elements_counted
from relationships import live
from relationships.blueprint import Blueprint, Element
from relationships.coherence import check
from relationships.coherence.effects import effect

PAGE_LENGTH = 50


@require_safe
def history(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    """Every change, the latest first, in words, and the snapshots. Three queries of its own."""
    return _show_history(request, get_canvas(request.user, canvas_id))


def _show_history(
    request: SignedInRequest,
    canvas: Canvas,
    form: SnapshotForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    teller = Teller.of(blueprints.read(canvas), live.current(), request.LANGUAGE_CODE)
    events = canvas.events.select_related("by", "whom").order_by("-number")
    page = Paginator(events, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "canvas": canvas,
        "page": "history",
        "can_edit": Role(canvas.role).allows(Role.EDITOR),
        "events": page,
        "lines": [Line.of(event, teller, canvas) for event in page],
        "snapshots": [
            (snapshot, _snapshot_name(snapshot), f"s{snapshot.pk}") for snapshot in _kept(canvas)
        ],
        "form": form or SnapshotForm(),
    }
    return render(request, "canvas/history.html", context, status=status)


def _kept(canvas: Canvas) -> list[Snapshot]:
    return list(canvas.snapshots.defer("document").select_related("by").order_by("-at", "-pk"))


@dataclass(frozen=True)
class Line:
    """An event as the page tells it; `state` names the canvas as it was right after it."""

    event: Event
    told: Told
    state: str

    @classmethod
    def of(cls, event: Event, teller: Teller, canvas: Canvas) -> "Line":
        near = canvas.version - event.number <= past.MOST
        return cls(event, teller.tell(event), f"v{event.number}" if near else "")


def _titled(snapshot: Snapshot) -> str:
    when = date_format(localtime(snapshot.at), "SHORT_DATETIME_FORMAT")
    return f"{_snapshot_name(snapshot)} ({when})"


def _snapshot_name(snapshot: Snapshot) -> str:
    match Occasion(snapshot.occasion):
        case Occasion.NAMED:
            return snapshot.name
        case Occasion.DAY:
            return _("Before the first change of a day")
        case Occasion.IMPORT:
            return _("Before a document was brought in")
        case Occasion.RETURN:
            return _("Before it was put back")


@require_POST
def snapshot_new(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    canvas = get_canvas(request.user, canvas_id, need=Role.EDITOR)
    form = SnapshotForm(request.POST)
    if not form.is_valid():
        return _show_history(request, canvas, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    actions.keep_snapshot(canvas, name=form.cleaned_data["name"], by=request.user)
    messages.success(request, _("Kept."))
    return redirect("history", canvas.pk)


@dataclass(frozen=True)
class State:
    """A canvas at one moment. `key` names it in an address: `now`, `v12` or `s3`."""

    key: str
    title: str
    blueprint: Blueprint


def find_state(canvas: Canvas, key: str) -> State:
    """The state that a key names: now, a version not too long ago, a snapshot; else 404."""
    kind, number = key[:1], key[1:]
    if key in ("", "now"):
        return State("now", _("Now"), blueprints.read(canvas))
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise Http404
    if kind == "s":
        snapshot = canvas.snapshots.filter(pk=int(number)).first()
        if snapshot is None:
            raise Http404
        return State(key, _titled(snapshot), vinculo_canvas.restore(snapshot.document))
    events = past.since(canvas, int(number)) if kind == "v" else None
    if events is None:
        raise Http404
    title = _("After change %(number)s") % {"number": number}
    return State(key, title, past.as_of(canvas, events))


@require_safe
def comparison(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    """Two states side by side: `?from=` and `?to=`. Both are checked with today's catalog."""
    canvas = get_canvas(request.user, canvas_id)
    before = find_state(canvas, request.GET.get("from", ""))
    after = find_state(canvas, request.GET.get("to", ""))
    catalog, language = live.current(), request.LANGUAGE_CODE
    delta = difference(before.blueprint, after.blueprint)
    both = with_what_went(before.blueprint, after.blueprint)
    what_became = changes_of(delta)
    differing = effect(check(before.blueprint, catalog), check(after.blueprint, catalog))
    context = {
        "canvas": canvas,
        "can_edit": Role(canvas.role).allows(Role.EDITOR),
        "before": before,
        "after": after,
        "states": _states(canvas, before, after),
        "details": Teller.of(both, catalog, language).change(delta).details,
        "counted": elements_counted(what_became.values()),
        "board": draw(both, (), catalog, language, changes=what_became, places=lambda _element: ""),
        "to_bring_back": [
            (ref, shortened(name_of(element, catalog, language), 60))
            for ref, element in before.blueprint.elements.items()
            if what_became.get(ref) in ("changed", "removed")
        ],
        "came": [(f.severity, f.message(language)) for f in differing.added],
        "went": [(f.severity, f.message(language)) for f in differing.removed],
        "is_same": delta.is_empty,
    }
    return render(request, "canvas/comparison.html", context)


def _states(canvas: Canvas, *shown: State) -> list[tuple[str, str]]:
    """What can be compared: now, the snapshots, and the states that are shown already."""
    kept = [(f"s{snapshot.pk}", _titled(snapshot)) for snapshot in _kept(canvas)]
    offered = dict([("now", _("Now")), *kept])
    return list(({state.key: state.title for state in shown} | offered).items())


def with_what_went(before: Blueprint, after: Blueprint) -> Blueprint:
    """The later state, and in it, at their old places, the elements that it has no more."""
    both = after
    following: dict[type[Element], str | None] = {}
    for element in reversed(before.elements.values()):
        if element.ref not in both.elements:
            both = both.put(element).move(element.ref, following.get(type(element)))
        following[type(element)] = element.ref
    return both


@require_POST
def go_back(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    """Puts the canvas back to a state (`to`), or one element of it (`ref`)."""
    canvas = get_canvas(request.user, canvas_id, need=Role.EDITOR)
    state = find_state(canvas, request.POST.get("to", ""))
    ref = request.POST.get("ref", "")
    try:
        if not ref:
            actions.go_back(canvas, state.blueprint, by=request.user)
        elif ref in state.blueprint.elements:
            actions.bring_back_element(canvas, ref, past=state.blueprint, by=request.user)
        else:
            raise Http404
    except BrokenDocument as broken:
        messages.error(request, broken.faults[0].message)
    else:
        messages.success(request, _("Put back. What was there before is among the snapshots."))
    return redirect("board", canvas.pk)


@require_POST
def branch(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    """A new canvas of one's own, made from a state (`from`) of this one."""
    canvas = get_canvas(request.user, canvas_id)
    state = find_state(canvas, request.POST.get("from", ""))
    title = _("%(title)s, as an alternative") % {"title": state.blueprint.title}
    twin = replace(state.blueprint, title=shortened(title, limits.NAME))
    return redirect("board", actions.create_canvas(twin, by=request.user).pk)


@show_and_save
def import_into(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    """Brings a document into this canvas: elements of the same ref stay the same elements."""
    canvas = get_canvas(request.user, canvas_id, need=Role.EDITOR)
    catalog = live.current()
    context: dict[str, object] = {"canvas": canvas, "can_edit": True}
    if request.method != "POST":
        context["form"] = ImportForm(catalog=catalog)
        return render(request, "canvas/import_into.html", context)
    form = ImportForm(request.POST, request.FILES, catalog=catalog)
    if not form.is_valid():
        faults = form.broken.faults if form.broken else ()
        context |= {"form": form, "faults": faults[:FAULTS_SHOWN]}
        context["more"] = (form.broken.total if form.broken else 0) - len(faults[:FAULTS_SHOWN])
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "canvas/import_into.html", context, status=status)
    actions.import_into(canvas, form.blueprint, by=request.user)
    messages.success(request, _("Brought in. What was there before is among the snapshots."))
    return redirect("board", canvas.pk)
