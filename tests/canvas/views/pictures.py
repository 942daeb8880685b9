"""A canvas to look at in pictures: with what holds, what does not, and what stands nowhere."""

from relationships.blueprint import Blueprint
from relationships.vocabulary import Motivation, Ownership, Status
from tests.canvas.building import sized
from tests.coherence.building import (
    AFTER_SALES,
    AWARENESS,
    PURCHASE,
    canvas,
    channel,
    row,
    segment,
    touch,
)

ACQUISITION, RETENTION, GROWTH = Motivation


def pictured() -> Blueprint:
    """Families answer a page and hear the radio; offices use the shop; nobody knows the third."""
    return canvas(
        segment("s1", "Families"),
        segment("s2", "Offices <b>nearby</b>"),
        segment("s3", "Tourists"),
        channel("c1", "two_way", "human", "push", name="Page on a network"),
        channel("c2", "push", name="Local radio", ownership=Ownership.PARTNER),
        channel("c3", "always_on", "transaction", name="Shop & more"),
        channel("c4", name="Kiosk"),
        touch("s1", "c1", AWARENESS, AFTER_SALES),
        touch("s1", "c2", AWARENESS),
        touch("s2", "c3", PURCHASE),
        row("r1", "personal", "s1", channel="c1", motivation=RETENTION),
        row("r2", "personal-direct", "s1", channel="c2", motivation=ACQUISITION),
        row("r3", "community", "s1", channel="c3", motivation=GROWTH),
        row("r4", "self-service", "s2", channel="c3", motivation=RETENTION),
        row("r5", "personal", "s2", strategies=("complaint-care",)),
        row("r6", "transactional", "s2", channel="c3", status=Status.DROPPED),
    )


def largest() -> Blueprint:
    """As large as the format allows, but for touchpoints, of which a segment has three."""
    return sized(notes=300, segments=100, channels=100, relationships=300)
