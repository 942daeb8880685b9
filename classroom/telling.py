"""What a student is told of a submission: where it stands, what comes next, what hinders it."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from classroom.models import Submission
from classroom.naming import STATES
from classroom.states import State


class Standing(NamedTuple):
    """`state` is the word for it, `next` what comes now."""

    state: str
    next: str


def standing(submission: Submission) -> Standing:
    return Standing(str(STATES[State(submission.state)]), _next(submission))


def _next(submission: Submission) -> str:
    match State(submission.state):
        case State.DRAFT:
            if submission.team_id:
                return _("Only your team sees your work until you hand it in.")
            return _("Only you see your work until you hand it in.")
        case State.SUBMITTED:
            told = _(
                "Attempt %(number)s waits for an instructor. Until it is taken up you can still "
                "hand in another."
            )
        case State.IN_REVIEW if submission.released_at:
            told = _(
                "An instructor is going over the review again. What was released stays below "
                "until then."
            )
        case State.IN_REVIEW:
            told = _(
                "An instructor is reviewing attempt %(number)s. What is said of it stands here "
                "as soon as it is released."
            )
        case State.CHANGES_REQUESTED:
            told = _(
                "Read below what is to be changed, change it on your canvas, and hand it in again."
            )
        case State.RELEASED:
            told = _("The review is done: it stands below. You can reply to it.")
    return told % {"number": submission.attempt_count}


def not_taken(reason: str) -> str:
    """Why nothing was handed in, or can be: the reasons of `NotTaken`, and that of `Barred`."""
    match reason:
        case "archived":
            return _("The course is archived: nothing is handed in there any more.")
        case "left":
            return _("You do not attend this course any more.")
        case "closed":
            return _("The time is over, and late work is no longer taken.")
        case "gone":
            return _("The canvas was deleted.")
        case "empty":
            return _("Nothing stands on the canvas yet.")
        case "same":
            return _("Nothing has changed on the canvas since you handed it in last.")
        case "changed":
            return _(
                "The canvas was changed since you opened this page. Look at what is handed in now."
            )
        case "many":
            return _("This was handed in very often: there is no room for another attempt.")
        case _:
            return _("An instructor has taken it up: it can't be handed in again now.")


def not_said(reason: str) -> str:
    """Why a reply was not written: the reasons of `NotSaid`."""
    match reason:
        case "archived":
            return _("The course is archived: nobody writes there any more.")
        case "many":
            return _("There is no room for more replies here.")
        case _:
            return _("What you reply to is no longer there. Reply to the review as a whole.")
