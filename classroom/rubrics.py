"""What is done with rubrics: open to edits until the first score.

Whoever edits one and whoever writes a score locks its row first, so that not both can win. Each
function that writes is one transaction; whoever calls it has been through `access.py`.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import Prefetch

from accounts.models import User
from classroom.drafts import CriterionDraft, LevelDraft, RubricDraft
from classroom.models import Criterion, Level, Rubric, Score

MOST_RUBRICS = 200
"""Of one person."""


class NotSaved(Exception):
    """Nothing was written.

    `reason` says why: `scored` (somebody was judged by it), `clash` (somebody else has saved it
    since), `used` (an assignment refers to it), `many`, `gone`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def lock_for_scoring(rubric: Rubric) -> Rubric:
    """The rubric as it is now, whose edits wait until the caller's transaction ends.

    To be called before a score is written, inside the same transaction. Between opening the page
    and this lock a criterion or level may have gone, or the assignment may have got another rubric:
    find them again afterwards.
    """
    return Rubric.objects.select_for_update().get(pk=rubric.pk)


def is_scored(rubric: Rubric) -> bool:
    """Whether somebody was judged by it already: from then on it stays as it is. One query."""
    return Score.objects.filter(criterion__rubric=rubric).exists()


class Sheet(NamedTuple):
    """A rubric as it is shown: its criteria, each with `levels`, and the most points to be had."""

    criteria: Sequence[Criterion]
    most: Decimal


def sheet_of(rubric: Rubric) -> Sheet:
    """Criteria and levels in order; `criterion.levels.all()` is fetched. Two queries."""
    levels = Prefetch("levels", Level.objects.order_by("position", "pk"))
    criteria = list(rubric.criteria.order_by("position", "pk").prefetch_related(levels))
    return Sheet(criteria, sum(map(most_points, criteria), Decimal(0)))


def most_points(criterion: Criterion) -> Decimal:
    """Of its best level; no query where the levels are fetched."""
    return max((level.points for level in criterion.levels.all()), default=Decimal(0))


def draft_of(rubric: Rubric) -> RubricDraft:
    """The rubric as plain values. Two queries."""
    return RubricDraft(
        title=rubric.title,
        description=rubric.description,
        language=rubric.language,
        criteria=tuple(map(_criterion_draft, sheet_of(rubric).criteria)),
    )


def _criterion_draft(criterion: Criterion) -> CriterionDraft:
    levels = tuple(
        LevelDraft(
            key=level.pk, title=level.title, points=level.points, description=level.description
        )
        for level in criterion.levels.all()
    )
    return CriterionDraft(
        key=criterion.pk, title=criterion.title, description=criterion.description, levels=levels
    )


def create(draft: RubricDraft, *, by: User) -> Rubric:
    """A rubric of the person's own, with new rows for all that it holds. Raises `NotSaved`."""
    with transaction.atomic():
        if Rubric.objects.filter(owner=by).count() >= MOST_RUBRICS:
            raise NotSaved("many")
        rubric = Rubric.objects.create(
            title=draft.title, description=draft.description, language=draft.language, owner=by
        )
        _write(rubric, draft.afresh().criteria)
    return rubric


def save(rubric: Rubric, draft: RubricDraft, *, version: int) -> None:
    """Puts the draft in the place of what stands there, if that still is of this version.

    Criteria and levels with a key keep their rows. Raises `NotSaved`.
    """
    with transaction.atomic():
        locked = _lock(rubric)
        if is_scored(locked):
            raise NotSaved("scored")
        saved = Rubric.objects.filter(pk=rubric.pk, version=version).update(
            title=draft.title,
            description=draft.description,
            language=draft.language,
            version=version + 1,
        )
        if not saved:
            raise NotSaved("clash")
        _write(locked, draft.criteria)


def delete(rubric: Rubric) -> None:
    """Raises `NotSaved` while an assignment refers to it."""
    with transaction.atomic():
        locked = _lock(rubric)
        if locked.assignments.exists():
            raise NotSaved("used")
        if is_scored(locked):
            raise NotSaved("scored")
        locked.delete()


def _lock(rubric: Rubric) -> Rubric:
    locked = Rubric.objects.select_for_update().filter(pk=rubric.pk).first()
    if locked is None:
        raise NotSaved("gone")
    return locked


def _write(rubric: Rubric, drafts: Iterable[CriterionDraft]) -> None:
    """Brings the rows to what the drafts say; a key that is no row of this rubric is new."""
    stand = {criterion.pk: criterion for criterion in sheet_of(rubric).criteria}
    for position, draft in enumerate(drafts):
        row = stand.pop(draft.key or 0, None) or Criterion(rubric=rubric)
        row.position, row.title, row.description = position, draft.title, draft.description
        levels = {level.pk: level for level in row.levels.all()} if row.pk else {}
        row.save()
        _write_levels(row, levels, draft.levels)
    Criterion.objects.filter(pk__in=stand).delete()


def _write_levels(
    criterion: Criterion, stand: dict[int, Level], drafts: Iterable[LevelDraft]
) -> None:
    new: list[Level] = []
    kept: list[Level] = []
    for position, draft in enumerate(drafts):
        row = stand.pop(draft.key or 0, None) or Level(criterion=criterion)
        row.position, row.title = position, draft.title
        row.points, row.description = draft.points, draft.description
        (kept if row.pk else new).append(row)
    Level.objects.filter(pk__in=stand).delete()
    Level.objects.bulk_create(new)
    Level.objects.bulk_update(kept, ["position", "title", "points", "description"])
