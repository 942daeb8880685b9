"""What is brought to people's notice, and how many notices each has not read yet.

How many stands on the person, so that every page shows it without a query. Whoever writes notices
locks the people first, in one order, and counts anew: the last to count sees what all have written.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from canvas.models import Canvas, Comment, Notice, Reason


def notify(comment: Comment, reasons: Mapping[int, Reason]) -> None:
    """Brings a comment to people's notice, by their ids; whoever was told already is not again."""
    if not reasons:
        return
    with _counting(reasons.keys()):
        notices = [
            Notice(user_id=user_id, comment=comment, reason=reason)
            for user_id, reason in reasons.items()
        ]
        Notice.objects.bulk_create(notices, ignore_conflicts=True)


def withdraw(comment: Comment) -> None:
    """Takes back what told of a comment."""
    with _counting(comment.notices.values_list("user_id", flat=True)):
        comment.notices.all().delete()


def mark_read(user: User, notice_id: int | None = None) -> None:
    """One notice, or all that the person has."""
    with _counting([user.pk]):
        unread = user.notices.unread()
        if notice_id is not None:
            unread = unread.filter(pk=notice_id)
        unread.update(read_at=timezone.now())


def forget(user: User, canvas: Canvas) -> None:
    """Deletes what somebody was told of a canvas."""
    with _counting([user.pk]):
        user.notices.filter(comment__thread__canvas=canvas).delete()


def recount(canvas: Canvas) -> None:
    """For everybody who has notices of a canvas that went out of reach, or came back."""
    told = Notice.objects.filter(comment__thread__canvas=canvas).values_list("user_id", flat=True)
    with _counting(told):
        pass


@contextmanager
def _counting(people: Collection[int]) -> Iterator[None]:
    """Two queries, and those of what is done meanwhile."""
    with transaction.atomic():
        locked = User.objects.select_for_update(no_key=True).filter(pk__in=set(people))
        ids = list(locked.order_by("pk").values_list("pk", flat=True))
        yield
        mine = Notice.objects.within_reach().unread().filter(user=OuterRef("pk"))
        count = mine.order_by().values("user").annotate(n=Count("pk")).values("n")
        User.objects.filter(pk__in=ids).update(unread=Coalesce(Subquery(count), 0))
