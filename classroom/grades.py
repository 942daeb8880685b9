"""The grades of a course as a table, for `classroom.spreadsheets` to write."""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from classroom.class_rows import Where, Work, enrolled, works_of
from classroom.class_table import NAMES
from classroom.models import Assignment, Course, Criterion, Enrolment, Review, ReviewKind
from classroom.spreadsheets import Cell, Sheet
from relationships.catalog import plain

Key = tuple[str, int]
"""The title of a criterion, and which of those of that title it is."""

Points = Mapping[Key, Decimal | None]


@dataclass(frozen=True)
class _Part:
    """The columns of one assignment."""

    assignment: Assignment
    criteria: Sequence[Key]


def grades(course: Course) -> Sheet:
    """A row for each student who attends the course now, by name; moments are by its clock.

    Points are those that were released last. Five queries.
    """
    parts = _parts(course)
    points = _released_points(course)
    works = works_of(course)
    present = [one for one in enrolled(course) if one.left_at is None]
    present.sort(key=lambda one: plain(str(one.user)))
    return Sheet(
        _head(parts, course),
        [_row(one, works.get(one.pk, ()), parts, points, course) for one in present],
    )


def _parts(course: Course) -> list[_Part]:
    titles: dict[int, list[str]] = {}
    criteria = Criterion.objects.filter(rubric__assignments__course=course).distinct()
    ordered = criteria.order_by("position", "pk")
    for _pk, rubric, title in ordered.values_list("pk", "rubric", "title"):
        titles.setdefault(rubric, []).append(title)
    published = course.assignments.published().defer("brief", "starter").order_by("number")
    return [_Part(each, list(_numbered(titles.get(each.rubric_id or 0, ())))) for each in published]


def _numbered(titles: Iterable[str]) -> Iterator[Key]:
    seen: Counter[str] = Counter()
    for title in titles:
        seen[title] += 1
        yield title, seen[title]


def _released_points(course: Course) -> dict[uuid.UUID, Points]:
    """By submission: what students read, whatever was written since. One query, read in pieces."""
    reviews = Review.objects.filter(
        kind=ReviewKind.INSTRUCTORS,
        released_at__isnull=False,
        attempt__submission__assignment__course=course,
    )
    frozen = reviews.order_by("attempt__number").values_list(
        "attempt__submission", "released__criteria"
    )
    return {submission: _points(criteria or ()) for submission, criteria in frozen.iterator(200)}


def _points(criteria: Sequence[Mapping[str, Any]]) -> Points:
    keys = _numbered(criterion["title"] for criterion in criteria)
    return {
        key: None if criterion["points"] is None else Decimal(criterion["points"])
        for key, criterion in zip(keys, criteria, strict=True)
    }


def _head(parts: Iterable[_Part], course: Course) -> list[str]:
    head = [gettext("Name"), gettext("E-mail"), gettext("Team")]
    for part in parts:
        names = [
            gettext("state"),
            gettext("handed in at (%(zone)s)") % {"zone": course.place},
            gettext("late"),
            gettext("attempts"),
            gettext("points"),
            gettext("most points"),
            *(title for title, _nth in part.criteria),
        ]
        head += [f"{part.assignment.title}: {name}" for name in names]
    return head


def _row(
    enrolment: Enrolment,
    works: Iterable[Work],
    parts: Iterable[_Part],
    points: Mapping[uuid.UUID, Points],
    course: Course,
) -> list[Cell]:
    user, team = enrolment.user, enrolment.team
    row: list[Cell] = [user.name if user else "", user.email if user else ""]
    row.append(team.name if team else "")
    begun = {work.assignment: work for work in works}
    for part in parts:
        work = begun.get(part.assignment.pk)
        row += _cells(work, part, points, course) if work else _nothing(part)
    return row


def _nothing(part: _Part) -> list[Cell]:
    return [str(NAMES[Where.NOT_STARTED]), *[None] * (5 + len(part.criteria))]


def _cells(
    work: Work, part: _Part, points: Mapping[uuid.UUID, Points], course: Course
) -> list[Cell]:
    scored = points.get(work.submission, {})
    return [
        str(NAMES[Where(work.state)]),
        work.submitted_at.astimezone(course.zone) if work.submitted_at else None,
        (gettext("yes") if work.is_late else gettext("no")) if work.attempts else None,
        work.attempts or None,
        work.points,
        work.most_points,
        *(scored.get(key) for key in part.criteria),
    ]
