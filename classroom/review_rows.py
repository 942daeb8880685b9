"""The rows behind the review screen, in a number of queries that is always the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from classroom.frozen import Thawed, thaw
from classroom.models import (
    Attempt,
    Criterion,
    Remark,
    Reply,
    Review,
    ReviewKind,
    Score,
    Submission,
)
from classroom.queue import WAITING, Queued, Wish, queue
from classroom.since import Since

HEAVY = ("document", "findings", "rules", "names", "counts", "planless")
"""What only the attempt that is shown is read for."""


@dataclass
class ReviewRows:
    """A submission on the review screen: the attempt of that `number`, or else the latest.

    Twelve queries, whatever was written; the queue takes two of them. 404 where there is no such
    attempt.
    """

    submission: Submission
    reader: User
    wish: Wish
    number: int | None = None

    @cached_property
    def attempts(self) -> Sequence[Attempt]:
        """All of them, without what they hold."""
        attempts = self.submission.attempts.defer(*HEAVY).select_related("by")
        return list(attempts.order_by("number"))

    @cached_property
    def attempt(self) -> Attempt:
        return self._held[0]

    @cached_property
    def thawed(self) -> Thawed:
        return thaw(self.attempt)

    @property
    def is_latest(self) -> bool:
        return self.number in (None, self.submission.attempt_count)

    @property
    def may_write(self) -> bool:
        is_archived = self.submission.assignment.course.is_archived
        return self.is_latest and self.submission.state in WAITING and not is_archived

    @cached_property
    def _reviews(self) -> Mapping[int, Review]:
        """The instructors', by the number of the attempt."""
        reviews = Review.objects.filter(
            attempt__submission=self.submission, kind=ReviewKind.INSTRUCTORS
        )
        return {r.attempt.number: r for r in reviews.select_related("attempt").defer(*_ATTEMPTS)}

    @property
    def reviewed(self) -> frozenset[int]:
        """The numbers of the attempts that have a review."""
        return frozenset(self._reviews)

    @cached_property
    def _numbers(self) -> tuple[int, int | None]:
        """Of the attempt that is shown, and of the last one before it that was reviewed."""
        shown = self.submission.attempt_count if self.number is None else self.number
        return shown, max((number for number in self._reviews if number < shown), default=None)

    @cached_property
    def _held(self) -> tuple[Attempt, Attempt | None]:
        """Both attempts, with what they hold."""
        shown, before = self._numbers
        held = {each.number: each for each in self._attempts([shown, before])}
        if shown not in held:
            raise Http404
        return held[shown], held.get(before or 0)

    def _attempts(self, numbers: list[int | None]) -> QuerySet[Attempt]:
        return self.submission.attempts.filter(number__in=[n for n in numbers if n is not None])

    @property
    def review(self) -> Review | None:
        return self._reviews.get(self._numbers[0])

    @property
    def earlier(self) -> Review | None:
        """The review of the last attempt before this one that has one."""
        return self._reviews.get(self._numbers[1] or 0)

    @cached_property
    def since(self) -> Since | None:
        """What has changed since that attempt."""
        before = self._held[1]
        return Since(thaw(before), self.thawed) if before else None

    @property
    def _both(self) -> list[Review]:
        return [review for review in (self.review, self.earlier) if review]

    @cached_property
    def _scores(self) -> Sequence[Score]:
        return list(Score.objects.filter(review__in=self._both).select_related("level", "by"))

    def scores_of(self, review: Review | None) -> Mapping[int, Score]:
        """By criterion."""
        return {s.criterion_id: s for s in self._scores if review and s.review_id == review.pk}

    @cached_property
    def _remarks(self) -> Sequence[Remark]:
        remarks = Remark.objects.filter(review__in=self._both).select_related("by")
        return list(remarks.order_by("at", "pk"))

    def remarks_of(self, review: Review | None) -> Sequence[Remark]:
        return [r for r in self._remarks if review and r.review_id == review.pk]

    @cached_property
    def replies(self) -> Sequence[Reply]:
        """All that was replied to the reviews of this submission, the first first."""
        replies = Reply.objects.filter(
            review__attempt__submission=self.submission, review__kind=ReviewKind.INSTRUCTORS
        )
        return list(replies.select_related("by").order_by("at", "pk"))

    @property
    def new_replies(self) -> Sequence[int]:
        """Those of students that no instructor has seen yet."""
        return [r.pk for r in self.replies if not r.by_instructor and r.read_at is None]

    @cached_property
    def criteria(self) -> Sequence[Criterion]:
        """Of the assignment's rubric, each with its levels; none without a rubric."""
        criteria = Criterion.objects.filter(rubric=self.submission.assignment.rubric_id)
        return list(criteria.prefetch_related("levels").order_by("position", "pk"))

    @cached_property
    def students(self) -> Sequence[str]:
        """Who hands it in."""
        authors = self.submission.authors.select_related("enrolment__user").order_by("pk")
        return [str(author.enrolment.user or _("a student who has left")) for author in authors]

    @cached_property
    def queued(self) -> Sequence[Queued]:
        return queue(self.submission.assignment, self.wish)

    @cached_property
    def phrases(self) -> Sequence[str]:
        phrases = self.reader.phrases.order_by("text", "pk")
        return list(phrases.values_list("text", flat=True))


_ATTEMPTS = tuple(f"attempt__{name}" for name in HEAVY)
