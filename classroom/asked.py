"""The reviews that a student was asked to write, as the pages of an assignment show them."""

from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from classroom import peering
from classroom.models import Assignment, Review, ReviewKind
from classroom.naming import names_of


class Asked(NamedTuple):
    """A review to be written, of one submission."""

    submission: UUID
    what: str
    state: str
    is_open: bool


def asked_of(assignment: Assignment, student: User) -> list[Asked]:
    """One query; where names may be told and there is somebody to name, two more."""
    reviews = list(peering.asked_of(student, assignment))
    peers = [each for each in reviews if each.kind == ReviewKind.PEER]
    named = [] if assignment.is_anonymous else peers
    names = names_of(each.attempt.submission_id for each in named)
    is_over = peering.is_over(assignment)
    return [_asked(each, names, is_over) for each in reviews]


def _asked(review: Review, names: dict[UUID, str], is_over: bool) -> Asked:
    submission = review.attempt.submission_id
    if review.kind == ReviewKind.SELF:
        what = _("Your own work")
    elif submission in names:
        what = _("The work of %(name)s") % {"name": names[submission]}
    else:
        what = _("The work of a fellow student")
    is_open = not review.sent_at and not is_over
    return Asked(submission, what, _state(review, is_over), is_open)


def _state(review: Review, is_over: bool) -> str:
    if review.sent_at:
        return _("handed in")
    return _("not handed in") if is_over else _("to be written")
