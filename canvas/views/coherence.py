"""The coherence page: all findings, what would mend them, and those that were set aside."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import unsaved
from canvas import actions
from canvas.access import CanvasKey, get_canvas
from canvas.coherence import Drawing, Wish
from canvas.exchange.vinculo_canvas import BrokenDocument
from canvas.findings import found
from canvas.forms.findings import SetAsideForm
from canvas.models import Canvas, Role, SetAside
from canvas.views.editing import changed, show_form
from canvas.views.elements import show_and_save
from canvas.views.requests import SignedInRequest
from canvas.views.returning import way_back
from canvas.views.thinking import Study
from relationships.coherence import Finding
from relationships.coherence.findings import Identity
from relationships.vocabulary import Severity


@require_safe
def coherence(request: SignedInRequest, canvas_id: CanvasKey) -> HttpResponse:
    """`?by=` says how findings are put together. One query more where some were set aside."""
    study = Study(request, canvas_id)
    drawing = _drawing(study, Wish.of(request.GET), _reasons(study.canvas))
    return study.show("coherence", {"coherence": drawing.page()})


@require_POST
def finding_mend(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    """Applies the `mend` of a finding, if both are still there once the canvas is locked."""
    study = Study(request, canvas_id)
    identity, key = _identity(request.POST), request.POST.get("mend", "")
    try:
        change = actions.apply_mend(
            study.canvas, identity, key, catalog=study.catalog, by=request.user
        )
    except BrokenDocument as broken:
        return _told(study, broken.faults[0].message)
    notice = _("Mended.") if change.event else _overtaken()
    return changed(request, change, study.catalog, notice)


@show_and_save
def finding_set_aside(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    """Asks an editor why; the old reason is offered where it was set aside before."""
    sheet = _Sheet(request, canvas_id)
    finding = sheet.finding
    if finding is None:
        return _told(sheet.study, _overtaken())
    if request.method != "POST":
        return sheet.ask(finding)
    form = SetAsideForm(request.POST)
    if not form.is_valid():
        return sheet.show(form, finding, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        change = sheet.set_aside(form)
    except actions.Overtaken as overtaken:
        return sheet.ask_again(form, overtaken.finding)
    done = _("Set aside. It comes back when anything changes that it was judged by.")
    already = _("Somebody has set this aside already.")
    return changed(request, change, sheet.study.catalog, done if change.event else already)


@require_POST
def finding_take_up(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    study = Study(request, canvas_id)
    change = actions.take_up(study.canvas, _identity(request.POST), by=request.user)
    notice = _("Taken up: it counts again.") if change.event else _("It counts already.")
    return changed(request, change, study.catalog, notice)


@dataclass
class _Sheet:
    """The form in which one finding is set aside. The address names the finding."""

    request: SignedInRequest
    canvas_id: uuid.UUID

    @cached_property
    def study(self) -> Study:
        study = Study(self.request, self.canvas_id)
        study.canvas = get_canvas(self.request.user, self.canvas_id, need=Role.EDITOR)
        return study

    @cached_property
    def finding(self) -> Finding | None:
        """None where it is gone; strengths can't be set aside."""
        finding = found(self.study.findings, _identity(self.request.GET))
        return None if finding and finding.severity is Severity.STRENGTH else finding

    @cached_property
    def reasons(self) -> Mapping[Identity, SetAside]:
        return _reasons(self.study.canvas)

    def ask(self, finding: Finding) -> HttpResponse:
        before = self.reasons.get(finding.identity)
        initial = {"reason": before.reason if before else "", "seen": finding.fingerprint}
        typed = unsaved.take(self.request)
        return self.show(SetAsideForm(typed, initial=initial), finding, restored=bool(typed))

    def ask_again(self, form: SetAsideForm, finding: Finding | None) -> HttpResponse:
        """With the reason as it was typed, beside the finding as it is now."""
        if finding is None:
            return _told(self.study, _overtaken())
        initial = {"reason": form.cleaned_data["reason"], "seen": finding.fingerprint}
        again = SetAsideForm({**self.request.POST.dict(), **initial})
        again.add_error(None, _("What this was judged by has changed meanwhile. Look again."))
        return self.show(again, finding, HTTPStatus.CONFLICT)

    def set_aside(self, form: SetAsideForm) -> actions.Change:
        return actions.set_aside(
            self.study.canvas,
            _identity(self.request.GET),
            form.cleaned_data["seen"],
            reason=form.cleaned_data["reason"],
            catalog=self.study.catalog,
            by=self.request.user,
        )

    def show(
        self,
        form: SetAsideForm,
        finding: Finding,
        status: HTTPStatus = HTTPStatus.OK,
        *,
        restored: bool = False,
    ) -> HttpResponse:
        context = {
            "canvas": self.study.canvas,
            "can_edit": True,
            "finding": _drawing(self.study, Wish(), self.reasons).finding(finding),
            "action": self.request.get_full_path(),
            "back": way_back(self.request, self.canvas_id),
            "restored": restored,
        }
        return show_form(self.request, "canvas/finding_set_aside.html", form, context, status)


def _drawing(study: Study, wish: Wish, reasons: Mapping[Identity, SetAside]) -> Drawing:
    return Drawing(
        blueprint=study.blueprint,
        findings=study.findings,
        catalog=study.catalog,
        language=study.language,
        wish=wish,
        reasons=reasons,
        can_edit=study.can_edit,
        talk=study.canvas.open_threads,
    )


def _reasons(canvas: Canvas) -> dict[Identity, SetAside]:
    """The rows of what was set aside, with who did it; no query where there are none."""
    if not canvas.set_aside:
        return {}
    rows = canvas.set_asides.select_related("by")
    return {(row.code, tuple(row.elements), tuple(row.about)): row for row in rows}


def _identity(named: Mapping[str, str]) -> Identity:
    """The finding that a form or an address names; no ref and no slug holds a space."""
    return (
        named.get("code", ""),
        tuple(named.get("elements", "").split()),
        tuple(named.get("about", "").split()),
    )


def _told(study: Study, notice: str) -> HttpResponse:
    """Says why nothing was written, and shows the page as it is now."""
    response = changed(study.request, actions.unchanged(study.canvas), study.catalog, notice)
    if study.request.htmx:
        response["HX-Reswap"] = "none"
    return response


def _overtaken() -> str:
    return _("The canvas has changed meanwhile, and this is no longer there. Nothing was done.")
