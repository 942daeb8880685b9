"""Findings put together by what somebody wants to look at: gravity, rule, segment or block."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from relationships.blueprint import Blueprint, Channel, Element, Note, Relationship, Segment
from relationships.coherence import Finding
from relationships.vocabulary import Block, Severity

WHOLE = ""
"""The key of the group for what is about the whole canvas."""


class By(StrEnum):
    SEVERITY = "severity"
    RULE = "rule"
    SEGMENT = "segment"
    BLOCK = "block"


class Group(NamedTuple):
    """`key` is a severity, a rule's code, a segment's ref or a block, or `WHOLE`."""

    key: str
    findings: tuple[Finding, ...]


def grouped(findings: Sequence[Finding], by: By, blueprint: Blueprint) -> tuple[Group, ...]:
    """Groups that hold something, their findings in the order in which they came.

    Severities, segments and blocks keep their own order, and the whole canvas comes last; of rules
    that which speaks most comes first. A finding may be of several segments or blocks.
    """
    keys = _KEYS[by](blueprint)
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        for key in keys(finding):
            groups.setdefault(key, []).append(finding)
    if by is By.RULE:
        order = sorted(groups, key=lambda code: -len(groups[code]))
    else:
        order = [key for key in _order(by, blueprint) if key in groups]
    return tuple(Group(key, tuple(groups[key])) for key in order)


def _order(by: By, blueprint: Blueprint) -> Iterator[str]:
    match by:
        case By.SEVERITY:
            yield from Severity
        case By.SEGMENT:
            yield from (segment.ref for segment in blueprint.segments)
        case _:
            yield from Block
    yield WHOLE


Keys = Callable[[Finding], Iterable[str]]


def _severity(blueprint: Blueprint) -> Keys:
    return lambda finding: (finding.severity,)


def _rule(blueprint: Blueprint) -> Keys:
    return lambda finding: (finding.code,)


def _segments(blueprint: Blueprint) -> Keys:
    """The segments that a finding names, or that a relationship which it names belongs to; where
    it names a channel alone, those that the channel serves.
    """
    served: dict[str, list[str]] = {}
    for touchpoint in blueprint.touchpoints:
        served.setdefault(touchpoint.channel, []).append(touchpoint.segment)

    def keys(finding: Finding) -> Iterable[str]:
        named = [blueprint.elements[ref] for ref in finding.elements]
        refs = [_segment_of(element) for element in named]
        own = dict.fromkeys(ref for ref in refs if ref is not None)
        if own:
            return own
        reached = (
            ref
            for element in named
            if isinstance(element, Channel)
            for ref in served.get(element.ref, ())
        )
        return dict.fromkeys(reached) or (WHOLE,)

    return keys


def _segment_of(element: Element) -> str | None:
    match element:
        case Segment():
            return element.ref
        case Relationship():
            return element.segment
        case _:
            return None


def _blocks(blueprint: Blueprint) -> Keys:
    """The blocks of the elements that a finding names, or the one in which it misses a note."""

    def keys(finding: Finding) -> Iterable[str]:
        blocks = dict.fromkeys(_block_of(blueprint.elements[ref]) for ref in finding.elements)
        return blocks or (MISSING_NOTES.get(finding.code, WHOLE),)

    return keys


def _block_of(element: Element) -> Block:
    match element:
        case Note():
            return element.block
        case Segment():
            return Block.CUSTOMER_SEGMENTS
        case Channel():
            return Block.CHANNELS
        case Relationship():
            return Block.CUSTOMER_RELATIONSHIPS


MISSING_NOTES: Mapping[str, Block] = {
    "cost-not-in-structure": Block.COST_STRUCTURE,
    "resources-missing": Block.KEY_RESOURCES,
}
"""The rules that miss a note, and the block in which."""

_KEYS: Mapping[By, Callable[[Blueprint], Keys]] = {
    By.SEVERITY: _severity,
    By.RULE: _rule,
    By.SEGMENT: _segments,
    By.BLOCK: _blocks,
}
