"""Why something about the people of a course was not done, in words."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from classroom.joining import MOST_STUDENTS
from classroom.teaching import MOST_COURSES, MOST_INSTRUCTORS
from classroom.teams import MOST_IN_TEAM, MOST_TEAMS


def told(reason: str) -> str:
    """The words for the `reason` of `NotTaught`, `NotJoined` and `NotMoved`."""
    match reason:
        case "archived":
            return _("This course is archived: everything can be read, and nothing changes.")
        case "closed":
            return _("Nobody joins this course at the moment. Ask your instructor to open it.")
        case "renewed":
            return _("This code and link hold no more. Ask your instructor for the new ones.")
        case "teaches":
            return _("You teach this course.")
        case "full" | "teams" | "students" | "instructors" | "courses":
            return _full(reason)
        case "handed_in":
            return _("A team that has handed something in stays as it is. Ask your instructor.")
        case "member":
            return _("Whoever owns this address teaches the course already.")
        case "many":
            return _("That is too many for now. Withdraw some, or go on tomorrow.")
        case "address":
            return _("This invitation is for another address. Sign in with that one to accept it.")
        case "expired":
            return _("This invitation has expired. Ask for another one.")
        case "last":
            return _("Nobody else teaches this course. Invite somebody first, or archive it.")
        case _:
            return _("This is no longer on offer.")


def _full(reason: str) -> str:
    texts = {
        "full": _("A team has room for %(most)s people."),
        "teams": _("A course has room for %(most)s teams."),
        "students": _("This course is full: it has room for %(most)s students."),
        "instructors": _("A course has room for %(most)s instructors, the invited ones included."),
        "courses": _("You teach %(most)s courses, and there is room for no more."),
    }
    most = {
        "full": MOST_IN_TEAM,
        "teams": MOST_TEAMS,
        "students": MOST_STUDENTS,
        "instructors": MOST_INSTRUCTORS,
        "courses": MOST_COURSES,
    }
    return texts[reason] % {"most": number_format(most[reason], force_grouping=True)}
