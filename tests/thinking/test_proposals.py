"""The row that one click plans: each field by hand, and what holds for any canvas."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from canvas.exchange import vinculo_canvas
from relationships.blueprint import Blueprint, Relationship
from relationships.coherence import check
from relationships.content import shipped
from relationships.thinking.advice import advise
from relationships.thinking.proposals import propose
from relationships.vocabulary import Motivation, Phase, Severity, Stage, Trust
from tests.coherence.building import (
    AFTER_SALES,
    AWARENESS,
    GROWTH,
    IDEA,
    MATURE,
    PURCHASE,
    canvas,
    channel,
    row,
    segment,
    touch,
)
from tests.coherence.drawing import at_ease, blueprints

WIN, KEEP, GROW = Motivation
SHOP = channel("c", "two_way", "human", "live", "transaction", "push", name="Counter")


def proposed(slug: str, blueprint: Blueprint, ref: str = "s") -> Relationship:
    counsel = advise(blueprint, shipped(), ref)
    return propose(counsel, next(one for one in counsel.advice if one.type.slug == slug))


def reached(*phases: Phase, **more: Any) -> Blueprint:
    return canvas(segment(), SHOP, touch("s", "c", *phases), **more)


def test_a_whole_row() -> None:
    blueprint = canvas(
        segment(name="Families", expects=("personal",), trust_goal=Trust.TRUST),
        SHOP,
        touch("s", "c", AWARENESS),
    )
    assert proposed("personal", blueprint) == Relationship(
        ref="r1",
        segment="s",
        type="personal",
        channel="c",
        strategies=("launch-offer",),
        motivation=WIN,
        objective="Draft: win the first customers of “Families”. How many, by when?",
        justification="Draft: It is exactly the kind of relationship that they expect. "
        "You already reach them over what it needs: “Counter”. With them you aim at this rung "
        "of trust: trust. It grows between people, and here there are people.",
        minimum_viable=True,
    )


@pytest.mark.parametrize(
    ("language", "objective"),
    [
        (
            "es",
            "Borrador: captar a los primeros clientes de «Families nearby». "
            "¿Cuántos y para cuándo?",
        ),
        (
            "pt-br",
            "Rascunho: conquistar os primeiros clientes de “Families nearby”. "
            "Quantos, e até quando?",
        ),
    ],
)
def test_drafts_are_in_the_canvass_language(language: str, objective: str) -> None:
    found = proposed("personal", replace(reached(AWARENESS), language=language))
    assert found.objective == objective
    assert found.justification.startswith(objective.partition(" ")[0])


@pytest.mark.parametrize(
    ("slug", "blueprint", "motivation"),
    [
        ("personal", canvas(segment()), WIN),
        ("personal", canvas(segment(), stage=GROWTH), KEEP),
        ("personal", reached(AFTER_SALES), KEEP),
        ("personal", reached(PURCHASE), GROW),
        ("personal", canvas(segment(), row(type="community", motivation=WIN)), KEEP),
        ("personal", canvas(segment(), row(type="community", motivation=KEEP), stage=MATURE), GROW),
        ("community", canvas(segment()), KEEP),
        ("transactional", canvas(segment(), stage=GROWTH), GROW),
        ("transactional", reached(AFTER_SALES, stage=GROWTH), GROW),
    ],
)
def test_the_motivation(slug: str, blueprint: Blueprint, motivation: Motivation) -> None:
    assert proposed(slug, blueprint).motivation is motivation


@pytest.mark.parametrize(
    ("slug", "blueprint", "strategies"),
    [
        ("personal", canvas(segment()), ()),
        ("personal", reached(AFTER_SALES), ("update-notices", "satisfaction-surveys")),
        (
            "personal",
            reached(AFTER_SALES, stage=IDEA),
            ("satisfaction-surveys", "contests-and-events"),
        ),
        ("personal", reached(PURCHASE), ("contests-and-events", "suggestive-selling")),
        ("personal", reached(PURCHASE, stage=IDEA), ("contests-and-events",)),
    ],
)
def test_the_easiest_strategies_that_go_with_it_there(
    slug: str, blueprint: Blueprint, strategies: tuple[str, ...]
) -> None:
    assert proposed(slug, blueprint).strategies == strategies


def test_it_is_planned_for_the_stage_at_which_it_starts() -> None:
    early = proposed("automated-services", canvas(segment()))
    assert (early.stage, early.minimum_viable) == (Stage.GROWTH, False)
    assert proposed("automated-services", canvas(segment(), stage=MATURE)).stage is None


@pytest.mark.parametrize(
    ("slug", "customers", "hours"),
    [
        ("dedicated-personal", 6, 2),
        ("dedicated-personal", 40, 10),
        ("dedicated-personal", 0, None),
        ("dedicated-personal", None, None),
        ("dedicated-personal", 1_000_000_000, None),
        ("personal-direct", 6, None),
    ],
)
def test_hours_are_told_only_where_they_follow_from_something(
    slug: str, customers: int | None, hours: int | None
) -> None:
    assert proposed(slug, canvas(segment(customers=customers))).hours_per_month == hours


@pytest.mark.parametrize(
    ("slug", "blueprint", "is_minimal"),
    [
        ("personal", canvas(segment()), True),
        ("personal-direct", canvas(segment()), False),
        ("personal", canvas(segment(), stage=GROWTH), False),
        ("personal", canvas(segment(), row(type="self-service")), False),
        ("personal", canvas(segment(), row(type="community")), True),
        ("self-service", canvas(segment(), row(type="community", minimum_viable=True)), False),
    ],
)
def test_the_lightest_is_the_one_to_start_with(
    slug: str, blueprint: Blueprint, is_minimal: bool
) -> None:
    assert proposed(slug, blueprint).minimum_viable is is_minimal


def test_its_ref_is_nobody_elses() -> None:
    taken = canvas(segment(), channel("r3"), row("r2"))
    assert proposed("community", taken).ref == "r4"


@at_ease
@given(blueprint=blueprints(unknown=True))
def test_it_can_be_planned_as_it_is_on_any_canvas(blueprint: Blueprint) -> None:
    """The format takes it, and it brings no finding that only a careless choice would bring."""
    careless = {
        "strategy-lacks-capability",
        "strategy-off-motivation",
        "strategy-needs-customers",
        "strategy-ahead-of-stage",
        "type-ahead-of-stage",
        "transactional-but-lasting",
        "channel-misses-segment",
        "minimum-viable-too-heavy",
        "relationship-without-justification",
        "relationship-without-objective",
        "type-retired",
    }
    for told in blueprint.segments:
        counsel = advise(blueprint, shipped(), told.ref)
        for one in counsel.advice:
            made = propose(counsel, one)
            assert made.ref not in blueprint.elements
            after = blueprint.put(made)
            found = {f.code for f in check(after, shipped()) if made.ref in f.elements}
            allowed = set() if made.justification else {"relationship-without-justification"}
            assert found & careless <= allowed
            lacking = "channel-lacks-capability" in found
            assert lacking is bool(one.missing)
            document = vinculo_canvas.encode_element(made)
            assert vinculo_canvas.decode_element(Relationship, document, shipped()) == made


def test_what_carries_well_adds_no_conflict() -> None:
    blueprint = reached(*Phase)
    made = proposed("personal", blueprint)
    added = [f for f in check(blueprint.put(made), shipped()) if f.severity is Severity.CONFLICT]
    assert added == []
