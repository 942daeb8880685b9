import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relationships.catalog import Catalog, ChannelKind, RelationshipType, Strategy, Text
from relationships.fit import Fit, fits, goes_with, missing, offered, strategies_for, types_for
from relationships.guide import overview, strategy_page, type_page
from relationships.vocabulary import Capability, Horizon, Motivation

TWO_WAY, HUMAN, LIVE, PUSH, TRANSACTION = (
    Capability.TWO_WAY,
    Capability.HUMAN,
    Capability.LIVE,
    Capability.PUSH,
    Capability.TRANSACTION,
)

SHOP = ChannelKind("shop", Text("Shop"), capabilities=(TWO_WAY, HUMAN, LIVE, TRANSACTION))
RADIO = ChannelKind("radio", Text("Radio"), capabilities=(PUSH,))
FAX = ChannelKind("fax", Text("Fax"), capabilities=tuple(Capability), retired=True)
OTHER = ChannelKind("other", Text("Other"))

PERSONAL = RelationshipType("personal", Text("Personal"), needs=(TWO_WAY, HUMAN))
VISITS = RelationshipType("visits", Text("Visits"), parent="personal", needs=(HUMAN, LIVE))
PASSING = RelationshipType(
    "passing", Text("Passing"), needs=(TRANSACTION,), horizon=Horizon.ONE_OFF
)
OLD = RelationshipType("old", Text("Old"), needs=(HUMAN,), retired=True)

SURVEYS = Strategy("surveys", Text("Surveys"), needs=(TWO_WAY,))
CARE = Strategy("care", Text("Care"), motivations=(Motivation.RETENTION,), needs=(HUMAN,))
OFFER = Strategy("offer", Text("Offer"), motivations=(Motivation.ACQUISITION,), needs=(PUSH,))
STAMPS = Strategy("stamps", Text("Stamps"), motivations=(Motivation.RETENTION,), retired=True)


def _by_slug(*entries):
    return {entry.slug: entry for entry in entries}


CATALOG = Catalog(
    stamp="",
    types=_by_slug(PERSONAL, VISITS, PASSING, OLD),
    strategies=_by_slug(SURVEYS, CARE, OFFER, STAMPS),
    kinds=_by_slug(RADIO, SHOP, FAX, OTHER),
    factors={},
)


@pytest.mark.parametrize(
    ("needs", "capabilities", "expected"),
    [
        ([], [], ()),
        ([], [PUSH], ()),
        ([HUMAN], [HUMAN, PUSH], ()),
        ([LIVE, TWO_WAY, HUMAN], [HUMAN], (TWO_WAY, LIVE)),
        ([PUSH, PUSH], [], (PUSH,)),
    ],
)
def test_what_is_missing(needs, capabilities, expected) -> None:
    assert missing(needs, capabilities) == expected


capabilities = st.lists(st.sampled_from(Capability), unique=True)


@given(capabilities, capabilities)
def test_what_is_missing_is_what_one_must_switch_on(needs, has) -> None:
    lacking = missing(needs, has)
    assert list(lacking) == sorted(lacking, key=list(Capability).index)
    assert set(lacking) == set(needs) - set(has)
    assert missing(needs, [*has, *lacking]) == ()


def test_kinds_that_carry_come_first_then_those_that_miss_least() -> None:
    needs = (TWO_WAY, HUMAN, PUSH)
    assert fits(needs, [OTHER, RADIO, SHOP, FAX]) == (
        Fit(FAX, ()),
        Fit(SHOP, (PUSH,)),
        Fit(RADIO, (TWO_WAY, HUMAN)),
        Fit(OTHER, (TWO_WAY, HUMAN, PUSH)),
    )


@pytest.mark.parametrize(
    ("type_", "strategy", "expected"),
    [
        (PERSONAL, SURVEYS, True),
        (PERSONAL, CARE, True),
        (PERSONAL, OFFER, False),  # no kind has people attending and speaks first
        (PASSING, SURVEYS, True),
        (PASSING, CARE, False),  # keeping customers through a relationship of one purchase
    ],
)
def test_a_type_and_a_strategy_go_together(type_, strategy, expected) -> None:
    assert goes_with(type_, strategy, [SHOP, RADIO]) is expected


def test_only_what_is_on_offer_is_suggested() -> None:
    assert offered([SHOP, FAX, RADIO]) == (SHOP, RADIO)
    assert strategies_for(PERSONAL, CATALOG) == (SURVEYS, CARE)
    assert types_for(CARE, CATALOG) == (PERSONAL, VISITS)


def test_the_overview_puts_children_under_parents_and_keeps_the_retired() -> None:
    page = overview(CATALOG)
    assert [(family.type, family.children) for family in page.families] == [
        (PERSONAL, (VISITS,)),
        (PASSING, ()),
        (OLD, ()),
    ]
    assert [(card.kind, card.types) for card in page.kinds] == [
        (RADIO, ()),
        (SHOP, (PERSONAL, VISITS, PASSING)),
        (FAX, (PERSONAL, VISITS, PASSING)),
        (OTHER, ()),
    ]


def test_a_page_tells_a_type_apart_from_its_kin() -> None:
    parent, child = type_page(PERSONAL, CATALOG), type_page(VISITS, CATALOG)
    assert (parent.parent, parent.children) == (None, (VISITS,))
    assert (child.parent, child.children) == (PERSONAL, ())
    assert parent.carriers == (Fit(SHOP, ()),)
    assert parent.others == (Fit(RADIO, (TWO_WAY, HUMAN)), Fit(OTHER, (TWO_WAY, HUMAN)))


def test_what_needs_nothing_is_carried_by_all() -> None:
    page = strategy_page(STAMPS, CATALOG)
    assert [fit.kind for fit in page.carriers] == [RADIO, SHOP, OTHER]
    assert page.others == ()


def test_the_reasoning_needs_no_django() -> None:
    program = "import sys, relationships.fit, relationships.guide; print('django' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (told.stdout, told.stderr) == ("False\n", "")
