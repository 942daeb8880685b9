"""Every write to a canvas: one transaction, one event, one new version.

An edit is a pure function of the blueprint. It runs on the blueprint as it is once the canvas's row
is locked, so that no write is lost; rows, document, counts and event follow from the difference.
"""

import uuid
from collections.abc import Callable, Collection
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from canvas import blueprints, inbox
from canvas.differences import (
    HEAD,
    clashing,
    difference,
    differing,
    merge,
    merge_touchpoints,
    revive,
    whereabouts,
    without_dangling,
)
from canvas.exchange import vinculo_canvas
from canvas.findings import findings_of, found
from canvas.history import delta_of
from canvas.models import Canvas, Event, Member, Occasion, Role, SetAside, Snapshot, Verb
from canvas.subjects import keep_names
from relationships.blueprint import (
    COLLECTIONS,
    Blueprint,
    Channel,
    Element,
    Experiment,
    Note,
    Relationship,
    Segment,
    Touchpoint,
)
from relationships.catalog import Catalog
from relationships.coherence import Finding, check
from relationships.coherence.findings import Identity, fingerprint
from relationships.coherence.mends import mend_of
from relationships.thinking.cost_line import cost_line, cost_note, one_line
from relationships.thinking.experiments import Step, moved_posts, taken
from relationships.vocabulary import Block, Severity, Stage

E = TypeVar("E", bound=Element)
Touchpoints = tuple[Touchpoint, ...]
Experiments = tuple[Experiment, ...]

PREFIXES: dict[type[Element], str] = {Note: "n", Segment: "s", Channel: "c", Relationship: "r"}


@dataclass(frozen=True)
class Change:
    """What a write did. `event` is none where nothing differed, and then nothing was written.

    `replaced` is the document that stood on the canvas's row before.
    """

    canvas: Canvas
    before: Blueprint
    after: Blueprint
    replaced: str
    ref: str = ""
    event: Event | None = None


class Clash(Exception):
    """Two people changed the same fields. Nothing was written.

    `theirs` is the element as it is now, `mine` what was to be saved with their other changes
    taken over, `fields` what both changed.
    """

    def __init__(self, theirs: Any, mine: Any, fields: tuple[str, ...]) -> None:
        super().__init__(", ".join(fields))
        self.theirs = theirs
        self.mine = mine
        self.fields = fields


class Gone(Http404):
    """The element, or the whole canvas, was deleted in the meantime. Nothing was written.

    Whoever does not handle it answers 404.
    """


class Overtaken(Exception):
    """A finding is no longer what somebody saw. Nothing was written.

    `finding` is what it is now; none where it is gone.
    """

    def __init__(self, finding: Finding | None) -> None:
        super().__init__()
        self.finding = finding


class PostsMoved(Exception):
    """An edit moves the measure or the threshold of an experiment that has begun.

    Nothing was written. It can be done knowingly; `fields` are those that it moves.
    """

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def create_canvas(blueprint: Blueprint, *, by: User, canvas_id: uuid.UUID | None = None) -> Canvas:
    """A new canvas of a person's own, with everything that the blueprint holds; refs are kept.

    Raises `IntegrityError` where `canvas_id` is taken; without it the canvas gets a fresh one.
    """
    empty = replace(blueprint, notes=(), segments=(), channels=(), touchpoints=(), relationships=())
    with transaction.atomic():
        canvas = Canvas(
            id=canvas_id or uuid.uuid4(),
            last_ref=_highest_number(blueprint),
            document="",
            version=1,
            **{field: getattr(blueprint, field) for field in HEAD},
        )
        canvas.save(force_insert=True)
        blueprints.write(canvas, empty, blueprint)
        canvas.save(update_fields=["document", "search", *_COUNTS])
        Member.objects.create(canvas=canvas, user=by, role=Role.OWNER)
        Event.objects.create(
            canvas=canvas, number=1, verb=Verb.CREATE, by=by, after=canvas.document
        )
    canvas.role = Role.OWNER
    return canvas


def duplicate_canvas(canvas: Canvas, *, title: str, by: User) -> Canvas:
    return create_canvas(replace(blueprints.read(canvas), title=title), by=by)


def delete_canvas(canvas: Canvas, *, by: User) -> None:
    """Hides the canvas from everyone; `restore_canvas` brings it back as it was."""
    _mark(canvas, Verb.DELETE, deleted_at=timezone.now(), by=by)


def restore_canvas(canvas: Canvas, *, by: User) -> None:
    """Raises `Gone` where the time to do so has run out meanwhile (`canvas.keeping`)."""
    _mark(canvas, Verb.RESTORE, deleted_at=None, by=by)


def archive_canvas(canvas: Canvas, *, by: User) -> None:
    """Puts the canvas out of everyone's way; it can still be opened, changed and found."""
    _mark(canvas, Verb.ARCHIVE, archived_at=timezone.now(), by=by)


def unarchive_canvas(canvas: Canvas, *, by: User) -> None:
    _mark(canvas, Verb.UNARCHIVE, archived_at=None, by=by)


def _mark(canvas: Canvas, verb: Verb, *, by: User, **times: datetime | None) -> None:
    with transaction.atomic():
        rows = Canvas.objects.select_for_update().without_document()
        locked = rows.filter(pk=canvas.pk).first()
        if locked is None:
            raise Gone
        for name, when in times.items():
            setattr(locked, name, when)
        locked.version += 1
        locked.save(update_fields=[*times, "version"])
        Event.objects.create(canvas=locked, number=locked.version, verb=verb, by=by)
        inbox.recount(locked)


def save_details(
    canvas: Canvas, details: dict[str, Any], *, base: dict[str, Any], by: User
) -> Change:
    """Writes the canvas's own fields; raises `Clash`, of blueprints, where both changed one."""

    def edit(now: Blueprint, fresh: "FreshRef") -> Blueprint:
        merged: Blueprint = _merged(replace(now, **base), now, replace(now, **details))
        return merged

    return _write(canvas, Verb.CHANGE, edit, by=by)


def add_element(
    canvas: Canvas,
    element: Element,
    *,
    touchpoints: Callable[[str], Touchpoints] | None = None,
    by: User,
) -> Change:
    """Adds an element under a fresh ref, with the touchpoints that `touchpoints` makes of that.

    Raises `Gone` where the segment of a relationship was deleted in the meantime.
    """
    made: list[str] = []

    def edit(now: Blueprint, fresh: FreshRef) -> Blueprint:
        ref = fresh(type(element))
        made.append(ref)
        after = now.put(replace(element, ref=ref))
        if touchpoints:
            after = after.put_touchpoints((*after.touchpoints, *touchpoints(ref)))
        after = without_dangling(after)
        if ref not in after.elements:
            raise Gone
        return after

    change = _write(canvas, Verb.ADD, edit, by=by)
    return replace(change, ref=made[-1])


def save_element(
    canvas: Canvas,
    mine: E,
    *,
    base: E,
    touchpoints: tuple[Touchpoints, Touchpoints] | None = None,
    by: User,
) -> Change:
    """Saves an element as edited since `base`, and its touchpoints (before and after).

    Fields that only one side changed are merged. Raises `Clash` where both sides changed one to
    something else, `Gone` where the element is no longer there.
    """

    def edit(now: Blueprint, fresh: FreshRef) -> Blueprint:
        theirs = now.elements.get(mine.ref)
        if not isinstance(theirs, type(mine)):
            raise Gone
        merged = _merged(base, theirs, mine)
        after = now.put(merged)
        if touchpoints is not None:
            seen, wanted = touchpoints
            after = after.put_touchpoints(merge_touchpoints(seen, now.touchpoints, wanted))
        return without_dangling(after)

    change = _write(canvas, Verb.CHANGE, edit, by=by)
    return replace(change, ref=mine.ref)


def write_cost_note(canvas: Canvas, *, seen: str, by: User) -> Change:
    """Writes what relationships and channels cost into a note, in the canvas's own language.

    The note that held such a line before is updated, else one is added to the cost structure.
    `seen` is what that note said when the person was asked, empty where there was none. Raises
    `Clash` where it says something else by now, so that nothing is lost that somebody wrote. Where
    it says it already, or nothing costs anything, nothing is written.
    """

    def edit(now: Blueprint, fresh: FreshRef) -> Blueprint:
        note, line = cost_note(now), cost_line(now, now.language)
        if not line or (note and note.text == line):
            return now
        if one_line(note.text if note else "") != one_line(seen):
            raise Clash(note, line, ("text",))
        written = note or Note(fresh(Note), Block.COST_STRUCTURE, "")
        return now.put(replace(written, text=line))

    return _write(canvas, Verb.CHANGE if seen else Verb.ADD, edit, by=by)


def move_element(
    canvas: Canvas, ref: str, *, before: str | None = None, block: Block | None = None, by: User
) -> Change:
    """Puts an element before another one of its kind, or last; a note also into another block.

    A neighbour that is gone by now counts as the end; an element that is gone changes nothing.
    """

    def edit(now: Blueprint, fresh: FreshRef) -> Blueprint:
        element = now.elements.get(ref)
        if element is None:
            return now
        if isinstance(element, Note) and block is not None and element.block is not block:
            now = now.put(replace(element, block=block))
            if element.block is Block.VALUE_PROPOSITIONS:
                now = _unlinked(now, ref)
        return now.move(ref, before)

    return replace(_write(canvas, Verb.MOVE, edit, by=by), ref=ref)


def remove_element(canvas: Canvas, ref: str, *, by: User) -> Change:
    """Deletes an element with what hangs on it; one that is gone already changes nothing."""

    def edit(now: Blueprint, fresh: FreshRef) -> Blueprint:
        return now.remove(ref) if ref in now.elements else now

    return replace(_write(canvas, Verb.REMOVE, edit, by=by), ref=ref)


def add_experiment(canvas: Canvas, ref: str, experiment: Experiment, *, by: User) -> Change:
    """Adds an experiment to a relationship, after the others.

    Raises `Gone` where the relationship is no longer there.
    """

    def edit(experiments: Experiments) -> Experiments:
        return (*experiments, experiment)

    return _write_experiments(canvas, ref, Verb.CHANGE, edit, by=by)


def save_experiment(
    canvas: Canvas,
    ref: str,
    mine: Experiment,
    *,
    base: Experiment,
    at: int,
    shift: int = 0,
    knowingly: bool = False,
    by: User,
) -> Change:
    """Saves an experiment as edited since `base`, when it stood at `at`; moves it by `shift`.

    Fields that only one side changed are merged. Raises `Clash` (of experiments) where both
    changed one to something else, `Gone` where it is no longer there, `PostsMoved` where measure
    or threshold change after it has begun and it is not done `knowingly`.
    """

    def edit(experiments: Experiments) -> Experiments:
        place = whereabouts(base, experiments, at)
        if place is None:
            raise Gone
        theirs = experiments[place]
        merged = _merged(base, theirs, mine)
        if not knowingly and (fields := moved_posts(theirs, merged)):
            raise PostsMoved(fields)
        others = [*experiments[:place], *experiments[place + 1 :]]
        others.insert(max(place + shift, 0), merged)
        return tuple(others)

    return _write_experiments(canvas, ref, Verb.CHANGE, edit, by=by)


def remove_experiment(canvas: Canvas, ref: str, *, base: Experiment, at: int, by: User) -> Change:
    """Deletes an experiment; one that is gone already changes nothing.

    Raises `Clash` where somebody has changed it since `base`.
    """

    def edit(experiments: Experiments) -> Experiments:
        place = whereabouts(base, experiments, at)
        if place is None:
            return experiments
        theirs = experiments[place]
        if theirs != base:
            raise Clash(theirs, base, differing(base, theirs))
        return (*experiments[:place], *experiments[place + 1 :])

    return _write_experiments(canvas, ref, Verb.REMOVE, edit, by=by)


def take_step(
    canvas: Canvas, ref: str, step: Step, stage: Stage | None = None, *, by: User
) -> Change:
    """Does with a relationship what a verdict leads to; `stage` is the one to raise it to.

    Raises `Gone` where it is no longer there.
    """

    def edit(now: Blueprint, fresh: FreshRef) -> Blueprint:
        return now.put(taken(step, _relationship(now, ref), stage))

    return replace(_write(canvas, Verb.CHANGE, edit, by=by), ref=ref)


def undo_deletion(canvas: Canvas, *, by: User) -> Change:
    """Brings the last deletion back, with everything that hung on it; none left changes nothing."""

    def edit(now: Blueprint, fresh: FreshRef) -> Blueprint:
        event = Event.objects.filter(pk=canvas.last_deletion_id or 0).first()
        delta = delta_of(event) if event else None
        return revive(now, delta) if delta else now

    return _write(canvas, Verb.UNDO, edit, by=by)


def apply_mend(
    canvas: Canvas, identity: Identity, key: str, *, catalog: Catalog, by: User
) -> Change:
    """Mends a finding by the mend of this key; where either is no longer there nothing changes."""

    def edit(now: Blueprint, fresh: FreshRef) -> Blueprint:
        finding = found(check(now, catalog), identity)
        mend = mend_of(finding, key, catalog) if finding else None
        return mend.apply(now) if mend else now

    return _write(canvas, Verb.CHANGE, edit, by=by)


def set_aside(
    canvas: Canvas, identity: Identity, seen: str, *, reason: str, catalog: Catalog, by: User
) -> Change:
    """Lets a finding count no more; one that is set aside already stays as it is.

    `seen` is its fingerprint as the person saw it. Raises `Overtaken` where it has another one by
    now, or is gone. A strength is never found.
    """
    with transaction.atomic():
        locked = lock(canvas)
        finding = found(findings_of(locked, catalog), identity)
        if finding is None or finding.severity is Severity.STRENGTH:
            raise Overtaken(None)
        if finding.fingerprint != seen:
            raise Overtaken(finding)
        if finding.is_set_aside:
            return unchanged(locked)
        code, elements, about = identity
        row = SetAside(
            canvas=locked,
            identity=fingerprint(identity),
            code=code,
            elements=list(elements),
            about=list(about),
            fingerprint=seen,
            reason=reason,
            by=by,
        )
        SetAside.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["canvas", "identity"],
            update_fields=["fingerprint", "reason", "by", "at"],
        )
        return _record_finding(locked, Verb.SET_ASIDE, row, by=by)


def take_up(canvas: Canvas, identity: Identity, *, by: User) -> Change:
    """Lets a finding count again; one that nobody has set aside stays as it is."""
    with transaction.atomic():
        locked = lock(canvas)
        row = locked.set_asides.filter(identity=fingerprint(identity)).first()
        if row is None:
            return unchanged(locked)
        row.delete()
        return _record_finding(locked, Verb.TAKE_UP, row, by=by)


def _record_finding(locked: Canvas, verb: Verb, row: SetAside, *, by: User) -> Change:
    """The event, and what the rows now say on the canvas's own row.

    `changed_at` stays: no element has changed, and the first edit of a day is still to come.
    """
    now = blueprints.read(locked)
    told = ("code", "elements", "about", "fingerprint")
    locked.set_aside = list(map(list, locked.set_asides.order_by("at", "pk").values_list(*told)))
    named = vinculo_canvas.dump(_only(now, row.elements))
    event = record(
        locked,
        verb,
        by=by,
        before=named,
        after=named,
        finding={name: getattr(row, name) for name in (*told, "reason")},
    )
    locked.save(update_fields=["set_aside", "version"])
    return Change(locked, now, now, locked.document, event=event)


def unchanged(canvas: Canvas) -> Change:
    """Of an edit that was not made."""
    now = blueprints.read(canvas)
    return Change(canvas, now, now, canvas.document)


def keep_snapshot(canvas: Canvas, *, name: str, by: User) -> Snapshot:
    """Keeps the canvas as it is now under a name. Raises `Gone` where it was deleted meanwhile."""
    with transaction.atomic():
        return _keep(lock(canvas), Occasion.NAMED, name=name, by=by)


def import_into(canvas: Canvas, blueprint: Blueprint, *, by: User) -> Change:
    """Makes the canvas what a document says; elements of the same ref stay the same elements.

    What was there is kept as a snapshot.
    """
    return _write(canvas, Verb.IMPORT, lambda now, fresh: blueprint, keep=Occasion.IMPORT, by=by)


def go_back(canvas: Canvas, blueprint: Blueprint, *, by: User) -> Change:
    """Makes the canvas what it was; what it is now is kept as a snapshot."""
    return _write(canvas, Verb.RETURN, lambda now, fresh: blueprint, keep=Occasion.RETURN, by=by)


def bring_back_element(canvas: Canvas, ref: str, *, past: Blueprint, by: User) -> Change:
    """Makes one element what it was; one that is gone comes back with what hung on it. What the
    canvas is now is kept as a snapshot.

    Raises `KeyError` where it was not there in the past either.
    """
    element = past.elements[ref]

    def edit(now: Blueprint, fresh: FreshRef) -> Blueprint:
        if ref in now.elements:
            return without_dangling(now.put(element))
        return revive(now, difference(past, past.remove(ref)))

    change = _write(canvas, Verb.RETURN, edit, keep=Occasion.RETURN, by=by)
    return replace(change, ref=ref)


FreshRef = Callable[[type[Element]], str]
Edit = Callable[[Blueprint, FreshRef], Blueprint]

_COUNTS = ("note_count", "segment_count", "channel_count", "relationship_count")
_WRITTEN = (
    *HEAD,
    *_COUNTS,
    "document",
    "search",
    "version",
    "last_ref",
    "changed_at",
    "last_deletion_id",
)


def _write(
    canvas: Canvas, verb: Verb, edit: Edit, *, keep: Occasion | None = None, by: User
) -> Change:
    """Runs an edit on the locked canvas. Four queries, and those of the rows that differ.

    One more where somebody else has written since the canvas was read. What was there is kept as
    a snapshot where an occasion is given, and before the first edit of a day (UTC).
    """
    with transaction.atomic():
        locked = lock(canvas)
        stood = {name: getattr(locked, name) for name in _WRITTEN}
        canvas.last_deletion_id = locked.last_deletion_id
        replaced = locked.document
        before = blueprints.read(locked)

        def fresh(kind: type[Element]) -> str:
            ref = ""
            while not ref or ref in before.elements:
                locked.last_ref += 1
                ref = f"{PREFIXES[kind]}{locked.last_ref}"
            return ref

        after = edit(before, fresh)
        delta = difference(before, after)
        if delta.is_empty:
            return Change(locked, before, after, replaced)
        vinculo_canvas.check_counts(after)
        now = timezone.now()
        if keep is None and locked.changed_at.date() < now.date():
            keep = Occasion.DAY
        if keep is not None:
            _keep(locked, keep, by=by)
        blueprints.write(locked, before, after)
        keep_names(locked, before, after)
        locked.last_ref = max(locked.last_ref, _highest_number(delta.after))
        locked.changed_at = now
        event = record(
            locked,
            verb,
            by=by,
            at=now,
            before=vinculo_canvas.dump(delta.before),
            after=vinculo_canvas.dump(delta.after),
            places=dict(delta.orders),
        )
        if verb is Verb.REMOVE:
            locked.last_deletion = event
        elif verb is Verb.UNDO:
            locked.last_deletion = None
        changed = [name for name in _WRITTEN if getattr(locked, name) != stood[name]]
        locked.save(update_fields=changed)
    return Change(locked, before, after, replaced, event=event)


def lock(canvas: Canvas) -> Canvas:
    """The canvas as it is now that its row is locked: what was read before, if still of today.

    Raises `Gone` where it was deleted in the meantime.
    """
    alive = Canvas.objects.alive().select_for_update()
    try:
        if alive.values_list("version", flat=True).get(pk=canvas.pk) == canvas.version:
            return copy(canvas)
        now = alive.get(pk=canvas.pk)
    except Canvas.DoesNotExist:
        raise Gone from None
    now.role = canvas.role
    return now


def record(locked: Canvas, verb: Verb, *, by: User, **told: Any) -> Event:
    """The event of a change, which makes a new version; the canvas's row is set, not saved."""
    locked.version += 1
    return Event.objects.create(canvas=locked, number=locked.version, verb=verb, by=by, **told)


def _only(blueprint: Blueprint, refs: Collection[str]) -> Blueprint:
    """The elements of these refs, without touchpoints."""
    kept: dict[str, Any] = {
        name: tuple(element for element in getattr(blueprint, name) if element.ref in refs)
        for name in COLLECTIONS.values()
    }
    return replace(blueprint, touchpoints=(), **kept)


def _keep(locked: Canvas, occasion: Occasion, *, name: str = "", by: User) -> Snapshot:
    return Snapshot.objects.create(
        canvas=locked,
        name=name,
        occasion=occasion,
        by=by,
        version=locked.version,
        document=locked.document,
    )


def _write_experiments(
    canvas: Canvas, ref: str, verb: Verb, edit: Callable[[Experiments], Experiments], *, by: User
) -> Change:
    def edited(now: Blueprint, fresh: FreshRef) -> Blueprint:
        row = _relationship(now, ref)
        return now.put(replace(row, experiments=edit(row.experiments)))

    return replace(_write(canvas, verb, edited, by=by), ref=ref)


def _relationship(blueprint: Blueprint, ref: str) -> Relationship:
    row = blueprint.elements.get(ref)
    if not isinstance(row, Relationship):
        raise Gone
    return row


def _merged(base: Any, theirs: Any, mine: Any) -> Any:
    merged = merge(base, theirs, mine)
    if fields := clashing(base, theirs, mine):
        raise Clash(theirs, merged, fields)
    return merged


def _unlinked(blueprint: Blueprint, note: str) -> Blueprint:
    """Without the links of segments to a note that is a value proposition no more."""
    segments = tuple(
        replace(s, value_propositions=tuple(r for r in s.value_propositions if r != note))
        if note in s.value_propositions
        else s
        for s in blueprint.segments
    )
    return replace(blueprint, segments=segments)


def _highest_number(blueprint: Blueprint) -> int:
    """The highest number in a ref that our own counter could make, so that it makes none twice."""
    numbers = (ref[1:] for ref in blueprint.elements if ref[0] in "nscr")
    return max((int(n) for n in numbers if n.isascii() and n.isdigit() and len(n) < 16), default=0)
