"""Moments of a course: told in its time zone, and in the reader's where the clocks differ.

Nothing here queries.
"""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

from accounts.time_zones import place
from classroom.models import Course


class NoSuchTime(ValueError):
    """The clocks of the time zone skip this time on that day, or the calendar ends before it."""


class Moment(NamedTuple):
    """A moment as a page or a mail tells it: `there` by the course's clock, `here` by the reader's.

    `here` is empty where both clocks show the same. `iso` is for `<time datetime>`.
    """

    at: datetime
    there: str
    here: str

    def __str__(self) -> str:
        return f"{self.there} · {self.here}" if self.here else self.there

    @property
    def iso(self) -> str:
        return self.at.isoformat()


def told(moment: datetime, course: Course) -> Moment:
    """In the language of now. The reader's time zone is the current one (`PersonMiddleware`).

    UTC is nobody's: it is what remains where neither person nor browser has named a zone.
    """
    there = moment.astimezone(course.zone)
    here = moment.astimezone(timezone.get_current_timezone())
    is_known = timezone.get_current_timezone_name() != "UTC"
    differs = is_known and there.utcoffset() != here.utcoffset()
    return Moment(there, _written(there), _written(here) if differs else "")


def _written(local: datetime) -> str:
    """With the place whose clock it is; with the offset too in the hour that happens twice."""
    pattern = pgettext("how a deadline is written, by Django's letters", "j F Y, H:i")
    zone = place(str(local.tzinfo))
    if _happens_twice(local):
        zone = f"{zone}, {_offset(local)}"
    return f"{date_format(local, pattern)} ({zone})"


def _happens_twice(local: datetime) -> bool:
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


def _offset(local: datetime) -> str:
    """`UTC−5`, `UTC+5:30`."""
    minutes = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def at_that_time(typed: datetime, zone: tzinfo) -> datetime:
    """The moment at which the clocks of a zone show what somebody typed, which names no zone.

    Of a time that happens twice, the later: a deadline falls to the students' advantage. Raises
    `NoSuchTime`.
    """
    meant = typed.replace(tzinfo=zone, fold=1)
    try:
        there_and_back = meant.astimezone(UTC).astimezone(zone)
    except OverflowError:
        raise NoSuchTime from None
    if there_and_back.replace(tzinfo=None) != typed.replace(tzinfo=None):
        raise NoSuchTime
    return meant
