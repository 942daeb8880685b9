"""What instructors write about an attempt, before anybody else reads it.

Each function is one transaction under the lock of the submission's row, behind which whoever hands
in waits as well: nobody scores an attempt that has just been followed by another. Whoever calls it
has been through `access.py` as an instructor. The first word takes the submission up.

All raise `Outdated` where a newer attempt was handed in, `Barred` where the review was handed over
already, and `NotWritten` where the course is archived; nothing is written then.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from canvas import blueprints
from classroom.models import (
    Attempt,
    Criterion,
    Remark,
    Review,
    ReviewKind,
    Rubric,
    Score,
    Submission,
)
from classroom.rubrics import lock_for_scoring
from classroom.states import Move, State, after
from relationships.vocabulary import Block

MOST_REMARKS = 300
"""In one review."""

_BLOCKS = frozenset(f"block:{block}" for block in Block)


class Outdated(Exception):
    """A newer attempt was handed in since the page was opened."""


class Clash(Exception):
    """Somebody else wrote the same thing in the meantime; `theirs` is what stands there now."""

    def __init__(self, theirs: Score | Review) -> None:
        super().__init__(str(theirs))
        self.theirs = theirs


class NotWritten(Exception):
    """Nothing was written.

    `reason` says why: `gone` (what it is about is not there), `many` (there is no room for more),
    `archived`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def take_up(submission: Submission, *, attempt: int, by: User) -> Review:
    """Begins the review, or goes on with it."""
    with transaction.atomic():
        return _at_work(submission, attempt)


def lock(submission: Submission, attempt: int) -> Submission:
    """The row that orders all who write of a submission, while the attempt is still the latest."""
    if submission.assignment.course.is_archived:
        raise NotWritten("archived")
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    if locked.attempt_count != attempt:
        raise Outdated
    return locked


def _at_work(submission: Submission, attempt: int) -> Review:
    locked = lock(submission, attempt)
    if locked.state != State.IN_REVIEW:
        locked.state = after(locked.state, Move.TAKE_UP)
        locked.save(update_fields=["state"])
    return review_of(locked)


def review_of(submission: Submission) -> Review:
    """The review that the instructors write together of the latest attempt, made if need be."""
    attempt = submission.attempts.only("pk").get(number=submission.attempt_count)
    review, _ = Review.objects.get_or_create(attempt=attempt, kind=ReviewKind.INSTRUCTORS)
    return review


def score(
    submission: Submission,
    criterion_id: int,
    *,
    attempt: int,
    level: int | None,
    remark: str,
    version: int,
    by: User,
) -> Score:
    """Says which level is reached, and a word on it; `version` is 0 where nothing was said yet.

    Raises `Clash`, and `NotWritten` where the rubric holds no such criterion or level.
    """
    with transaction.atomic():
        review = _at_work(submission, attempt)
        _lock_rubric(submission)
        criterion = _criterion(submission, criterion_id, level)
        found = review.scores.select_related("level", "by").filter(criterion=criterion).first()
        if found and (found.level_id, found.remark) == (level, remark):
            return found
        if version != (found.version if found else 0):
            raise Clash(found) if found else NotWritten("gone")
        written = found or Score(review=review, criterion=criterion, version=0)
        written.level_id, written.remark = level, remark
        written.by, written.at = by, timezone.now()
        written.version += 1
        written.save()
    return written


def _lock_rubric(submission: Submission) -> None:
    """Neither the rubric nor which one it is changes from here on. Criteria are to be found again.

    A rubric that nobody was scored by may have been edited since the page was opened.
    """
    rubric = Rubric.objects.filter(assignments=submission.assignment_id).first()
    if rubric:
        lock_for_scoring(rubric)


def _criterion(submission: Submission, criterion_id: int, level: int | None) -> Criterion:
    """A criterion that the assignment is judged by, and that knows the level."""
    by_it = Criterion.objects.filter(rubric__assignments=submission.assignment_id)
    criterion = by_it.filter(pk=criterion_id).first()
    if criterion is None or (level and not criterion.levels.filter(pk=level).exists()):
        raise NotWritten("gone")
    return criterion


def overall(submission: Submission, *, attempt: int, text: str, version: int, by: User) -> Review:
    """Says what there is to say of the whole. `version` is 1 where there is no review yet.

    Raises `Clash`.
    """
    with transaction.atomic():
        review = _at_work(submission, attempt)
        if review.overall == text:
            return review
        if version != review.version:
            raise Clash(review)
        review.overall = text
        review.version += 1
        review.save(update_fields=["overall", "version"])
    return review


def remark(
    submission: Submission, *, attempt: int, key: str, text: str, is_private: bool, by: User
) -> Remark:
    """Says something of an element, a block (`block:…`), or the whole (empty).

    Raises `NotWritten` where the attempt does not hold it, and past the most.
    """
    with transaction.atomic():
        review = _at_work(submission, attempt)
        if not holds(review.attempt, key):
            raise NotWritten("gone")
        if review.remarks.count() >= MOST_REMARKS:
            raise NotWritten("many")
        return review.remarks.create(key=key, text=text, is_private=is_private, by=by)


def holds(attempt: Attempt, key: str) -> bool:
    return key == "" or key in _BLOCKS or key in blueprints.restore(attempt.document).elements


def reword(submission: Submission, remark_id: int, *, attempt: int, text: str, by: User) -> Remark:
    """Edits one's own remark. Raises as `retract` does."""
    with transaction.atomic():
        said = _own(_at_work(submission, attempt), remark_id, by)
        if said.text != text:
            said.text, said.edited_at = text, timezone.now()
            said.save(update_fields=["text", "edited_at"])
    return said


def retract(submission: Submission, remark_id: int, *, attempt: int, by: User) -> Remark:
    """Deletes one's own remark; what was released of it stays as it was.

    Raises `NotWritten` where it is not there, and `PermissionDenied` where it is somebody else's.
    """
    with transaction.atomic():
        said = _own(_at_work(submission, attempt), remark_id, by)
        Remark.objects.filter(pk=said.pk).delete()
    return said


def _own(review: Review, remark_id: int, by: User) -> Remark:
    said = review.remarks.filter(pk=remark_id).first()
    if said is None:
        raise NotWritten("gone")
    if said.by_id != by.pk:
        raise PermissionDenied
    return said


def carry_over(submission: Submission, *, attempt: int, by: User) -> Review:
    """Takes over what an earlier review said, where nothing was said yet: levels, and remarks.

    Remarks on what is no longer there stay behind; all belong to whoever wrote them.
    """
    with transaction.atomic():
        review = _at_work(submission, attempt)
        earlier = last_review_before(submission, attempt)
        if earlier is None:
            raise NotWritten("gone")
        _lock_rubric(submission)
        _take_over_scores(earlier, review)
        said = set(review.remarks.values_list("key", "text"))
        room = MOST_REMARKS - len(said)
        new = [
            Remark(review=review, key=r.key, text=r.text, is_private=r.is_private, by_id=r.by_id)
            for r in earlier.remarks.order_by("at", "pk")
            if (r.key, r.text) not in said and holds(review.attempt, r.key)
        ]
        Remark.objects.bulk_create(new[:room])
    return review


def _take_over_scores(earlier: Review, review: Review) -> None:
    said = set(review.scores.values_list("criterion_id", flat=True))
    by_it = earlier.scores.filter(
        criterion__rubric__assignments__submissions__attempts=review.attempt_id
    ).exclude(criterion__in=said)
    Score.objects.bulk_create(
        Score(
            review=review,
            criterion_id=score.criterion_id,
            level_id=score.level_id,
            remark=score.remark,
            by_id=score.by_id,
        )
        for score in by_it
    )


def last_review_before(submission: Submission, attempt: int) -> Review | None:
    """The instructors' review of the latest attempt before this one that has one."""
    reviews = Review.objects.filter(
        attempt__submission=submission, attempt__number__lt=attempt, kind=ReviewKind.INSTRUCTORS
    )
    return reviews.order_by("-attempt__number").first()
