"""Handing reviews over: for changes, released singly or all at once; and reopening one."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from canvas.views.elements import show_and_save
from canvas.views.requests import SignedInRequest
from classroom import releasing
from classroom.access import get_assignment
from classroom.models import Part, Review
from classroom.releasing import NotReady
from classroom.views.review_desk import ReviewDesk


@require_POST
def changes_request(request: SignedInRequest, submission_id: uuid.UUID) -> HttpResponse:
    """Asks for another attempt; the students read the review from now on."""
    desk = ReviewDesk(request, submission_id)

    def write() -> Review:
        attempt = desk.written_on
        return releasing.request_changes(desk.submission, attempt=attempt, by=request.user)

    return _handed_over(desk, write, _("Changes are requested. The students read the review now."))


@require_POST
def review_release(request: SignedInRequest, submission_id: uuid.UUID) -> HttpResponse:
    """Releases the review; criteria without a level are left out where that is asked for."""
    desk = ReviewDesk(request, submission_id)

    def write() -> Review:
        return releasing.release(
            desk.submission,
            attempt=desk.written_on,
            without_levels="without_levels" in request.POST,
            by=request.user,
        )

    return _handed_over(desk, write, _("Released. The students read the review now."))


@require_POST
def review_reopen(request: SignedInRequest, submission_id: uuid.UUID) -> HttpResponse:
    desk = ReviewDesk(request, submission_id)

    def write() -> Review:
        return releasing.reopen(desk.submission, attempt=desk.written_on, by=request.user)

    notice = _("Reopened. Until you release it anew, the students read it as it was.")
    return _handed_over(desk, write, notice)


def _handed_over(desk: ReviewDesk, write: Callable[[], Review], notice: str) -> HttpResponse:
    try:
        refused = desk.write(write)
    except NotReady as not_ready:
        messages.error(desk.request, _not_ready(not_ready.reason))
        return desk.back("#rubric")
    if refused:
        return refused
    messages.success(desk.request, notice)
    return desk.back()


def _not_ready(reason: str) -> str:
    if reason == "unscored":
        return _("Not released yet: some criteria have no level.")
    return _("There is nothing to read yet: choose a level, write a remark, or say something.")


@show_and_save
def release_all(request: SignedInRequest, course_id: uuid.UUID, number: int) -> HttpResponse:
    """What can be released of an assignment and what can't, and why; and releases it."""
    assignment = get_assignment(request.user, course_id, number, need=Part.INSTRUCTOR)
    if request.method == "POST":
        count = releasing.release_all(assignment, by=request.user)
        told = ngettext("%(n)d review was released.", "%(n)d reviews were released.", count)
        messages.success(request, told % {"n": count})
        return redirect("release_all", course_id, number)
    context = {
        "assignment": assignment,
        "course": assignment.course,
        "page": "assignment",
        **releasing.ready_and_not(assignment)._asdict(),
    }
    return render(request, "classroom/release_all.html", context)
