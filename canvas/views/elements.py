"""What the pages of all elements share: form, answer to a save, moving, deleting, undoing."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import unsaved
from canvas import actions, blueprints
from canvas.access import CanvasKey, get_canvas
from canvas.board import Remark, name_of, remarks_about, shortened
from canvas.differences import Delta, difference
from canvas.exchange.vinculo_canvas import BrokenDocument
from canvas.findings import findings_of
from canvas.forms.elements import ElementForm, PhasesForm
from canvas.models import Canvas, Role
from canvas.views.editing import bare, both_sides, changed, show_form
from canvas.views.requests import SignedInRequest
from canvas.views.returning import returning, way_back
from relationships import live
from relationships.blueprint import Blueprint, Element, Note
from relationships.catalog import Catalog
from relationships.vocabulary import Block

show_and_save = require_http_methods(["GET", "HEAD", "POST"])


@dataclass
class Desk:
    """A canvas opened for one request, with the form of one kind of element on it."""

    request: SignedInRequest
    key: CanvasKey
    form_type: type[ElementForm[Any]]
    template: str
    phases_side: str = ""
    context: dict[str, object] = field(default_factory=dict)

    @cached_property
    def canvas(self) -> Canvas:
        need = Role.EDITOR if self.request.method == "POST" else Role.VIEWER
        return get_canvas(self.request.user, self.key, need=need)

    @cached_property
    def blueprint(self) -> Blueprint:
        return blueprints.read(self.canvas)

    @cached_property
    def catalog(self) -> Catalog:
        return live.current()

    def add(self, initial: Mapping[str, Any] | None = None) -> HttpResponse:
        """The page of a new element, for editors alone."""
        self.canvas = get_canvas(self.request.user, self.key, need=Role.EDITOR)
        return self._add(initial)

    def _add(self, initial: Mapping[str, Any] | None = None) -> HttpResponse:
        form, phases = self._forms(None, initial=initial)
        if self.request.method != "POST" or not _are_valid(form, phases):
            return self._show(form, phases, None)
        try:
            change = actions.add_element(
                self.canvas,
                form.element,
                touchpoints=phases.chosen if phases else None,
                by=self.request.user,
            )
        except actions.Gone:
            form.add_error(None, _("Somebody deleted the segment in the meantime. Choose another."))
            return self._show(form, phases, None, HTTPStatus.CONFLICT)
        except BrokenDocument as broken:
            form.excessive(broken)
            return self._show(form, phases, None)
        return self._answer(change, _("Added."))

    def edit(self, ref: str) -> HttpResponse:
        """The page of an element that is there."""
        element = self.blueprint.elements.get(ref)
        if not isinstance(element, self.form_type.element_type):
            if self.request.method == "POST":
                return self._show_gone()
            raise Http404
        form, phases = self._forms(element)
        if self.request.method != "POST" or not _are_valid(form, phases):
            return self._show(form, phases, element)
        seen = (phases.base_touchpoints(), phases.chosen(ref)) if phases else None
        try:
            change = actions.save_element(
                self.canvas,
                form.element,
                base=form.base_of(element),
                touchpoints=seen,
                by=self.request.user,
            )
        except actions.Clash as clash:
            return self._show_clash(form, phases, clash)
        except actions.Gone:
            return self._show_gone()
        except BrokenDocument as broken:
            form.excessive(broken)
            return self._show(form, phases, element)
        return self._answer(self._moved_too(change), _("Saved."))

    def _answer(self, change: actions.Change, notice: str) -> HttpResponse:
        return changed(self.request, change, self.catalog, notice)

    def _moved_too(self, change: actions.Change) -> actions.Change:
        """A button that moves an element up or down saves what was typed first."""
        if self.request.POST.get("direction") not in ("up", "down"):
            return change
        element = change.after.elements[change.ref]
        moved = actions.move_element(
            change.canvas,
            change.ref,
            before=_neighbour(change.after, element, self.request.POST),
            by=self.request.user,
        )
        return replace(moved, before=change.before, replaced=change.replaced)

    def _forms(
        self, element: Element | None, initial: Mapping[str, Any] | None = None
    ) -> tuple[ElementForm[Any], PhasesForm | None]:
        data = self.request.POST if self.request.method == "POST" else unsaved.take(self.request)
        self.context["restored"] = data is not None and self.request.method != "POST"
        form = self._form(data, element=element, initial=initial)
        if not self.phases_side:
            return form, None
        own = element.ref if element else ""
        return form, self._phases(data, own=own, blueprint=self.blueprint, side=self.phases_side)

    def _phases(self, data: Mapping[str, Any] | None, **options: Any) -> PhasesForm:
        return PhasesForm(data, **options)

    def _form(self, data: Mapping[str, Any] | None, **options: Any) -> ElementForm[Any]:
        return self.form_type(
            data,
            blueprint=self.blueprint,
            catalog=self.catalog,
            language=self.request.LANGUAGE_CODE,
            **options,
        )

    def _show(
        self,
        form: ElementForm[Any],
        phases: PhasesForm | None,
        element: Element | None,
        status: HTTPStatus | None = None,
    ) -> HttpResponse:
        refused = self.request.method == "POST" and not _are_valid(form, phases)
        context = {
            "canvas": self.canvas,
            "can_edit": Role(self.canvas.role).allows(Role.EDITOR),
            "element": element,
            "phases": phases,
            "remarks": self._remarks(element) if element else (),
            "talk": self._talk(element),
            "action": self.request.get_full_path(),
            "root": reverse("board", args=[self.key]),
            "back": way_back(self.request, self.key),
            "returning": returning(self.request, self.key),
            **self.context,
        }
        usual = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
        return show_form(self.request, self.template, form, context, status or usual)

    def _show_clash(
        self, form: ElementForm[Any], phases: PhasesForm | None, clash: actions.Clash
    ) -> HttpResponse:
        """Mine in the fields, theirs beside them; saving again overwrites theirs knowingly."""
        both = self._form(
            None, element=clash.mine, initial={"base": form.written_base(clash.theirs)}
        )
        both.clashing = both_sides(both, clash)
        return self._show(both, phases, clash.mine, HTTPStatus.CONFLICT)

    def _show_gone(self) -> HttpResponse:
        """What was typed, ready to be saved as a new element."""
        form, phases = self._forms(None)
        form.full_clean()
        form.add_error(None, _("Somebody deleted this in the meantime. Save again to add it anew."))
        kind = self.form_type.element_type.__name__.lower()
        self.context["action"] = reverse(f"{kind}_new", args=[self.canvas.pk])
        return self._show(form, phases, None, HTTPStatus.CONFLICT)

    def _talk(self, element: Element | None) -> int | None:
        """How many threads on it are open; none where nothing can be said of it."""
        if element is None or element.ref not in self.blueprint.elements or self.canvas.door:
            return None
        return int(self.canvas.open_threads.get(element.ref, 0))

    def _remarks(self, element: Element) -> tuple[Remark, ...]:
        findings = findings_of(self.canvas, self.catalog)
        language = self.request.LANGUAGE_CODE
        return remarks_about(element.ref, self.blueprint, findings, self.catalog, language)


def _are_valid(form: ElementForm[Any], phases: PhasesForm | None) -> bool:
    return form.is_valid() and (phases is None or phases.is_valid())


@require_POST
def element_move(request: SignedInRequest, canvas_id: uuid.UUID, ref: str) -> HttpResponse:
    """Puts an element elsewhere: before another (`before`), into a `block`, `up` or `down` by one.

    A move that lost against another shows the true order.
    """
    canvas = get_canvas(request.user, canvas_id, need=Role.EDITOR)
    blueprint = blueprints.read(canvas)
    element = blueprint.elements.get(ref)
    if element is None:
        raise Http404
    block = request.POST.get("block", "")
    change = actions.move_element(
        canvas,
        ref,
        before=_neighbour(blueprint, element, request.POST),
        block=Block(block) if block in list(Block) and Block(block).holds_notes else None,
        by=request.user,
    )
    return changed(request, change, live.current(), _("Moved."))


def _neighbour(blueprint: Blueprint, element: Element, wish: Mapping[str, str]) -> str | None:
    """The ref that the element shall stand before; none means last."""
    direction = wish.get("direction")
    if direction not in ("up", "down"):
        return wish.get("before") or None
    row = [other.ref for other in siblings(blueprint, element)]
    goal = row.index(element.ref) + (-1 if direction == "up" else 1)
    if not 0 <= goal < len(row):  # It is the first or the last already: it stays where it is.
        row = list(blueprint.elements)
        goal = row.index(element.ref)
    row.remove(element.ref)
    return row[goal] if goal < len(row) else None


def siblings(blueprint: Blueprint, element: Element) -> tuple[Element, ...]:
    """The elements among which one is moved: notes move within their block."""
    if isinstance(element, Note):
        return blueprint.notes_in(element.block)
    return tuple(other for other in blueprint.elements.values() if type(other) is type(element))


@show_and_save
def element_remove(request: SignedInRequest, canvas_id: uuid.UUID, ref: str) -> HttpResponse:
    """Asks first, naming what goes with it; then deletes, with a button to undo."""
    canvas = get_canvas(request.user, canvas_id, need=Role.EDITOR)
    blueprint = blueprints.read(canvas)
    element = blueprint.elements.get(ref)
    if element is None:
        raise Http404
    catalog = live.current()
    name = shortened(name_of(element, catalog, request.LANGUAGE_CODE), 60)
    if request.method == "POST":
        change = actions.remove_element(canvas, ref, by=request.user)
        notice = _("“%(name)s” was deleted.") % {"name": name}
        return changed(request, change, catalog, notice)
    context = {
        "canvas": canvas,
        "element": element,
        "name": name,
        "losses": losses(blueprint, ref, catalog, request.LANGUAGE_CODE),
        "action": request.get_full_path(),
        "back": way_back(request, canvas.pk),
    }
    template = "canvas/element_remove.html"
    return bare(render(request, f"{template}#form" if request.htmx else template, context))


@dataclass(frozen=True)
class Losses:
    """What goes with an element: planned relationships, touchpoints, and who loses a link."""

    relationships: tuple[str, ...]
    touchpoints: int
    unlinked: tuple[str, ...]


def losses(blueprint: Blueprint, ref: str, catalog: Catalog, language: str) -> Losses:
    delta: Delta = difference(blueprint, blueprint.remove(ref))
    return Losses(
        relationships=tuple(
            name_of(row, catalog, language)
            for row in delta.before.relationships
            if row.ref not in delta.after.elements and row.ref != ref
        ),
        touchpoints=len(delta.before.touchpoints),
        unlinked=tuple(
            name_of(element, catalog, language) for element in delta.after.elements.values()
        ),
    )


@require_POST
def deletion_undo(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    """Brings the last deletion back, with everything that hung on it, if there is room for it."""
    canvas = get_canvas(request.user, canvas_id, need=Role.EDITOR)
    try:
        change = actions.undo_deletion(canvas, by=request.user)
        notice = _("The deletion was undone.") if change.event else _("There is nothing to undo.")
    except BrokenDocument as broken:
        now = blueprints.read(canvas)
        change = actions.Change(canvas, now, now, canvas.document)
        notice = broken.faults[0].message
    return changed(request, change, live.current(), notice)
