"""Can the channels carry what is planned over them, all along the customer's way?"""

from collections.abc import Iterator
from functools import lru_cache

from relationships.coherence.findings import Found
from relationships.coherence.reading import Reading
from relationships.vocabulary import Capability, DeliveredBy, Ownership, Phase, Stage

_HUMAN = DeliveredBy.HUMAN
_OWN = Ownership.OWN
_PARTNER = Ownership.PARTNER
_TWO_WAY = Capability.TWO_WAY
_ORDER = {capability: place for place, capability in enumerate(Capability)}
_PHASES = tuple(Phase)


@lru_cache(maxsize=4096)
def missing(
    needs: tuple[Capability, ...], offered: tuple[Capability, ...]
) -> tuple[Capability, ...]:
    """The needs that are not offered, in the vocabulary's order."""
    lacking = [need for need in needs if need not in offered]
    return tuple(sorted(lacking, key=_ORDER.__getitem__)) if lacking else ()


def channel_unused(canvas: Reading) -> Iterator[Found]:
    """Says it when a channel has no touchpoint and carries no active relationship.

    A channel costs money and attention; one that serves nobody is either a forgotten link
    or something to do without. Source: 003.
    """
    used = canvas.touched | {row.of.channel for row in canvas.rows if row.of.channel}
    for ref in canvas.channels:
        if ref not in used:
            yield Found((ref,))


def channel_lacks_capability(canvas: Reading) -> Iterator[Found]:
    """Says it when the type needs capabilities that the chosen channel lacks.

    A channel is only the means; the use made of it is the relationship. The same page can
    answer every customer or merely announce, and only the first can carry a personal
    relationship. A type that the catalog no longer holds needs nothing that is known.
    Source: 000.
    """
    for row in canvas.rows:
        entry, channel = row.type, row.channel
        if entry is None or channel is None:
            continue
        lacking = missing(entry.needs, channel.capabilities)
        if lacking:
            yield Found(
                (row.ref, channel.ref),
                read=(entry.slug, entry.needs, channel.capabilities),
                about=lacking,
                values={"missing": lacking},
            )


def channel_misses_segment(canvas: Reading) -> Iterator[Found]:
    """Says it when the relationship's channel has no touchpoint with its segment.

    The bond with a segment rests on a channel that reaches that segment; over another one
    its customers are never met. Source: 000.
    """
    for row in canvas.rows:
        ref = row.of.channel
        if ref is not None and ref not in row.segment.channels:
            yield Found((row.ref, ref, row.segment.ref))


def personal_through_partner(canvas: Reading) -> Iterator[Found]:
    """Says it when a relationship delivered by humans runs over a partner's channel.

    There the partner's people meet the customer, learn about them and own the contact; one's
    own channels are what brings closer knowledge of customers. Source: 003.
    """
    for row in canvas.rows:
        if row.delivery is not _HUMAN:
            continue
        channel = row.channel
        if channel is not None and channel.ownership is _PARTNER:
            yield Found((row.ref, channel.ref), read=(*row.delivery_read, channel.ownership))


def segment_only_spoken_to(canvas: Reading) -> Iterator[Found]:
    """Says it when a segment has touchpoints, none of its channels is `two_way`, and it has an
    active relationship.

    A channel that only announces makes an audience, not a relationship: that takes answers in
    both directions. Source: 000.
    """
    for view in canvas.segments.values():
        if not view.channels or not view.rows:
            continue
        for channel in view.channels.values():
            if _TWO_WAY in channel.capabilities:
                break
        else:
            yield Found(
                (view.ref,),
                read=tuple(
                    (ref, channel.capabilities) for ref, channel in sorted(view.channels.items())
                ),
            )


def phases_uncovered(canvas: Reading) -> Iterator[Found]:
    """Says it when a segment has touchpoints, and they leave phases uncovered.

    Channels inform, help to judge, sell, deliver and assist after the sale; where one of the
    five is left out, customers are left alone at that point of their way. Source: 003.
    """
    for view in canvas.segments.values():
        if view.channels and len(view.phases) < len(_PHASES):
            uncovered = tuple(phase for phase in _PHASES if phase not in view.phases)
            yield Found(
                (view.ref,),
                read=view.phases_read,
                about=uncovered,
                values={"phases": uncovered},
            )


def all_channels_partner(canvas: Reading) -> Iterator[Found]:
    """Says it when a segment has two or more channels, all of partners.

    Partners widen the reach and make the brand known, but leave a lower margin, and no contact
    of one's own: a balance is better. Source: 003.
    """
    for view in canvas.segments.values():
        if len(view.channels) < 2:
            continue
        for channel in view.channels.values():
            if channel.ownership is not _PARTNER:
                break
        else:
            yield Found((view.ref,), read=tuple(sorted(view.channels)))


def all_channels_own(canvas: Reading) -> Iterator[Found]:
    """Says it when the canvas is at stage growth or mature, and a segment has three or more
    channels, all own.

    Own channels earn more and teach more about the customer, but cost more to set up and to
    run, and reach less far than a partner's: a balance is better. Source: 003.
    """
    if canvas.stage.rank < Stage.GROWTH.rank:
        return
    for view in canvas.segments.values():
        if len(view.channels) < 3:
            continue
        for channel in view.channels.values():
            if channel.ownership is not _OWN:
                break
        else:
            yield Found((view.ref,), read=(canvas.stage, *sorted(view.channels)))
