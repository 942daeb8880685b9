"""A student's work on an assignment as values: the canvas of now, and what was handed in."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from canvas import blueprints
from canvas.findings import findings_of
from canvas.models import Canvas
from canvas.wording import counted
from classroom import submitting
from classroom.models import Attempt, Submission
from classroom.moments import Moment, told
from classroom.states import Move, may
from classroom.telling import not_taken
from relationships.catalog import Catalog
from relationships.vocabulary import Severity

LISTED = 10
"""Attempts on the page of a submission; from there one goes on to those before."""

TOLD = 5
"""Findings that are told before handing in; all of them stand on the canvas's own page."""

Heard = tuple[tuple[Severity, str], ...]
Tallies = tuple[tuple[Severity, str], ...]


@dataclass(frozen=True)
class Work:
    """The canvas that is worked on, none where it was deleted.

    `gravest` are the first of its conflicts and risks, each in words. Where `may_submit` is false,
    `hindrance` says why, unless the state of the submission does.
    """

    canvas: Canvas | None
    is_filled: bool
    tallies: Tallies
    gravest: Heard
    may_submit: bool
    hindrance: str
    may_begin_again: bool
    number: int
    is_late: bool

    @property
    def seen(self) -> str:
        return submitting.fingerprint(self.canvas.document) if self.canvas else ""


def work_of(submission: Submission, catalog: Catalog, language: str, now: datetime) -> Work:
    """Two queries; the findings are those that the board remembers."""
    canvas = submitting.living(submission)
    is_open = may(submission.state, Move.SUBMIT)
    last = submitting.last_document(submission) if is_open else None
    reason = submitting.hindrance(submission, canvas, last, now)
    found = findings_of(canvas, catalog) if canvas else ()
    heard = [finding for finding in found if not finding.is_set_aside]
    return Work(
        canvas=canvas,
        is_filled=canvas is not None and bool(blueprints.read(canvas).elements),
        tallies=tallies(finding.severity for finding in heard),
        gravest=tuple(
            (finding.severity, finding.message(language))
            for finding in heard
            if finding.severity in (Severity.CONFLICT, Severity.RISK)
        )[:TOLD],
        may_submit=is_open and not reason,
        hindrance=not_taken(reason) if is_open and reason else "",
        may_begin_again=is_open and reason == "gone",
        number=submission.attempt_count + 1,
        is_late=submission.assignment.is_late(now),
    )


@dataclass(frozen=True)
class HandedIn:
    """An attempt in a list."""

    number: int
    at: Moment
    who: str
    is_late: bool
    message: str
    tallies: Tallies


def handed_in(submission: Submission, most: int = LISTED) -> tuple[HandedIn, ...]:
    """The latest attempts, the very latest first, without what is heavy: one query."""
    if not submission.attempt_count:
        return ()
    attempts = submission.attempts.select_related("by").defer("document", "rules", "names")
    return tuple(told_of(attempt, submission) for attempt in attempts.order_by("-number")[:most])


def told_of(attempt: Attempt, submission: Submission) -> HandedIn:
    return HandedIn(
        number=attempt.number,
        at=told(attempt.at, submission.assignment.course),
        who=str(attempt.by) if attempt.by else _("somebody who has left"),
        is_late=attempt.is_late,
        message=attempt.message,
        tallies=tallies(
            Severity(finding["severity"])
            for finding in attempt.findings
            if not finding["set_aside"]
        ),
    )


def tallies(severities: Iterable[Severity]) -> Tallies:
    """How many findings of each severity, in words, the gravest first."""
    count = Counter(severities)
    return tuple((severity, counted(severity, count[severity])) for severity in Severity)
