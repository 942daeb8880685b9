"""The queue of an assignment: what was submitted, in the order in which it is reviewed.

The page of the assignment lists it, and the review screen goes through it. Names are sorted here
and not by the database: neither of ours knows that Álvaro comes before Bruno.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.utils import timezone

from classroom.models import Assignment, Submission
from classroom.naming import names_in
from classroom.states import State
from relationships.catalog import plain

SHOWN = (State.SUBMITTED, State.IN_REVIEW, State.CHANGES_REQUESTED, State.RELEASED)
"""In the order of the queue: what waits for the instructors first."""

WAITING = (State.SUBMITTED, State.IN_REVIEW)
"""What an instructor may write on."""

LONGEST_NAME = 100


class Lateness(StrEnum):
    ANY = ""
    IN_TIME = "in_time"
    LATE = "late"


class Order(StrEnum):
    STATE = ""
    LATENESS = "lateness"
    NAME = "name"


class Wish(NamedTuple):
    """Which submissions, and in what order; `name` is a part of the name, in any case."""

    state: str = ""
    lateness: Lateness = Lateness.ANY
    name: str = ""
    order: Order = Order.STATE

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "Wish":
        """From a query string; what can't be wished for is passed over."""
        state, lateness, order = (query.get(key, "") for key in ("state", "lateness", "order"))
        return cls(
            state=state if state in SHOWN else "",
            lateness=Lateness(lateness) if lateness in set(Lateness) else Lateness.ANY,
            name=str(query.get("name", "")).strip()[:LONGEST_NAME],
            order=Order(order) if order in set(Order) else Order.STATE,
        )

    @property
    def query(self) -> str:
        """As a query string, empty where nothing is wished for."""
        return urlencode({key: value for key, value in self._asdict().items() if value})

    @property
    def is_open(self) -> bool:
        """Whether it leaves nothing out."""
        return not (self.state or self.lateness or self.name)


class Queued(NamedTuple):
    submission: Submission
    name: str

    @property
    def id(self) -> UUID:
        return self.submission.pk


def queue(assignment: Assignment, wish: Wish) -> list[Queued]:
    """What was submitted and is wished for, in order. Two queries, however long it is."""
    submitted = assignment.submissions.filter(attempt_count__gt=0)
    if wish.state:
        submitted = submitted.filter(state=wish.state)
    if wish.lateness:
        submitted = submitted.filter(is_late=wish.lateness is Lateness.LATE)
    names = names_in(submitted)  # One that comes in between the two queries waits for the next.
    named = [Queued(each, names[each.pk]) for each in submitted if each.pk in names]
    words = plain(wish.name).split()
    found = [each for each in named if all(word in plain(each.name) for word in words)]
    return sorted(found, key=_ORDERS[wish.order])


def neighbours(queued: Sequence[Queued], submission: Submission) -> tuple[UUID | None, UUID | None]:
    """The submissions before and after one. Of one that is not in it: none, and the first."""
    ids = [each.id for each in queued]
    if submission.pk not in ids:
        return None, ids[0] if ids else None
    place = ids.index(submission.pk)
    before, after = ids[:place], ids[place + 1 :]
    return (before[-1] if before else None), (after[0] if after else None)


class Place(NamedTuple):
    """Where a submission stands among those that are reviewed in turn.

    `number` counts from 1, and is 0 for one that is not among the `total`; `waiting` is how many
    are still to be reviewed.
    """

    number: int
    total: int
    waiting: int
    previous: Queued | None
    following: Queued | None


def place_in(queued: Sequence[Queued], submission: Submission, order: Order) -> Place:
    """Where one stands, and whose turn is before and after.

    Reviewing changes states. Who goes through the queue by state keeps the turn for all that: what
    is begun stands among what is not, by how long it has waited, and as long as anything waits,
    something that waits comes next.
    """
    turns = sorted(queued, key=_by_turn) if order is Order.STATE else list(queued)
    known = {each.id: each for each in turns}
    waiting = [each for each in turns if each.submission.state in WAITING]
    before, after = (known.get(id) if id else None for id in neighbours(turns, submission))
    others = [each for each in waiting if each.id != submission.pk]
    is_in_turn = submission.state in WAITING and after in others
    if order is Order.STATE and others and not is_in_turn:
        after = others[0]
    number = list(known).index(submission.pk) + 1 if submission.pk in known else 0
    return Place(number, len(turns), len(waiting), before, after)


Key = tuple[Any, ...]


def _by_name(queued: Queued) -> Key:
    return (plain(queued.name), str(queued.id))


def _by_state(queued: Queued) -> Key:
    """Within a state, who has waited longest comes first."""
    submission = queued.submission
    rank = SHOWN.index(State(submission.state))
    return (rank, submission.submitted_at or timezone.now(), *_by_name(queued))


def _by_turn(queued: Queued) -> Key:
    return (queued.submission.state not in WAITING, *_by_state(queued)[1:])


def _by_lateness(queued: Queued) -> Key:
    return (not queued.submission.is_late, *_by_state(queued))


_ORDERS: Mapping[Order, Callable[[Queued], Key]] = {
    Order.STATE: _by_state,
    Order.LATENESS: _by_lateness,
    Order.NAME: _by_name,
}
