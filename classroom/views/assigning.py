"""Setting an assignment and changing it, and a look at what students start from."""

import uuid
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import unsaved
from canvas.actions import Clash
from canvas.board import draw
from canvas.findings import findings_in
from canvas.forms.elements import Clashing
from canvas.views.canvases import FAULTS_SHOWN
from canvas.views.elements import show_and_save
from canvas.views.requests import SignedInRequest
from classroom import assigning, starters
from classroom.access import get_assignment, get_course
from classroom.assigning import NotChanged
from classroom.forms.assignments import KEEP, AssignmentForm, Offers
from classroom.models import Course, Part, Rubric
from classroom.terms import terms_of
from classroom.views.assignments import REFUSALS, page_of
from relationships import live
from relationships.coherence import Finding


@show_and_save
def assignment_new(request: SignedInRequest, course_id: uuid.UUID) -> HttpResponse:
    course = get_course(request.user, course_id, need=Part.INSTRUCTOR)
    form = _form(request, course)
    context = {"course": course, "page": "assignment"}
    if request.method != "POST" or not form.is_valid():
        return _show(request, "classroom/assignment_new.html", form, context)
    try:
        made = assigning.create(course, form.terms, live.current())
    except NotChanged as refused:
        form.add_error(None, str(REFUSALS[refused.reason]))
        return _show(request, "classroom/assignment_new.html", form, context)
    messages.success(request, _("Saved. Students don’t see it before you publish it."))
    return redirect(made)


@show_and_save
def assignment_edit(request: SignedInRequest, course_id: uuid.UUID, number: int) -> HttpResponse:
    found = get_assignment(request.user, course_id, number, need=Part.INSTRUCTOR)
    form = _form(request, found.course, now=terms_of(found))
    if assigning.is_scored(found):
        form.keep_rubric()
    context = page_of(found) | {"started": found.submissions.count()}
    template = "classroom/assignment_edit.html"
    if request.method != "POST" or not form.is_valid():
        return _show(request, template, form, context)
    try:
        assigning.change(found, form.terms, live.current(), base=form.seen)
    except NotChanged as refused:
        if refused.reason == "deleted":
            raise Http404 from None
        form.add_error("judged_by", str(REFUSALS[refused.reason]))
        return _show(request, template, form, context)
    except Clash as clash:
        both = _both(request, found.course, form, clash)
        return _show(request, template, both, context, HTTPStatus.CONFLICT)
    messages.success(request, _("Saved."))
    return redirect(found)


def _form(request: SignedInRequest, course: Course, **options: Any) -> AssignmentForm:
    """The form, with what this person can choose from. Two queries."""
    person, language = request.user.pk, request.LANGUAGE_CODE
    rubrics = Rubric.objects.usable_by(person).order_by("title", "pk").values_list("pk", "title")
    offers = Offers(
        rubrics=[(str(pk), title) for pk, title in rubrics],
        canvases=starters.offered_canvases(person),
        examples=starters.offered_examples(language),
    )
    is_sent = request.method == "POST"
    options.setdefault("data", request.POST if is_sent else unsaved.take(request))
    return AssignmentForm(
        files=request.FILES if is_sent and options["data"] else None,
        course=course,
        user_id=person,
        language=language,
        catalog=live.current(),
        offers=offers,
        **options,
    )


def _both(
    request: SignedInRequest, course: Course, sent: AssignmentForm, clash: Clash
) -> AssignmentForm:
    """Mine in the fields, theirs beside them; saving again overwrites theirs knowingly.

    A document that was uploaded has to be chosen again: browsers fill in no file.
    """
    choice = sent.cleaned_data["starter"]
    form = _form(
        request,
        course,
        data=None,
        now=clash.theirs,
        shown=clash.mine,
        choice="" if choice == KEEP else choice,
    )
    form.clashing = tuple(
        Clashing(
            label=form.labelled(name),
            theirs=form.say(name, clash.theirs),
            mine=form.say(name, clash.mine),
        )
        for name in clash.fields
    )
    return form


def _show(
    request: SignedInRequest,
    template: str,
    form: AssignmentForm,
    context: dict[str, Any],
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """The page of the form; 422 where it was refused, with every fault of a document."""
    if form.is_bound and request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    faults = form.broken.faults if form.broken else ()
    context |= {
        "form": form,
        "restored": form.is_bound and request.method != "POST",
        "faults": faults[:FAULTS_SHOWN],
        "more": (form.broken.total if form.broken else 0) - len(faults[:FAULTS_SHOWN]),
    }
    return render(request, template, context, status=status)


@require_safe
def assignment_starter(request: SignedInRequest, course_id: uuid.UUID, number: int) -> HttpResponse:
    """What students start from, as a still board, with its blanks. The check is kept."""
    found = get_assignment(request.user, course_id, number, need=Part.INSTRUCTOR)
    blueprint = starters.blueprint_of(found)
    if blueprint is None:
        raise Http404
    catalog, language = live.current(), request.LANGUAGE_CODE
    gaps = [each for each in findings_in(found.starter, catalog) if starters.is_blank(each)]
    context = page_of(found) | {
        "board": draw(blueprint, gaps, catalog, language, places=_nowhere),
        "gaps": _anchored(gaps, language),
    }
    return render(request, "classroom/assignment_starter.html", context)


def _anchored(gaps: Iterable[Finding], language: str) -> list[tuple[str, str]]:
    """What each gap says, the first about an element under the ref that its mark leads to."""
    told: list[tuple[str, str]] = []
    met = {""}
    for gap in gaps:
        ref = gap.elements[0] if gap.elements else ""
        told.append(("" if ref in met else ref, gap.message(language)))
        met.add(ref)
    return told


def _nowhere(_element: object) -> str:
    """Nothing opens on a starter: it is a document, and no canvas yet."""
    return ""
