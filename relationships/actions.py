"""Every change that an editor makes to the catalog: one transaction, and a line in its history.

Editors queue up behind the stamp's lock, so that what is compared under it still holds when
it is written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from relationships import catalog_file
from relationships.models import PARTS, STEP, CatalogStamp, Deed, Revision, Row, part_of
from relationships.uses import Use, uses_of


class Clash(Exception):
    """Somebody else has saved the entry since it was opened. Nothing was written."""

    def __init__(self, theirs: Row) -> None:
        super().__init__(str(theirs.pk))
        self.theirs = theirs


class InUse(Exception):
    """The entry can't be deleted. Nothing was written."""

    def __init__(self, uses: tuple[Use, ...]) -> None:
        super().__init__(", ".join(f"{use.count} {use.what}" for use in uses))
        self.uses = uses


class Shipped(Exception):
    """The entry would come back with the next release. Nothing was written."""


def record(rows: Iterable[Row], deed: Deed, *, by: AbstractBaseUser | None) -> None:
    """Add the rows as they are now to their histories. One query."""
    Revision.objects.bulk_create(
        Revision(
            part=part_of(type(row)),
            key=row.pk,
            deed=deed,
            by_id=None if by is None else by.pk,
            state=catalog_file.encode(row),
        )
        for row in rows
    )


def add(row: Row, *, by: AbstractBaseUser) -> None:
    """Raises `ValidationError` where the entry is there already."""
    with transaction.atomic():
        CatalogStamp.hold()
        row.validate_unique()
        row.save(force_insert=True)
        record([row], Deed.ADD, by=by)


def change(row: Row, *, seen: str, by: AbstractBaseUser, deed: Deed = Deed.CHANGE) -> bool:
    """Save an entry that was opened when its digest was `seen`; whether anything differed.

    Its place and its retirement stay as they are in the database. Raises `Clash`, the model's
    `DoesNotExist` where somebody has deleted it, and `ValidationError` where it no longer fits
    the others.
    """
    with transaction.atomic():
        CatalogStamp.hold()
        stored = type(row)._default_manager.get(pk=row.pk)
        if catalog_file.digest(stored) != seen:
            raise Clash(stored)
        if catalog_file.digest(row) == seen:
            return False
        keep(row, stored)
        row.clean()
        _remember(stored)
        row.save(force_update=True)
        record([row], deed, by=by)
    return True


def move(model: type[Row], key: str, *, before: str | None, by: AbstractBaseUser) -> None:
    """Put an entry before another, or at the end; a neighbour that is gone counts as the end.

    Only the entry itself moves where there is room between the two; else all are dealt out anew.
    """
    with transaction.atomic():
        CatalogStamp.hold()
        rows = list(model.objects.all().in_order())
        moved = next((row for row in rows if row.pk == key), None)
        if moved is None or before == key:
            return
        others = [row for row in rows if row is not moved]
        place = next((i for i, row in enumerate(others) if row.pk == before), len(others))
        if [*others[:place], moved, *others[place:]] == rows:
            return
        _remember(moved)
        _place(moved, others, place)
        record([moved], Deed.MOVE, by=by)


def step(model: type[Row], key: str, *, up: bool, by: AbstractBaseUser) -> None:
    """Move an entry one place up or down."""
    keys = list(model.objects.all().in_order().values_list("pk", flat=True))
    if key not in keys:
        return
    place = keys.index(key)
    keys.append(None)
    target = max(place - 1, 0) if up else min(place + 2, len(keys) - 1)
    move(model, key, before=keys[target], by=by)


def retire(row: Row, *, retired: bool, by: AbstractBaseUser) -> None:
    """Take an entry out of the forms, or bring it back."""
    with transaction.atomic():
        CatalogStamp.hold()
        stored = type(row)._default_manager.get(pk=row.pk)
        if getattr(stored, "retired", retired) == retired:
            return
        _remember(stored)
        cast("Any", stored).retired = retired
        cast("Any", stored).save(update_fields=["retired"])
        record([stored], Deed.RETIRE if retired else Deed.REVIVE, by=by)


def delete(row: Row, *, by: AbstractBaseUser) -> None:
    """Raises `InUse` or `Shipped`. A use that another transaction adds meanwhile is one, too."""
    try:
        with transaction.atomic():
            CatalogStamp.hold()
            if uses := uses_of(row):
                raise InUse(uses)
            if row.is_shipped:
                raise Shipped
            record([row], Deed.DELETE, by=by)
            row.delete()
    except (ProtectedError, IntegrityError):
        raise InUse(uses_of(row)) from None


def return_to(revision: Revision, row: Row, *, seen: str, by: AbstractBaseUser) -> bool:
    """Give an entry the texts and attributes that it had; whether anything differed.

    Raises what `change` raises.
    """
    catalog_file.take(row, revision.state)
    row.clean_fields(exclude=["shipped_fingerprint"])
    return change(row, seen=seen, by=by, deed=Deed.RETURN)


@dataclass(frozen=True)
class Plan:
    """What an import would write: rows to be added, changed and retired. The rest is as it is."""

    added: tuple[Row, ...] = ()
    changed: tuple[tuple[Row, Row], ...] = ()
    """Each as it is, and as it would be."""
    retired: tuple[Row, ...] = ()
    unchanged: int = 0

    @property
    def is_nothing(self) -> bool:
        return not (self.added or self.changed or self.retired)

    @property
    def rows(self) -> list[Row]:
        """All that would be written, as it would be."""
        return [*self.added, *(row for _was, row in self.changed), *self.retired]


def plan(parsed: dict[str, list[Row]]) -> Plan:
    """Compare a file's rows with the catalog: one query a part. What the file lacks is retired.

    A rule that it lacks stays as it is set.
    """
    added: list[Row] = []
    changed: list[tuple[Row, Row]] = []
    retired: list[Row] = []
    unchanged = 0
    for rows in parsed.values():
        if not rows:
            continue
        found = _compared(type(rows[0]), rows)
        added += found.added
        changed += found.changed
        unchanged += found.unchanged
    for part, rows in parsed.items():
        gone = _missing(part, rows)
        retired += [_retired(row) for row in gone if not getattr(row, "retired", True)]
    return Plan(tuple(added), tuple(changed), tuple(retired), unchanged)


def bring_in(parsed: dict[str, list[Row]], *, seen: str, by: AbstractBaseUser) -> Plan | None:
    """Write what a file holds, all or nothing, while the stamp is still the one that was seen.

    None where somebody has changed the catalog since: nothing is written then.
    """
    with transaction.atomic():
        CatalogStamp.hold()
        if CatalogStamp.objects.values_list("value", flat=True).get(id=1) != seen:
            return None
        found = plan(parsed)
        _remember(*(was for was, _row in found.changed))
        for row in found.added:
            row.save(force_insert=True)
        for row in (*(row for _was, row in found.changed), *found.retired):
            row.save(force_update=True)
        if not found.is_nothing:
            record(found.rows, Deed.IMPORT, by=by)
    return found


def keep(row: Row, stored: Row) -> None:
    """What a form does not ask, and another editor may have changed meanwhile."""
    for name in ("position", "shipped_fingerprint", "retired"):
        if hasattr(stored, name):
            setattr(row, name, getattr(stored, name))


def _remember(*rows: Row) -> None:
    """Begin the history of entries that have none yet, so that there is a state to return to."""
    for row in rows:
        if not Revision.objects.filter(part=part_of(type(row)), key=row.pk).exists():
            record([row], Deed.LOAD, by=None)


def _place(moved: Row, others: Sequence[Row], place: int) -> None:
    lower = others[place - 1].position if place else 0
    upper = others[place].position if place < len(others) else lower + 2 * STEP
    if upper - lower > 1:
        moved.position = (lower + upper) // 2
        moved.save(update_fields=["position"])
        return
    for number, row in enumerate([*others[:place], moved, *others[place:]], 1):
        if row.position != number * STEP:
            row.position = number * STEP
            row.save(update_fields=["position"])


def _compared(model: type[Row], rows: Iterable[Row]) -> Plan:
    stored = {row.pk: row for row in model.objects.all()}
    end = max((row.position for row in stored.values()), default=0)
    added: list[Row] = []
    changed: list[tuple[Row, Row]] = []
    unchanged = 0
    for row in rows:
        was = stored.get(row.pk)
        if was is not None:
            row.shipped_fingerprint = was.shipped_fingerprint
        if cast("int | None", row.position) is None:
            end = end if was else end + STEP
            row.position = was.position if was else end
        if was is None:
            added.append(row)
        elif catalog_file.encode(was) == catalog_file.encode(row):
            unchanged += 1
        else:
            changed.append((was, row))
    return Plan(tuple(added), tuple(changed), (), unchanged)


def _missing(part: str, rows: Iterable[Row]) -> Iterable[Row]:
    held = {row.pk for row in rows}
    return [row for row in PARTS[part].objects.all().in_order() if row.pk not in held]


def _retired(row: Row) -> Row:
    cast("Any", row).retired = True
    return row
