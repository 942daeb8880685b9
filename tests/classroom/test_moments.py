"""Deadlines, by the clock of the course and by the reader's, and the hours that clocks skip."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from classroom.models import Course
from classroom.moments import NoSuchTime, at_that_time, told

DUE = datetime(2026, 12, 4, 4, 59, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


def _in(zone: str) -> Course:
    return Course(title="Models", language="en", time_zone=zone)


def test_a_moment_is_told_by_the_clock_of_the_course() -> None:
    with timezone.override("America/Lima"):
        moment = told(DUE, _in("America/Lima"))
    assert moment.there == "3 December 2026, 23:59 (Lima)"
    assert moment.here == ""
    assert moment.iso == "2026-12-03T23:59:00-05:00"


def test_a_reader_elsewhere_is_told_the_own_time_too() -> None:
    with timezone.override("Europe/Madrid"):
        moment = told(DUE, _in("America/Lima"))
    assert str(moment) == "3 December 2026, 23:59 (Lima) · 4 December 2026, 05:59 (Madrid)"


def test_a_reader_whose_clock_nobody_knows_is_told_that_of_the_course_alone() -> None:
    with timezone.override(None):
        assert str(told(DUE, _in("America/Lima"))) == "3 December 2026, 23:59 (Lima)"


def test_another_place_with_the_same_clock_is_not_told_twice() -> None:
    """Only at that moment: Lima and New York agree in December, and not in July."""
    with timezone.override("America/New_York"):
        assert told(DUE, _in("America/Lima")).here == ""
        assert told(DUE - timedelta(days=150), _in("America/Lima")).here != ""


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "3 de diciembre de 2026, 23:59 (Lima)"),
        ("pt-br", "3 de dezembro de 2026, 23:59 (Lima)"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(language: str, text: str) -> None:
    with translation.override(language):
        assert told(DUE, _in("America/Lima")).there == text


def test_a_zone_is_called_by_one_place() -> None:
    assert told(DUE, _in("America/Sao_Paulo")).there == "4 December 2026, 01:59 (São Paulo)"
    assert told(DUE, _in("Africa/Addis_Ababa")).there == "4 December 2026, 07:59 (Addis Ababa)"
    assert told(DUE, _in("UTC")).there == "4 December 2026, 04:59 (UTC)"


def test_the_hour_that_happens_twice_is_told_with_its_offset() -> None:
    course = _in("America/New_York")
    first, second = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (5, 6))
    assert told(first, course).there == "1 November 2026, 01:30 (New York, UTC−4)"
    assert told(second, course).there == "1 November 2026, 01:30 (New York, UTC−5)"
    lord_howe = _in("Australia/Lord_Howe")
    twice = told(datetime(2026, 4, 4, 15, 0, tzinfo=UTC), lord_howe)
    assert twice.there == "5 April 2026, 01:30 (Lord Howe, UTC+10:30)"


def test_a_typed_time_is_one_of_the_course() -> None:
    assert at_that_time(datetime(2026, 12, 3, 23, 59), ZoneInfo("America/Lima")) == DUE


def test_of_a_time_that_happens_twice_the_later_is_meant() -> None:
    moment = at_that_time(datetime(2026, 11, 1, 1, 30), NEW_YORK)
    assert moment.astimezone(UTC) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_is_none() -> None:
    with pytest.raises(NoSuchTime):
        at_that_time(datetime(2026, 3, 8, 2, 30), NEW_YORK)
    edges = [at_that_time(datetime(2026, 3, 8, *time), NEW_YORK) for time in ((1, 59), (3, 0))]
    assert [edge.astimezone(UTC).hour for edge in edges] == [6, 7]


@pytest.mark.parametrize(("year", "zone"), [(1, "Asia/Tokyo"), (9999, "America/Lima")])
def test_neither_is_one_beyond_the_calendar(year: int, zone: str) -> None:
    day = datetime(1, 1, 1) if year == 1 else datetime(9999, 12, 31, 23, 59)
    with pytest.raises(NoSuchTime):
        at_that_time(day, ZoneInfo(zone))


def test_what_is_shown_holds_the_moment_for_machines_as_well() -> None:
    with timezone.override("Europe/Madrid"):
        moment = told(DUE, _in("America/Lima"))
    shown = render_to_string("classroom/_moment.html", {"moment": moment})
    assert shown.strip() == (
        '<time datetime="2026-12-03T23:59:00-05:00">3 December 2026, 23:59 (Lima)</time>'
        ' <span class="muted">(for you: 4 December 2026, 05:59 (Madrid))</span>'
    )
