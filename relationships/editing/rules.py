"""What a rule's page tells beside its settings."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from relationships.coherence import texts
from relationships.coherence.rules import RULES
from relationships.coherence.texts import PLACE, number

UNITS = {
    "dedicated-spread-thin": _("T is in hours a customer a month."),
    "human-at-scale": _("T is a number of customers."),
    "too-much-at-once": _("T is a number of relationships."),
}
"""What the number of a rule counts."""


@dataclass(frozen=True, slots=True)
class RuleTold:
    """A rule in the reader's language. `shipped_threshold` is empty where it has no number."""

    what: str
    why: str
    mend: str
    source: str
    unit: str
    shipped_severity: str
    shipped_threshold: str


def told(code: str) -> RuleTold | None:
    """None for a rule that the program no longer has."""
    rule = next((rule for rule in RULES if rule.code == code), None)
    if rule is None:
        return None
    language = get_language() or "en"
    text = texts.of(code)
    return RuleTold(
        what=_example(text.what.into(language)),
        why=text.why.into(language),
        mend=_example(text.mend.into(language)),
        source=text.source,
        unit=str(UNITS.get(code, "")),
        shipped_severity=rule.severity,
        shipped_threshold="" if rule.threshold is None else number(rule.threshold, language),
    )


def _example(template: str) -> str:
    """A template with an ellipsis where a finding names something."""
    return PLACE.sub("…", template)
