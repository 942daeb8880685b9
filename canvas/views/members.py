"""Who may come to a canvas: its members, who is invited, the secret links."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.core.mail import send_mail
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.verified import is_verified, verified_only
from canvas import sharing
from canvas.access import get_canvas
from canvas.exchange.faults import fit_to_show
from canvas.forms.sharing import ROLES, InvitationForm, LinkForm, RoleForm
from canvas.models import Canvas, Invitation, Member, Role
from canvas.sharing import NotShared
from canvas.views.elements import show_and_save
from canvas.views.requests import SignedInRequest


@require_safe
def members(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    return _show(request, get_canvas(request.user, canvas_id))


def _show(
    request: SignedInRequest,
    canvas: Canvas,
    *,
    invitation_form: InvitationForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Four queries besides those of every page: members, invitations, links, and who asks."""
    now = timezone.now()
    people = list(canvas.members.select_related("user", "handover").order_by("since", "pk"))
    is_owner = Role(canvas.role).allows(Role.OWNER)
    context = {
        "canvas": canvas,
        "page": "members",
        "can_edit": Role(canvas.role).allows(Role.EDITOR),
        "is_owner": is_owner,
        "is_verified": is_verified(request.user),
        "people": [Person.of(member, request.user) for member in people],
        "offered": next((m.user for m in people if hasattr(m, "handover")), None),
        "invitations": [
            (each, ROLES[Role(each.role)], _address(request, each), each.is_expired(now))
            for each in canvas.invitations.order_by("at", "pk")
        ]
        if is_owner
        else (),
        "links": [
            (link, request.build_absolute_uri(f"/s/{link.token}/"), link.is_expired(now))
            for link in canvas.links.select_related("by").order_by("at", "pk")
        ]
        if Role(canvas.role).allows(Role.EDITOR)
        else (),
        "invitation_form": invitation_form or InvitationForm(),
        "link_form": LinkForm(),
    }
    return render(request, "canvas/members.html", context, status=status)


@dataclass(frozen=True)
class Person:
    """A member as the page shows one."""

    pk: int
    name: str
    email: str
    role: object
    is_owner: bool
    is_me: bool
    is_offered: bool
    form: RoleForm

    @classmethod
    def of(cls, member: Member, me: User) -> "Person":
        return cls(
            pk=member.pk,
            name=str(member.user),
            email=member.user.email,
            role=ROLES[Role(member.role)],
            is_owner=member.role == Role.OWNER,
            is_me=member.user_id == me.pk,
            is_offered=hasattr(member, "handover"),
            form=RoleForm(initial={"role": member.role}, auto_id=f"id_%s_{member.pk}"),
        )


@require_POST
@verified_only
def member_invite(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    canvas = get_canvas(request.user, canvas_id, need=Role.OWNER)
    form = InvitationForm(request.POST)
    if form.is_valid():
        try:
            invitation = sharing.invite(canvas, by=request.user, **form.cleaned_data)
        except NotShared as refused:
            form.add_error("email", _told(refused))
        else:
            _mail(request, canvas, invitation)
            return redirect("members", canvas.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return _show(request, canvas, invitation_form=form, status=status)


def _mail(request: SignedInRequest, canvas: Canvas, invitation: Invitation) -> None:
    """Sends the invitation. Where no mail gets out, the page has the address to pass on.

    Anybody may be invited: neither a name nor a title may write lines of its own to them.
    """
    context = {
        "title": fit_to_show(canvas.title),
        "invitation": invitation,
        "role": ROLES[Role(invitation.role)],
        "address": _address(request, invitation),
        "by": fit_to_show(str(request.user)),
    }
    subject = render_to_string("canvas/email/invitation_subject.txt", context)
    text = render_to_string("canvas/email/invitation_message.txt", context)
    try:
        send_mail(" ".join(subject.split()), text, None, [invitation.email])
    except OSError:
        notice = _("The mail to %(email)s could not be sent. Pass the invitation's address on.")
        messages.warning(request, notice % {"email": invitation.email})
    else:
        messages.success(request, _("%(email)s was invited.") % {"email": invitation.email})


def _address(request: SignedInRequest, invitation: Invitation) -> str:
    return request.build_absolute_uri(f"/invitations/{invitation.token}/")


def _told(refused: NotShared) -> str:
    match refused.reason:
        case "member":
            return _("Whoever owns this address is a member already.")
        case "many":
            return _("That is too many for now. Withdraw some, or go on tomorrow.")
        case "address":
            return _("This invitation is for another address. Sign in with that one to accept it.")
        case "expired":
            return _("This invitation has expired. Ask for another one.")
        case _:
            return _("This is no longer on offer.")


@contextmanager
def _telling(request: SignedInRequest, done: str = "") -> Iterator[None]:
    """Says at the top of the next page what was done, or why it was not."""
    try:
        yield
    except NotShared as refused:
        messages.error(request, _told(refused))
    else:
        if done:
            messages.success(request, done)


@require_POST
def invitation_withdraw(
    request: SignedInRequest, canvas_id: uuid.UUID, invitation_id: int
) -> HttpResponse:
    canvas = get_canvas(request.user, canvas_id, need=Role.OWNER)
    canvas.invitations.filter(pk=invitation_id).delete()
    messages.success(request, _("The invitation was withdrawn."))
    return redirect("members", canvas.pk)


@require_POST
def member_role(request: SignedInRequest, canvas_id: uuid.UUID, member_id: int) -> HttpResponse:
    canvas = get_canvas(request.user, canvas_id, need=Role.OWNER)
    member = get_object_or_404(canvas.members.exclude(role=Role.OWNER), pk=member_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _show(request, canvas, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    with _telling(request, _("Saved.")):
        sharing.change_role(canvas, member, role=form.cleaned_data["role"], by=request.user)
    return redirect("members", canvas.pk)


@require_POST
def member_remove(request: SignedInRequest, canvas_id: uuid.UUID, member_id: int) -> HttpResponse:
    """The owner takes anybody else off; everybody else may leave."""
    canvas = get_canvas(request.user, canvas_id)
    member = get_object_or_404(canvas.members.exclude(role=Role.OWNER), pk=member_id)
    leaves = member.user_id == request.user.pk
    if not leaves:
        get_canvas(request.user, canvas_id, need=Role.OWNER)
    left = _("You left “%(title)s”.") % {"title": canvas.title}
    with _telling(request, left if leaves else _("Removed.")):
        sharing.remove_member(canvas, member, by=request.user)
    return redirect("canvas_list") if leaves else redirect("members", canvas.pk)


@require_POST
@verified_only
def handover_offer(request: SignedInRequest, canvas_id: uuid.UUID, member_id: int) -> HttpResponse:
    """Offers the canvas to a member, or takes the offer back (`withdraw`)."""
    canvas = get_canvas(request.user, canvas_id, need=Role.OWNER)
    member = get_object_or_404(canvas.members.exclude(role=Role.OWNER), pk=member_id)
    with _telling(request, _("Saved.")):
        if "withdraw" in request.POST:
            sharing.withdraw_handover(canvas)
        else:
            sharing.offer_handover(canvas, member)
    return redirect("members", canvas.pk)


@require_POST
def handover_answer(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    """The member to whom the canvas is offered takes it over, or declines (`decline`)."""
    canvas = get_canvas(request.user, canvas_id)
    if not canvas.members.filter(user=request.user, handover__isnull=False).exists():
        raise Http404
    if "decline" in request.POST:
        with _telling(request):
            sharing.withdraw_handover(canvas)
        return redirect("members", canvas.pk)
    with _telling(request, _("“%(title)s” is yours now.") % {"title": canvas.title}):
        sharing.take_over(canvas, by=request.user)
    return redirect("members", canvas.pk)


@require_POST
@verified_only
def link_new(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    canvas = get_canvas(request.user, canvas_id, need=Role.EDITOR)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _show(request, canvas, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    with _telling(request):
        sharing.make_link(canvas, days=form.cleaned_data["days"], by=request.user)
    return redirect("members", canvas.pk)


@require_POST
def link_revoke(request: SignedInRequest, canvas_id: uuid.UUID, link_id: int) -> HttpResponse:
    canvas = get_canvas(request.user, canvas_id, need=Role.EDITOR)
    with _telling(request, _("The link was revoked: whoever has it sees nothing any more.")):
        sharing.revoke_link(canvas, link_id, by=request.user)
    return redirect("members", canvas.pk)


@show_and_save
@verified_only
def invitation(request: SignedInRequest, token: str) -> HttpResponse:
    """Where the mail leads: who invites to what, and a button to accept."""
    invited = get_object_or_404(
        Invitation.objects.select_related("canvas", "by").filter(canvas__deleted_at=None),
        token=token,
    )
    context = {"invitation": invited, "role": ROLES[Role(invited.role)], "refused": ""}
    if request.method != "POST":
        return render(request, "canvas/invitation.html", context)
    try:
        canvas = sharing.accept(invited, by=request.user)
    except NotShared as refused:
        context["refused"] = _told(refused)
        return render(request, "canvas/invitation.html", context, status=HTTPStatus.CONFLICT)
    return redirect("board", canvas.pk)
