"""What instructors say of an assignment, as plain values that can be compared, merged and told."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import MAXYEAR, MINYEAR, datetime
from hashlib import sha256
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from classroom.models import Assignment, Course
from classroom.moments import told
from classroom.starters import holds

NO_RUBRIC = "none"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """`judged_by` is the id of a rubric, `none` for the word that there is none, or empty."""

    title: str
    brief: str = ""
    due_at: datetime | None = None
    late_days: int | None = None
    starter: str = ""
    judged_by: str = ""
    peer_reviews: int = 0
    self_review: bool = False
    is_anonymous: bool = False
    reviews_due_at: datetime | None = None


MOMENTS = ("due_at", "reviews_due_at")


def terms_of(assignment: Assignment) -> Terms:
    plain = {
        field.name: getattr(assignment, field.name)
        for field in fields(Terms)
        if field.name != "judged_by"
    }
    without = NO_RUBRIC if assignment.without_rubric else ""
    return Terms(**plain, judged_by=str(assignment.rubric_id or without))


def put(assignment: Assignment, terms: Terms) -> None:
    """Sets the fields of the row, and saves nothing."""
    for field in fields(Terms):
        if field.name != "judged_by":
            setattr(assignment, field.name, getattr(terms, field.name))
    assignment.without_rubric = terms.judged_by == NO_RUBRIC
    is_rubric = terms.judged_by not in ("", NO_RUBRIC)
    assignment.rubric_id = int(terms.judged_by) if is_rubric else None


def written(terms: Terms) -> str:
    """Terms as a form carries them: of the starter only what it is known again by."""
    plain = asdict(terms) | {"starter": _digest(terms.starter)}
    return json.dumps(plain, default=lambda moment: moment.isoformat(), ensure_ascii=False)


def seen_in(carried: str, now: Terms) -> Terms:
    """The terms that a form was shown with; `now` where it does not tell.

    They are only ever compared: whatever somebody made of them, nothing of them is stored.
    """
    try:
        seen = json.loads(carried)
        moments = {name: _moment(seen[name]) for name in MOMENTS}
        is_same = seen["starter"] == _digest(now.starter)
        starter = now.starter if is_same else str(seen["starter"])
        return replace(now, **(seen | moments | {"starter": starter}))
    except (ValueError, KeyError, TypeError, RecursionError):
        return now


def _digest(starter: str) -> str:
    return sha256(starter.encode()).hexdigest()[:16] if starter else ""


def _moment(carried: str | None) -> datetime | None:
    """Raises `ValueError` for what is no moment with an offset, or none in every time zone."""
    if carried is None:
        return None
    moment = parse_datetime(carried)
    if moment is None or moment.tzinfo is None or not MINYEAR < moment.year < MAXYEAR:
        raise ValueError(carried)
    return moment


def in_words(name: str, terms: Terms, course: Course, rubrics: Mapping[str, str]) -> str:
    """What the terms say in one field, for two people who changed it at once."""
    value: Any = getattr(terms, name)
    match name:
        case "due_at" | "reviews_due_at":
            return str(told(value, course)) if value else _("No day")
        case "late_days":
            return late_told(value)
        case "starter":
            return ", ".join(holds(value)) if value else _("An empty canvas")
        case "judged_by":
            return rubrics.get(value, "")
        case "peer_reviews":
            return peers_told(value)
        case "self_review" | "is_anonymous":
            ticked = "a box that is ticked"
            return pgettext(ticked, "yes") if value else pgettext(ticked, "no")
    return str(value)


def late_told(late_days: int | None) -> str:
    """What becomes of late work, in a few words."""
    if late_days is None:
        return _("It is always taken, and marked as late")
    if late_days == 0:
        return _("It is not taken")
    words = ngettext(
        "It is taken for %(n)s day, and marked as late",
        "It is taken for %(n)s days, and marked as late",
        late_days,
    )
    return words % {"n": late_days}


def peers_told(count: int) -> str:
    """Whose work each student reviews."""
    if count == 0:
        return _("no other work")
    return ngettext("the work of %(n)s other", "the work of %(n)s others", count) % {"n": count}
