"""A student's work on an assignment: begun, handed in, read about, replied to."""

import uuid
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import unsaved
from canvas.views.elements import show_and_save
from canvas.views.requests import SignedInRequest
from classroom import replying
from classroom.access import get_attempt, get_submission
from classroom.asked import asked_of
from classroom.attempts import handed_in, told_of, work_of
from classroom.changes import Changes, Side, changes_between
from classroom.feedback import Teller, Written, box_name, released_reviews, talk_of
from classroom.forms.submissions import ReplyForm
from classroom.frozen import thaw
from classroom.models import Attempt, Part, Review, ReviewKind, Submission
from classroom.moments import told
from classroom.released import released
from classroom.replying import NotSaid
from classroom.showing import WHOLE, board_of, sheet_of
from classroom.telling import not_said, standing
from relationships import live


@require_safe
def submission(request: SignedInRequest, submission_id: uuid.UUID) -> HttpResponse:
    """For its students; the instructors' page is the review."""
    found = get_submission(request.user, submission_id)
    if found.assignment.course.part is Part.INSTRUCTOR:
        return redirect("review", found.pk)
    return _show_submission(request, found)


NOTHING = Written()


def _show_submission(
    request: SignedInRequest,
    found: Submission,
    written: Written = NOTHING,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Eleven queries of its own at most, however much there is to show."""
    assignment = found.assignment
    reviews = released_reviews(found)
    authors = found.authors.select_related("enrolment__user").order_by("pk")
    instructors = assignment.course.instructors.select_related("user").order_by("since", "pk")
    feedback = Teller(found, False, request.LANGUAGE_CODE, written).feedback(reviews)
    context = {
        **head_of(found),
        "standing": standing(found),
        "students": [str(a.enrolment.user) for a in authors if a.enrolment.user],
        "instructors": [str(instructor.user) for instructor in instructors],
        "work": work_of(found, live.current(), request.LANGUAGE_CODE, timezone.now()),
        "attempts": handed_in(found),
        "asked": asked_of(assignment, request.user),
        "feedback": feedback,
    }
    response = render(request, "classroom/submission.html", context, status=status)
    replying.mark_read(reviews)
    replying.mark_replies_read(answer.id for one in feedback for answer in one.new_answers)
    return response


def head_of(found: Submission) -> dict[str, object]:
    """What all pages of a submission show of its course and its assignment."""
    assignment = found.assignment
    course = assignment.course
    return {
        "submission": found,
        "assignment": assignment,
        "course": course,
        "page": "submission",
        "due": told(assignment.due_at, course) if assignment.due_at else None,
        "closes": told(assignment.closes_at, course) if assignment.closes_at else None,
    }


@require_safe
def attempt(
    request: SignedInRequest, submission_id: uuid.UUID, attempt_number: int
) -> HttpResponse:
    """The frozen board, with what was released about it, for students and instructors alike."""
    found = get_submission(request.user, submission_id)
    return _show_attempt(request, get_attempt(found, attempt_number), request.GET.get("on", WHOLE))


def _show_attempt(
    request: SignedInRequest,
    shown: Attempt,
    on: str,
    written: Written = NOTHING,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    found, language = shown.submission, request.LANGUAGE_CODE
    by_instructor = found.assignment.course.part is Part.INSTRUCTOR
    reviews = released_reviews(found, shown.number)
    feedback = Teller(found, by_instructor, language, written).feedback(reviews)
    opened = tuple(one.opened(on) for one in feedback)
    thawed = thaw(shown)
    context = {
        **head_of(found),
        "is_instructor": by_instructor,
        "attempt": told_of(shown, found),
        "board": board_of(thawed, language, on=on, talk=talk_of(reviews)),
        "on": on,
        "sheet": sheet_of(thawed, on, language),
        "feedback": [one for one in opened if one.says_something],
        "earlier": shown.number - 1,
        "later": shown.number + 1 if shown.number < found.attempt_count else None,
        "changes": _changes_before(shown, language),
    }
    response = render(request, "classroom/attempt.html", context, status=status)
    replying.mark_replies_read(answer.id for one in opened for answer in one.new_answers)
    return response


def _changes_before(shown: Attempt, language: str) -> Changes | None:
    """What differs from the attempt before; none for the first. One query."""
    before = shown.submission.attempts.filter(number=shown.number - 1).first()
    if before is None:
        return None
    return changes_between(Side.of_attempt(before), Side.of_attempt(shown), language)


@show_and_save
def reply_new(request: SignedInRequest, submission_id: uuid.UUID) -> HttpResponse:
    """Answers a released review, or a remark of it; asked for, it shows what was not sent yet."""
    found = get_submission(request.user, submission_id)
    typed = request.POST if request.method == "POST" else unsaved.take(request)
    if typed is None:
        return redirect(found)
    answer = _Answering.of(request, found, typed)
    form = ReplyForm(typed)
    if request.method != "POST":
        return answer.show((_("This is not sent yet."),), HTTPStatus.OK)
    if not form.is_valid():
        faults = tuple(map(str, form.errors["text"]))
        return answer.show(faults, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        written = replying.reply(
            answer.review,
            remark_id=answer.remark,
            text=form.cleaned_data["text"],
            by=request.user,
            by_instructor=answer.by_instructor,
        )
    except NotSaid as refused:
        return answer.show((not_said(refused.reason),), HTTPStatus.CONFLICT)
    messages.success(request, _("Sent."))
    return redirect(f"{answer.place}#answer-{written.pk}")


@dataclass
class _Answering:
    """What is being answered, and on which page: that of an attempt where `at` says so."""

    request: SignedInRequest
    found: Submission
    review: Review
    remark: int | None
    text: str
    at: str

    @classmethod
    def of(cls, request: SignedInRequest, found: Submission, typed: QueryDict) -> "_Answering":
        """404 where no such review was released, or it says nothing of that number."""
        reviews = {str(review.pk): review for review in released_reviews(found)}
        review = reviews.get(typed.get("review", ""))
        said = released(review) if review else None
        if review is None or said is None or review.kind != ReviewKind.INSTRUCTORS:
            raise Http404
        remarks = {"": None} | {str(remark.id): remark.id for remark in said.remarks}
        named = typed.get("remark", "")
        if named not in remarks:
            raise Http404
        review.attempt.submission = found
        return cls(
            request, found, review, remarks[named], typed.get("text", ""), typed.get("at", "")
        )

    @property
    def by_instructor(self) -> bool:
        return self.found.assignment.course.part is Part.INSTRUCTOR

    @property
    def key(self) -> str:
        said = released(self.review)
        remarks = said.remarks if said else ()
        return next((one.key for one in remarks if one.id == self.remark), WHOLE)

    @property
    def place(self) -> str:
        on = f"?{urlencode({'on': self.key}, safe=':')}" if self.key else ""
        if self.at == "attempt":
            return reverse("attempt", args=[self.found.pk, self.review.attempt.number]) + on
        if self.by_instructor:
            return reverse("review", args=[self.found.pk]) + on
        return self.found.get_absolute_url()

    def show(self, faults: tuple[str, ...], status: HTTPStatus) -> HttpResponse:
        """The page with what was typed still in its box. Instructors have that of the attempt."""
        written = Written(box_name(self.review.pk, self.remark), self.text, faults)
        if self.at == "attempt" or self.by_instructor:
            return _show_attempt(self.request, self.review.attempt, self.key, written, status)
        return _show_submission(self.request, self.found, written, status)
