"""A check grows with the document: no rule searches. Counts of steps, not times."""

import sys
from types import FrameType
from typing import Any

import pytest

from relationships.blueprint import Blueprint, FactorMark, Habit
from relationships.coherence import check, findings
from relationships.content import shipped
from relationships.vocabulary import Capability, Motivation, Phase
from tests.coherence.building import canvas, channel, money, note, row, segment, touch


def town(size: int) -> Blueprint:
    """A canvas with everything in proportion, and findings throughout: 10 is the format's limit."""
    types, strategies = list(shipped().types), list(shipped().strategies)
    notes = [note(f"n{i}", f"Bread number {i}") for i in range(30 * size)]
    channels = [
        channel(f"c{i}", *list(Capability)[i % 5 : i % 5 + 4], monthly_cost=money("5"))
        for i in range(10 * size)
    ]
    segments = [
        segment(
            f"s{i}",
            f"Street {i}",
            customers=150,
            value_per_month=money("18"),
            value_propositions=(f"n{i}",),
            expects=(types[i % len(types)],),
            habits=(Habit("bread"),),
            factors=tuple(FactorMark(slug, i % 4) for slug in shipped().factors),
        )
        for i in range(10 * size)
    ]
    touchpoints = [
        touch(f"s{i}", f"c{(i + step) % (10 * size)}", list(Phase)[step % 5])
        for i in range(10 * size)
        for step in range(10)
    ]
    rows = [
        row(
            f"r{i}",
            types[i % len(types)],
            f"s{i % (10 * size)}",
            channel=f"c{(i + i % 12) % (10 * size)}",
            strategies=tuple(strategies[i % 10 : i % 10 + 2]),
            motivation=list(Motivation)[i % 3],
            monthly_cost=money("5"),
        )
        for i in range(30 * size)
    ]
    return canvas(*notes, *channels, *segments, *touchpoints, *rows, monthly_budget=money("9"))


def steps(blueprint: Blueprint) -> int:
    """How many lines of Python a check runs: the same on every machine, however busy."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += 1
        return trace

    check(blueprint, shipped())
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        check(blueprint, shipped())
    finally:
        sys.settrace(before)
    return count


def test_a_check_grows_with_the_document() -> None:
    small, large = steps(town(2)), steps(town(10))
    assert large < 5 * 1.2 * small


def test_a_fingerprint_is_made_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """It costs more than finding the fault, and most are never asked for."""
    made: list[object] = []
    monkeypatch.setattr(findings, "fingerprint", lambda read: made.append(read) or "")
    found = check(town(1), shipped())
    assert made == []
    assert found[0].fingerprint == ""
    assert made == [found[0].read]
