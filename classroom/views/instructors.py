"""Who teaches a course, and who is invited to."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.verified import verified_only
from canvas.exchange.faults import fit_to_show
from canvas.views.requests import SignedInRequest
from classroom import teaching
from classroom.access import get_course
from classroom.forms.people import InvitationForm
from classroom.models import Course, InstructorInvitation, Part
from classroom.teaching import NotTaught
from classroom.views import refusals

show_and_save = require_http_methods(["GET", "HEAD", "POST"])


@show_and_save
@verified_only
def instructor_invite(request: SignedInRequest, course_id: uuid.UUID) -> HttpResponse:
    """The instructors and those who are invited, with the form that invites."""
    course = get_course(request.user, course_id, need=Part.INSTRUCTOR)
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _show(request, course, form)
    if form.is_valid():
        try:
            invitation = teaching.invite(course, by=request.user, **form.cleaned_data)
        except NotTaught as refused:
            form.add_error("email", refusals.told(refused.reason))
        else:
            _mail(request, course, invitation)
            return redirect("instructor_invite", course.pk)
    return _show(request, course, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _show(
    request: SignedInRequest,
    course: Course,
    form: InvitationForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Two queries of its own."""
    now = timezone.now()
    context = {
        "course": course,
        "page": "instructors",
        "instructors": list(course.instructors.select_related("user").order_by("since", "pk")),
        "invitations": [
            (each, _address(request, each), each.is_expired(now))
            for each in course.invitations.order_by("at", "pk")
        ],
        "form": form,
    }
    return render(request, "classroom/instructors.html", context, status=status)


def _mail(request: SignedInRequest, course: Course, invitation: InstructorInvitation) -> None:
    """Sends the invitation. Where no mail gets out, the page has the address to pass on.

    Anybody may be invited: neither a name nor a title may write lines of its own to them.
    """
    context = {
        "title": fit_to_show(course.title),
        "invitation": invitation,
        "address": _address(request, invitation),
        "by": fit_to_show(str(request.user)),
    }
    subject = render_to_string("classroom/email/invitation_subject.txt", context)
    text = render_to_string("classroom/email/invitation_message.txt", context)
    try:
        send_mail(" ".join(subject.split()), text, None, [invitation.email])
    except OSError:
        notice = _("The mail to %(email)s could not be sent. Pass the invitation's address on.")
        messages.warning(request, notice % {"email": invitation.email})
    else:
        messages.success(request, _("%(email)s was invited.") % {"email": invitation.email})


def _address(request: SignedInRequest, invitation: InstructorInvitation) -> str:
    return request.build_absolute_uri(f"/courses/invitations/{invitation.token}/")


@require_POST
def instructor_invitation_withdraw(
    request: SignedInRequest, course_id: uuid.UUID, invitation_id: int
) -> HttpResponse:
    course = get_course(request.user, course_id, need=Part.INSTRUCTOR)
    course.invitations.filter(pk=invitation_id).delete()
    messages.success(request, _("The invitation was withdrawn."))
    return redirect("instructor_invite", course.pk)


@show_and_save
def instructor_remove(
    request: SignedInRequest, course_id: uuid.UUID, instructor_id: int
) -> HttpResponse:
    """Takes an instructor off, or lets oneself leave; asks first."""
    course = get_course(request.user, course_id, need=Part.INSTRUCTOR)
    instructors = course.instructors.select_related("user")
    instructor = get_object_or_404(instructors, pk=instructor_id)
    leaves = instructor.user_id == request.user.pk
    context = {
        "course": course,
        "page": "instructors",
        "instructor": instructor,
        "leaves": leaves,
        "refused": "",
    }
    if request.method != "POST":
        return render(request, "classroom/instructor_remove.html", context)
    try:
        teaching.remove_instructor(course, instructor)
    except NotTaught as refused:
        context["refused"] = refusals.told(refused.reason)
        status = HTTPStatus.CONFLICT
        return render(request, "classroom/instructor_remove.html", context, status=status)
    left = _("You left “%(title)s”.") % {"title": course.title}
    messages.success(request, left if leaves else _("Removed."))
    return redirect("course_list") if leaves else redirect("instructor_invite", course.pk)


@show_and_save
@verified_only
def instructor_invitation(request: SignedInRequest, token: str) -> HttpResponse:
    """Where the mail leads: who invites to teach what, and a button to accept."""
    found = InstructorInvitation.objects.select_related("course", "by")
    invited = get_object_or_404(found, token=token)
    context = {"invitation": invited, "refused": ""}
    template = "classroom/instructor_invitation.html"
    if request.method != "POST":
        return render(request, template, context)
    try:
        course = teaching.accept(invited, by=request.user)
    except NotTaught as refused:
        context["refused"] = refusals.told(refused.reason)
        return render(request, template, context, status=HTTPStatus.CONFLICT)
    return redirect(course)
