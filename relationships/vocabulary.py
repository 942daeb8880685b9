"""The fixed words of the product, in the order in which they are shown and exported.

Everything here is a `StrEnum`: a member *is* the code that stands in the exchange format.
"""

from enum import StrEnum


class Language(StrEnum):
    EN = "en"
    ES = "es"
    PT_BR = "pt-br"


class Block(StrEnum):
    """The nine blocks of the canvas, in the order in which a list names them."""

    KEY_PARTNERS = "key_partners"
    KEY_ACTIVITIES = "key_activities"
    KEY_RESOURCES = "key_resources"
    VALUE_PROPOSITIONS = "value_propositions"
    CUSTOMER_RELATIONSHIPS = "customer_relationships"
    CHANNELS = "channels"
    CUSTOMER_SEGMENTS = "customer_segments"
    COST_STRUCTURE = "cost_structure"
    REVENUE_STREAMS = "revenue_streams"

    @property
    def holds_notes(self) -> bool:
        return self in NOTE_BLOCKS


NOTE_BLOCKS = (
    Block.KEY_PARTNERS,
    Block.KEY_ACTIVITIES,
    Block.KEY_RESOURCES,
    Block.VALUE_PROPOSITIONS,
    Block.COST_STRUCTURE,
    Block.REVENUE_STREAMS,
)
"""The six blocks that hold plain notes: all but segments, channels and relationships."""


class Color(StrEnum):
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    PINK = "pink"
    ORANGE = "orange"
    PURPLE = "purple"
    GREY = "grey"


class _Ordered(StrEnum):
    """Members that form a scale: `later.rank > earlier.rank`."""

    @property
    def rank(self) -> int:
        """The place on the scale, from 0."""
        return _RANKS[self]


class Stage(_Ordered):
    """How far the venture has come."""

    IDEA = "idea"
    LAUNCH = "launch"
    GROWTH = "growth"
    MATURE = "mature"


class Trust(_Ordered):
    """The ladder from product to trust; no rung can be skipped."""

    PRODUCT = "product"
    NEEDS = "needs"
    RELATIONSHIP = "relationship"
    TRUST = "trust"


class Phase(StrEnum):
    """What a channel does for a customer, in the order in which the customer lives it."""

    AWARENESS = "awareness"
    EVALUATION = "evaluation"
    PURCHASE = "purchase"
    DELIVERY = "delivery"
    AFTER_SALES = "after_sales"


class Motivation(StrEnum):
    """Why a relationship is built."""

    ACQUISITION = "acquisition"
    RETENTION = "retention"
    GROWTH = "growth"


class Capability(StrEnum):
    """What a channel can do, and what a relationship type or a strategy needs of it."""

    TWO_WAY = "two_way"
    HUMAN = "human"
    LIVE = "live"
    INDIVIDUAL = "individual"
    PUSH = "push"
    ALWAYS_ON = "always_on"
    AUTOMATED = "automated"
    MEMBER_TO_MEMBER = "member_to_member"
    CUSTOMER_CONTENT = "customer_content"
    TRANSACTION = "transaction"


class Ownership(StrEnum):
    OWN = "own"
    PARTNER = "partner"


class Status(StrEnum):
    """Where a relationship stands. All but `dropped` are active."""

    PLANNED = "planned"
    RUNNING = "running"
    DROPPED = "dropped"


class Verdict(StrEnum):
    """What an experiment taught; none while it runs."""

    KEEP = "keep"
    ADAPT = "adapt"
    DROP = "drop"


class DeliveredBy(StrEnum):
    """Who delivers a relationship of a type. `any` leaves it to the channel."""

    HUMAN = "human"
    AUTOMATED = "automated"
    PEERS = "peers"
    SELF = "self"
    ANY = "any"


class Horizon(StrEnum):
    ONE_OFF = "one_off"
    RECURRENT = "recurrent"
    LONG_TERM = "long_term"


class Effort(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Money(StrEnum):
    """What a strategy costs, roughly."""

    VERY_LOW = "very_low"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Ease(StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class FactorRole(StrEnum):
    """What the coherence rules understand a consumption factor to be about."""

    HOURS = "hours"
    ALTERNATIVES = "alternatives"
    GUARANTEE = "guarantee"
    DISTINCTION = "distinction"
    SPEED = "speed"


class Severity(_Ordered):
    """How grave a finding is, gravest first."""

    CONFLICT = "conflict"
    RISK = "risk"
    GAP = "gap"
    STRENGTH = "strength"


IMPORTANCE = range(4)
"""Unimportant (0), somewhat (1), important (2), decisive (3)."""

IMPORTANT = 2
"""The importance from which a factor counts as important."""

_RANKS = {member: rank for scale in (Stage, Trust, Severity) for rank, member in enumerate(scale)}
