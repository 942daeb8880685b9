"""Replies to what was released, and who has read what."""

import pytest

from accounts.models import User
from classroom import releasing, replying, reviewing
from classroom.models import Course, Reply, Review, Submission
from classroom.replying import NotSaid

pytestmark = pytest.mark.django_db


def _said(review: Review, sofia: User, text: str = "By the school", **more: int) -> Reply:
    return replying.reply(review, text=text, by=sofia, by_instructor=False, **more)


def test_a_reply_goes_to_the_review_or_to_one_of_its_remarks(review: Review, sofia: User) -> None:
    remark = review.remarks.get(text="Who exactly?")
    _said(review, sofia, "Thank you")
    _said(review, sofia, remark_id=remark.pk)
    told = list(review.replies.order_by("pk").values_list("text", "remark", "by_instructor"))
    assert told == [("Thank you", None, False), ("By the school", remark.pk, False)]


def test_nobody_replies_to_what_was_not_released(
    submission: Submission, review: Review, sofia: User, ines: User
) -> None:
    private = review.remarks.get(is_private=True)
    with pytest.raises(NotSaid, match="gone"):
        _said(review, sofia, remark_id=private.pk)
    with pytest.raises(NotSaid, match="gone"):
        _said(review, sofia, remark_id=10**12)
    Review.objects.update(released_at=None, read_at=None)
    with pytest.raises(NotSaid, match="gone"):
        _said(review, sofia)
    assert not Reply.objects.exists()


def test_a_reply_to_a_remark_that_was_deleted_since_goes_to_the_review(
    review: Review, sofia: User
) -> None:
    remark = review.remarks.get(text="Who exactly?")
    remark_id = remark.pk
    remark.delete()
    assert _said(review, sofia, remark_id=remark_id).remark is None


def test_a_second_click_says_it_once(review: Review, sofia: User, ines: User) -> None:
    first = _said(review, sofia)
    assert _said(review, sofia) == first
    assert review.replies.count() == 1
    replying.reply(review, text="By the school", by=ines, by_instructor=True)
    _said(review, sofia)
    assert review.replies.count() == 3


def test_there_is_room_for_so_many_replies(review: Review, sofia: User) -> None:
    rows = (Reply(review=review, text=f"{n}", by=sofia) for n in range(replying.MOST_REPLIES))
    Reply.objects.bulk_create(rows)
    with pytest.raises(NotSaid, match="many"):
        _said(review, sofia)


def test_nobody_replies_in_an_archived_course(review: Review, sofia: User) -> None:
    Course.objects.update(archived_at=review.released_at)
    with pytest.raises(NotSaid, match="archived"):
        _said(review, sofia)


def test_what_is_released_anew_while_somebody_reads_stays_unread(
    submission: Submission, review: Review, ines: User
) -> None:
    opened = Review.objects.get()
    submission.refresh_from_db()
    Submission.objects.update(state="in_review")
    reviewing.overall(submission, attempt=1, text="Better", version=2, by=ines)
    releasing.release(submission, attempt=1, without_levels=True, by=ines)
    replying.mark_read([opened])
    assert Review.objects.get().read_at is None
    replying.mark_read([Review.objects.get()])
    assert Review.objects.get().read_at is not None
