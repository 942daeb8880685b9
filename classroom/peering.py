"""Reviews by the students themselves: of their own work, and of the work of others.

Each write is one transaction. Whoever calls it has been through `access.py`. What a student
writes is seen by the instructors once it is sent, and by those whom it is about once an instructor
releases it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from classroom import letters
from classroom.allocation import spread
from classroom.models import (
    Assignment,
    Attempt,
    Author,
    Level,
    Remark,
    Review,
    ReviewKind,
    Rubric,
    Submission,
)
from classroom.models.reviews import BY_STUDENTS
from classroom.released import freeze_review
from classroom.reviewing import MOST_REMARKS, holds
from classroom.rubrics import lock_for_scoring


class NotSent(Exception):
    """Nothing was written.

    `reason` says why: `closed` (the time is past), `sent` (it was handed in already), `unfinished`
    (a criterion has no level), `outdated` (it was written on in another window), `gone` (what a
    remark is about is not there), `many`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Judgement:
    """What a student says of one criterion; no level: none yet."""

    criterion: int
    level: int | None
    remark: str


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


def _authors(assignment: Assignment) -> dict[UUID, list[int]]:
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
    authors: dict[UUID, list[int]] = {}
    for submission, person in rows:
        authors.setdefault(submission, []).append(person)
    return authors


def _latest(submissions: Iterable[UUID]) -> QuerySet[Attempt]:
    """The latest attempt of each, without what is heavy."""
    heavy = ("document", "findings", "rules", "names", "counts", "planless")
    attempts = Attempt.objects.filter(submission__in=list(submissions)).order_by("number")
    return attempts.defer(*heavy)


def _pairs(
    assignment: Assignment, authors: dict[UUID, list[int]], given: list[tuple[int, UUID]]
) -> list[tuple[int, UUID]]:
    return spread(authors, assignment.peer_reviews, given)


def _self_reviewed(submissions: Iterable[UUID]) -> set[tuple[int, UUID]]:
    own = Review.objects.filter(attempt__submission__in=list(submissions), kind=ReviewKind.SELF)
    return set(own.values_list("by", "attempt__submission"))


def asked_of(person: User, assignment: Assignment) -> QuerySet[Review]:
    """The reviews that a student is to write for an assignment, the own work's last."""
    asked = Review.objects.filter(
        by=person, kind__in=BY_STUDENTS, attempt__submission__assignment=assignment
    )
    held = ("kind", "sent_at", "attempt__submission_id")
    return asked.select_related("attempt").only(*held).order_by("kind", "pk")


def unwritten(person: User, courses: Iterable[UUID]) -> dict[int, int]:
    """By assignment, how many reviews a student has yet to hand in, and still can. One query."""
    asked = Review.objects.filter(
        by=person,
        kind__in=BY_STUDENTS,
        sent_at=None,
        attempt__submission__assignment__course__in=courses,
    )
    over = Q(attempt__submission__assignment__reviews_due_at__lt=timezone.now())
    counted = asked.exclude(over).values_list("attempt__submission__assignment")
    return dict(counted.annotate(Count("pk")).order_by())


def write(review: Review, judgements: Iterable[Judgement], *, overall: str, version: int) -> Review:
    """Keeps what a student says of the criteria and of the whole. Raises `NotSent`."""
    with transaction.atomic():
        locked = _at_work(review)
        if locked.version != version:
            raise NotSent("outdated")
        rubric = review.attempt.submission.assignment.rubric
        if rubric is not None:
            _score(locked, lock_for_scoring(rubric), judgements)
        locked.overall = overall
        locked.version += 1
        locked.save(update_fields=["overall", "version"])
    return locked


def _score(review: Review, rubric: Rubric, judgements: Iterable[Judgement]) -> None:
    """Three queries and one for each criterion; what the rubric does not hold is left out."""
    levels = {
        (level.criterion_id, level.pk)
        for level in Level.objects.filter(criterion__rubric=rubric).only("criterion")
    }
    criteria = set(rubric.criteria.values_list("pk", flat=True))
    for said in judgements:
        if said.criterion in criteria and (
            not said.level or (said.criterion, said.level) in levels
        ):
            review.scores.update_or_create(
                criterion_id=said.criterion,
                defaults={"level_id": said.level, "remark": said.remark, "by_id": review.by_id},
            )


def remark(review: Review, *, key: str, text: str) -> Remark:
    """Says something of an element, a block, or the whole. Raises `NotSent`."""
    with transaction.atomic():
        locked = _at_work(review)
        if not holds(review.attempt, key):
            raise NotSent("gone")
        if locked.remarks.count() >= MOST_REMARKS:
            raise NotSent("many")
        return locked.remarks.create(key=key, text=text, by_id=locked.by_id)


def retract(review: Review, remark_id: int) -> None:
    """Deletes a remark; one that is gone already stays so. Raises `NotSent`."""
    with transaction.atomic():
        _at_work(review).remarks.filter(pk=remark_id).delete()


def send(review: Review) -> None:
    """Hands a review in; from then on its writer changes nothing. Raises `NotSent`."""
    with transaction.atomic():
        locked = _at_work(review)
        rubric = review.attempt.submission.assignment.rubric
        scored = locked.scores.filter(level__isnull=False, criterion__rubric=rubric).count()
        if rubric is not None and scored < rubric.criteria.count():
            raise NotSent("unfinished")
        locked.sent_at = timezone.now()
        locked.released = freeze_review(locked, rubric)
        locked.save(update_fields=["sent_at", "released"])


def _at_work(review: Review) -> Review:
    """The review's row, locked, while its writer may still write."""
    locked = Review.objects.select_for_update().get(pk=review.pk)
    if locked.sent_at is not None:
        raise NotSent("sent")
    if is_over(review.attempt.submission.assignment):
        raise NotSent("closed")
    return locked


def is_over(assignment: Assignment) -> bool:
    """Whether the time to write reviews is past."""
    due = assignment.reviews_due_at
    return assignment.course.is_archived or (due is not None and timezone.now() > due)


def release(assignment: Assignment) -> int:
    """Lets those see them whom they are about: all peer reviews that were sent; how many.

    Each by itself, so that nobody who writes meanwhile waits for all of them. Done again, it
    releases what was sent since.
    """
    sent = Review.objects.filter(
        attempt__submission__assignment=assignment,
        kind=ReviewKind.PEER,
        sent_at__isnull=False,
        released_at=None,
    )
    ids = list(sent.order_by("pk").values_list("pk", flat=True))
    return sum(_released(review_id, assignment) for review_id in ids)


def _released(review_id: int, assignment: Assignment) -> bool:
    """Whether it was released by this one, and not by somebody else in the same moment."""
    with transaction.atomic():
        # The review alone: its submission stays free for who hands in meanwhile.
        rows = Review.objects.select_for_update(of=("self",)).select_related("attempt__submission")
        review = rows.filter(pk=review_id, released_at=None).first()
        if review is None:
            return False
        review.attempt.submission.assignment = assignment
        review.released_at = timezone.now()
        review.save(update_fields=["released_at"])
        letters.released(review)
    return True


def given_out(assignment: Assignment) -> QuerySet[Review]:
    """The reviews that students were asked for, each with who writes it."""
    asked = Review.objects.filter(attempt__submission__assignment=assignment, kind__in=BY_STUDENTS)
    return asked.select_related("by", "attempt").order_by("kind", "by__name", "by", "pk")


def sent_of(submission: Submission) -> QuerySet[Review]:
    """What students have handed in of reviews of a submission, the own last."""
    sent = Review.objects.filter(
        attempt__submission=submission, kind__in=BY_STUDENTS, sent_at__isnull=False
    )
    return sent.select_related("by", "attempt").order_by("kind", "sent_at", "pk")
