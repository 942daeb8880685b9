"""What a document of `vinculo-canvas/1` holds, said once.

Reading, writing, restoring, the JSON Schema and the limits all follow from this description.
Keys stand in the order in which they are exported.
"""

from django.utils.translation import gettext_lazy as _

from canvas.exchange import limits
from canvas.exchange.records import Record, Rows, known_or_null, needed, optional
from canvas.exchange.values import (
    CatalogSlug,
    Choice,
    Constant,
    Currency,
    Flag,
    Money,
    Names,
    Ref,
    Reference,
    Text,
    Whole,
)
from relationships.blueprint import (
    Blueprint,
    Channel,
    Experiment,
    FactorMark,
    Habit,
    Note,
    Relationship,
    Segment,
    Touchpoint,
)
from relationships.vocabulary import (
    IMPORTANCE,
    NOTE_BLOCKS,
    Capability,
    Color,
    Language,
    Motivation,
    Ownership,
    Phase,
    Stage,
    Status,
    Trust,
    Verdict,
)

FORMAT = "vinculo-canvas/1"

NAME = Text(limits.NAME, least=1)
NEEDED_TEXT = Text(limits.SHORT_TEXT, least=1)
SHORT_TEXT = Text(limits.SHORT_TEXT)
LONG_TEXT = Text(limits.LONG_TEXT)
REF = Ref()
SEGMENT_REF = Reference("segments", _("There is no segment “%(ref)s”."))
CHANNEL_REF = Reference("channels", _("There is no channel “%(ref)s”."))
PROPOSITION_REF = Reference(
    "value_propositions", _("There is no value proposition “%(ref)s” among the notes.")
)
MONEY = Money()
HOURS = Whole(limits.HOURS)
CUSTOMERS = Whole(limits.CUSTOMERS)
STAGE = Choice(Stage)
TRUST = Choice(Trust)

NOTE = Record(
    "note",
    Note,
    (
        needed("ref", REF),
        needed("block", Choice(NOTE_BLOCKS)),
        needed("text", NEEDED_TEXT),
        optional("color", Choice(Color, blank=True)),
    ),
)

HABIT = Record(
    "habit",
    Habit,
    (
        needed("what", NEEDED_TEXT),
        optional("where", SHORT_TEXT),
        optional("how_often", SHORT_TEXT),
    ),
)

FACTOR_MARK = Record(
    "factor_mark",
    FactorMark,
    (
        needed("factor", CatalogSlug("factors")),
        needed("importance", Whole(max(IMPORTANCE))),
        optional("detail", SHORT_TEXT),
    ),
)

SEGMENT = Record(
    "segment",
    Segment,
    (
        needed("ref", REF),
        needed("name", NAME),
        optional("description", LONG_TEXT),
        known_or_null("customers", CUSTOMERS),
        known_or_null("value_per_month", MONEY),
        optional("value_propositions", Names(PROPOSITION_REF)),
        optional("expects", Names(CatalogSlug("types"))),
        optional("habits", Rows(HABIT, limits.HABITS)),
        optional(
            "factors",
            Rows(
                FACTOR_MARK,
                limits.FACTORS,
                once=("factor",),
                twice=_("This segment has this factor already."),
            ),
        ),
        known_or_null("trust", TRUST),
        known_or_null("trust_goal", TRUST),
    ),
)

CHANNEL = Record(
    "channel",
    Channel,
    (
        needed("ref", REF),
        needed("name", NAME),
        needed("kind", CatalogSlug("kinds")),
        needed("ownership", Choice(Ownership)),
        optional("capabilities", Names(Choice(Capability), as_set=Capability)),
        optional("hours", SHORT_TEXT),
        known_or_null("monthly_cost", MONEY),
    ),
)

TOUCHPOINT = Record(
    "touchpoint",
    Touchpoint,
    (
        needed("segment", SEGMENT_REF),
        needed("channel", CHANNEL_REF),
        needed("phases", Names(Choice(Phase), least=1, as_set=Phase)),
    ),
)

EXPERIMENT = Record(
    "experiment",
    Experiment,
    (
        needed("hypothesis", NEEDED_TEXT),
        optional("measure", SHORT_TEXT),
        optional("threshold", SHORT_TEXT),
        known_or_null("customers", CUSTOMERS),
        optional("result", SHORT_TEXT),
        known_or_null("verdict", Choice(Verdict)),
    ),
)

EXPERIMENTS = Rows(EXPERIMENT, limits.EXPERIMENTS)

RELATIONSHIP = Record(
    "relationship",
    Relationship,
    (
        needed("ref", REF),
        needed("segment", SEGMENT_REF),
        needed("type", CatalogSlug("types")),
        known_or_null("channel", CHANNEL_REF),
        optional("strategies", Names(CatalogSlug("strategies"))),
        known_or_null("motivation", Choice(Motivation)),
        optional("objective", LONG_TEXT),
        optional("justification", LONG_TEXT),
        known_or_null("setup_cost", MONEY),
        known_or_null("monthly_cost", MONEY),
        known_or_null("hours_per_month", HOURS),
        known_or_null("stage", STAGE),
        optional("status", Choice(Status), default=Status.PLANNED),
        optional("minimum_viable", Flag()),
        optional("metric", SHORT_TEXT),
        optional("target", SHORT_TEXT),
        optional("experiments", EXPERIMENTS),
    ),
)

_HEAD = (
    needed("title", NAME),
    optional("description", LONG_TEXT),
    needed("language", Choice(Language)),
    needed("stage", STAGE),
    needed("currency", Currency()),
    known_or_null("monthly_budget", MONEY),
    known_or_null("team_hours_per_month", HOURS),
    known_or_null("hourly_rate", MONEY),
)

HEAD = Record("head", dict, _HEAD)
"""What a canvas says of itself, without its elements: read on its own for the forms."""

COLLECTIONS = {
    "notes": Rows(NOTE, limits.NOTES),
    "segments": Rows(SEGMENT, limits.SEGMENTS),
    "channels": Rows(CHANNEL, limits.CHANNELS),
    "touchpoints": Rows(
        TOUCHPOINT,
        limits.TOUCHPOINTS,
        once=("segment", "channel"),
        twice=_("This segment and this channel have a touchpoint already."),
    ),
    "relationships": Rows(RELATIONSHIP, limits.RELATIONSHIPS),
}

CANVAS = Record(
    "canvas",
    Blueprint,
    (
        needed("format", Constant(FORMAT)),
        *_HEAD,
        *(optional(name, rows) for name, rows in COLLECTIONS.items()),
    ),
)
