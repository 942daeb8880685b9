"""How students come to a course: by its code, or by its link."""

import uuid
from http import HTTPStatus
from typing import cast

from allauth.core.internal import ratelimit
from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.sign_in import remember_address
from canvas.views.requests import SignedInRequest
from classroom import joining, teaching
from classroom.access import get_course
from classroom.forms.joining import CodeForm, NewcomerForm, TeamForm
from classroom.joining import NotJoined
from classroom.models import Course, Enrolment, Part
from classroom.views import refusals

show_and_save = require_http_methods(["GET", "HEAD", "POST"])


@show_and_save
@login_not_required
def course_code(request: HttpRequest) -> HttpResponse:
    """Asks for a code, and leads to the course's link. Wrong ones are counted (`docs/adr/0017`)."""
    form = CodeForm(request.POST or None)
    template = "classroom/course_code.html"
    if not form.is_bound:
        return render(request, template, {"form": form})
    if not _may_try(request):
        return cast(HttpResponse, ratelimit.respond_429(request))
    if form.is_valid():
        course = joining.with_code(form.cleaned_data["code"])
        if course:
            return redirect("course_join", course.token)
        _may_try(request, count=True)
        form.add_error("code", _("No course has this code. Look at it once more."))
    return render(request, template, {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _may_try(request: HttpRequest, *, count: bool = False) -> bool:
    """Whether the person, else the session, and the address have tries left; `count` takes one."""
    if count and not request.session.session_key:
        request.session.create()
    who = request.user.pk or request.session.session_key
    usage = ratelimit.consume(
        request, app="allauth.account", action="course_code", key=str(who), dry_run=not count
    )
    return usage is not None


@show_and_save
@login_not_required
@never_cache
@rate_limit(action="join")  # type: ignore[untyped-decorator]  # allauth has no types
def course_join(request: HttpRequest, token: str) -> HttpResponse:
    """Where a course's link leads: a button to who is signed in, else name and e-mail."""
    course = Course.objects.filter(token=token).first()
    if course is None:
        context = {"reason": refusals.told("renewed")}
        return render(
            request, "classroom/course_join_closed.html", context, status=HTTPStatus.NOT_FOUND
        )
    _speak(request, course)
    if reason := joining.why_closed(course):
        return _closed(request, course, reason)
    return (
        _join_as_oneself(request, course) if request.user.pk else _join_as_newcomer(request, course)
    )


def _speak(request: HttpRequest, course: Course) -> None:
    """Whoever has chosen no language is spoken to in the course's."""
    person = request.user
    chosen = person.language if isinstance(person, User) else ""
    if not chosen and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(course.language)
        request.LANGUAGE_CODE = translation.get_language()


def _closed(request: HttpRequest, course: Course, reason: str) -> HttpResponse:
    context = {"title": course.title, "reason": refusals.told(reason)}
    return render(
        request, "classroom/course_join_closed.html", context, status=HTTPStatus.FORBIDDEN
    )


def _join_as_oneself(request: HttpRequest, course: Course) -> HttpResponse:
    person = cast(User, request.user)
    is_instructor = course.instructors.filter(user=person).exists()
    mine = course.enrolments.filter(user=person).first()
    if is_instructor or (mine and mine.left_at is None):
        return redirect(course)
    form = TeamForm(request.POST if request.method == "POST" else None, course=course)
    if not form.is_bound or not form.is_valid():
        return _ask(request, course, form)
    try:
        joining.join(course, form.wish, by=person)
    except NotJoined as refused:
        form.add_error(None, refusals.told(refused.reason))
        return _ask(request, course, form)
    messages.success(request, _("You are in. Welcome to “%(title)s”.") % {"title": course.title})
    return redirect(course)


def _join_as_newcomer(request: HttpRequest, course: Course) -> HttpResponse:
    """Makes an account and signs in at once; an address that has one signs in as usual."""
    form = NewcomerForm(request.POST if request.method == "POST" else None, course=course)
    if not form.is_bound or not form.is_valid():
        return _ask(request, course, form)
    try:
        enrolment = _enrol(form, course)
    except NotJoined as refused:
        if refused.reason == "known":
            return _to_sign_in(request, course, form.cleaned_data["email"])
        form.add_error(None, refusals.told(refused.reason))
        return _ask(request, course, form)
    login(request, enrolment.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    messages.success(request, _("You are in. Welcome to “%(title)s”.") % {"title": course.title})
    return redirect(course)


def _enrol(form: NewcomerForm, course: Course) -> Enrolment:
    return joining.join_as_newcomer(
        course,
        form.wish,
        email=form.cleaned_data["email"],
        name=form.cleaned_data["name"],
        language=translation.get_language() or course.language,
    )


def _to_sign_in(request: HttpRequest, course: Course, email: str) -> HttpResponse:
    """With the address filled in, and back to the course's link afterwards."""
    remember_address(request, email)
    notice = _(
        "This address has an account. Sign in with its password, or with a code that we mail you; "
        "then you join."
    )
    messages.info(request, notice)
    back = urlencode({"next": reverse("course_join", args=[course.token])})
    return redirect(f"{reverse('account_login')}?{back}")


def _ask(request: HttpRequest, course: Course, form: TeamForm) -> HttpResponse:
    context = {"course": course, "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "classroom/course_join.html", context, status=status)


@require_POST
def joining_change(request: SignedInRequest, course_id: uuid.UUID) -> HttpResponse:
    """Renews code and link (`renew`), or lets students join (`open`) or not."""
    course = get_course(request.user, course_id, need=Part.INSTRUCTOR)
    if course.is_archived:
        messages.error(request, refusals.told("archived"))
    elif "renew" in request.POST:
        teaching.renew_joining(course)
        messages.success(request, _("Code and link are new. The old ones lead nowhere any more."))
    else:
        teaching.open_joining(course, is_open="open" in request.POST)
        messages.success(request, _("Saved."))
    return redirect("roster", course.pk)
