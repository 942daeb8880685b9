"""What the states of submissions are called."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from classroom.states import State

STATES: dict[State, str | Promise] = {
    State.DRAFT: pgettext_lazy("state of a submission", "Draft"),
    State.SUBMITTED: pgettext_lazy("state of a submission", "Submitted"),
    State.IN_REVIEW: pgettext_lazy("state of a submission", "In review"),
    State.CHANGES_REQUESTED: pgettext_lazy("state of a submission", "Changes requested"),
    State.RELEASED: pgettext_lazy("state of a submission", "Released"),
}
