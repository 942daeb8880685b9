"""Two or three alternatives for a segment, side by side before one is chosen."""

from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import unsaved
from canvas import actions
from canvas.access import CanvasKey, get_element
from canvas.board import place_of, plan_items
from canvas.comparison import draw
from canvas.exchange.vinculo_canvas import BrokenDocument
from canvas.forms.alternatives import FEWEST, MOST, AlternativeForm, Alternatives, short
from canvas.views.editing import changed
from canvas.views.elements import show_and_save
from canvas.views.requests import SignedInRequest
from canvas.views.returning import LONGEST
from canvas.views.thinking import Study
from relationships.blueprint import Relationship, Segment
from relationships.thinking.alternatives import standing, suggested, weigh


@require_safe
def compare(request: SignedInRequest, canvas_id: CanvasKey, ref: str) -> HttpResponse:
    """The alternatives that the address carries. Nothing is stored.

    What can't be read is told beside its field, and the answer is 200 all the same: nobody asked
    to save anything, and the rest is compared.
    """
    table = Table(Study(request, canvas_id), ref, request.GET)
    response = table.show()
    if request.htmx:
        del response["HX-Push-Url"]
        response["HX-Replace-Url"] = table.here
    return response


@show_and_save
def compare_choose(request: SignedInRequest, canvas_id: CanvasKey, ref: str) -> HttpResponse:
    """Plans the alternative that `?chosen=` numbers, as it is filled in.

    Whoever comes back from signing in finds the comparison as it was.
    """
    study = Study(request, canvas_id)
    if request.method != "POST":
        return redirect(Table(study, ref, unsaved.take(request) or request.GET).here)
    table = Table(study, ref, request.POST, chosen=request.GET.get("chosen", ""))
    form = table.chosen_form
    if form is None or not form.is_valid():
        return table.show(HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        change = _plan(study, form)
    except (actions.Gone, actions.Clash):
        form.add_error(None, _("Somebody changed this in the meantime. Compare again."))
        return table.show(HTTPStatus.CONFLICT)
    except BrokenDocument as broken:
        form.excessive(broken)
        return table.show(HTTPStatus.UNPROCESSABLE_ENTITY)
    return _planned(study, change, table.back)


def _plan(study: Study, form: AlternativeForm) -> actions.Change:
    if form.given:
        return actions.save_element(
            study.canvas, form.element, base=form.given, by=study.request.user
        )
    return actions.add_element(study.canvas, form.element, by=study.request.user)


def _planned(study: Study, change: actions.Change, back: str) -> HttpResponse:
    """Leads to the relationship's own form, to say what for and why."""
    address = f"{study.root}{place_of(change.after.elements[change.ref])}"
    if len(back) <= LONGEST:
        address += f"?{urlencode({'back': back})}"
    notice, next_step = _("Planned."), _("Say what for, and why")
    if not study.request.htmx:
        messages.success(study.request, notice)
        return redirect(address)
    link = format_html(
        '{} <a href="{}" hx-boost="true" hx-target="#dialog-body">{}</a>',
        notice,
        address,
        next_step,
    )
    return changed(study.request, change, study.catalog, link)


class Offer(NamedTuple):
    """A type to begin with, as a link that adds it."""

    name: str
    channel: str
    query: str


@dataclass
class Table:
    """A segment with the alternatives of an address laid out for one request."""

    study: Study
    ref: str
    query: QueryDict
    chosen: str = ""

    @cached_property
    def segment(self) -> Segment:
        return get_element(self.study.blueprint, Segment, self.ref)

    @cached_property
    def plan(self) -> dict[str, Relationship]:
        rows = self.study.blueprint.plan_of(self.segment.ref)
        return {row.ref: row for row in rows if row.is_active}

    @cached_property
    def alternatives(self) -> Alternatives:
        return Alternatives.of(self.query, self.plan)

    @cached_property
    def forms(self) -> list[AlternativeForm]:
        forms = self.alternatives.forms(
            segment=self.segment.ref,
            plan=self.plan,
            blueprint=self.study.blueprint,
            catalog=self.study.catalog,
            language=self.study.language,
            chosen=self.chosen,
        )
        if "add" in self.query or "without" in self.query:
            forms[-1 if "add" in self.query else 0].begin_here()
        return forms

    @property
    def chosen_form(self) -> AlternativeForm | None:
        return next((form for form in self.forms if form.number == self.chosen), None)

    @property
    def back(self) -> str:
        """The address of the comparison below the canvas's."""
        query = self.alternatives.query
        return f"segments/{self.segment.ref}/compare/{query and f'?{query}'}"

    @property
    def here(self) -> str:
        return f"{self.study.root}{self.back}"

    def _offers(self) -> list[Offer]:
        """Types to begin with, each added to what is compared already."""
        study = self.study
        return [
            Offer(
                name=suggestion.type.name.into(study.language),
                channel=suggestion.channel.name if suggestion.channel else "",
                query=f"{self.alternatives.query}&{short(suggestion)}".removeprefix("&"),
            )
            for suggestion in suggested(study.blueprint, study.catalog, self.segment.ref)
        ]

    def show(self, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        """The view; only what follows from the fields where only that was asked for."""
        study, segment = self.study, self.segment
        blueprint, catalog, language = study.blueprint, study.catalog, study.language
        weighed = [
            weigh(blueprint, catalog, made, study.findings) if made else None
            for made in (form.relationship for form in self.forms)
        ]
        today = standing(blueprint, catalog, segment.ref)
        is_refresh = study.request.htmx.target == "weighed"
        context = {
            "segment": segment,
            "forms": self.forms,
            "comparison": draw(
                weighed, today, segment, blueprint, study.findings, catalog, language
            ),
            "offers": self._offers(),
            "planned": [
                item
                for item in plan_items(blueprint, segment.ref, catalog, language)
                if item.ref in self.plan
            ],
            "has_place": {} in self.alternatives.typed or len(self.forms) < MOST,
            "may_add": len(self.forms) < MOST,
            "may_leave_out": len(self.forms) > FEWEST,
            "query": self.alternatives.query,
            "here": self.here,
            "back": self.back,
            "width": len(self.forms) + 2,
            "is_refresh": is_refresh,
        }
        return study.show("compare", context, status, "weighed" if is_refresh else "view")
