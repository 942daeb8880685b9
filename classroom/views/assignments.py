"""An assignment: its page, with the queue for instructors; publishing and deleting it."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from canvas.views.elements import show_and_save
from canvas.views.requests import SignedInRequest
from classroom import assigning, starters
from classroom.access import get_assignment
from classroom.asked import asked_of
from classroom.assigning import NotChanged
from classroom.models import Assignment, Part
from classroom.moments import told
from classroom.naming import STATES
from classroom.queue import SHOWN, Lateness, Order, Wish, queue
from classroom.replying import unread
from classroom.rubrics import sheet_of
from classroom.standing import standing_of
from classroom.states import State
from classroom.terms import late_told

PAGE_LENGTH = 50

REFUSALS: dict[str, str | Promise] = {
    "archived": gettext_lazy("This course is archived: nothing in it changes any more."),
    "many": gettext_lazy("This course has as many assignments as it can hold."),
    "started": gettext_lazy("Somebody has started already: students go on seeing it."),
    "submitted": gettext_lazy("Something was handed in already: it stays."),
    "scored": gettext_lazy("Work was scored by this rubric already: it stays."),
    "gone": gettext_lazy("This rubric was deleted. Choose another."),
    "past": gettext_lazy("The due date has passed: choose a moment to come."),
    "unjudged": gettext_lazy("Choose a rubric, or say that there is none."),
    "criteria": gettext_lazy("The rubric has no criteria yet: add them, or choose another."),
}

LATENESS = {
    Lateness.ANY: gettext_lazy("In time or late"),
    Lateness.IN_TIME: gettext_lazy("In time"),
    Lateness.LATE: gettext_lazy("Late"),
}
ORDERS = {
    Order.STATE: gettext_lazy("by state"),
    Order.LATENESS: gettext_lazy("late ones first"),
    Order.NAME: gettext_lazy("by name"),
}


@require_safe
def assignment(request: SignedInRequest, course_id: uuid.UUID, number: int) -> HttpResponse:
    return _show(request, get_assignment(request.user, course_id, number))


def _show(
    request: SignedInRequest, found: Assignment, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    now = timezone.now()
    sheet = sheet_of(found.rubric) if found.rubric else None
    teaches = found.course.part is Part.INSTRUCTOR
    context = {
        **page_of(found),
        "due": told(found.due_at, found.course) if found.due_at else None,
        "closes": told(found.closes_at, found.course)
        if found.late_days and found.closes_at
        else None,
        "reviews_due": told(found.reviews_due_at, found.course) if found.reviews_due_at else None,
        "late_policy": late_told(found.late_days),
        "is_over": found.is_late(now),
        "sheet": sheet,
        "holds": starters.holds(found.starter) if found.starter else (),
        "blanks": starters.told(found.blanks, request.LANGUAGE_CODE),
        "teaches": teaches,
    }
    if teaches:
        criteria = len(sheet.criteria) if sheet else 0
        hindrances = assigning.hindrances(found, now, criteria=criteria)
        context["hindrances"] = [REFUSALS[reason] for reason in hindrances]
        context |= _submitted(request, found)
    else:
        context["standing"] = standing_of(found, request.user, now)
        context["asked"] = asked_of(found, request.user)
    return render(request, "classroom/assignment.html", context, status=status)


def page_of(found: Assignment) -> dict[str, Any]:
    return {"assignment": found, "course": found.course, "page": "assignment"}


def _submitted(request: SignedInRequest, found: Assignment) -> dict[str, Any]:
    """The queue of what was handed in. Five queries, however long it is."""
    wish = Wish.read(request.GET)
    counted = found.submissions.values_list("state").annotate(Count("pk"))
    counts: dict[str, int] = dict(counted)
    page = Paginator(queue(found, wish), PAGE_LENGTH).get_page(request.GET.get("page"))
    replied = unread([each.id for each in page])
    started = sum(counts.values())
    return {
        "wish": wish,
        "page_of_queue": page,
        "rows": [
            {
                "id": each.id,
                "name": each.name,
                "state": STATES[State(each.submission.state)],
                "submission": each.submission,
                "at": told(each.submission.submitted_at, found.course),
                "is_replied": each.id in replied,
            }
            for each in page
            if each.submission.submitted_at
        ],
        "states": [(state, STATES[state], counts.get(state, 0)) for state in SHOWN],
        "latenesses": LATENESS.items(),
        "orders": ORDERS.items(),
        "started": started,
        "handed_in": started - counts.get(State.DRAFT, 0),
        "in_review": counts.get(State.IN_REVIEW, 0),
        "students": found.course.enrolments.present().count(),
    }


@require_POST
def assignment_publish(request: SignedInRequest, course_id: uuid.UUID, number: int) -> HttpResponse:
    """Shows it to the students, or hides it again (`back`)."""
    found = get_assignment(request.user, course_id, number, need=Part.INSTRUCTOR)
    try:
        if "back" in request.POST:
            assigning.unpublish(found)
            messages.success(request, _("Students don’t see it any more."))
        else:
            assigning.publish(found)
            messages.success(request, _("Published: students see it, and are told by mail."))
    except NotChanged as refused:
        if refused.reason == "deleted":
            raise Http404 from None
        messages.error(request, str(REFUSALS[refused.reason]))
        return _show(request, found, HTTPStatus.CONFLICT)
    return redirect(found)


@show_and_save
def assignment_delete(request: SignedInRequest, course_id: uuid.UUID, number: int) -> HttpResponse:
    """Asks first, and names what goes."""
    found = get_assignment(request.user, course_id, number, need=Part.INSTRUCTOR)
    if request.method != "POST":
        begun = found.submissions.values_list("attempt_count", flat=True)
        context = page_of(found) | {"started": len(begun), "is_submitted": any(begun)}
        return render(request, "classroom/assignment_delete.html", context)
    try:
        assigning.delete(found)
    except NotChanged as refused:
        messages.error(request, str(REFUSALS[refused.reason]))
        return _show(request, found, HTTPStatus.CONFLICT)
    messages.success(request, _("“%(title)s” was deleted.") % {"title": found.title})
    return redirect(found.course)
