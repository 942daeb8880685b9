"""What instructors do with an assignment: set it, change it, publish it, take it back.

Each function is one transaction. Whoever calls it has been through `access.py`. What decides
whether students may begin (`submitting.start`) waits for the course's row, as publishing does.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from canvas.actions import Clash
from canvas.differences import clashing, merge
from classroom.letters import published
from classroom.models import Assignment, Course, Rubric, Score
from classroom.rubrics import lock_for_scoring
from classroom.starters import blanks_of
from classroom.terms import NO_RUBRIC, Terms, put, terms_of
from relationships.catalog import Catalog

MOST_ASSIGNMENTS = 100
"""Of one course."""


class NotChanged(Exception):
    """Nothing was written.

    `reason` says why: `archived`, `many`, `started` (somebody works on it already), `submitted`,
    `scored` (the rubric stays), `gone` (the rubric was deleted), `deleted` (the assignment was), or
    what keeps an assignment from being published: `past`, `unjudged` (neither a rubric nor the word
    that there is none), `criteria` (the rubric has none).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def create(course: Course, terms: Terms, catalog: Catalog) -> Assignment:
    """A draft that no student sees, with the next number. Raises `NotChanged`."""
    with transaction.atomic():
        locked = _lock(course)
        if locked.assignments.count() >= MOST_ASSIGNMENTS:
            raise NotChanged("many")
        _choose_rubric(terms)
        locked.last_assignment += 1
        locked.save(update_fields=["last_assignment"])
        assignment = Assignment(course=locked, number=locked.last_assignment)
        put(assignment, terms)
        assignment.blanks = blanks_of(terms.starter, catalog)
        assignment.save(force_insert=True)
    return assignment


def change(assignment: Assignment, terms: Terms, catalog: Catalog, *, base: Terms) -> Assignment:
    """Saves what differs from `base`, which is what the instructor saw.

    What only somebody else changed since stays theirs; where both changed a field, raises `Clash`
    with the terms of both. Raises `NotChanged`.
    """
    with transaction.atomic():
        locked = _lock_row(assignment)
        if Course.objects.filter(pk=locked.course_id).exclude(archived_at=None).exists():
            raise NotChanged("archived")
        theirs = terms_of(locked)
        mine = merge(base, theirs, terms)
        if both := clashing(base, theirs, terms):
            raise Clash(theirs, mine, both)
        if mine == theirs:
            return locked
        if mine.judged_by != theirs.judged_by:
            _part_with_rubric(locked)
            _choose_rubric(mine)
        put(locked, mine)
        if mine.starter != theirs.starter:
            locked.blanks = blanks_of(mine.starter, catalog)
        seen, locked.version = locked.version, locked.version + 1
        if not _update(locked, seen):
            raise Clash(theirs, mine, ())
    return locked


def _update(assignment: Assignment, version: int) -> int:
    """Writes the row, if it still has this version."""
    names = [field.attname for field in Assignment._meta.concrete_fields if not field.primary_key]
    row = Assignment.objects.filter(pk=assignment.pk, version=version)
    return row.update(**{name: getattr(assignment, name) for name in names})


def _choose_rubric(terms: Terms) -> None:
    """Holds the rubric until the assignment refers to it; refuses where it was deleted."""
    if terms.judged_by in ("", NO_RUBRIC):
        return
    if not Rubric.objects.select_for_update().filter(pk=int(terms.judged_by)).exists():
        raise NotChanged("gone")


def _part_with_rubric(assignment: Assignment) -> None:
    """Refuses where scores were given by it; whoever gives the first one at once has to wait."""
    if assignment.rubric is None:
        return
    lock_for_scoring(assignment.rubric)
    if is_scored(assignment):
        raise NotChanged("scored")


def is_scored(assignment: Assignment) -> bool:
    """Whether work on this assignment was scored by its rubric. One query."""
    given = Score.objects.filter(criterion__rubric=assignment.rubric_id)
    return given.filter(review__attempt__submission__assignment=assignment).exists()


def hindrances(assignment: Assignment, now: datetime, *, criteria: int) -> list[str]:
    """What keeps it from being published, as the reasons of `NotChanged`; no query.

    `criteria` is how many its rubric has.
    """
    unjudged = assignment.rubric_id is None and not assignment.without_rubric
    kept_back = {
        "past": assignment.is_late(now),
        "unjudged": unjudged,
        "criteria": assignment.rubric_id is not None and not criteria,
    }
    return [reason for reason, holds in kept_back.items() if holds]


def publish(assignment: Assignment) -> None:
    """Shows it to the students, and tells them by mail. Raises `NotChanged`."""
    with transaction.atomic():
        _lock(assignment.course)
        locked = _lock_row(assignment)
        if locked.is_published:
            return
        now = timezone.now()
        count = locked.rubric.criteria.count() if locked.rubric else 0
        for reason in hindrances(locked, now, criteria=count):
            raise NotChanged(reason)
        locked.published_at = now
        locked.version += 1
        locked.save(update_fields=["published_at", "version"])
        published(locked)


def unpublish(assignment: Assignment) -> None:
    """Hides it from the students again. Raises `NotChanged` once one of them has started."""
    with transaction.atomic():
        _lock(assignment.course)
        if assignment.submissions.exists():
            raise NotChanged("started")
        Assignment.objects.filter(pk=assignment.pk).update(
            published_at=None, version=F("version") + 1
        )


def delete(assignment: Assignment) -> None:
    """Deletes it, with what was started; the canvases stay their students'.

    Raises `NotChanged` once something was submitted. Rows of submissions are locked before the
    count, so that a student who hands in at this moment is waited for.
    """
    with transaction.atomic():
        _lock(assignment.course)
        started = list(assignment.submissions.select_for_update().order_by("pk"))
        if any(submission.attempt_count for submission in started):
            raise NotChanged("submitted")
        Assignment.objects.filter(pk=assignment.pk).delete()


def _lock_row(assignment: Assignment) -> Assignment:
    """Letters and submissions refer to the row while it is locked, and need not wait."""
    rows = Assignment.objects.select_for_update(no_key=True)
    locked = rows.filter(pk=assignment.pk).first()
    if locked is None:
        raise NotChanged("deleted")
    return locked


def _lock(course: Course) -> Course:
    """Lets those who begin, publish and delete queue. Raises `NotChanged` in an archived course."""
    locked = Course.objects.select_for_update().get(pk=course.pk)
    if locked.is_archived:
        raise NotChanged("archived")
    return locked
