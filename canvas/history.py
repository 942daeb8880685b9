"""What a canvas was like before: its events, taken back one after the other."""

from canvas import blueprints
from canvas.differences import Delta, rewind
from canvas.exchange import vinculo_canvas
from canvas.models import Canvas, Event
from relationships.blueprint import Blueprint

MOST = 200
"""Events that are taken back at once. Further back a snapshot is nearer."""


def delta_of(event: Event) -> Delta | None:
    """What a change did to the blueprint; none for what it is not about, such as a restored canvas.

    The creation has no blueprint before it, and none here either.
    """
    if not event.before:
        return None
    return Delta(
        vinculo_canvas.restore(event.before), vinculo_canvas.restore(event.after), event.places
    )


def as_of(canvas: Canvas, events: list[Event]) -> Blueprint:
    """The blueprint before these events, which are the canvas's last, the latest first."""
    blueprint = blueprints.read(canvas)
    for event in events:
        delta = delta_of(event)
        if delta is not None:
            blueprint = rewind(blueprint, delta)
    return blueprint


def since(canvas: Canvas, version: int) -> list[Event] | None:
    """What happened after a version, the latest first; none where that is too long ago. One query.

    Each event comes with who did it.
    """
    if not 0 < version <= canvas.version or canvas.version - version > MOST:
        return None
    later = canvas.events.filter(number__gt=version, number__lte=canvas.version)
    events = list(later.select_related("by").order_by("-number"))
    return events if len(events) == canvas.version - version else None
