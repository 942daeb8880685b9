"""The inbox: what others said that is meant for one's notice."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from canvas import inbox as notices
from canvas.models import Notice
from canvas.telling import address_of, excerpt, notice_told
from canvas.views.requests import SignedInRequest
from relationships import live
from relationships.catalog import Catalog

PAGE_LENGTH = 30


@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    """The latest first, of canvases that the person may open. Two queries of its own."""
    mine = request.user.notices.within_reach().with_what_they_tell().order_by("-at", "-pk")
    page = Paginator(mine, PAGE_LENGTH).get_page(request.GET.get("page"))
    catalog, language = live.current(), request.LANGUAGE_CODE
    lines = [Line.of(notice, catalog, language) for notice in page]
    return render(request, "canvas/inbox.html", {"page": page, "lines": lines})


@dataclass(frozen=True)
class Line:
    """A notice as the inbox shows it."""

    pk: str
    told: str
    canvas: str
    subject: str
    excerpt: str
    address: str
    at: datetime
    is_read: bool

    @classmethod
    def of(cls, notice: Notice, catalog: Catalog, language: str) -> "Line":
        """Runs no query on a notice that comes `with_what_they_tell`."""
        told, subject = notice_told(notice, catalog, language)
        return cls(
            pk=str(notice.pk),
            told=told,
            canvas=notice.comment.thread.canvas.title,
            subject=subject,
            excerpt=excerpt(notice.comment) or _("This comment was deleted."),
            address=address_of(notice.comment),
            at=notice.at,
            is_read=notice.read_at is not None,
        )


@require_POST
def inbox_read(request: SignedInRequest) -> HttpResponse:
    notices.mark_read(request.user)
    return redirect("inbox")


@require_POST
def notice_read(request: SignedInRequest, notice_id: int) -> HttpResponse:
    """Marks one as read; with `open`, leads to its comment."""
    mine = request.user.notices.within_reach().with_what_they_tell()
    notice = mine.filter(pk=notice_id).first()
    if notice is None:
        raise Http404
    notices.mark_read(request.user, notice_id)
    return redirect(address_of(notice.comment) if "open" in request.POST else "inbox")
