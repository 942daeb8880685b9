"""The experiments of a relationship: planned, told, judged, and what a verdict leads to."""

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import unsaved
from canvas import actions
from canvas.access import get_canvas, get_element
from canvas.board import type_name
from canvas.differences import whereabouts
from canvas.exchange.vinculo_canvas import BrokenDocument
from canvas.forms.experiments import ExperimentForm
from canvas.models import Role
from canvas.views.editing import bare, both_sides, changed, show_form
from canvas.views.elements import show_and_save
from canvas.views.experiments import drawn
from canvas.views.requests import SignedInRequest
from canvas.views.returning import returning, way_back
from canvas.views.thinking import Study
from relationships.blueprint import Blueprint, Experiment, Relationship, Segment
from relationships.thinking.experiments import ACTIONS, Step, next_experiment
from relationships.thinking.phrases import phrases
from relationships.vocabulary import Stage


@dataclass
class Bench(Study):
    """A canvas opened for one request, with one of its relationships to be tried on customers."""

    ref: str
    number: int = 0

    @property
    def row(self) -> Relationship | None:
        """None where somebody has deleted it."""
        row = self.blueprint.elements.get(self.ref)
        return row if isinstance(row, Relationship) else None

    @property
    def row_place(self) -> str:
        return f"{self.root}relationships/{self.ref}/"

    def for_editors(self) -> "Bench":
        self.canvas = get_canvas(self.request.user, self.key, need=Role.EDITOR)
        return self

    def experiment(self, number: int) -> Experiment | None:
        """The one of this number, from 1."""
        there = self.row.experiments if self.row else ()
        return there[number - 1] if 1 <= number <= len(there) else None

    def form(
        self, experiment: Experiment | None = None, base: Experiment | None = None
    ) -> ExperimentForm:
        """With what was sent, or was typed before signing in; else with an experiment in it."""
        sent = self.request.POST if self.request.method == "POST" else unsaved.take(self.request)
        form = self.blank(sent, experiment, base)
        form.restored = sent is not None and self.request.method != "POST"
        return form

    def blank(
        self,
        sent: Mapping[str, Any] | None,
        experiment: Experiment | None,
        base: Experiment | None,
    ) -> ExperimentForm:
        return ExperimentForm(
            sent, catalog=self.catalog, language=self.language, experiment=experiment, base=base
        )

    def show_page(
        self,
        form: ExperimentForm,
        status: HTTPStatus | None = None,
        page: str = "experiment",
        **more: object,
    ) -> HttpResponse:
        refused = self.request.method == "POST" and status is None
        usual = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
        context = self.context(self.blueprint) | {"number": self.number} | more
        return show_form(self.request, f"canvas/{page}.html", form, context, status or usual)

    def context(self, blueprint: Blueprint) -> dict[str, object]:
        back = way_back(self.request, self.key)
        place = back.removeprefix(self.root)
        head, card = None, None
        if self.ref in blueprint.elements:
            head, card = drawn(blueprint, self.ref, self.number, self.catalog, self.language, place)
        return {
            "canvas": self.canvas,
            "can_edit": self.can_edit,
            "action": self.request.get_full_path(),
            "root": self.root,
            "row_place": self.row_place,
            "back": back,
            "returning": returning(self.request, self.key),
            "head": head,
            "card": card,
        }

    def show_clash(self, clash: actions.Clash) -> HttpResponse:
        """Mine in the fields, theirs beside them; saving again overwrites theirs knowingly."""
        both = self.blank(None, clash.mine, clash.theirs)
        both.clashing = both_sides(both, clash)
        return self.show_page(both, HTTPStatus.CONFLICT)

    def show_gone(self, form: ExperimentForm) -> HttpResponse:
        """What was typed, ready to be saved as a new experiment where its relationship is there."""
        form.full_clean()
        if self.row is None:
            told = _("Somebody deleted the relationship in the meantime. Copy what you need.")
            form.add_error(None, told)
            return self.show_page(form, HTTPStatus.CONFLICT, is_lost=True)
        told = _("Somebody deleted or rewrote this in the meantime. Save again to add it anew.")
        form.add_error(None, told)
        self.number = 0
        action = f"{self.row_place}experiments/new/{returning(self.request, self.key)}"
        return self.show_page(form, HTTPStatus.CONFLICT, action=action)

    def saved(
        self, change: actions.Change, experiment: Experiment, notice: str, *, judged: bool
    ) -> HttpResponse:
        """The answer to a save; where a verdict was given, with what it leads to."""
        response = changed(self.request, change, self.catalog, notice)
        row = get_element(change.after, Relationship, self.ref)
        place = whereabouts(experiment, row.experiments, self.number - 1)
        if not judged or place is None:
            return response
        self.number = place + 1
        back = returning(self.request, self.key)
        if not self.request.htmx:
            return redirect(f"{self.row_place}experiments/{self.number}/next/{back}")
        context = self.context(change.after)
        html = render_to_string("canvas/experiment_next.html#form", context, self.request)
        response.write(html)
        response["HX-Retarget"] = "#dialog-body"
        response["HX-Reswap"] = "innerHTML"
        response["HX-Trigger"] = json.dumps({"vinculo:saved": {"ref": self.ref, "stays": True}})
        return response


@show_and_save
def experiment_new(request: SignedInRequest, canvas_id: uuid.UUID, ref: str) -> HttpResponse:
    """`?like=N` asks the question of another experiment again."""
    bench = Bench(request, canvas_id, ref).for_editors()
    like = request.GET.get("like", "")
    model = bench.experiment(int(like)) if re.fullmatch("[0-9]{1,2}", like) else None
    form = bench.form(next_experiment(model) if model else None)
    if bench.row is None:
        return _gone(bench, form)
    if request.method != "POST" or not form.is_valid():
        return bench.show_page(form)
    try:
        change = actions.add_experiment(bench.canvas, ref, form.experiment, by=request.user)
    except actions.Gone:
        return bench.show_gone(form)
    except BrokenDocument as broken:
        form.excessive(broken)
        return bench.show_page(form)
    bench.number = len(get_element(change.after, Relationship, ref).experiments)
    judged = form.experiment.verdict is not None
    return bench.saved(change, form.experiment, _("Added."), judged=judged)


@show_and_save
def experiment(
    request: SignedInRequest, canvas_id: uuid.UUID, ref: str, number: int
) -> HttpResponse:
    """The experiment of this number, from 1; a save finds it by how it was, not by its number."""
    bench = Bench(request, canvas_id, ref, number)
    now = bench.experiment(number)
    form = bench.form(now, now)
    base = form.base_of(now)
    if bench.row is None or base is None or (request.method != "POST" and now is None):
        return _gone(bench, form)
    if request.method != "POST" or not form.is_valid():
        return bench.show_page(form)
    return _save(bench, form, base)


def _save(bench: Bench, form: ExperimentForm, base: Experiment) -> HttpResponse:
    shift = {"up": -1, "down": 1}.get(bench.request.POST.get("direction", ""), 0)
    try:
        change = actions.save_experiment(
            bench.canvas,
            bench.ref,
            form.experiment,
            base=base,
            at=bench.number - 1,
            shift=shift,
            knowingly=form.cleaned_data["knowingly"],
            by=bench.request.user,
        )
    except actions.Clash as clash:
        return bench.show_clash(clash)
    except actions.PostsMoved as moved:
        form.moved(moved.fields)
        return bench.show_page(form, why=phrases("experiments")["posts"].told(bench.language))
    except actions.Gone:
        return bench.show_gone(form)
    bench.number += shift
    judged = form.experiment.verdict not in (None, base.verdict)
    return bench.saved(change, form.experiment, _("Saved."), judged=judged)


def _gone(bench: Bench, form: ExperimentForm) -> HttpResponse:
    if bench.request.method != "POST":
        raise Http404
    return bench.show_gone(form)


@show_and_save
def experiment_remove(
    request: SignedInRequest, canvas_id: uuid.UUID, ref: str, number: int
) -> HttpResponse:
    """Asks first; then deletes, with a button to undo."""
    bench = Bench(request, canvas_id, ref, number).for_editors()
    now = bench.experiment(number)
    form = bench.form(now, now)
    base = form.base_of(now)
    if bench.row is None or base is None:
        raise Http404
    if request.method != "POST":
        return bench.show_page(form, page="experiment_remove")
    try:
        change = actions.remove_experiment(
            bench.canvas, ref, base=base, at=number - 1, by=request.user
        )
    except actions.Clash as clash:
        theirs = bench.blank(None, clash.theirs, clash.theirs)
        theirs.clashing = both_sides(theirs, clash)
        return bench.show_page(theirs, HTTPStatus.CONFLICT, page="experiment_remove")
    return changed(request, change, bench.catalog, _("The experiment was deleted."))


@require_safe
def experiment_next(
    request: SignedInRequest, canvas_id: uuid.UUID, ref: str, number: int
) -> HttpResponse:
    """What the verdict of an experiment leads to."""
    bench = Bench(request, canvas_id, ref, number)
    found = bench.experiment(number)
    if found is None or found.verdict is None:
        raise Http404
    template = "canvas/experiment_next.html"
    name = f"{template}#form" if request.htmx else template
    return bare(render(request, name, bench.context(bench.blueprint)))


@require_POST
def relationship_step(request: SignedInRequest, canvas_id: uuid.UUID, ref: str) -> HttpResponse:
    """Takes one `step` with a relationship; to `raise` it names the `stage` to raise it to."""
    bench = Bench(request, canvas_id, ref)
    step, stage = request.POST.get("step", ""), request.POST.get("stage", "")
    if step not in ACTIONS or (step == Step.RAISE and stage not in list(Stage)):
        raise Http404
    chosen = Stage(stage) if stage in list(Stage) else None
    change = actions.take_step(bench.canvas, ref, Step(step), chosen, by=request.user)
    row = get_element(change.after, Relationship, ref)
    values = {
        "type": type_name(bench.catalog, row.type, bench.language),
        "segment": get_element(change.after, Segment, row.segment).name,
        "stage": chosen,
    }
    notice = phrases("experiments")[f"done.{step}"].told(bench.language, values)
    return changed(request, change, bench.catalog, notice)
