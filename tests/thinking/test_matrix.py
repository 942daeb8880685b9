"""The matrix, checked against examples worked out by hand, and against the rules."""

from dataclasses import replace

import pytest
from hypothesis import given

from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from relationships.coherence import check
from relationships.content import shipped
from relationships.thinking.matrix import (
    Cell,
    Line,
    Planned,
    Tally,
    in_order,
    offered_strategies,
    offered_types,
    planned,
    tally,
)
from relationships.vocabulary import Capability, Status
from tests.coherence.building import canvas, channel, edited, row, segment, touch
from tests.coherence.drawing import GONE, at_ease, blueprints

TWO_WAY, HUMAN, LIVE, INDIVIDUAL = (
    Capability.TWO_WAY,
    Capability.HUMAN,
    Capability.LIVE,
    Capability.INDIVIDUAL,
)

SHOP = channel("shop", "two_way", "human", "live")
MAIL = channel("mail", "two_way", "human", "individual")
RADIO = channel("radio", "push")
FAMILIES, OFFICES = segment("s1"), segment("s2")
CARE = row("r1", "personal", "s1", channel="radio", strategies=("complaint-care", GONE))
VISITS = row("r2", "personal-direct", "s2", channel="shop")
FORUM = row("r3", "community", "s1")
GIVEN_UP = row("r4", "transactional", "s1", channel="shop", status=Status.DROPPED)
CANVAS = canvas(
    *(FAMILIES, OFFICES, SHOP, MAIL, RADIO, VISITS, CARE, FORUM, GIVEN_UP),
    touch("s1", "mail"),
    touch("s1", "radio"),
    touch("s2", "shop"),
)
"""Families hear the radio and get mail, offices are met in the shop."""


def _matrix(blueprint: Blueprint, catalog: Catalog) -> tuple[Planned, ...]:
    return planned(blueprint, catalog, in_order(blueprint), blueprint.channels)


def test_relationships_stand_by_segment_and_dropped_ones_nowhere() -> None:
    assert in_order(CANVAS) == (CARE, FORUM, VISITS)


def test_each_type_and_strategy_stands_beside_every_channel() -> None:
    catalog = shipped()
    care, forum, visits = _matrix(CANVAS, catalog)
    assert care == Planned(
        of=CARE,
        type=Line(
            "personal",
            catalog.types["personal"],
            (
                Cell("shop", (), reaches=False),
                Cell("mail", ()),
                Cell("radio", (TWO_WAY, HUMAN), runs=("r1",)),
            ),
            carriers=("shop", "mail"),
        ),
        strategies=(
            Line(
                "complaint-care",
                catalog.strategies["complaint-care"],
                (
                    Cell("shop", (), reaches=False),
                    Cell("mail", ()),
                    Cell("radio", (TWO_WAY, HUMAN), runs=("r1",)),
                ),
                carriers=("shop", "mail"),
            ),
            Line(
                GONE,
                None,
                (
                    Cell("shop", None, reaches=False),
                    Cell("mail", None),
                    Cell("radio", None, runs=("r1",)),
                ),
                carriers=("shop", "mail", "radio"),
            ),
        ),
        carriers=("mail", "shop"),
        is_sound=False,
    )
    assert (forum.carriers, forum.is_sound) == ((), False)
    assert [cell.lacks for cell in visits.type.cells] == [
        (INDIVIDUAL,),
        (LIVE,),
        (TWO_WAY, HUMAN, LIVE, INDIVIDUAL),
    ]


def test_carriers_are_sought_beyond_the_channels_that_are_shown() -> None:
    (care,) = planned(CANVAS, shipped(), [CARE], [RADIO])
    assert [cell.channel for cell in care.type.cells] == ["radio"]
    assert care.carriers == ("mail", "shop")


def test_relationships_are_counted_by_how_they_stand() -> None:
    assert tally(CANVAS, shipped()) == Tally(sound=0, misfit=2, nowhere=1)
    moved = CANVAS.put(replace(CARE, channel="mail"))
    assert tally(moved, shipped()) == Tally(sound=1, misfit=1, nowhere=1)
    unreached = CANVAS.put(replace(CARE, channel="shop"))
    assert tally(unreached, shipped()) == Tally(sound=0, misfit=2, nowhere=1)


def test_the_catalog_stands_beside_every_channel_too() -> None:
    lines = {line.slug: line for line in offered_types(CANVAS, shipped(), CANVAS.channels)}
    assert list(lines) == list(shipped().types)
    assert lines["personal"].cells == (
        Cell("shop", ()),
        Cell("mail", ()),
        Cell("radio", (TWO_WAY, HUMAN), runs=("r1",)),
    )
    assert lines["transactional"].cells[0] == Cell("shop", (Capability.TRANSACTION,))
    strategies = offered_strategies(CANVAS, shipped(), CANVAS.channels)
    assert [line.slug for line in strategies] == list(shipped().strategies)
    assert {line.slug: line.cells[2].runs for line in strategies if line.cells[2].runs} == {
        "complaint-care": ("r1",)
    }


@pytest.mark.parametrize(
    ("kind", "slug", "is_shown"),
    [
        ("types", "personal", True),
        ("types", "transactional", False),
        ("strategies", "complaint-care", True),
        ("strategies", "launch-offer", False),
    ],
)
def test_what_is_retired_is_offered_where_an_active_relationship_uses_it(
    kind: str, slug: str, is_shown: bool
) -> None:
    catalog = edited(kind, slug, retired=True)
    offered = offered_types if kind == "types" else offered_strategies
    slugs = [line.slug for line in offered(CANVAS, catalog, CANVAS.channels)]
    assert (slug in slugs) is is_shown


@given(blueprints(unknown=True))
@at_ease
def test_misfits_are_those_that_the_rules_find(blueprint: Blueprint) -> None:
    catalog = shipped()
    types, strategies, unreached = set(), set(), set()
    for one in _matrix(blueprint, catalog):
        for cell in one.type.cells:
            if cell.runs and cell.lacks:
                types.add((one.of.ref, cell.channel, cell.lacks))
            if cell.runs and not cell.reaches:
                unreached.add((one.of.ref, cell.channel, one.of.segment))
        for line in one.strategies:
            for cell in line.cells:
                if cell.runs and cell.lacks:
                    strategies.add((one.of.ref, cell.channel, (line.slug, *cell.lacks)))
    findings = check(blueprint, catalog)

    def found(code: str) -> set[tuple[object, ...]]:
        return {(*f.elements, *([f.about] if f.about else [])) for f in findings if f.code == code}

    assert types == found("channel-lacks-capability")
    assert strategies == found("strategy-lacks-capability")
    assert unreached == found("channel-misses-segment")
    misfits = {each[0] for each in types | strategies | unreached}
    counted = tally(blueprint, catalog)
    assert (counted.misfit, counted.total) == (len(misfits), len(in_order(blueprint)))
    sound = {one.of.ref for one in _matrix(blueprint, catalog) if one.is_sound}
    assert sound == {r.ref for r in in_order(blueprint) if r.channel} - misfits
