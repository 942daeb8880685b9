"""The effect of a change in words and numbers, for whoever is about to save it."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from relationships import live, uses
from relationships.catalog import Catalog
from relationships.content import words
from relationships.uses import Effect
from relationships.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class Grade:
    """What is added and removed of one severity."""

    severity: Severity
    label: str
    added: str
    removed: str


@dataclass(frozen=True, slots=True)
class EffectTold:
    """`regraded` is empty where no finding changes its severity."""

    sentence: str
    regraded: str
    counted: str
    grades: tuple[Grade, ...]


def of(after: Catalog) -> EffectTold:
    """What changing the catalog into another would do, within the time that counting may take."""
    return told(uses.effect(live.current(), after))


def told(effect: Effect) -> EffectTold:
    language = get_language() or "en"
    return EffectTold(
        sentence=_sentence(effect),
        regraded=_regraded(effect),
        counted=_("Counted on %(counted)s of %(total)s canvases, the newest first.")
        % {"counted": _number(effect.counted), "total": _number(effect.total)},
        grades=tuple(
            Grade(
                severity,
                words.label(severity, language),
                _number(tally.added),
                _number(tally.removed),
            )
            for severity, tally in effect.by_severity.items()
        ),
    )


def _sentence(effect: Effect) -> str:
    if effect.added and effect.removed:
        return _("This change adds %(findings)s on %(canvases)s and removes %(removed)s.") % {
            "findings": _findings(effect.added),
            "canvases": _canvases(effect.added_on),
            "removed": _number(effect.removed),
        }
    if effect.added:
        return _("This change adds %(findings)s on %(canvases)s and removes none.") % {
            "findings": _findings(effect.added),
            "canvases": _canvases(effect.added_on),
        }
    if effect.removed:
        return _("This change removes %(findings)s on %(canvases)s and adds none.") % {
            "findings": _findings(effect.removed),
            "canvases": _canvases(effect.removed_on),
        }
    return _("This change adds no findings and removes none.")


def _regraded(effect: Effect) -> str:
    if not effect.regraded:
        return ""
    return _("It changes how grave %(findings)s on %(canvases)s are.") % {
        "findings": _findings(effect.regraded),
        "canvases": _canvases(effect.regraded_on),
    }


def _findings(count: int) -> str:
    return ngettext("%(n)s finding", "%(n)s findings", count) % {"n": _number(count)}


def _canvases(count: int) -> str:
    return ngettext("%(n)s canvas", "%(n)s canvases", count) % {"n": _number(count)}


def _number(count: int) -> str:
    return str(number_format(count, use_l10n=True, force_grouping=True))
