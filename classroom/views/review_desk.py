"""The review screen opened for one request: shown whole, or answered with what a save changed."""

import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from http import HTTPStatus
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from canvas.views.requests import SignedInRequest
from classroom.access import get_submission
from classroom.models import Part, Submission
from classroom.moments import told
from classroom.naming import STATES
from classroom.queue import Wish, place_in
from classroom.review_rows import ReviewRows
from classroom.reviewing import NotWritten, Outdated
from classroom.reviews import NOTHING, ReviewDrawing, Unsaved
from classroom.states import Barred, Move, State, may

UNMARKED = "unmarked"
"""In the query: the board without what has changed on it."""


@dataclass
class ReviewDesk:
    """A submission on the screen of an instructor.

    The query holds which of the queue is gone through, which attempt is shown, and what is opened
    on the board; every form keeps it in its address.
    """

    request: SignedInRequest
    submission_id: uuid.UUID
    unsaved: Unsaved = NOTHING

    @cached_property
    def submission(self) -> Submission:
        return get_submission(self.request.user, self.submission_id, need=Part.INSTRUCTOR)

    @cached_property
    def wish(self) -> Wish:
        return Wish.read(self.request.GET)

    @property
    def written_on(self) -> int:
        """The number of the attempt that a form was written on."""
        return _number(self.request.POST.get("attempt", "")) or 0

    @cached_property
    def rows(self) -> ReviewRows:
        number = _number(self.request.GET.get("attempt", ""))
        return ReviewRows(self.submission, self.request.user, self.wish, number)

    @property
    def drawing(self) -> ReviewDrawing:
        return ReviewDrawing(
            self.rows,
            self.request.LANGUAGE_CODE,
            on=self.request.GET.get("on", ""),
            rest=self.rest,
            marks_changes=UNMARKED not in self.request.GET,
            unsaved=self.unsaved,
        )

    @property
    def rest(self) -> str:
        """The query but for what is opened on the board."""
        return self._query(UNMARKED in self.request.GET)

    def _query(self, is_unmarked: bool) -> str:
        number = _number(self.request.GET.get("attempt", ""))
        more: dict[str, object] = {"attempt": number} if number else {}
        if is_unmarked:
            more[UNMARKED] = 1
        return "&".join(filter(None, (self.wish.query, urlencode(more))))

    def address(self, key: str = "") -> str:
        """Of the screen, with a key opened."""
        on = urlencode({"on": key}, safe=":") if key else ""
        query = "&".join(filter(None, (self.rest, on)))
        return f"{reverse('review', args=[self.submission_id])}{'?' if query else ''}{query}"

    def back(self, anchor: str = "") -> HttpResponse:
        return redirect(f"{self.address(self.request.GET.get('on', ''))}{anchor}")

    def forget(self) -> None:
        """Reads anew after something was written."""
        self.submission.refresh_from_db(fields=["state", "attempt_count"])
        self.__dict__.pop("rows", None)

    def write(self, write: Callable[[], Any], typed: Unsaved = NOTHING) -> HttpResponse | None:
        """Writes something. Answers only where that was refused, with what was typed."""
        try:
            write()
        except Outdated:
            why = _("A newer attempt was handed in while you were writing.")
        except Barred:
            why = _("Somebody has released this review in the meantime.")
        except NotWritten as refused:
            why = not_written(refused.reason)
        else:
            self.forget()
            return None
        self.forget()
        return self.refuse(replace(typed, told=why), HTTPStatus.CONFLICT)

    def refuse(self, typed: Unsaved, status: HTTPStatus) -> HttpResponse:
        """Shows what was typed, and why it is not saved. With htmx the fields stay as they are."""
        self.unsaved = typed
        if not self.request.htmx:
            return self.show(status)
        response = self.answer(status=status)
        response["HX-Reswap"] = "none"
        return response

    def answer(
        self,
        template: str = "classroom/review_saved.html",
        *,
        criteria: Iterable[int] = (),
        overall: bool = False,
        status: HTTPStatus = HTTPStatus.OK,
        more: Mapping[str, object] = MappingProxyType({}),
    ) -> HttpResponse:
        """The pieces of the screen that a save changed, for htmx; `criteria` by their ids."""
        drawing = self.drawing
        ids = set(criteria)
        context = {
            **self._head(),
            "criteria": [
                drawing.criterion(criterion)
                for criterion in self.rows.criteria
                if criterion.pk in ids
            ],
            "overall": drawing.overall() if overall else None,
            "total": drawing.total(),
            "unsaved": self.unsaved,
            "is_saved": status == HTTPStatus.OK,
            **more,
        }
        return render(self.request, template, context, status=status)

    def show(self, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        """The whole screen; of htmx that asks for what is opened on the board, the sheet alone."""
        if self.request.htmx.target == "sheet":
            context = {**self._head(), **self.sheet()}
            return render(self.request, "classroom/review.html#sheet", context, status=status)
        drawing, rows = self.drawing, self.rows
        context = {
            **self._head(),
            **self.sheet(),
            "board": drawing.board(),
            "attempts": rows.attempts,
            "reviewed": rows.reviewed,
            "criteria": drawing.criteria(),
            "overall": drawing.overall(),
            "total": drawing.total(),
            "replies": drawing.replies(),
            "phrases": rows.phrases,
            "students": rows.students,
            "place": place_in(rows.queued, self.submission, self.wish.order),
            "queue_query": self.wish.query,
            "is_unmarked": UNMARKED in self.request.GET,
            "other_marks": self._query(UNMARKED not in self.request.GET),
            "handed_in": told(rows.attempt.at, self.submission.assignment.course),
        }
        return render(self.request, "classroom/review.html", context, status=status)

    def _head(self) -> dict[str, object]:
        """What every piece of the screen needs."""
        submission, rows = self.submission, self.rows
        assignment = submission.assignment
        here = self.address(self.request.GET.get("on", "")).partition("?")[2]
        return {
            "submission": submission,
            "assignment": assignment,
            "course": assignment.course,
            "review": rows.review,
            "shown": rows.number or submission.attempt_count,
            "is_latest": rows.is_latest,
            "state": STATES[State(submission.state)],
            "may_write": rows.may_write,
            "may_take_up": rows.may_write and may(submission.state, Move.TAKE_UP),
            "may_hand_over": rows.may_write and may(submission.state, Move.RELEASE),
            "may_reopen": rows.is_latest
            and may(submission.state, Move.REOPEN)
            and not assignment.course.is_archived,
            "has_rubric": assignment.rubric_id is not None,
            "here": here,
            "rest": self.rest,
            "unsaved": self.unsaved,
        }

    def sheet(self) -> dict[str, object]:
        """What is opened on the board, what is said of it, and what was said of it before."""
        drawing, rows = self.drawing, self.rows
        opened, key = drawing.opened, drawing.key
        context: dict[str, object] = {
            "attempt": rows.attempt,
            "opened": opened,
            "sheet": opened.sheet,
            "on": key,
            "remarks": drawing.remarks(on=key),
            "earlier_remarks": drawing.earlier_remarks(on=key or None),
            "earlier": rows.earlier,
            "box": drawing.new_remark(),
            "may_remark": rows.may_write and not opened.is_gone,
        }
        if not key:
            others = [remark for remark in drawing.remarks() if remark.key]
            context |= {
                "findings": drawing.board(),
                "other_remarks": others,
                "changes": drawing.changes(),
                "earlier_replies": drawing.replies(to_earlier=True),
                "is_answered": any(one.replies for one in drawing.earlier_remarks()),
            }
        return context


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else None


def not_written(reason: str) -> str:
    """Why nothing was saved: the reasons of `NotWritten`."""
    match reason:
        case "archived":
            return _("The course is archived: nothing is reviewed there any more.")
        case "many":
            return _("There is no room for more remarks. Delete some first.")
        case _:
            return _("What this is about is no longer there.")
