"""Sends the letters that wait: one mail for all that a person is to hear of an assignment.

Mail goes to verified addresses alone: whoever typed somebody else's must not have them mailed.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.models import User
from canvas.exchange.faults import fit_to_show
from classroom.models import Assignment, Enrolment, Instructor, Letter, Occasion

AGAIN_AFTER = timedelta(minutes=10)
"""When a mail could not be sent."""

MOST_TRIES = 20
MOST_AT_ONCE = 200
"""People mailed in one run, so that a run ends; the next one goes on."""

NEWS = timedelta(days=2)
"""What is older than that is no news: to somebody who verifies the address only then, say."""

MOST_TOLD = 50
"""Submissions named in one mail."""

KEPT_DAYS = 60
"""How long it is remembered who was told what."""

log = logging.getLogger(__name__)


def send_letters(now: datetime) -> int:
    """Mails what waits; answers how many mails were sent. Safe when two run at once."""
    people = _waiting(now).order_by("to").values_list("to", flat=True).distinct()
    return sum(_send_to(user_id, now) for user_id in list(people[:MOST_AT_ONCE]))


def purge_letters(now: datetime) -> int:
    """Forgets what was told long ago, and what nobody could be told."""
    return Letter.objects.filter(at__lt=now - timedelta(days=KEPT_DAYS)).delete()[0]


def _waiting(now: datetime) -> QuerySet[Letter]:
    """What can be sent to who still sees what it tells of."""
    verified = EmailAddress.objects.filter(
        user=OuterRef("to"), email__iexact=OuterRef("to__email"), verified=True
    )
    course, to = OuterRef("assignment__course"), OuterRef("to")
    teaches = Instructor.objects.filter(course=course, user=to)
    attends = Enrolment.objects.present().filter(course=course, user=to)
    sees = Exists(teaches) | Exists(attends) & Q(assignment__published_at__isnull=False)
    unsent = Letter.objects.filter(sent_at=None, not_before__lte=now, tries__lt=MOST_TRIES)
    return unsent.filter(Exists(verified), sees, at__gt=now - NEWS, to__is_active=True)


def _send_to(user_id: int, now: datetime) -> int:
    """Claims the letters of one person before the mails are made: of two runs one does it."""
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
        mine = _waiting(now).filter(to=user_id).select_related("assignment__course")
        letters = list(mine.order_by("occasion", "assignment", "at", "pk"))
        claimed = Letter.objects.filter(pk__in=[letter.pk for letter in letters])
        claimed.update(sent_at=now, tries=F("tries") + 1)
    if person is None:
        return 0
    return sum(
        _send(person, list(told), now)
        for _what, told in groupby(letters, key=lambda letter: (letter.occasion, letter.assignment))
    )


def _send(person: User, letters: list[Letter], now: datetime) -> bool:
    try:
        _mail(person, letters).send()
    except Exception:
        log.exception("A mail to person %s about a course could not be sent.", person.pk)
        unsent = Letter.objects.filter(pk__in=[letter.pk for letter in letters])
        unsent.update(sent_at=None, not_before=now + AGAIN_AFTER)
        return False
    return True


def _mail(person: User, letters: list[Letter]) -> EmailMessage:
    """In the person's language, or else the course's; moments in the course's time zone."""
    assignment, occasion = letters[0].assignment, Occasion(letters[0].occasion)
    course = assignment.course
    with override(person.language or course.language), timezone.override(course.zone):
        title = fit_to_show(assignment.title)
        context = {
            "sentence": _sentence(occasion, len(letters)),
            "course": fit_to_show(course.title),
            "title": title,
            "due": _due(assignment) if occasion in (Occasion.PUBLISHED, Occasion.DUE) else "",
            "addresses": list(dict.fromkeys(_addresses(person, letters)))[:MOST_TOLD],
            "choices": _absolute(reverse("letter_choices")),
        }
        text = render_to_string("classroom/email/letter.txt", context)
        subject = f"{_subject(occasion)}: {' '.join(title.split())}"
    headers = {
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{context['choices']}>",
    }
    return EmailMessage(subject, text, None, [person.email], headers=headers)


def _subject(occasion: Occasion) -> str:
    match occasion:
        case Occasion.PUBLISHED:
            return _("New assignment")
        case Occasion.DUE:
            return _("Due within a day")
        case Occasion.SUBMITTED:
            return _("Handed in")
        case Occasion.RELEASED:
            return _("Feedback for you")
        case Occasion.REPLIED:
            return _("Reply to feedback")


def _sentence(occasion: Occasion, count: int) -> str:
    match occasion:
        case Occasion.PUBLISHED:
            return _("There is a new assignment for you.")
        case Occasion.DUE:
            return _("This is due within a day, and you have not handed it in yet.")
        case Occasion.SUBMITTED:
            told = ngettext(
                "%(n)d submission came in and waits for review.",
                "%(n)d submissions came in and wait for review.",
                count,
            )
            return told % {"n": count}
        case Occasion.RELEASED:
            return _("Your work was reviewed, and you can read the feedback now.")
        case Occasion.REPLIED:
            return _("Somebody has replied to feedback that you gave or got.")


def _due(assignment: Assignment) -> str:
    if assignment.due_at is None:
        return ""
    told = date_format(timezone.localtime(assignment.due_at), "DATETIME_FORMAT")
    return f"{told} ({assignment.course.place})"


def _addresses(person: User, letters: list[Letter]) -> Iterator[str]:
    """Where it is read: an instructor at the review, a student at the submission."""
    teaches = letters[0].assignment.course.instructors.filter(user=person).exists()
    page = "review" if teaches else "submission"
    for letter in letters:
        if letter.submission_id is None:
            yield _absolute(letter.assignment.get_absolute_url())
        else:
            yield _absolute(reverse(page, args=[letter.submission_id]))


def _absolute(address: str) -> str:
    return f"{settings.SITE_URL}{address}"
