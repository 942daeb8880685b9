"""Mails that tell people what waits in their inbox: one a day, where there is something."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext, override

from accounts.models import Digest, User
from canvas.exchange.faults import fit_to_show
from canvas.models import Notice
from canvas.telling import address_of, excerpt, notice_told
from relationships import live

NOT_BEFORE = timedelta(hours=1)
"""Whoever is there anyway reads it on the page: a notice is mailed when it is older than this."""

EVERY = timedelta(days=1)
AGAIN_AFTER = timedelta(hours=1)
"""When a mail could not be sent."""

MOST_TOLD = 50
"""In one mail; the inbox holds the others."""

log = logging.getLogger(__name__)


def send_digests(now: datetime) -> int:
    """Mails everybody whose turn it is; answers how many were sent. Safe when two run at once.

    A person is claimed by an update before the mail is made: of two runs one does it. Notices that
    could not be mailed are tried again after an hour.
    """
    waiting = _waiting(now).order_by("pk").values_list("pk", flat=True)
    return sum(_send_digest(user_id, now) for user_id in list(waiting))


def _waiting(now: datetime) -> QuerySet[User]:
    """Those who want mail, had none for a day, and have something to hear of."""
    news = Notice.objects.to_mail(now - NOT_BEFORE).filter(user=OuterRef("pk"))
    rested = Q(digest_sent_at=None) | Q(digest_sent_at__lte=now - EVERY)
    wanted = User.objects.filter(rested, is_active=True, digest=Digest.DAILY, unread__gt=0)
    return wanted.filter(Exists(news))


def _send_digest(user_id: int, now: datetime) -> bool:
    with transaction.atomic():
        if not _waiting(now).filter(pk=user_id).update(digest_sent_at=now):
            return False
        due = Notice.objects.to_mail(now - NOT_BEFORE).filter(user=user_id)
        notices = list(due.with_what_they_tell().select_related("user").order_by("at", "pk"))
        mine = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
        mine.update(mailed_at=now)
    try:
        _mail(notices).send()
    except Exception:
        log.exception("The digest of person %s could not be sent.", user_id)
        mine.update(mailed_at=None)
        User.objects.filter(pk=user_id).update(digest_sent_at=now - EVERY + AGAIN_AFTER)
        return False
    return True


@dataclass(frozen=True)
class News:
    """What is new on one canvas: who did what, on what, what was said, and where it is read."""

    title: str
    lines: tuple[tuple[str, ...], ...]


def _mail(notices: list[Notice]) -> EmailMessage:
    """In the person's language, or that of the canvas where it is unknown."""
    user = notices[0].user
    language = user.language or notices[0].comment.thread.canvas.language
    count = len(notices)
    with override(language):
        subject = ngettext(
            "%(n)d new comment for you in Vínculo", "%(n)d new comments for you in Vínculo", count
        ) % {"n": count}
        context = {
            "news": list(_news(notices[:MOST_TOLD], language)),
            "more": max(count - MOST_TOLD, 0),
            "inbox": _absolute(reverse("inbox")),
            "account": _absolute(reverse("account")),
        }
        text = render_to_string("canvas/email/digest_message.txt", context)
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, text, None, [user.email], headers=headers)


def _news(notices: list[Notice], language: str) -> Iterator[News]:
    """By canvas, each in the order in which things were said."""
    catalog = live.current()
    by_canvas = sorted(notices, key=lambda notice: str(notice.comment.thread.canvas_id))
    for _canvas, heard in groupby(by_canvas, key=lambda notice: notice.comment.thread.canvas):
        told = list(heard)
        yield News(
            fit_to_show(told[0].comment.thread.canvas.title),
            tuple(
                (
                    *map(fit_to_show, notice_told(notice, catalog, language)),
                    fit_to_show(excerpt(notice.comment)),
                    _absolute(address_of(notice.comment)),
                )
                for notice in told
            ),
        )


def _absolute(address: str) -> str:
    return f"{settings.SITE_URL}{address}"
