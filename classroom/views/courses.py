"""The courses of a person, and one of them."""

import uuid
from datetime import datetime
from http import HTTPStatus
from typing import NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import time_zones
from accounts.verified import is_verified, verified_only
from canvas.views.requests import SignedInRequest
from classroom import teaching
from classroom.access import get_course
from classroom.forms.courses import CourseForm
from classroom.models import Course, InstructorInvitation, Part
from classroom.models.courses import mates_of
from classroom.moments import Moment, told
from classroom.naming import STATES
from classroom.states import State
from classroom.tasks import Task, next_due, tasks_of, waiting_for_review
from classroom.teaching import NotTaught
from classroom.views import refusals
from classroom.views.figures import class_view

PAGE_LENGTH = 24

show_and_save = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def course_list(request: SignedInRequest) -> HttpResponse:
    """What the person teaches and attends, newest first; `?show=archived` what was put away.

    Seven queries of its own, however many courses there are.
    """
    is_archive = request.GET.get("show") == "archived"
    mine = Course.objects.seen_by(request.user.pk).filter(archived_at__isnull=not is_archive)
    page = Paginator(mine.order_by("-created_at", "-pk"), PAGE_LENGTH).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "cards": _cards(list(page), request),
        "is_archive": is_archive,
        "is_verified": is_verified(request.user),
        "invitations": list(InstructorInvitation.objects.awaiting(request.user.pk, timezone.now())),
    }
    return render(request, "classroom/course_list.html", context)


class Card(NamedTuple):
    """What the list shows of a course."""

    course: Course
    is_taught: bool
    waiting: int
    unwritten: int
    due: Task | None
    due_at: Moment | None
    is_overdue: bool


def _cards(courses: list[Course], request: SignedInRequest) -> list[Card]:
    now = timezone.now()
    attended = [course for course in courses if course.part == Part.STUDENT]
    tasks = tasks_of(attended, request.user)
    waiting = waiting_for_review(course for course in courses if course not in attended)
    return [
        _card(
            course,
            waiting.get(course.pk, 0),
            [task for task in tasks if task.assignment.course_id == course.pk],
            now,
        )
        for course in courses
    ]


def _card(course: Course, waiting: int, tasks: list[Task], now: datetime) -> Card:
    due = None if course.is_archived else next_due(tasks, now)
    return Card(
        course=course,
        is_taught=course.part == Part.INSTRUCTOR,
        waiting=waiting,
        unwritten=0 if course.is_archived else sum(task.unwritten for task in tasks),
        due=due,
        due_at=_told(due.assignment.due_at if due else None, course),
        is_overdue=bool(due and due.is_overdue(now)),
    )


@require_safe
def course(request: SignedInRequest, course_id: uuid.UUID) -> HttpResponse:
    """To instructors the class, to a student the assignments. Six queries of its own then."""
    found = get_course(request.user, course_id)
    if found.part is Part.INSTRUCTOR:
        return class_view(request, found)
    now = timezone.now()
    tasks = tasks_of([found], request.user)
    following = None if found.is_archived else next_due(tasks, now)
    mine = found.enrolments.select_related("team").get(user=request.user)
    context = {
        "course": found,
        "page": "course",
        "rows": [Row.of(task, found, now, is_next=task is following) for task in tasks],
        "enrolment": mine,
        "mates": mates_of(mine),
        "is_verified": is_verified(request.user),
        "may_change_team": not found.is_archived and not any(map(_has_team_handed_in, tasks)),
    }
    return render(request, "classroom/course_student.html", context)


def _has_team_handed_in(task: Task) -> bool:
    submission = task.submission
    return bool(submission and submission.team_id and submission.attempt_count)


class Row(NamedTuple):
    """An assignment on the student's page: where it stands, and what is to be done next."""

    task: Task
    state: str | Promise
    due: Moment | None
    closes: Moment | None
    submitted: Moment | None
    is_closed: bool
    is_overdue: bool
    step: str
    is_next: bool
    unwritten: int
    reviews_due: Moment | None

    @classmethod
    def of(cls, task: Task, course: Course, now: datetime, *, is_next: bool) -> "Row":
        assignment, submission = task.assignment, task.submission
        return cls(
            task=task,
            state=STATES[task.state] if task.state else _("Not started"),
            due=_told(assignment.due_at, course),
            closes=_told(assignment.closes_at, course),
            submitted=_told(submission.submitted_at if submission else None, course),
            is_closed=assignment.is_closed(now),
            is_overdue=not course.is_archived and task.is_overdue(now),
            step=_step(task, can_work=not course.is_archived and task.is_open(now)),
            is_next=is_next,
            unwritten=0 if course.is_archived else task.unwritten,
            reviews_due=_told(assignment.reviews_due_at, course),
        )


def _told(moment: datetime | None, course: Course) -> Moment | None:
    return told(moment, course) if moment else None


def _step(task: Task, *, can_work: bool) -> str:
    """What the button of an assignment says."""
    if task.state is State.CHANGES_REQUESTED:
        return _("See what to change")
    if task.has_review:
        return _("Read the review")
    if task.state in (State.SUBMITTED, State.IN_REVIEW):
        return _("Look at what you handed in")
    if not can_work:
        return _("Read the assignment")
    return _("Go on working") if task.state else _("Read it and start")


@show_and_save
@verified_only
def course_new(request: SignedInRequest) -> HttpResponse:
    usual = {"language": request.LANGUAGE_CODE, "time_zone": _zone_of(request)}
    form = CourseForm(request.POST or None, initial=usual)
    if not form.is_bound:
        return render(request, "classroom/course_new.html", {"form": form})
    if form.is_valid():
        try:
            course = teaching.open_course(form.cleaned_data, by=request.user)
        except NotTaught as refused:
            form.add_error(None, refusals.told(refused.reason))
        else:
            return redirect("roster", course.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "classroom/course_new.html", {"form": form}, status=status)


def _zone_of(request: SignedInRequest) -> str:
    """The person's own time zone, else the browser's, else the server's."""
    named = request.user.time_zone or request.COOKIES.get(time_zones.COOKIE, "")
    return named if time_zones.zone(named) else timezone.get_default_timezone_name()


@show_and_save
def course_edit(request: SignedInRequest, course_id: uuid.UUID) -> HttpResponse:
    course = get_course(request.user, course_id, need=Part.INSTRUCTOR)
    form = CourseForm(request.POST or None, instance=course)
    context = {"course": course, "page": "course_edit", "form": form}
    if not form.is_bound:
        return render(request, "classroom/course_edit.html", context)
    if not form.is_valid():
        course.refresh_from_db(fields=["title"])
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "classroom/course_edit.html", context, status=status)
    teaching.change_course(course, form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("course_edit", course.pk)


@require_POST
def course_archive(request: SignedInRequest, course_id: uuid.UUID) -> HttpResponse:
    course = get_course(request.user, course_id, need=Part.INSTRUCTOR)
    teaching.archive_course(course)
    messages.success(request, _("“%(title)s” was archived.") % {"title": course.title})
    return redirect("course", course.pk)


@require_POST
def course_unarchive(request: SignedInRequest, course_id: uuid.UUID) -> HttpResponse:
    course = get_course(request.user, course_id, need=Part.INSTRUCTOR)
    teaching.unarchive_course(course)
    messages.success(request, _("“%(title)s” is back.") % {"title": course.title})
    return redirect("course", course.pk)
