"""The students of a course and their teams: how far each is, and never what they wrote."""

import uuid
from datetime import datetime
from http import HTTPStatus
from typing import NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canvas.views.requests import SignedInRequest
from classroom import joining, teams
from classroom.access import get_course
from classroom.forms.joining import TeamForm
from classroom.forms.people import TeamNameForm
from classroom.models import Assignment, Author, Course, Enrolment, Part, Submission
from classroom.models.courses import present_in
from classroom.naming import STATES
from classroom.states import State
from classroom.teams import NotMoved
from classroom.views import refusals

PAGE_LENGTH = 100
MOST_LEFT = 100
"""Of those who left, the latest that are listed."""

show_and_save = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def roster(request: SignedInRequest, course_id: uuid.UUID) -> HttpResponse:
    return _show(request, get_course(request.user, course_id, need=Part.INSTRUCTOR))


def _show(
    request: SignedInRequest,
    course: Course,
    *,
    team_form: TeamNameForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Six queries of its own, whatever the class has."""
    students = present_in(course).order_by("user__name", "user__email", "pk")
    page = Paginator(students, PAGE_LENGTH).get_page(request.GET.get("page"))
    assignments = list(course.assignments.order_by("number").defer("brief", "starter"))
    context = {
        "course": course,
        "page": "roster",
        "students": page,
        "assignments": assignments,
        "rows": _rows(list(page), assignments),
        "left": course.enrolments.exclude(left_at=None)
        .select_related("user")
        .order_by("-left_at", "-pk")[:MOST_LEFT],
        "teams": list(course.teams.order_by("name", "pk")) if course.in_teams else [],
        "link": request.build_absolute_uri(f"/join/{course.token}/"),
        "code": f"{course.code[:4]} {course.code[4:]}",
        "team_form": team_form or TeamNameForm(),
    }
    return render(request, "classroom/roster.html", context, status=status)


class Standing(NamedTuple):
    """How far a student is with an assignment, and since when."""

    state: str | Promise
    at: datetime | None = None
    is_late: bool = False
    number: int = 0
    submission: Submission | None = None


class Row(NamedTuple):
    enrolment: Enrolment
    standings: list[Standing]


def _rows(students: list[Enrolment], assignments: list[Assignment]) -> list[Row]:
    """One query: what the students of the page have begun."""
    begun = Author.objects.filter(enrolment__in=students).select_related("submission")
    by_place = {(each.enrolment_id, each.assignment_id): each.submission for each in begun}
    return [
        Row(student, [_standing(by_place.get((student.pk, each.pk))) for each in assignments])
        for student in students
    ]


def _standing(submission: Submission | None) -> Standing:
    if submission is None:
        return Standing(_("Not started"))
    state = State(submission.state)
    at = submission.released_at if state is State.RELEASED else submission.submitted_at
    return Standing(
        STATES[state],
        at or submission.started_at,
        submission.is_late,
        submission.attempt_count,
        submission if submission.attempt_count else None,
    )


@show_and_save
def student_remove(
    request: SignedInRequest, course_id: uuid.UUID, enrolment_id: int
) -> HttpResponse:
    """Asks first, and tells the way back."""
    course = get_course(request.user, course_id, need=Part.INSTRUCTOR)
    enrolment = get_object_or_404(present_in(course), pk=enrolment_id)
    if request.method != "POST":
        context = {"course": course, "page": "roster", "enrolment": enrolment}
        return render(request, "classroom/student_remove.html", context)
    joining.leave(enrolment)
    notice = _("%(name)s was removed. The course’s link leads back in.")
    messages.success(request, notice % {"name": enrolment.user})
    return redirect("roster", course.pk)


@show_and_save
def course_leave(request: SignedInRequest, course_id: uuid.UUID) -> HttpResponse:
    """A student leaves; asks first."""
    course = get_course(request.user, course_id)
    enrolment = get_object_or_404(course.enrolments.present(), user=request.user)
    if request.method != "POST":
        context = {"course": course, "page": "course_leave"}
        return render(request, "classroom/course_leave.html", context)
    joining.leave(enrolment)
    messages.success(request, _("You left “%(title)s”.") % {"title": course.title})
    return redirect("course_list")


def _in_teams(course: Course) -> Course:
    if not course.in_teams:
        raise Http404
    return course


@require_POST
def team_new(request: SignedInRequest, course_id: uuid.UUID) -> HttpResponse:
    course = _in_teams(get_course(request.user, course_id, need=Part.INSTRUCTOR))
    form = TeamNameForm(request.POST)
    if form.is_valid():
        try:
            teams.make_team(course, form.cleaned_data["name"])
        except NotMoved as refused:
            form.add_error("name", refusals.told(refused.reason))
        else:
            return redirect("roster", course.pk)
    return _show(request, course, team_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@show_and_save
def team_change(request: SignedInRequest, course_id: uuid.UUID, enrolment_id: int) -> HttpResponse:
    """Moves a student into another team: oneself, or, for an instructor, anybody."""
    course = _in_teams(get_course(request.user, course_id))
    is_instructor = course.part is Part.INSTRUCTOR
    students = present_in(course) if is_instructor else present_in(course).filter(user=request.user)
    enrolment = get_object_or_404(students, pk=enrolment_id)
    data = request.POST if request.method == "POST" else None
    form = TeamForm(data, course=course, initial={"team": str(enrolment.team_id or "")})
    context = {
        "course": course,
        "page": "roster",
        "enrolment": enrolment,
        "form": form,
        "is_instructor": is_instructor,
    }
    template = "classroom/team_change.html"
    if data is None:
        return render(request, template, context)
    if form.is_valid():
        try:
            teams.change_team(course, enrolment, form.wish, freely=is_instructor)
        except NotMoved as refused:
            form.add_error(None, refusals.told(refused.reason))
        else:
            messages.success(request, _("Saved."))
            return redirect("roster" if is_instructor else "course", course.pk)
    return render(request, template, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
