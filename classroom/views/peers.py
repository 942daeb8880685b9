"""Reviews by the students: given out by an instructor, and written by each."""

import uuid
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from accounts import unsaved
from canvas.views.elements import show_and_save
from canvas.views.requests import SignedInRequest
from classroom import peering
from classroom.access import get_assignment, get_own_review, get_submission
from classroom.forms.peers import OwnRemarkForm, OwnReviewForm
from classroom.frozen import thaw
from classroom.models import Assignment, Part, Review, ReviewKind
from classroom.moments import told
from classroom.naming import names_of
from classroom.peering import NotSent
from classroom.released import Released, frozen
from classroom.showing import board_of, name_at, opened_at, sheet_of
from classroom.views import refusals

ON_A_PAGE = 100

REFUSALS: dict[str, str | Promise] = {
    "closed": gettext_lazy("The time to write reviews is past."),
    "sent": gettext_lazy("You have handed this review in already."),
    "unfinished": gettext_lazy("Choose a level for every criterion before you hand it in."),
    "outdated": gettext_lazy(
        "You went on writing in another window. What you typed here is still below, and not saved; "
        "what is saved is in the other window."
    ),
    "gone": gettext_lazy("What this is about is not on the canvas."),
    "many": gettext_lazy("There is no room for another remark."),
    "signed_out": gettext_lazy("You were signed out. This is not saved yet."),
}


@dataclass(frozen=True)
class Given:
    """A review as the instructors' list shows it."""

    reviewer: str
    whose: str
    is_self: bool
    state: str
    is_sent: bool
    submission: uuid.UUID


@dataclass(frozen=True)
class Sent:
    """A review that was handed in; of each remark where it opens, on what it is, and its text."""

    review: Review
    who: str
    is_self: bool
    said: Released | None
    remarks: list[tuple[str, str, str]]


@show_and_save
def peers(request: SignedInRequest, course_id: uuid.UUID, number: int) -> HttpResponse:
    """Who reviews whom, and how far they are; giving out what is missing, or releasing (`release`).

    Four queries of its own, at any size.
    """
    assignment = get_assignment(request.user, course_id, number, need=Part.INSTRUCTOR)
    if request.method == "POST":
        if assignment.course.is_archived:
            messages.error(request, refusals.told("archived"))
        elif "release" in request.POST:
            messages.success(request, _released(peering.release(assignment)))
        else:
            messages.success(request, _given_out(peering.give_out(assignment)))
        return redirect("peers", course_id, number)
    page = Paginator(peering.given_out(assignment), ON_A_PAGE).get_page(request.GET.get("page"))
    names = names_of(review.attempt.submission_id for review in page)
    context = {
        "course": assignment.course,
        "page": "assignments",
        "assignment": assignment,
        "part": page,
        "rows": [_row(review, names) for review in page],
        "due": _due(assignment),
    }
    return render(request, "classroom/peers.html", context)


def _row(review: Review, names: dict[uuid.UUID, str]) -> Given:
    submission = review.attempt.submission_id
    return Given(
        reviewer=str(review.by or _("a student who has left")),
        whose=names[submission],
        is_self=review.kind == ReviewKind.SELF,
        state=_state(review),
        is_sent=review.sent_at is not None,
        submission=submission,
    )


def _state(review: Review) -> str:
    if review.released_at:
        return _("released")
    return _("handed in") if review.sent_at else _("not handed in yet")


def _given_out(count: int) -> str:
    if not count:
        return _("Everybody who has handed in has their reviews already.")
    told = ngettext("%(n)d review was given out.", "%(n)d reviews were given out.", count)
    return told % {"n": count}


def _released(count: int) -> str:
    if not count:
        return _("There was no review to release.")
    told = ngettext("%(n)d review was released.", "%(n)d reviews were released.", count)
    return told % {"n": count}


def _due(assignment: Assignment) -> object:
    due = assignment.reviews_due_at
    return told(due, assignment.course) if due else None


@require_safe
def student_reviews(request: SignedInRequest, submission_id: uuid.UUID) -> HttpResponse:
    """What students have handed in of reviews of a submission, for its instructors to read.

    Four queries of its own.
    """
    submission = get_submission(request.user, submission_id, need=Part.INSTRUCTOR)
    reviews = list(peering.sent_of(submission))
    context = {
        "course": submission.assignment.course,
        "page": "assignments",
        "assignment": submission.assignment,
        "submission": submission,
        "whose": names_of([submission.pk])[submission.pk],
        "reviews": [_sent(review, request.LANGUAGE_CODE) for review in reviews],
    }
    return render(request, "classroom/student_reviews.html", context)


def _sent(review: Review, language: str) -> Sent:
    said, thawed = frozen(review), thaw(review.attempt)
    return Sent(
        review=review,
        who=str(review.by or _("a student who has left")),
        is_self=review.kind == ReviewKind.SELF,
        said=said,
        remarks=[
            (opened_at(remark.key), name_at(thawed, remark.key, language), remark.text)
            for remark in (said.remarks if said else ())
        ],
    )


@show_and_save
def peer_review(request: SignedInRequest, submission_id: uuid.UUID) -> HttpResponse:
    """The frozen board, and the student's own review of it: rubric, remarks, overall."""
    review = get_own_review(request.user, submission_id)
    rubric = _assignment(review).rubric
    typed = request.POST if request.method == "POST" else unsaved.take(request)
    if typed is None:
        return _show(request, review)
    form = OwnReviewForm(typed, review=review, rubric=rubric)
    if request.method != "POST":
        return _show(request, review, form=form, refused="signed_out")
    if not form.is_valid():
        return _show(request, review, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        peering.write(
            review,
            form.judgements,
            overall=form.cleaned_data["overall"],
            version=form.cleaned_data["version"],
        )
    except NotSent as refused:
        return _show(request, review, form=form, refused=refused.reason, status=HTTPStatus.CONFLICT)
    if "send" in request.POST:
        _send(request, review)
    else:
        messages.success(request, _("Saved."))
    return redirect("peer_review", submission_id)


def _send(request: SignedInRequest, review: Review) -> None:
    """What was written is saved by now, whether it can be handed in or not."""
    try:
        peering.send(review)
    except NotSent as refused:
        messages.warning(request, str(REFUSALS[refused.reason]))
    else:
        messages.success(request, _("Handed in. Thank you."))


@show_and_save
def peer_remark(request: SignedInRequest, submission_id: uuid.UUID) -> HttpResponse:
    """Adds a remark to what is opened, or deletes one (`delete`)."""
    review = get_own_review(request.user, submission_id)
    typed = request.POST if request.method == "POST" else unsaved.take(request)
    if typed is None:
        return redirect("peer_review", submission_id)
    form = OwnRemarkForm(typed)
    if request.method != "POST":
        return _show(request, review, remark_form=form, refused="signed_out")
    try:
        if "delete" in request.POST:
            peering.retract(review, _number(request.POST["delete"]))
        elif not form.is_valid():
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return _show(request, review, remark_form=form, status=status)
        else:
            peering.remark(review, **form.cleaned_data)
    except NotSent as refused:
        status = HTTPStatus.CONFLICT
        return _show(request, review, remark_form=form, refused=refused.reason, status=status)
    messages.success(request, _("Saved."))
    return redirect(f"{request.path.removesuffix('remarks/')}?on={form.data.get('key', '')}#sheet")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _assignment(review: Review) -> Assignment:
    return review.attempt.submission.assignment


def _show(
    request: SignedInRequest,
    review: Review,
    *,
    form: OwnReviewForm | None = None,
    remark_form: OwnRemarkForm | None = None,
    refused: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    assignment, language = _assignment(review), request.LANGUAGE_CODE
    on = remark_form.data.get("key", "") if remark_form else request.GET.get("on", "")
    thawed = thaw(review.attempt)
    remarks = list(review.remarks.order_by("at", "pk"))
    counts: dict[str, int] = {}
    for remark in remarks:
        counts[remark.key] = counts.get(remark.key, 0) + 1
    sheet = sheet_of(thawed, on, language) or sheet_of(thawed, "", language)
    context = {
        "course": assignment.course,
        "page": "assignments",
        "assignment": assignment,
        "review": review,
        "is_self": review.kind == ReviewKind.SELF,
        "whose": _whose(review, assignment),
        "is_open": not review.sent_at and not peering.is_over(assignment),
        "due": _due(assignment),
        "board": board_of(
            thawed, language, on=on, talk={key: str(count) for key, count in counts.items()}
        ),
        "on": on,
        "sheet": sheet,
        "said": [remark for remark in remarks if sheet and remark.key == sheet.key],
        "elsewhere": [
            (remark, name_at(thawed, remark.key, language))
            for remark in remarks
            if not sheet or remark.key != sheet.key
        ],
        "form": form or OwnReviewForm(review=review, rubric=assignment.rubric),
        "remark_form": remark_form or OwnRemarkForm(initial={"key": sheet.key if sheet else ""}),
        "refused": REFUSALS.get(refused, ""),
    }
    return render(request, "classroom/peer_review.html", context, status=status)


def _whose(review: Review, assignment: Assignment) -> str:
    """Whose work it is, where the reviewer may know."""
    if review.kind == ReviewKind.SELF or assignment.is_anonymous:
        return ""
    return names_of([review.attempt.submission_id])[review.attempt.submission_id]
