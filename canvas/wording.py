"""Words with numbers, as screens and the command line say them alike, in the active language."""

from collections import Counter
from collections.abc import Iterable

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


def elements_counted(changes: Iterable[str]) -> list[str]:
    """How many elements were added, changed and removed: "2 elements added"."""
    count = Counter(changes)
    said = {
        "added": ngettext("%(n)d element added", "%(n)d elements added", count["added"]),
        "changed": ngettext("%(n)d element changed", "%(n)d elements changed", count["changed"]),
        "removed": ngettext("%(n)d element removed", "%(n)d elements removed", count["removed"]),
    }
    return [text % {"n": count[change]} for change, text in said.items() if count[change]]
