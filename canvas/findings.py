"""What the coherence rules say of a canvas, worked out once for each version of it."""

from collections.abc import Iterable
from functools import lru_cache

from canvas import blueprints
from canvas.models import Canvas
from relationships.catalog import Catalog
from relationships.coherence import Finding, SetAside, check
from relationships.coherence.findings import Identity

NOTHING: frozenset[SetAside] = frozenset()


def findings_of(canvas: Canvas, catalog: Catalog) -> tuple[Finding, ...]:
    """In the order of a check; those that were set aside say so, and count no more."""
    return findings_in(canvas.document, catalog, set_aside_on(canvas))


def set_aside_on(canvas: Canvas) -> frozenset[SetAside]:
    """What is set aside on a canvas, as a check takes it; no query."""
    return frozenset(
        (code, tuple(elements), tuple(about), fingerprint)
        for code, elements, about, fingerprint in canvas.set_aside
    )


@lru_cache(maxsize=16)
def findings_in(
    document: str, catalog: Catalog, set_aside: frozenset[SetAside] = NOTHING
) -> tuple[Finding, ...]:
    """The same for a document that stands, or stood, on a canvas's row."""
    return tuple(check(blueprints.restore(document), catalog, set_aside))


def found(findings: Iterable[Finding], identity: Identity) -> Finding | None:
    """The finding of an identity, if it is among these."""
    return next((finding for finding in findings if finding.identity == identity), None)
