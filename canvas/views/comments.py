"""What people say about a canvas: the page of threads, and what is done in them."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import unsaved
from canvas import discussion
from canvas.access import get_canvas
from canvas.actions import Gone
from canvas.comments import KINDS, ON_A_PAGE, STATES, Drawing, Wish, Written, said_in
from canvas.discussion import Said, TooMany
from canvas.forms.comments import CommentForm
from canvas.models import Canvas, Comment, Role, Thread
from canvas.subjects import Subject
from canvas.views.editing import changed
from canvas.views.elements import show_and_save
from canvas.views.requests import SignedInRequest
from canvas.views.returning import way_back
from canvas.views.thinking import Study

NOTHING: Written = ("", "", ())


@show_and_save
def comments(request: SignedInRequest, canvas_id: uuid.UUID) -> HttpResponse:
    """Threads, and a form to start one on what `?on=` names. Four queries of its own at most."""
    talk = _Talk(request, canvas_id)
    subject = Subject.asked_for(request.GET)

    def save(text: str) -> Said:
        catalog = talk.study.catalog
        return discussion.comment(talk.canvas, subject, text=text, catalog=catalog, by=request.user)

    return talk.written_in("new", save)


@show_and_save
def comment_reply(request: SignedInRequest, canvas_id: uuid.UUID, thread_id: int) -> HttpResponse:
    """Replies. Asked for by its address, it is the thread alone, with what was not saved yet."""
    talk = _Talk(request, canvas_id, thread_id)

    def save(text: str) -> Said:
        return discussion.reply(talk.canvas, thread_id, text=text, by=request.user)

    return talk.written_in(f"reply-{thread_id}", save)


@show_and_save
def comment_edit(request: SignedInRequest, canvas_id: uuid.UUID, comment_id: int) -> HttpResponse:
    """Edits a comment of one's own; asked for by its address, it is its thread alone."""
    here = Comment.objects.filter(pk=comment_id, thread__canvas=canvas_id)
    talk = _Talk(request, canvas_id, here.values_list("thread_id", flat=True).first() or 0)

    def save(text: str) -> Said:
        return discussion.reword(talk.canvas, comment_id, text=text, by=request.user)

    return talk.written_in(f"edit-{comment_id}", save)


@require_POST
def comment_delete(request: SignedInRequest, canvas_id: uuid.UUID, comment_id: int) -> HttpResponse:
    talk = _Talk(request, canvas_id)
    said = discussion.retract(talk.canvas, comment_id, by=request.user)
    return talk.answer(said, _("The comment was deleted."))


@require_POST
def thread_resolve(request: SignedInRequest, canvas_id: uuid.UUID, thread_id: int) -> HttpResponse:
    talk = _Talk(request, canvas_id)
    said = discussion.resolve(talk.canvas, thread_id, by=request.user)
    return talk.answer(said, _("Resolved."))


@require_POST
def thread_reopen(request: SignedInRequest, canvas_id: uuid.UUID, thread_id: int) -> HttpResponse:
    talk = _Talk(request, canvas_id)
    said = discussion.reopen(talk.canvas, thread_id, by=request.user)
    return talk.answer(said, _("Reopened."))


@dataclass
class _Talk:
    """The comments of a canvas, opened for one request; of one `thread` alone where it is given."""

    request: SignedInRequest
    canvas_id: uuid.UUID
    thread: int | None = None

    @cached_property
    def study(self) -> Study:
        study = Study(self.request, self.canvas_id)
        need = Role.COMMENTER if self.request.method == "POST" else Role.VIEWER
        study.canvas = get_canvas(self.request.user, self.canvas_id, need=need)
        return study

    @property
    def canvas(self) -> Canvas:
        return self.study.canvas

    @cached_property
    def address(self) -> str:
        """The page that is shown, or that a form was sent from."""
        page = reverse("comments", args=[self.canvas_id])
        address = way_back(self.request, self.canvas_id)
        return address if address.partition("?")[0] == page else page

    @cached_property
    def wish(self) -> Wish:
        if self.request.method == "POST":
            return Wish.of(QueryDict(self.address.partition("?")[2]))
        return Wish(thread=self.thread) if self.thread is not None else Wish.of(self.request.GET)

    def written_in(self, box: str, save: Callable[[str], Said]) -> HttpResponse:
        """Saves what was sent from a box; shows the page, with what was refused still in it."""
        if self.request.method != "POST":
            kept = unsaved.take(self.request)
            return self.show((box, kept.get("text", ""), (_restored(),)) if kept else NOTHING)
        form = CommentForm(self.request.POST)
        if not form.is_valid():
            written = (box, self.request.POST.get("text", ""), tuple(map(str, form.errors["text"])))
            return self.show(written, HTTPStatus.UNPROCESSABLE_ENTITY)
        text = form.cleaned_data["text"]
        try:
            return self.answer(save(text), _("Saved."))
        except Gone:
            if box != "new":
                raise
            return self.show((box, text, (_gone(),)), HTTPStatus.CONFLICT)
        except TooMany:
            return self.show((box, text, (_too_many(),)), HTTPStatus.CONFLICT)

    def answer(self, said: Said, notice: str) -> HttpResponse:
        if self.request.htmx:
            return changed(self.request, said.change, self.study.catalog, notice)
        messages.success(self.request, notice)
        anchor = f"#c{said.comment.pk}" if said.comment else ""
        return redirect(f"{self.address}{anchor}")

    def show(self, written: Written, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        page = self._page()
        threads = list(page)
        drawing = self._drawing(threads, written)
        subject = self.wish.subject or Subject()
        told = drawing.told(subject)
        context = {
            "threads": drawing.threads(threads),
            "wish": self.wish,
            "subject": told,
            "subject_place": drawing.place(subject),
            "is_gone": not told,
            "asks": replace(Wish(), subject=subject if told else None).query,
            "box": drawing.box("new"),
            "can_comment": self.study.can_comment,
            "states": self._choices("state", STATES),
            "kinds": self._choices("kind", KINDS),
            "names": [str(person) for person in drawing.people],
            "pages": page,
            "previous": self._turned(page, -1) if page.has_previous() else "",
            "following": self._turned(page, 1) if page.has_next() else "",
            "back": f"comments/{self.wish.query}",
        }
        return self.study.show("comments", context, status)

    def _page(self) -> Page[Thread]:
        """No query on a canvas that nobody has commented on."""
        has_any = bool(self.canvas.open_threads)
        threads = self.wish.threads(self.canvas) if has_any else Thread.objects.none()
        return Paginator(threads.select_related("resolved_by"), ON_A_PAGE).get_page(self.wish.page)

    def _drawing(self, threads: Sequence[Thread], written: Written) -> Drawing:
        members = self.canvas.members.select_related("user").order_by("since", "pk")
        return Drawing(
            blueprint=self.study.blueprint,
            findings=self.study.findings,
            catalog=self.study.catalog,
            language=self.study.language,
            reader=self.request.user,
            people=[member.user for member in members],
            may_comment=self.study.can_comment,
            owns=Role(self.canvas.role).allows(Role.OWNER),
            written=written,
            said=said_in(threads),
        )

    def _choices(self, name: str, labels: dict[Any, Any]) -> list[tuple[str, str, bool]]:
        """What the list can be narrowed to: labels, queries, and whether it is chosen."""
        chosen = getattr(self.wish, name)
        asked = replace(self.wish, thread=None, page=1)
        return [
            (str(label), replace(asked, **{name: value}).query, value is chosen)
            for value, label in labels.items()
        ]

    def _turned(self, page: Page[Thread], by: int) -> str:
        return replace(self.wish, page=page.number + by).query


def _restored() -> str:
    return _("This is not saved yet.")


def _gone() -> str:
    return _("What this is about is no longer there. Save again to say it of the whole canvas.")


def _too_many() -> str:
    return _("There is no room for more here. Delete some comments first.")
