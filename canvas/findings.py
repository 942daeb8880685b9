"""What the coherence rules say of a canvas, worked out once for each version of it."""

from functools import lru_cache

from canvas import blueprints
from canvas.models import Canvas
from relationships.catalog import Catalog
from relationships.coherence import Finding, check


def findings_of(canvas: Canvas, catalog: Catalog) -> tuple[Finding, ...]:
    return findings_in(canvas.document, catalog)


@lru_cache(maxsize=16)
def findings_in(document: str, catalog: Catalog) -> tuple[Finding, ...]:
    """The same for a document that stands, or stood, on a canvas's row."""
    return tuple(check(blueprints.restore(document), catalog))
