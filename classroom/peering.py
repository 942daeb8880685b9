"""Reviews by the students themselves: of their own work, and of the work of others.

Each function is one transaction. Whoever calls it has been through `access.py`. What a student
writes is seen by the instructors once it is sent, and by those whom it is about once an instructor
releases it.
"""

from collections.abc import Iterable
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from classroom import letters
from classroom.allocation import spread
from classroom.models import Assignment, Attempt, Author, Review, ReviewKind, Submission

BY_STUDENTS = (ReviewKind.PEER, ReviewKind.SELF)


class NotSent(Exception):
    """Nothing was written. `reason` says why: `closed` (too late), `sent`, `unfinished`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def give_out(assignment: Assignment) -> int:
    """Gives out the reviews that the assignment asks for, of the latest attempts; how many.

    Run again after more was handed in, it gives out what is missing and leaves the rest. Reviewers
    are those who handed something in.
    """
    with transaction.atomic():
        locked = Assignment.objects.select_for_update().get(pk=assignment.pk)
        authors = _authors(locked)
        latest = {attempt.submission_id: attempt for attempt in _latest(authors)}
        given = list(
            Review.objects.filter(
                attempt__submission__in=authors, kind=ReviewKind.PEER, by__isnull=False
            ).values_list("by", "attempt__submission")
        )
        pairs = [(person, work, ReviewKind.PEER) for person, work in _pairs(locked, authors, given)]
        if locked.self_review:
            done = _self_reviewed(authors)
            own = ((person, work) for work, people in authors.items() for person in people)
            pairs += [(*pair, ReviewKind.SELF) for pair in own if pair not in done]
        Review.objects.bulk_create(
            [Review(attempt=latest[work], by_id=person, kind=kind) for person, work, kind in pairs],
            ignore_conflicts=True,
        )
    return len(pairs)


def _authors(assignment: Assignment) -> dict[object, list[int]]:
    """Who handed in what, in an order that is the same on every run and favours nobody."""
    handed_in = Author.objects.filter(
        assignment=assignment,
        submission__attempt_count__gt=0,
        enrolment__left_at=None,
        enrolment__user__isnull=False,
    )
    rows = sorted(
        handed_in.values_list("submission", "enrolment__user"),
        key=lambda row: sha256(f"{assignment.pk}:{row[0]}".encode()).digest(),
    )
    authors: dict[object, list[int]] = {}
    for submission, person in rows:
        authors.setdefault(submission, []).append(person)
    return authors


def _latest(submissions: Iterable[object]) -> QuerySet[Attempt]:
    """The latest attempt of each, without what is heavy."""
    heavy = ("document", "findings", "rules", "names", "counts", "planless")
    attempts = Attempt.objects.filter(submission__in=list(submissions)).order_by("number")
    return attempts.defer(*heavy)


def _pairs(
    assignment: Assignment, authors: dict[object, list[int]], given: list[tuple[int, object]]
) -> list[tuple[int, object]]:
    return spread(authors, assignment.peer_reviews, given)


def _self_reviewed(submissions: Iterable[object]) -> set[tuple[int, object]]:
    own = Review.objects.filter(attempt__submission__in=list(submissions), kind=ReviewKind.SELF)
    return set(own.values_list("by", "attempt__submission"))


def own_review(person: User, submission: Submission) -> Review | None:
    """The review of a submission that this student was asked for, with its assignment."""
    asked = Review.objects.filter(attempt__submission=submission, by=person, kind__in=BY_STUDENTS)
    return asked.select_related("attempt__submission__assignment__course").first()


def asked_of(person: User, assignment: Assignment) -> QuerySet[Review]:
    """The reviews that a student is to write for an assignment, the own work's last."""
    asked = Review.objects.filter(
        by=person, kind__in=BY_STUDENTS, attempt__submission__assignment=assignment
    )
    return asked.select_related("attempt").order_by("kind", "pk")


def send(review: Review) -> None:
    """Hands a review in; from then on its writer changes nothing. Raises `NotSent`."""
    with transaction.atomic():
        locked = Review.objects.select_for_update().get(pk=review.pk)
        assignment = review.attempt.submission.assignment
        if locked.sent_at is not None:
            raise NotSent("sent")
        if is_over(assignment):
            raise NotSent("closed")
        rubric = assignment.rubric
        scored = locked.scores.filter(level__isnull=False).count()
        if rubric is not None and scored < rubric.criteria.count():
            raise NotSent("unfinished")
        locked.sent_at = timezone.now()
        locked.save(update_fields=["sent_at"])


def is_over(assignment: Assignment) -> bool:
    """Whether the time to write reviews is past."""
    due = assignment.reviews_due_at
    return assignment.course.is_archived or (due is not None and timezone.now() > due)
