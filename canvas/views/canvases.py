"""The dashboard, and what is done with whole canvases."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from canvas import actions, blueprints, searching
from canvas.access import get_canvas, get_deleted_canvas
from canvas.board import place_of, shortened
from canvas.currencies import currency_of
from canvas.examples import Example, example, examples
from canvas.exchange import limits, vinculo_canvas
from canvas.exchange.schema import text as schema_text
from canvas.forms.canvases import DetailsForm, ImportForm
from canvas.models import Canvas, Invitation, Role
from canvas.models.canvases import CanvasQuerySet
from canvas.views.editing import both_sides, show_form
from canvas.views.elements import show_and_save
from canvas.views.requests import SignedInRequest
from canvas.views.returning import way_back
from relationships import live
from relationships.blueprint import Blueprint, Element, Note, Relationship

PAGE_LENGTH = 24
FAULTS_SHOWN = 200
HITS_SHOWN = 3
SHOWN = (
    "pk",
    "title",
    "description",
    "segment_count",
    "channel_count",
    "relationship_count",
    "changed_at",
    "deleted_at",
    "archived_at",
    "role",
)
"""What a card shows of a canvas, where no words are looked for."""

DAYS_DELETED_CANVASES_STAY = 30


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What Vínculo is, to whoever is not signed in yet; the dashboard's address to whoever is."""
    return render(request, "canvas/front.html")


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of the exchange format."""
    return HttpResponse(schema_text(), content_type="application/json")


class Shelf(StrEnum):
    """Which of a person's canvases the list shows."""

    IN_USE = ""
    ARCHIVED = "archived"
    DELETED = "deleted"


@require_safe
def canvas_list(request: SignedInRequest) -> HttpResponse:
    """The person's canvases, newest first. Reads no element: counts stand on the canvas's row.

    `?show=` names another shelf, `?q=` looks for words in titles and elements; only then are the
    documents of the page's canvases read.
    """
    wanted = request.GET.get("show", "")
    shelf = Shelf(wanted) if wanted in list(Shelf) else Shelf.IN_USE
    query = request.GET.get("q", "").strip()
    words = searching.words_of(query)
    mine = _shelved(request.user.pk, shelf).newest_first()
    found = mine.holding(words) if words else mine.values_list(*SHOWN, named=True)
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "cards": [Card.of(canvas, words) for canvas in page],
        "shelf": shelf,
        "shelves": _shelf_links(shelf),
        "query": query,
        "further": urlencode({"show": shelf, "q": query}),
        "kept_days": DAYS_DELETED_CANVASES_STAY,
        "invitations": _invitations(request.user.pk),
        "examples": [ExampleCard.of(each) for each in examples(request.LANGUAGE_CODE)],
    }
    return render(request, "canvas/canvas_list.html", context)


def _shelved(person_id: int, shelf: Shelf) -> CanvasQuerySet:
    mine = Canvas.objects.visible_to(person_id)
    match shelf:
        case Shelf.IN_USE:
            return mine.in_use()
        case Shelf.ARCHIVED:
            return mine.alive().exclude(archived_at=None)
        case Shelf.DELETED:
            return mine.owned_by(person_id).exclude(deleted_at=None)


class Invited(NamedTuple):
    """What the list shows of an invitation."""

    token: str
    title: str
    by: str


def _invitations(person_id: int) -> list[Invited]:
    """Most people have none, and the query takes longer to write than to run: few columns."""
    awaiting = Invitation.objects.awaiting(person_id, timezone.now())
    rows = awaiting.values_list("token", "canvas__title", "by__name", "by__email")
    return [Invited(token, title, name or email) for token, title, name, email in rows]


def _shelf_links(chosen: Shelf) -> list[tuple[str, str, bool]]:
    """Each shelf's address, name, and whether it is the one on show."""
    names = {
        Shelf.IN_USE: _("In use"),
        Shelf.ARCHIVED: _("Archived"),
        Shelf.DELETED: _("Deleted"),
    }
    return [
        (f"?show={shelf}" if shelf else "/canvases/", name, shelf is chosen)
        for shelf, name in names.items()
    ]


class ExampleCard(NamedTuple):
    """What the list shows of an example."""

    slug: str
    title: str
    teaches: str

    @classmethod
    def of(cls, example: Example) -> "ExampleCard":
        return cls(example.slug, example.blueprint.title, example.teaches)


class Card(NamedTuple):
    """What the list shows of a canvas."""

    id: str
    title: str
    description: str
    segments: int
    channels: int
    relationships: int
    changed_at: datetime
    deleted_at: datetime | None
    is_archived: bool
    role: str
    hits: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, canvas: Canvas, words: tuple[str, ...] = ()) -> "Card":
        """Runs no query, as long as `canvas` carries its `role`, and its document if there are
        words that were looked for.
        """
        return cls(
            str(canvas.pk),
            canvas.title,
            canvas.description,
            canvas.segment_count,
            canvas.channel_count,
            canvas.relationship_count,
            canvas.changed_at,
            canvas.deleted_at,
            canvas.archived_at is not None,
            canvas.role,
            tuple(_hits(canvas, words)) if words else (),
        )


def _hits(canvas: Canvas, words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The address and the text of the first elements that hold one of the words."""
    found = searching.matching(blueprints.read(canvas), words)
    for element in islice(found, HITS_SHOWN):
        text = element.text if isinstance(element, Note) else _named(element)
        yield place_of(element), shortened(text, 60)


def _named(element: Element) -> str:
    """What a hit is called; a relationship by what it is for, since that is what was found."""
    if isinstance(element, Relationship):
        return element.objective or element.justification
    return str(getattr(element, "name", ""))


@show_and_save
def canvas_new(request: SignedInRequest) -> HttpResponse:
    pays = currency_of(request.headers.get("Accept-Language", ""))
    form = DetailsForm(
        request.POST or None, language=request.LANGUAGE_CODE, initial={"currency": pays}
    )
    if not form.is_bound:
        return render(request, "canvas/canvas_new.html", {"form": form})
    if not form.is_valid():
        return _refused(request, "canvas/canvas_new.html", form)
    canvas = actions.create_canvas(Blueprint(**form.details), by=request.user)
    return redirect("start" if request.POST.get("then") == "start" else "board", canvas.pk)


@require_POST
def canvas_example(request: SignedInRequest, slug: str) -> HttpResponse:
    """A canvas of one's own, made from an example in the reader's language."""
    try:
        chosen = example(slug, request.LANGUAGE_CODE)
    except KeyError:
        raise Http404 from None
    return redirect("board", actions.create_canvas(chosen.blueprint, by=request.user).pk)


@show_and_save
def canvas_import(request: SignedInRequest) -> HttpResponse:
    catalog = live.current()
    if request.method != "POST":
        return render(request, "canvas/canvas_import.html", {"form": ImportForm(catalog=catalog)})
    form = ImportForm(request.POST, request.FILES, catalog=catalog)
    if not form.is_valid():
        faults = form.broken.faults if form.broken else ()
        context = {
            "faults": faults[:FAULTS_SHOWN],
            "more": (form.broken.total if form.broken else 0) - len(faults[:FAULTS_SHOWN]),
        }
        return _refused(request, "canvas/canvas_import.html", form, context)
    canvas = actions.create_canvas(form.blueprint, by=request.user)
    messages.success(request, _("“%(title)s” was imported.") % {"title": canvas.title})
    return redirect("board", canvas.pk)


@require_safe
def canvas_export(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    canvas = get_canvas(request.user, canvas_id)
    name = slugify(canvas.title) or "canvas"
    return HttpResponse(
        vinculo_canvas.dump(blueprints.read(canvas), indent=2),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}.vinculo.json"'},
    )


@show_and_save
def canvas_details(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    """Title, stage, currency, budget and hours of a canvas; leads back to where it was opened."""
    need = Role.EDITOR if request.method == "POST" else Role.VIEWER
    canvas = get_canvas(request.user, canvas_id, need=need)
    now = blueprints.read(canvas)
    data = request.POST if request.method == "POST" else None
    form = DetailsForm(data, language=request.LANGUAGE_CODE, blueprint=now)
    context = _page(canvas) | {"back": way_back(request, canvas.pk)}
    template = "canvas/canvas_details.html"
    if data is None:
        return show_form(request, template, form, context)
    if not form.is_valid():
        return show_form(request, template, form, context, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.save_details(canvas, form.details, base=form.base_details(now), by=request.user)
    except actions.Clash as clash:
        both = DetailsForm(
            language=request.LANGUAGE_CODE,
            blueprint=clash.mine,
            initial={"base": DetailsForm(language="en", blueprint=clash.theirs).initial["base"]},
        )
        both.clashing = both_sides(both, clash)
        return show_form(request, template, both, context, HTTPStatus.CONFLICT)
    messages.success(request, _("Saved."))
    return _to_board(request, canvas)


@show_and_save
def canvas_duplicate(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    canvas = get_canvas(request.user, canvas_id)
    if request.method != "POST":
        return render(request, "canvas/canvas_duplicate.html", _page(canvas))
    title = shortened(_("Copy of %(title)s") % {"title": canvas.title}, limits.NAME)
    twin = actions.duplicate_canvas(canvas, title=title, by=request.user)
    return redirect("board", twin.pk)


@show_and_save
def canvas_delete(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    """Asks first; the dashboard then offers to bring the canvas back."""
    canvas = get_canvas(request.user, canvas_id, need=Role.OWNER)
    if request.method != "POST":
        return render(request, "canvas/canvas_delete.html", _page(canvas))
    actions.delete_canvas(canvas, by=request.user)
    request.session["deleted_canvas"] = {"id": str(canvas.pk), "title": canvas.title}
    return redirect("canvas_list")


@require_POST
def canvas_archive(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    """Puts a canvas into the archive, or takes it out again (`back`)."""
    canvas = get_canvas(request.user, canvas_id, need=Role.OWNER)
    if "back" in request.POST:
        actions.unarchive_canvas(canvas, by=request.user)
        messages.success(request, _("“%(title)s” is back.") % {"title": canvas.title})
    else:
        actions.archive_canvas(canvas, by=request.user)
        messages.success(request, _("“%(title)s” was archived.") % {"title": canvas.title})
    return redirect("canvas_list")


@require_POST
def canvas_restore(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    canvas = get_deleted_canvas(request.user, canvas_id)
    actions.restore_canvas(canvas, by=request.user)
    request.session.pop("deleted_canvas", None)
    messages.success(request, _("“%(title)s” is back.") % {"title": canvas.title})
    return redirect("canvas_list")


def _page(canvas: Canvas) -> dict[str, object]:
    return {"canvas": canvas, "can_edit": Role(canvas.role).allows(Role.EDITOR)}


def _refused(
    request: HttpRequest, template: str, form: object, context: dict[str, object] | None = None
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, template, {"form": form, **(context or {})}, status=status)


def _to_board(request: SignedInRequest, canvas: Canvas) -> HttpResponse:
    """To the board, or back to the page that the address names, loaded whole: the bar above it
    changed too."""
    response = redirect(way_back(request, canvas.pk))
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
    return response
