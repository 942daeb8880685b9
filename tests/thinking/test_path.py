"""The path of the guided start: what is answered, what is open, and where to go on."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relationships.blueprint import Blueprint, FactorMark, Habit, Segment
from relationships.catalog import Text
from relationships.content import shipped
from relationships.thinking.path import (
    Step,
    following,
    preceding,
    resumed,
    steps,
    subject,
    texts,
    type_choices,
)
from relationships.vocabulary import Block, Capability, Motivation, Ownership, Phase, Status, Trust
from tests.coherence.building import (
    AFTER_SALES,
    AWARENESS,
    canvas,
    channel,
    money,
    note,
    row,
    segment,
    touch,
    without,
)
from tests.coherence.drawing import at_ease, blueprints

ALL = [
    *("offer", "who", "draw", "worth", "habits", "factors", "expects", "trust"),
    *("channel", "abilities", "phases"),
    *("type", "motivation", "strategies", "objective", "justification", "cost", "minimum"),
]

BLANK = canvas()
HALF = canvas(note(), segment(customers=150, habits=(Habit("bread"),)), channel("c", "two_way"))
FULL = canvas(
    note("n"),
    segment(
        "s",
        customers=150,
        value_per_month=money("18"),
        value_propositions=("n",),
        habits=(Habit("bread"),),
        factors=(FactorMark("time-saving", 2),),
        expects=("personal",),
        trust=Trust.PRODUCT,
    ),
    channel("c", "two_way", "human"),
    touch("s", "c", AWARENESS, AFTER_SALES),
    row(
        "r",
        channel="c",
        motivation=Motivation.ACQUISITION,
        strategies=("complaint-care",),
        objective="Fifty families",
        justification="Quick to do",
        hours_per_month=0,
        minimum_viable=True,
    ),
)


def path(blueprint: Blueprint, segment: str = "") -> tuple[Step, ...]:
    return steps(blueprint, shipped(), segment)


def named(found: tuple[Step, ...], state: str) -> list[str]:
    return [step.slug for step in found if getattr(step, state)]


# --- Where somebody stands -----------------------------------------------------------------------


def test_a_blank_canvas_can_be_asked_for_an_offer_a_segment_and_a_channel() -> None:
    found = path(BLANK)
    assert [step.slug for step in found] == ALL
    assert named(found, "is_done") == []
    assert named(found, "is_open") == ["offer", "who", "channel"]
    assert {step.slug: step.waits_for for step in found if step.waits_for} == {
        "draw": "offer",
        "abilities": "channel",
        "phases": "who",
        **dict.fromkeys(("worth", "habits", "factors", "expects", "trust", "type"), "who"),
        **dict.fromkeys(ALL[12:], "who"),
    }
    assert resumed(found).slug == "offer"


def test_half_a_canvas_goes_on_at_the_first_that_is_empty() -> None:
    found = path(HALF)
    assert named(found, "is_done") == ["offer", "who", "worth", "habits", "channel", "abilities"]
    assert named(found, "is_open") == ["draw", "factors", "expects", "trust", "phases", "type"]
    assert resumed(found).slug == "draw"


def test_a_full_canvas_has_every_answer() -> None:
    found = path(FULL)
    assert named(found, "is_done") == ALL
    assert resumed(found) is None
    assert [step.ref for step in found] == ["n", *["s"] * 7, *["c"] * 3, *["r"] * 7]


@pytest.mark.parametrize(
    ("slug", "emptied"),
    [
        ("worth", {"customers": None, "value_per_month": None}),
        ("habits", {"habits": ()}),
        ("trust", {"trust": None}),
        ("expects", {"expects": ()}),
    ],
)
def test_a_step_is_open_where_its_fields_are_empty(slug: str, emptied: dict[str, object]) -> None:
    less = FULL.put(replace(FULL.segments[0], **emptied))
    assert named(path(less), "is_open") == [slug]
    assert resumed(path(less)).slug == slug


def test_one_of_several_fields_is_an_answer() -> None:
    less = FULL.put(replace(FULL.segments[0], customers=None))
    assert resumed(path(less)) is None


def test_a_stated_zero_is_an_answer_and_an_unticked_box_is_none() -> None:
    less = FULL.put(replace(FULL.relationships[0], minimum_viable=False))
    assert FULL.relationships[0].hours_per_month == 0
    assert named(path(less), "is_open") == ["minimum"]


def test_each_step_asks_the_questions_of_the_fields_that_it_fills() -> None:
    asked = {step.slug: [q.slug for q in step.questions] for step in path(BLANK)}
    assert asked["offer"] == ["block-value-propositions"]
    assert asked["who"] == ["who-are-they", "what-do-you-know-of-them"]
    assert asked["trust"][-1] == "which-rung-comes-next"
    assert [slug for slug, questions in asked.items() if not questions] == []
    assert {q.place for step in path(BLANK) for q in step.questions} >= {
        "segment.expects",
        "channel.touchpoints",
        "relationship.type",
        "relationship.hours_per_month",
    }


# --- What it is about ----------------------------------------------------------------------------


def test_a_path_is_about_the_first_segment_or_the_one_that_is_named() -> None:
    two = canvas(segment("s1"), segment("s2"), row("r1", segment="s1"), row("r2", segment="s2"))
    assert [subject(two, ref).segment.ref for ref in ("", "s2", "gone", "r1")] == [
        "s1",
        "s2",
        "s1",
        "s1",
    ]
    assert subject(two, "s2").row.ref == "r2"


def test_the_relationship_is_the_minimum_viable_one_or_the_first_that_is_not_dropped() -> None:
    dropped = row("r1", status=Status.DROPPED, minimum_viable=True)
    assert subject(canvas(segment(), dropped)).row is None
    assert subject(canvas(segment(), dropped, row("r2"), row("r3"))).row.ref == "r2"
    chosen = canvas(segment(), dropped, row("r2"), row("r3", minimum_viable=True))
    assert subject(chosen).row.ref == "r3"


def test_the_channel_is_the_relationships_or_one_that_serves_the_segment_or_the_first() -> None:
    parts = (segment(), channel("c1"), channel("c2"), channel("c3"))
    assert subject(canvas(*parts)).channel.ref == "c1"
    assert subject(canvas(*parts, touch("s", "c2"))).channel.ref == "c2"
    carried = canvas(*parts, touch("s", "c2"), row("r", channel="c3"))
    assert subject(carried).channel.ref == "c3"
    assert named(path(carried), "is_open")[-1] == "minimum"
    assert "phases" in named(path(carried), "is_open")


def test_the_offer_is_what_the_segment_is_offered() -> None:
    offers = (note("n1"), note("n2"))
    assert subject(canvas(*offers, segment())).offer.ref == "n1"
    assert subject(canvas(*offers, segment(value_propositions=("n2",)))).offer.ref == "n2"
    assert subject(canvas(note("n1", block="key_partners"), segment())).offer is None


# --- Going on ------------------------------------------------------------------------------------


def test_going_on_leads_to_the_next_open_step_and_then_to_the_end() -> None:
    half = path(HALF)
    assert following(half, "offer").slug == "draw"
    assert following(half, "draw").slug == "factors"
    assert following(half, "phases").slug == "type"
    assert following(half, "type") is None
    assert following(path(FULL), "offer") is None


def test_skipping_the_segment_goes_on_with_the_channel() -> None:
    assert following(path(BLANK), "who").slug == "channel"
    assert following(path(BLANK), "channel") is None


def test_what_an_answer_filled_besides_is_shown_once() -> None:
    reached = canvas(note(), segment(), channel("c", "two_way"))
    before = path(canvas(note(), segment()))
    assert following(path(reached), "channel", before).slug == "abilities"
    assert following(path(reached), "abilities", path(reached)).slug == "phases"


def test_going_back_leads_to_the_last_step_that_can_be_answered() -> None:
    assert preceding(path(BLANK), "channel").slug == "who"
    assert preceding(path(FULL), "minimum").slug == "cost"
    assert preceding(path(BLANK), "offer") is None


# --- Types, the best ones first ------------------------------------------------------------------


def test_expected_types_come_first_then_their_kin_then_what_the_channel_can_carry() -> None:
    on = subject(canvas(segment(expects=("community", "personal-direct")), channel("c", "two_way")))
    choices = type_choices(on, shipped())
    assert [(c.type.slug, c.is_expected) for c in choices[:4]] == [
        ("community", True),
        ("personal-direct", True),
        ("personal", False),
        ("personal-indirect", False),
    ]
    assert choices[0].lacks == (Capability.MEMBER_TO_MEMBER,)
    assert len(choices) == len(shipped().types)


def test_types_are_offered_without_a_segment_or_a_channel() -> None:
    choices = type_choices(subject(BLANK), shipped())
    assert [c.type.slug for c in choices] == list(shipped().types)
    assert {c.lacks for c in choices} == {()}


def test_a_type_that_the_catalog_no_longer_holds_is_no_trouble() -> None:
    catalog = without("types", "personal")
    assert len(steps(FULL, catalog)) == len(ALL)
    assert "personal" not in [c.type.slug for c in type_choices(subject(FULL), catalog)]


# --- For any canvas ------------------------------------------------------------------------------


def _answered(blueprint: Blueprint, step: Step) -> Blueprint:
    """The canvas with one answer more, as its form would give it."""
    on = subject(blueprint)
    about = on.segment.ref if on.segment else ""
    made: dict[str, object] = {
        "offer": note("n-new"),
        "who": segment("s-new"),
        "channel": channel("c-new", "two_way"),
        "type": row("r-new", segment=about),
    }
    if step.slug in made:
        return blueprint.put(made[step.slug])
    if step.slug == "phases":
        return blueprint.put_touchpoints(
            (*blueprint.touchpoints, touch(about, on.channel.ref, Phase.PURCHASE))
        )
    filled = {
        "draw": {"value_propositions": (on.offer.ref,) if on.offer else ()},
        "worth": {"customers": 0},
        "habits": {"habits": (Habit("bread"),)},
        "factors": {"factors": (FactorMark("time-saving", 0),)},
        "expects": {"expects": ("personal",)},
        "trust": {"trust_goal": Trust.NEEDS},
        "abilities": {"capabilities": (Capability.PUSH,), "ownership": Ownership.OWN},
        "motivation": {"motivation": Motivation.GROWTH},
        "strategies": {"strategies": ("complaint-care",)},
        "objective": {"objective": "Fifty"},
        "justification": {"justification": "Quick"},
        "cost": {"setup_cost": money("0")},
        "minimum": {"minimum_viable": True},
    }[step.slug]
    return blueprint.put(replace(blueprint.elements[step.ref], **filled))


@given(blueprints(unknown=True), st.text(max_size=3))
@at_ease
def test_a_path_never_fails_and_what_waits_waits_for_something_open(
    blueprint: Blueprint, ref: str
) -> None:
    for about in (ref, *(s.ref for s in blueprint.segments)):
        found = path(blueprint, about)
        by_slug = {step.slug: step for step in found}
        assert list(by_slug) == ALL
        assert [s for s in found if s.waits_for and not by_slug[s.waits_for].is_open] == []
        assert [s for s in found if s.ref and s.ref not in blueprint.elements] == []
        assert (resumed(found) is None) == all(step.is_done for step in found)
        type_choices(subject(blueprint, about), shipped())


@given(blueprints(unknown=True))
@at_ease
def test_answering_a_step_makes_it_done_and_undoes_none(blueprint: Blueprint) -> None:
    while (step := resumed(path(blueprint))) is not None:
        before = set(named(path(blueprint), "is_done"))
        blueprint = _answered(blueprint, step)
        assert set(named(path(blueprint), "is_done")) >= {*before, step.slug}
    assert named(path(blueprint), "is_done") == ALL


# --- What is said --------------------------------------------------------------------------------


def _said() -> list[tuple[str, Text]]:
    return [
        (f"{slug} {name}", text)
        for slug, said in texts().items()
        for name, text in (("title", said.title), ("why", said.why), ("example", said.example))
    ]


def test_every_step_has_its_texts_in_three_languages() -> None:
    assert list(texts()) == ALL
    written = [(name, [text.en, text.es, text.pt_br]) for name, text in _said()]
    assert [name for name, each in written if not all(each)] == []
    assert [name for name, each in written if len(set(each)) < 3 and "title" not in name] == []
    assert [name for name, each in written if any(t != " ".join(t.split()) for t in each)] == []


def test_reasons_are_sentences_and_short() -> None:
    whys = [(slug, text) for slug, said in texts().items() for text in vars_of(said.why)]
    assert [slug for slug, text in whys if not text.endswith(".") or len(text) > 240] == []


def test_sources_are_texts() -> None:
    known = re.compile(r"00[0-4](, 00[0-4])*")
    assert [slug for slug, said in texts().items() if not known.fullmatch(said.source)] == []


def vars_of(text: Text) -> tuple[str, str, str]:
    return text.en, text.es, text.pt_br


def test_every_step_asks_about_an_element_of_its_kind() -> None:
    assert {step.places[0].partition(".")[0] for step in path(BLANK) if step.kind is Segment} == {
        "segment"
    }
    assert path(BLANK)[0].places == (f"block.{Block.VALUE_PROPOSITIONS}",)
