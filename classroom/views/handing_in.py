"""A student's way through an assignment: begin, see what it asks for, hand in."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import unsaved
from canvas.views.elements import show_and_save
from canvas.views.requests import SignedInRequest
from classroom import submitting
from classroom.access import get_assignment, get_submission
from classroom.attempts import work_of
from classroom.changes import Side, changes_between
from classroom.forms.submissions import HandInForm
from classroom.models import Part, Submission
from classroom.moments import told
from classroom.states import Barred, Move, may
from classroom.submitting import NotTaken
from classroom.telling import not_taken, standing
from classroom.views.submissions import head_of
from relationships import live


@show_and_save
def assignment_start(request: SignedInRequest, course_id: uuid.UUID, number: int) -> HttpResponse:
    """To the board of the student's own copy, made at the first time.

    Who had to sign in first comes back without having pressed anything.
    """
    assignment = get_assignment(request.user, course_id, number)
    if assignment.course.part is Part.INSTRUCTOR:
        raise PermissionDenied
    if request.method != "POST":
        return redirect(assignment)
    try:
        started = submitting.start(assignment, by=request.user)
    except NotTaken as refused:
        if refused.reason == "withdrawn":
            raise Http404 from None
        messages.error(request, not_taken(refused.reason))
        return redirect(assignment)
    return redirect("board", started.canvas_id)


@require_safe
def submission_task(request: SignedInRequest, submission_id: uuid.UUID) -> HttpResponse:
    """A line for the canvas itself: what it is for, until when, and the way to hand it in.

    The board asks for it once it is there, and so waits for none of its queries. It asks for
    everybody on the canvas: who hands nothing in, or no more, gets no line, and no error either.
    """
    if not request.htmx:
        return redirect(_of_student(request, submission_id))
    try:
        found = _of_student(request, submission_id)
    except (Http404, PermissionDenied):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    is_open = may(found.state, Move.SUBMIT) and not found.assignment.course.is_archived
    context = {
        **head_of(found),
        "standing": standing(found),
        "may_submit": is_open and not found.assignment.is_closed(timezone.now()),
    }
    return render(request, "classroom/_task.html", context)


@show_and_save
def submit(request: SignedInRequest, submission_id: uuid.UUID) -> HttpResponse:
    """Shows what would be handed in, and hands it in."""
    found = _of_student(request, submission_id)
    if request.method != "POST":
        if not may(found.state, Move.SUBMIT):
            return redirect(found)
        return _show_hand_in(request, found, HandInForm(initial=_typed(request)))
    form = HandInForm(request.POST)
    if not form.is_valid():
        return _show_hand_in(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        attempt = submitting.submit(found, live.current(), by=request.user, **form.cleaned_data)
    except (NotTaken, Barred) as refused:
        return _not_handed_in(request, found, form, getattr(refused, "reason", ""))
    received = {"when": told(attempt.at, found.assignment.course), "number": attempt.number}
    messages.success(request, _("Received on %(when)s, as attempt %(number)s.") % received)
    return redirect(found)


def _of_student(request: SignedInRequest, submission_id: uuid.UUID) -> Submission:
    found = get_submission(request.user, submission_id)
    if found.assignment.course.part is Part.INSTRUCTOR:
        raise PermissionDenied
    return found


def _typed(request: SignedInRequest) -> dict[str, str]:
    """What was typed before the session was gone."""
    kept = unsaved.take(request)
    return {"message": kept.get("message", "")} if kept else {}


def _not_handed_in(
    request: SignedInRequest, found: Submission, form: HandInForm, reason: str
) -> HttpResponse:
    """What was typed stays; a second click finds its attempt on the page of the submission."""
    if reason == "withdrawn":
        raise Http404
    found.refresh_from_db(fields=["state", "attempt_count", "submitted_at", "is_late"])
    if reason == "same":
        messages.info(request, not_taken(reason))
        return redirect(found)
    form.add_error(None, not_taken(reason))
    return _show_hand_in(request, found, form, status=HTTPStatus.CONFLICT)


def _show_hand_in(
    request: SignedInRequest,
    found: Submission,
    form: HandInForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    catalog = live.current()
    work = work_of(found, catalog, request.LANGUAGE_CODE, timezone.now())
    last = found.attempts.filter(number=found.attempt_count).first()
    context = {
        **head_of(found),
        "work": work,
        "form": form,
        "changes": changes_between(
            Side.of_attempt(last), Side.of_canvas(work.canvas, catalog), request.LANGUAGE_CODE
        )
        if last and work.canvas
        else None,
    }
    return render(request, "classroom/submit.html", context, status=status)
