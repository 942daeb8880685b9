"""What an edit does to what the rules find: the findings that come, and those that go."""

from collections.abc import Iterable
from typing import NamedTuple

from relationships.coherence.findings import Finding


class Effect(NamedTuple):
    """Findings in the order in which a check lists them."""

    added: tuple[Finding, ...]
    removed: tuple[Finding, ...]


def effect(before: Iterable[Finding], after: Iterable[Finding]) -> Effect:
    """From one check to the next, by code, elements and about. What is set aside counts no more."""
    was, now = _counted(before), _counted(after)
    return Effect(
        tuple(finding for identity, finding in now.items() if identity not in was),
        tuple(finding for identity, finding in was.items() if identity not in now),
    )


def _counted(findings: Iterable[Finding]) -> dict[object, Finding]:
    return {finding.identity: finding for finding in findings if not finding.is_set_aside}
