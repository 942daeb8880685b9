"""What pages of courses call the states, in the active language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from classroom.states import State

STATES: dict[State, Promise] = {
    State.DRAFT: _("Draft"),
    State.SUBMITTED: _("Submitted"),
    State.IN_REVIEW: _("In review"),
    State.CHANGES_REQUESTED: _("Changes requested"),
    State.RELEASED: _("Released"),
}


def state_name(state: str) -> str:
    return str(STATES[State(state)])
