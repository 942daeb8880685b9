"""What canvases know of the catalog: which entries they use, and what a change does to them.

Handed to the catalog's editors by the settings. Everything here is a count: whose canvas it is
and what stands on it is nobody's business there.
"""

from collections import Counter
from collections.abc import Iterator
from time import monotonic

from django.db.models import Q
from django.utils.translation import ngettext

from canvas.exchange import vinculo_canvas
from canvas.findings import set_aside_on
from canvas.models import Canvas
from relationships.catalog import Catalog
from relationships.coherence import Finding, check
from relationships.coherence.findings import Identity
from relationships.models import ChannelKind, Factor, RelationshipType, Row, Strategy
from relationships.uses import Effect, Tally, Use
from relationships.vocabulary import Severity

BATCH = 50
"""Canvases read at once."""

MARGIN = 0.9
"""The share of the time in which another canvas is begun: the last one takes its time, too."""


def uses(row: Row) -> tuple[Use, ...]:
    """On how many canvases an entry stands; two queries.

    Deleted canvases count, since they can be brought back, and so does what a recorded change or a
    snapshot could bring back.
    """
    standing = _standing(row)
    if standing is None:
        return ()
    on = Canvas.objects.filter(standing).distinct().count()
    word = f'"{row.pk}"'
    recorded = (
        Q(events__before__contains=word)
        | Q(events__after__contains=word)
        | Q(snapshots__document__contains=word)
    )
    now = Canvas.objects.filter(standing).values("pk")
    past = Canvas.objects.filter(recorded).exclude(pk__in=now).distinct().count()
    return (
        Use(ngettext("canvas", "canvases", on), on),
        Use(
            ngettext("canvas whose history holds it", "canvases whose history holds it", past),
            past,
        ),
    )


def _standing(row: Row) -> Q | None:
    match row:
        case RelationshipType():
            return Q(segments__relationships__type=row) | Q(segments__expectations__type=row)
        case Strategy():
            return Q(segments__relationships__chosen_strategies__strategy=row)
        case ChannelKind():
            return Q(channels__kind=row)
        case Factor():
            return Q(segments__factormarks__factor=row)
        case _:
            return None


def effect(before: Catalog, after: Catalog, seconds: float) -> Effect:
    """Check canvases under both catalogs, the newest first, as long as the time allows."""
    until = monotonic() + seconds * MARGIN
    total = Canvas.objects.alive().count()
    tally = _Tally()
    for canvas in _canvases(total):
        if monotonic() > until:
            break
        tally.add(canvas, before, after)
    return tally.effect(total)


def _canvases(total: int) -> Iterator[Canvas]:
    newest = Canvas.objects.alive().newest_first().only("document", "set_aside")
    for start in range(0, total, BATCH):
        yield from newest[start : start + BATCH]


class _Tally:
    """What the canvases that were checked say, added up."""

    def __init__(self) -> None:
        self.counted = 0
        self.findings: Counter[str] = Counter()
        self.canvases: Counter[str] = Counter()
        self.added: Counter[Severity] = Counter()
        self.removed: Counter[Severity] = Counter()

    def add(self, canvas: Canvas, before: Catalog, after: Catalog) -> None:
        blueprint, aside = vinculo_canvas.restore(canvas.document), set_aside_on(canvas)
        was = _counted(check(blueprint, before, aside))
        now = _counted(check(blueprint, after, aside))
        self.counted += 1
        added = [now[identity] for identity in now.keys() - was.keys()]
        removed = [was[identity] for identity in was.keys() - now.keys()]
        regraded = [each for each in now.keys() & was.keys() if now[each] is not was[each]]
        self.added.update(added)
        self.removed.update(removed)
        for name, found in (("added", added), ("removed", removed), ("regraded", regraded)):
            self.findings[name] += len(found)
            self.canvases[name] += bool(found)

    def effect(self, total: int) -> Effect:
        severities = [one for one in Severity if self.added[one] or self.removed[one]]
        return Effect(
            added=self.findings["added"],
            added_on=self.canvases["added"],
            removed=self.findings["removed"],
            removed_on=self.canvases["removed"],
            regraded=self.findings["regraded"],
            regraded_on=self.canvases["regraded"],
            counted=self.counted,
            total=max(total, self.counted),
            by_severity={one: Tally(self.added[one], self.removed[one]) for one in severities},
        )


def _counted(findings: list[Finding]) -> dict[Identity, Severity]:
    """By identity. What is set aside counts no more."""
    return {finding.identity: finding.severity for finding in findings if not finding.is_set_aside}
