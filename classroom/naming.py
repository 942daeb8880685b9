"""What submissions and their states are called, to whoever may see them."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from classroom.models import Author, Submission
from classroom.states import State

STATES: dict[State, str | Promise] = {
    State.DRAFT: pgettext_lazy("state of a submission", "Draft"),
    State.SUBMITTED: pgettext_lazy("state of a submission", "Handed in"),
    State.IN_REVIEW: pgettext_lazy("state of a submission", "In review"),
    State.CHANGES_REQUESTED: pgettext_lazy("state of a submission", "Changes requested"),
    State.RELEASED: pgettext_lazy("state of a submission", "Released"),
}


_READ = "authors_to_name"
"""A plain list on the submission: the manager that Django makes for each costs most of a class."""


def with_names(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Ready for `name_of`: two queries, however many they are."""
    people = Author.objects.select_related("enrolment__user").order_by("pk")
    told = people.only("submission", "enrolment__user__name", "enrolment__user__email")
    return submissions.select_related("team").prefetch_related(
        Prefetch("authors", told, to_attr=_READ)
    )


def name_of(submission: Submission) -> str:
    """The team's name, else its students' names; who has given none is called by the address.

    Queries unless it comes from `with_names`.
    """
    if submission.team:
        return submission.team.name
    authors: list[Author] | None = getattr(submission, _READ, None)
    if authors is None:
        authors = list(submission.authors.select_related("enrolment__user").order_by("pk"))
    people = [author.enrolment.user for author in authors]
    return _listed(str(person) if person else "" for person in people)


def names_in(submissions: QuerySet[Submission]) -> dict[UUID, str]:
    """What `name_of` says of all of them, by id: one query, and no row made into an object."""
    person = "authors__enrolment__user__"
    told = submissions.order_by("authors__pk").values_list(
        "pk", "team__name", f"{person}name", f"{person}email"
    )
    teams: dict[UUID, str | None] = {}
    people: defaultdict[UUID, list[str]] = defaultdict(list)
    for pk, team, name, email in told:
        teams[pk] = team
        people[pk].append(name or email or "")
    return {pk: team or _listed(people[pk]) for pk, team in teams.items()}


def _listed(names: Iterable[str]) -> str:
    """Names in a row; an empty one belongs to a deleted account."""
    left = _("a student who has left")
    return ", ".join(name or left for name in names) or left


def names_of(submissions: Iterable[UUID]) -> dict[UUID, str]:
    """The names of submissions by their ids, in three queries."""
    found = with_names(Submission.objects.filter(pk__in=set(submissions)))
    return {submission.pk: name_of(submission) for submission in found}
