"""Handing a review over to the students: for changes, or released; and taking it up again.

Each function is one transaction under the lock of the submission's row. What students read is
frozen in it (`classroom.released`): a review that was reopened may be written on, and they go on
reading what was released last.
"""

from collections import defaultdict
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from classroom import letters
from classroom.models import Assignment, Criterion, Review, ReviewKind, Score, Submission
from classroom.naming import name_of, with_names
from classroom.released import Frozen, freeze_review
from classroom.reviewing import NotWritten, Outdated, lock, review_of
from classroom.states import Barred, Move, State, after


class NotReady(Exception):
    """Nothing was written.

    `reason` says why: `unscored` (a criterion has no level), `empty` (nothing was said at all).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def request_changes(submission: Submission, *, attempt: int, by: User) -> Review:
    """Hands the review over, and asks for another attempt.

    Raises `NotReady` where there is nothing to read, and what all raise who write on a review.
    """
    with transaction.atomic():
        locked = lock(submission, attempt)
        locked.state = after(locked.state, Move.REQUEST_CHANGES)
        review = _handed_over(locked)
        locked.save(update_fields=["state"])
        letters.released(review)
    return review


def release(
    submission: Submission, *, attempt: int, without_levels: bool = False, by: User
) -> Review:
    """Hands the review over, with its points.

    Raises as `request_changes` does, and `NotReady` where a criterion has no level, unless it may
    be left out: then it counts neither for nor against.
    """
    with transaction.atomic():
        locked = lock(submission, attempt)
        locked.state = after(locked.state, Move.RELEASE)
        if not without_levels and unscored(locked).exists():
            raise NotReady("unscored")
        review = _handed_over(locked)
        locked.released_at = review.released_at
        locked.points = _amount(review.released["points"])
        locked.most_points = _amount(review.released["most_points"])
        locked.save(update_fields=["state", "released_at", "points", "most_points"])
        letters.released(review)
    return review


def reopen(submission: Submission, *, attempt: int, by: User) -> Review:
    """Takes a released review up again; the students go on reading it as it was."""
    with transaction.atomic():
        locked = lock(submission, attempt)
        locked.state = after(locked.state, Move.REOPEN)
        locked.save(update_fields=["state"])
        return review_of(locked)


def release_all(assignment: Assignment, *, by: User) -> int:
    """Releases all that are in review and have all their levels, each by itself; says how many.

    Done again, it releases what has become ready since.
    """
    return sum(_released(submission, by=by) for submission in in_review(assignment))


def _released(submission: Submission, *, by: User) -> bool:
    try:
        release(submission, attempt=submission.attempt_count, by=by)
    except (Barred, Outdated, NotReady, NotWritten):
        return False
    return True


class Readiness(NamedTuple):
    """The submissions in review that can be released, and those that can't, each with its name.

    What can't lacks a level in some criteria; where it lacks none, nothing was said at all.
    """

    ready: list[tuple[Submission, str]]
    unready: list[tuple[Submission, str, list[str]]]


def ready_and_not(assignment: Assignment) -> Readiness:
    """Which are released by `release_all`, and what the others lack. Five queries."""
    criteria = Criterion.objects.filter(rubric=assignment.rubric_id).order_by("position", "pk")
    titles = dict(criteria.values_list("pk", "title"))
    reviews = Review.objects.filter(
        kind=ReviewKind.INSTRUCTORS,
        attempt__submission__in=in_review(assignment),
        attempt__number=F("attempt__submission__attempt_count"),
    )
    is_said = ~Q(overall="") | Q(remarks__is_private=False) | Q(scores__level__isnull=False)
    said = set(reviews.filter(is_said).values_list("attempt__submission_id", flat=True))
    scored: dict[Any, set[int]] = defaultdict(set)
    levels = Score.objects.filter(level__isnull=False, review__in=reviews)
    for submission_id, criterion_id in levels.values_list(
        "review__attempt__submission_id", "criterion_id"
    ):
        scored[submission_id].add(criterion_id)
    readiness = Readiness([], [])
    for each in with_names(in_review(assignment)):
        lacking = [title for pk, title in titles.items() if pk not in scored[each.pk]]
        if lacking or each.pk not in said:
            readiness.unready.append((each, name_of(each), lacking))
        else:
            readiness.ready.append((each, name_of(each)))
    return readiness


def in_review(assignment: Assignment) -> QuerySet[Submission]:
    """What is being reviewed, the longest waiting first."""
    reviewed = assignment.submissions.filter(state=State.IN_REVIEW)
    return reviewed.select_related("assignment__course").order_by("submitted_at", "pk")


def unscored(submission: Submission) -> QuerySet[Criterion]:
    """The criteria without a level in the review of the latest attempt, in order."""
    scores = Score.objects.filter(
        criterion=OuterRef("pk"),
        level__isnull=False,
        review__kind=ReviewKind.INSTRUCTORS,
        review__attempt__submission=submission,
        review__attempt__number=submission.attempt_count,
    )
    criteria = Criterion.objects.filter(rubric__assignments=submission.assignment_id)
    return criteria.filter(~Exists(scores)).order_by("position", "pk")


def _handed_over(submission: Submission) -> Review:
    """Freezes the review as it is; whoever has read it before is told that it is new."""
    review = review_of(submission)
    rubric = submission.assignment.rubric
    review.released = freeze_review(review, rubric)
    if not _says_something(review.released):
        raise NotReady("empty")
    review.released_at = timezone.now()
    review.read_at = None
    review.save(update_fields=["released", "released_at", "read_at"])
    return review


def _says_something(frozen: Frozen) -> bool:
    said = any(c["level"] or c["remark"] for c in frozen["criteria"])
    return bool(frozen["overall"] or frozen["remarks"] or said)


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
