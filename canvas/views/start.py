"""Guided start: one question at a time, from a blank canvas to a first plan.

Each answer is an ordinary edit of one element, by the element's own form with the rest left out.
Every question is a page of its own, so that nothing here needs JavaScript.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from canvas import actions, walk
from canvas.access import CanvasKey
from canvas.board import name_of, place_of, shortened
from canvas.forms.channels import ChannelForm
from canvas.forms.elements import ElementForm, PhasesForm
from canvas.forms.notes import NoteForm
from canvas.forms.plans import RelationshipForm
from canvas.forms.segments import SegmentForm
from canvas.forms.steps import groups
from canvas.views.elements import Desk, show_and_save
from canvas.views.requests import SignedInRequest
from canvas.views.thinking import Study
from canvas.wording import counted
from relationships.blueprint import Channel, Element, Note, Relationship, Segment
from relationships.thinking import path
from relationships.thinking.path import Step, Subject
from relationships.vocabulary import Block, Severity

END = "end"
"""The step that looks back on the path."""

FORMS: dict[type[Element], type[ElementForm[Any]]] = {
    Note: NoteForm,
    Segment: SegmentForm,
    Channel: ChannelForm,
    Relationship: RelationshipForm,
}


@show_and_save
def start(request: SignedInRequest, canvas_id: CanvasKey) -> HttpResponse:
    """`?step=` names the question, else the first without an answer; `?segment=REF` the segment."""
    trail = Trail(request, canvas_id)
    if request.method == "POST":
        return trail.desk.answered(request.POST.get("of", ""))
    if not trail.can_edit or trail.step is None:
        return trail.look_back()
    return trail.desk.asked()


@dataclass
class Trail(Study):
    """A canvas opened to be filled in along the path."""

    @cached_property
    def wanted(self) -> str:
        """The ref of the segment that the address names."""
        return self.request.GET.get("segment", "")

    @cached_property
    def on(self) -> Subject:
        return path.subject(self.blueprint, self.wanted)

    @property
    def segment(self) -> str:
        return self.on.segment.ref if self.on.segment else ""

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return path.steps(self.blueprint, self.catalog, self.wanted)

    @cached_property
    def asked_for(self) -> Step | None:
        """The step that the address names."""
        return self._named(self.request.GET.get("step", ""))

    @cached_property
    def step(self) -> Step | None:
        """The step to show: one that waits for another gives way to it. None at the end."""
        if self.request.GET.get("step") == END:
            return None
        step = self.asked_for or path.resumed(self.steps)
        return self._named(step.waits_for) if step and step.waits_for else step

    def _named(self, slug: str) -> Step | None:
        return next((step for step in self.steps if step.slug == slug), None)

    @cached_property
    def desk(self) -> "StepDesk":
        step = self.step or self.steps[0]
        desk = StepDesk(
            self.request,
            self.key,
            FORMS[step.kind],
            "canvas/start.html",
            phases_side="segment" if "touchpoints" in step.fields else "",
            trail=self,
            step=step,
        )
        desk.canvas, desk.blueprint, desk.catalog = self.canvas, self.blueprint, self.catalog
        return desk

    def address(self, step: Step | None, segment: str | None = None) -> str:
        """Where a step is asked, below the path's own address; where it ends for none."""
        return self._address(step.slug if step else END, segment)

    def _address(self, slug: str, segment: str | None = None) -> str:
        about = self.segment if segment is None else segment
        return "?" + urlencode({"step": slug, **({"segment": about} if about else {})})

    def look_back(self) -> HttpResponse:
        """What the path has brought, and where to go on."""
        row = self.on.row
        heard = [finding.severity for finding in self.findings if not finding.is_set_aside]
        context: dict[str, object] = {
            "subject": self.on,
            "type_name": name_of(row, self.catalog, self.language) if row else "",
            "told": [(each, counted(each, heard.count(each))) for each in Severity],
        }
        return self.show_step(context)

    def show_step(
        self, context: dict[str, object], status: HTTPStatus = HTTPStatus.OK
    ) -> HttpResponse:
        """A step with what stands around all of them."""
        listed = walk.chapters(self.steps, self._address, self.language)
        segments = self.blueprint.segments
        around = {
            "chapters": listed,
            "open": [line for chapter in listed for line in chapter.lines if not line.is_done],
            "done": str(sum(step.is_done for step in self.steps)),
            "total": str(len(self.steps)),
            "segments": segments if len(segments) > 1 else (),
            "segment": self.segment,
            "asked_for": self.asked_for.slug if self.asked_for else "",
            "end": self.address(None),
        }
        return self.show("start", around | context, status)


@dataclass
class StepDesk(Desk):
    """The form of one step: it asks for parts of an element, and leads to the step that follows."""

    trail: Trail = field(kw_only=True)
    step: Step = field(kw_only=True)

    def asked(self) -> HttpResponse:
        return self.edit(self.step.ref) if self.step.ref else self._add()

    def answered(self, ref: str) -> HttpResponse:
        """Saves an answer for the element `ref`; without a ref it makes the element."""
        is_other = self.trail.wanted not in ("", self.trail.segment)
        if is_other or self.trail.asked_for not in (None, self.step):
            return self._show_gone()
        return self.edit(ref) if ref else self._add()

    def _suggested(self) -> dict[str, object]:
        """What fields hold before anybody has answered."""
        on, offers = self.trail.on, self.blueprint.notes_in(Block.VALUE_PROPOSITIONS)
        match self.step.slug:
            case "offer":
                return {"block": Block.VALUE_PROPOSITIONS}
            case "draw" if not self.step.is_done and len(offers) == 1:
                return {"value_propositions": [offers[0].ref]}
            case "type":
                reached = on.channel.ref if on.channel else ""
                channel = (on.row.channel if on.row else None) or reached
                return {"segment": self.trail.segment, "channel": channel}
            case "minimum":
                return {"minimum_viable": True}
            case _:
                return {}

    def _form(self, data: Mapping[str, Any] | None, **options: Any) -> ElementForm[Any]:
        if self.request.method != "POST" or options["element"] is None:
            options["initial"] = self._suggested()
        return super()._form(data, only=self.step.fields, **options)

    def _phases(self, data: Mapping[str, Any] | None, **options: Any) -> PhasesForm:
        return super()._phases(data, only=self.trail.segment, **options)

    def _answer(self, change: actions.Change, notice: str) -> HttpResponse:
        segment = change.ref if self.step.kind is Segment else self.trail.segment
        now = path.steps(change.after, self.catalog, segment)
        then = path.following(now, self.step.slug, before=self.trail.steps)
        messages.success(self.request, notice)
        return redirect(self.request.path + self.trail.address(then, segment))

    def _show_gone(self) -> HttpResponse:
        """What the path is about now, with what was typed where the same question still stands."""
        element = self.blueprint.elements.get(self.step.ref)
        form, phases = self._forms(element)
        form.full_clean()
        form.add_error(None, _("Somebody deleted what this was about. Nothing was saved."))
        return self._show(form, phases, element, HTTPStatus.CONFLICT)

    def _show(
        self,
        form: ElementForm[Any],
        phases: PhasesForm | None,
        element: Element | None,
        status: HTTPStatus | None = None,
    ) -> HttpResponse:
        trail, step = self.trail, self.step
        is_refused = self.request.method == "POST" and not form.is_valid()
        usual = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
        context = {
            "step": walk.asked(step, trail.language),
            "number": str(trail.steps.index(step) + 1),
            "comes_first": trail.asked_for not in (None, step),
            "action": trail.address(step),
            "previous": path.preceding(trail.steps, step.slug),
            "previous_address": trail.address(path.preceding(trail.steps, step.slug)),
            "next_address": trail.address(path.following(trail.steps, step.slug)),
            "restored": self.context["restored"],
            **self._fields(form, phases),
            **self._about(element),
        }
        return trail.show_step(context, status or usual)

    def _fields(self, form: ElementForm[Any], phases: PhasesForm | None) -> dict[str, object]:
        """The form, with its choices laid open, and the fields that are shown as they are."""
        laid = groups(self.step, self.trail.on, form, phases, self.catalog)
        in_rows = ("habits", "factors")
        plain = [
            bound
            for bound in form.asked()
            if bound.name not in laid and form.part_of(bound.name) not in in_rows
        ]
        return {"form": form, "phases": phases, "groups": laid.values(), "plain": plain}

    def _about(self, element: Element | None) -> dict[str, object]:
        """The element that the answer belongs to."""
        if element is None:
            return {"of": "", "about": self._whose()}
        name = name_of(element, self.catalog, self.trail.language)
        whole = f"{self.trail.root}{place_of(element)}"
        return {"of": element.ref, "about": shortened(name, 60), "whole": whole}

    def _whose(self) -> str:
        """The segment for which a channel or a relationship is made."""
        segment = self.trail.on.segment if self.step.kind in (Channel, Relationship) else None
        return shortened(segment.name, 60) if segment else ""
