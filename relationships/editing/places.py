"""Where a guiding question can be asked: the blocks of the board, and the fields of its forms."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from relationships.content import words
from relationships.vocabulary import Block

FIELDS = {
    "canvas.stage": _("Canvas: stage"),
    "canvas.monthly_budget": _("Canvas: monthly budget"),
    "canvas.team_hours_per_month": _("Canvas: the team's hours a month"),
    "canvas.hourly_rate": _("Canvas: hourly rate"),
    "segment.name": _("Segment: name"),
    "segment.description": _("Segment: description"),
    "segment.customers": _("Segment: number of customers"),
    "segment.value_per_month": _("Segment: value a month"),
    "segment.value_propositions": _("Segment: value propositions"),
    "segment.habits": _("Segment: consumption habits"),
    "segment.factors": _("Segment: consumption factors"),
    "segment.expects": _("Segment: the relationship that it expects"),
    "segment.trust": _("Segment: trust reached so far"),
    "segment.trust_goal": _("Segment: trust aimed at"),
    "channel.name": _("Channel: name"),
    "channel.kind": _("Channel: kind"),
    "channel.ownership": _("Channel: who owns it"),
    "channel.capabilities": _("Channel: what it can do"),
    "channel.touchpoints": _("Channel: whom it serves, and when"),
    "channel.hours": _("Channel: opening hours"),
    "channel.monthly_cost": _("Channel: monthly cost"),
    "relationship.type": _("Relationship: type"),
    "relationship.channel": _("Relationship: channel"),
    "relationship.strategies": _("Relationship: strategies"),
    "relationship.motivation": _("Relationship: motivation"),
    "relationship.objective": _("Relationship: objective"),
    "relationship.justification": _("Relationship: justification"),
    "relationship.setup_cost": _("Relationship: set-up cost"),
    "relationship.monthly_cost": _("Relationship: monthly cost"),
    "relationship.hours_per_month": _("Relationship: hours a month"),
    "relationship.stage": _("Relationship: stage"),
    "relationship.status": _("Relationship: status"),
    "relationship.minimum_viable": _("Relationship: minimum viable"),
}


def named() -> dict[str, str]:
    """Every place with its name in the reader's language, the board's blocks first."""
    language = get_language() or "en"
    blocks = {
        f"block.{block}": _("Board: %(block)s") % {"block": words.label(block, language)}
        for block in Block
    }
    return {**blocks, **{place: str(name) for place, name in FIELDS.items()}}


def name(place: str) -> str:
    """A place's name, or the place itself where no form asks it."""
    return named().get(place, place)
