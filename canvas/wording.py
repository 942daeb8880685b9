"""Words with numbers, as screens and the command line say them alike, in the active language."""

from django.utils.translation import ngettext

from relationships.vocabulary import Severity


def counted(severity: Severity, count: int) -> str:
    """How many findings of a severity there are: "2 conflicts"."""
    match severity:
        case Severity.CONFLICT:
            told = ngettext("%(count)d conflict", "%(count)d conflicts", count)
        case Severity.RISK:
            told = ngettext("%(count)d risk", "%(count)d risks", count)
        case Severity.GAP:
            told = ngettext("%(count)d gap", "%(count)d gaps", count)
        case Severity.STRENGTH:
            told = ngettext("%(count)d strength", "%(count)d strengths", count)
    return told % {"count": count}
