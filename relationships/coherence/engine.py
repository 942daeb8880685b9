"""The check: every rule over one reading of a canvas."""

from collections.abc import Collection, Iterable
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from relationships.coherence.findings import Finding, Found, SetAside
from relationships.coherence.reading import Knowledge, Reading
from relationships.coherence.rules import RULES, Rule
from relationships.vocabulary import Severity

_CONFLICT = Severity.CONFLICT
_STRENGTH = Severity.STRENGTH


class _Duty(NamedTuple):
    """A rule that is on, as the catalog sets it."""

    rule: Rule
    code: str
    severity: Severity
    threshold: Decimal | None


class _Prepared(NamedTuple):
    knowledge: Knowledge
    duties: tuple[_Duty, ...]


def check(
    blueprint: Blueprint,
    catalog: Catalog,
    set_aside: Collection[SetAside] = frozenset(),
) -> list[Finding]:
    """Everything that the rules find, gravest first; what was set aside stays listed.

    Pure and deterministic. Findings are ordered by severity, code, the position of their
    elements in the document, and the order of strategies or expected types there: rules yield
    in the document's order, and run in that of severity and code.
    """
    prepared = _prepare(catalog)
    reading = Reading(blueprint, prepared.knowledge)
    aside = _fingerprints(set_aside)
    findings: list[list[Finding]] = []
    last: list[tuple[int, _Duty]] = []
    for place, duty in enumerate(prepared.duties):
        findings.append([])
        if duty.rule.last:
            last.append((place, duty))
        else:
            findings[place] = _findings(duty, _run(duty, reading), reading, aside)
    for place, duty in last:
        named = _named(chain.from_iterable(findings))
        findings[place] = _findings(duty, duty.rule.find(reading, named), reading, aside)
    return list(chain.from_iterable(findings))


def check_for(blueprint: Blueprint, catalog: Catalog, code: str = "") -> list[Finding]:
    """All conflicts, and the findings of one rule: what a mend is held against."""
    prepared = _prepare(catalog)
    reading = Reading(blueprint, prepared.knowledge)
    return [
        finding
        for duty in prepared.duties
        if (duty.code == code or duty.severity is _CONFLICT) and not duty.rule.last
        for finding in _findings(duty, _run(duty, reading), reading, {})
    ]


def _run(duty: _Duty, reading: Reading) -> Iterable[Found]:
    if duty.threshold is None:
        return duty.rule.find(reading)
    return duty.rule.find(reading, duty.threshold)


def _findings(
    duty: _Duty, found: Iterable[Found], reading: Reading, aside: dict[tuple[object, ...], set[str]]
) -> list[Finding]:
    code, severity = duty.code, duty.severity
    # Past the constructor that NamedTuple writes, which takes as long again.
    findings = [
        tuple.__new__(Finding, (code, severity, elements, about, False, read, values, reading))
        for elements, read, about, values in found
    ]
    if aside and severity is not _STRENGTH:
        return [
            finding._replace(is_set_aside=True)
            if finding.identity in aside and finding.fingerprint in aside[finding.identity]
            else finding
            for finding in findings
        ]
    return findings


def _fingerprints(set_aside: Iterable[SetAside]) -> dict[tuple[object, ...], set[str]]:
    """By identity, so that a fingerprint is reckoned only for findings that may be set aside."""
    fingerprints: dict[tuple[object, ...], set[str]] = {}
    for code, elements, about, fingerprint in set_aside:
        fingerprints.setdefault((code, tuple(elements), tuple(about)), set()).add(fingerprint)
    return fingerprints


def _named(findings: Iterable[Finding]) -> set[str]:
    """The refs that findings name which count: no strengths, none that is set aside."""
    return {
        ref
        for finding in findings
        if finding.severity is not _STRENGTH and not finding.is_set_aside
        for ref in finding.elements
    }


@lru_cache(maxsize=4)
def _prepare(catalog: Catalog) -> _Prepared:
    """What the check needs of a catalog, kept for the next one: catalogs are frozen."""
    duties = sorted(_duties(catalog), key=lambda duty: (duty.severity.rank, duty.code))
    return _Prepared(Knowledge(catalog), tuple(duties))


def _duties(catalog: Catalog) -> Iterable[_Duty]:
    for rule in RULES:
        setting = catalog.rules.get(rule.code)
        if setting is None:
            yield _Duty(rule, rule.code, rule.severity, rule.threshold)
        elif setting.enabled:
            own = rule.threshold is None or setting.threshold is None
            threshold = rule.threshold if own else setting.threshold
            yield _Duty(rule, rule.code, setting.severity, threshold)
