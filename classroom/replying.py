"""What students and instructors answer to a review once it is released, and who has read it.

Each reply is one transaction under the lock of the submission's row, as is all that instructors
write and hand over: a remark that is replied to does not go meanwhile. Whoever calls has been
through `access.py`.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from classroom import letters
from classroom.models import Remark, Reply, Review, ReviewKind, Submission
from classroom.released import released

MOST_REPLIES = 200
"""To one review, those to its remarks included."""


class NotSaid(Exception):
    """Nothing was written.

    `reason` says why: `gone` (the review, or the remark, is not there to be read), `archived`,
    `many` (there is no room for more).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def reply(
    review: Review, *, remark_id: int | None = None, text: str, by: User, by_instructor: bool
) -> Reply:
    """Answers a released review, or one of the remarks that were released with it.

    Said twice in a row, by a second click, it is said once. Raises `NotSaid`.
    """
    with transaction.atomic():
        Submission.objects.select_for_update().get(pk=review.attempt.submission_id)
        locked = Review.objects.get(pk=review.pk)
        said = released(locked)
        if said is None or (remark_id and remark_id not in {one.id for one in said.remarks}):
            raise NotSaid("gone")
        if locked.attempt.submission.assignment.course.is_archived:
            raise NotSaid("archived")
        remark = Remark.objects.filter(pk=remark_id, review=locked).first() if remark_id else None
        if (last := locked.replies.order_by("-pk").first()) and _is_again(last, remark, text, by):
            return last
        if locked.replies.count() >= MOST_REPLIES:
            raise NotSaid("many")
        written = locked.replies.create(
            remark=remark, text=text, by=by, by_instructor=by_instructor
        )
        letters.replied(written)
    return written


def _is_again(last: Reply, remark: Remark | None, text: str, by: User) -> bool:
    told = (remark.pk if remark else None, text, by.pk)
    return (last.remark_id, last.text, last.by_id) == told


def mark_read(reviews: Iterable[Review]) -> None:
    """Notes when students first saw what was released; no query where they have seen it all.

    What was released anew in the meantime stays unread.
    """
    now = timezone.now()
    for review in reviews:
        if review.read_at is None:
            seen = Review.objects.filter(pk=review.pk, released_at=review.released_at)
            seen.filter(read_at=None).update(read_at=now)


def mark_replies_read(ids: Iterable[int]) -> None:
    """Notes when the other side first saw these replies; no query where there are none."""
    if unread := list(ids):
        Reply.objects.filter(pk__in=unread, read_at=None).update(read_at=timezone.now())


def unread(submissions: Iterable[UUID]) -> set[UUID]:
    """Which of these submissions hold replies of students that no instructor has seen yet."""
    replies = Reply.objects.filter(
        review__attempt__submission__in=submissions,
        review__kind=ReviewKind.INSTRUCTORS,
        by_instructor=False,
        read_at=None,
    )
    return set(replies.values_list("review__attempt__submission", flat=True))
