"""What was released of reviews, and the replies to it, as values for the pages that show it.

Students and instructors see the same here, nothing private and nothing unreleased; instructors
alone are told which peer it was that reviewed anonymously.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from classroom.frozen import thaw
from classroom.models import Course, Reply, Review, ReviewKind, Submission
from classroom.released import Released, ReleasedCriterion, ReleasedRemark, released
from classroom.showing import WHOLE, name_at, opened_at
from relationships.coherence.texts import number

READ = (ReviewKind.INSTRUCTORS, ReviewKind.PEER)
"""What students get to read of others; a self review is their own."""


class Written(NamedTuple):
    """What somebody typed that was not saved, in which box, and why not."""

    box: str = ""
    text: str = ""
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Box:
    """Where a reply is written; `remark` is empty in the one that answers the whole review."""

    id: str
    review: int
    remark: str
    text: str = ""
    faults: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return bool(self.text or self.faults)


@dataclass(frozen=True)
class Answer:
    """A reply. `read` is when the other side first saw one that comes from the reader's."""

    id: int
    who: str
    text: str
    at: datetime
    by_instructor: bool
    is_ours: bool
    is_new: bool
    read: datetime | None


@dataclass(frozen=True)
class Said:
    """A remark, on what, and what was answered to it."""

    id: int
    key: str
    on: str
    place: str
    text: str
    answers: tuple[Answer, ...]
    box: Box | None


@dataclass(frozen=True)
class Judged:
    """What was said of one criterion; without a level it has no points."""

    criterion: ReleasedCriterion
    points: str


@dataclass(frozen=True)
class Feedback:
    """One released review. `total` is empty where nothing was scored."""

    id: int
    kind: str
    attempt: int
    at: datetime
    who: str
    overall: str
    total: str
    criteria: tuple[Judged, ...]
    remarks: tuple[Said, ...]
    answers: tuple[Answer, ...]
    box: Box | None
    is_new: bool
    read: datetime | None

    @property
    def new_answers(self) -> tuple[Answer, ...]:
        """What the other side wrote and this one has not seen yet."""
        remarked = (answer for remark in self.remarks for answer in remark.answers)
        return tuple(answer for answer in (*self.answers, *remarked) if answer.is_new)

    @property
    def says_something(self) -> bool:
        return bool(self.overall or self.total or self.criteria or self.remarks or self.box)

    def opened(self, key: str) -> "Feedback":
        """What it says under one key; what is said of the whole stands with the whole canvas."""
        remarks = tuple(remark for remark in self.remarks if remark.key == key)
        if key == WHOLE:
            return replace(self, remarks=remarks)
        return replace(
            self, remarks=remarks, overall="", total="", criteria=(), answers=(), box=None
        )


def released_reviews(submission: Submission, number: int | None = None) -> list[Review]:
    """With their attempts and replies, the latest first, the instructors' before the peers'.

    Three queries at most; of the attempt of a number alone where one is given.
    """
    replies = Reply.objects.select_related("by").order_by("at", "pk")
    found = Review.objects.filter(
        attempt__submission=submission, released_at__isnull=False, kind__in=READ
    ).select_related("by")
    if number is not None:
        found = found.filter(attempt__number=number)
    ordered = found.order_by("-attempt__number", "kind", "pk")
    return list(ordered.prefetch_related("attempt", Prefetch("replies", replies)))


@dataclass(frozen=True)
class Teller:
    """Tells reviews of one submission to one reader."""

    submission: Submission
    by_instructor: bool
    language: str
    written: Written

    @property
    def course(self) -> Course:
        return self.submission.assignment.course

    def feedback(self, reviews: Iterable[Review]) -> tuple[Feedback, ...]:
        """Those that hold something; a review that was never frozen has nothing to read."""
        both = ((review, released(review)) for review in reviews)
        return tuple(self._feedback(review, said) for review, said in both if said)

    def _feedback(self, review: Review, said: Released) -> Feedback:
        assert review.released_at  # noqa: S101 - `released` has looked
        replies = list(review.replies.all())
        known = {remark.id for remark in said.remarks}
        general = [reply for reply in replies if reply.remark_id not in known]
        return Feedback(
            id=review.pk,
            kind=review.kind,
            attempt=review.attempt.number,
            at=review.released_at,
            who=self._who(review),
            overall=said.overall,
            total=self._points(said.points, said.most_points),
            criteria=tuple(self._judged(criterion) for criterion in said.criteria),
            remarks=tuple(self._said(review, remark, replies) for remark in said.remarks),
            answers=self._answers(general),
            box=self._box(review),
            is_new=review.read_at is None and not self.by_instructor,
            read=review.read_at,
        )

    def _who(self, review: Review) -> str:
        """A peer's name unless students are not told it; the instructors speak together."""
        if review.kind == ReviewKind.INSTRUCTORS:
            return _("The instructors")
        is_hidden = self.submission.assignment.is_anonymous and not self.by_instructor
        if is_hidden or review.by is None:
            return _("A fellow student")
        return str(review.by)

    def _judged(self, criterion: ReleasedCriterion) -> Judged:
        return Judged(criterion, self._points(criterion.points, criterion.most_points))

    def _points(self, points: Decimal | None, most: Decimal | None) -> str:
        if points is None or most is None:
            return ""
        told_points = {
            "points": number(points, self.language),
            "most": number(most, self.language),
        }
        return _("%(points)s of %(most)s points") % told_points

    def _said(self, review: Review, remark: ReleasedRemark, replies: Sequence[Reply]) -> Said:
        on = name_at(thaw(review.attempt), remark.key, self.language)
        return Said(
            id=remark.id,
            key=remark.key,
            on=on if remark.key else _("The whole canvas"),
            place=opened_at(remark.key),
            text=remark.text,
            answers=self._answers(reply for reply in replies if reply.remark_id == remark.id),
            box=self._box(review, remark),
        )

    def _answers(self, replies: Iterable[Reply]) -> tuple[Answer, ...]:
        return tuple(map(self._answer, replies))

    def _answer(self, reply: Reply) -> Answer:
        is_ours = reply.by_instructor is self.by_instructor
        return Answer(
            id=reply.pk,
            who=str(reply.by) if reply.by else _("somebody who has left"),
            text=reply.text,
            at=reply.at,
            by_instructor=reply.by_instructor,
            is_ours=is_ours,
            is_new=not is_ours and reply.read_at is None,
            read=reply.read_at if is_ours else None,
        )

    def _box(self, review: Review, remark: ReleasedRemark | None = None) -> Box | None:
        """Peers are not there to answer. In an archived course nobody writes, and what somebody
        has just written stays to be read.
        """
        name = box_name(review.pk, remark.id if remark else None)
        mine = self.written if self.written.box == name else None
        if review.kind != ReviewKind.INSTRUCTORS or (self.course.is_archived and not mine):
            return None
        _, text, faults = mine or Written()
        return Box(name, review.pk, str(remark.id) if remark else "", text, faults)


def box_name(review_id: int, remark_id: int | None) -> str:
    return f"reply-{review_id}" if remark_id is None else f"reply-{review_id}-{remark_id}"


def talk_of(reviews: Iterable[Review]) -> Mapping[str, str]:
    """How many remarks were released on each key, as the board shows it."""
    counts: dict[str, int] = {}
    for review in reviews:
        for key, count in (said.keys if (said := released(review)) else {}).items():
            counts[key] = counts.get(key, 0) + count
    return {key: str(count) for key, count in counts.items()}
