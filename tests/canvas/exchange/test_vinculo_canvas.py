import json
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from canvas.exchange import limits, vinculo_canvas
from canvas.exchange.vinculo_canvas import BrokenDocument
from relationships.blueprint import (
    Blueprint,
    Channel,
    Habit,
    Note,
    Relationship,
    Segment,
    Touchpoint,
)
from relationships.content import shipped
from relationships.vocabulary import Block, Capability, Color, Ownership, Phase, Stage, Status
from tests.canvas.exchange.documents import MINIMAL, Document, changed, doubled, full, without

LONE_SURROGATE = "\ud800"


def faults_of(document: object) -> list[tuple[str, str]]:
    with pytest.raises(BrokenDocument) as caught:
        vinculo_canvas.decode(document, shipped())
    return [(fault.path, fault.message) for fault in caught.value.faults]


def paths_of(document: object) -> list[str]:
    return [path for path, _ in faults_of(document)]


def paths_of_text(text: str | bytes) -> list[str]:
    with pytest.raises(BrokenDocument) as caught:
        vinculo_canvas.parse(text, shipped())
    return [fault.path for fault in caught.value.faults]


def decode(document: object) -> Blueprint:
    return vinculo_canvas.decode(document, shipped())


# --- What goes out comes back ---------------------------------------------------------------------


def test_a_document_is_written_as_it_was_read_key_by_key():
    written = vinculo_canvas.encode(decode(full()))
    assert json.dumps(written) == json.dumps(full())


def test_the_text_is_read_as_the_values_are():
    assert vinculo_canvas.parse(json.dumps(full()), shipped()) == decode(full())
    assert vinculo_canvas.parse(json.dumps(full()).encode(), shipped()) == decode(full())


def test_what_was_stored_is_restored():
    blueprint = decode(full())
    assert vinculo_canvas.restore(vinculo_canvas.dump(blueprint)) == blueprint
    assert vinculo_canvas.restore(vinculo_canvas.dump(blueprint, indent=2)) == blueprint


def test_a_key_that_the_format_did_not_have_when_it_was_stored_is_restored_as_left_out():
    document = {key: full()[key] for key in MINIMAL}
    assert vinculo_canvas.restore(json.dumps(document)) == decode(document)


def test_a_dump_is_text_for_people_too():
    assert "Balcão" in vinculo_canvas.dump(decode(full()))


def test_what_is_left_out_is_empty_or_unknown():
    assert decode(MINIMAL) == Blueprint(
        title="Idea", language="en", stage=Stage.IDEA, currency="EUR"
    )


def test_what_is_left_out_of_an_element_is_empty_or_unknown():
    document = MINIMAL | {
        "notes": [{"ref": "n", "block": "key_partners", "text": "t"}],
        "segments": [{"ref": "s", "name": "S", "habits": [{"what": "bread"}]}],
        "channels": [{"ref": "c", "name": "C", "kind": "other", "ownership": "own"}],
        "relationships": [{"ref": "r", "segment": "s", "type": "personal"}],
    }
    blueprint = decode(document)
    assert blueprint.notes == (Note(ref="n", block=Block.KEY_PARTNERS, text="t"),)
    assert blueprint.segments == (Segment(ref="s", name="S", habits=(Habit(what="bread"),)),)
    assert blueprint.channels == (
        Channel(ref="c", name="C", kind="other", ownership=Ownership.OWN),
    )
    assert blueprint.relationships == (
        Relationship(ref="r", segment="s", type="personal", status=Status.PLANNED),
    )


def test_vocabulary_values_become_members():
    for blueprint in (decode(full()), vinculo_canvas.restore(json.dumps(full()))):
        assert blueprint.stage is Stage.GROWTH
        assert blueprint.notes[0].block is Block.VALUE_PROPOSITIONS
        assert blueprint.notes[0].color is Color.GREEN
        assert blueprint.channels[0].capabilities[0] is Capability.TWO_WAY
        assert blueprint.relationships[0].status is Status.RUNNING


# --- What is mended on the way in -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("  Idea \n", "Idea"),
        ("a\r\nb\rc\n", "a\nb\nc"),
        ("\u3000\u2003Idea\u00a0", "Idea"),
        ("a\tb", "a\tb"),
        ("\u200bIdea", "\u200bIdea"),
    ],
)
def test_a_text_is_trimmed_and_its_newlines_made_plain(written: str, read: str):
    assert decode(MINIMAL | {"title": written}).title == read


@pytest.mark.parametrize(
    ("written", "exported"),
    [("0", "0.00"), ("0.5", "0.50"), ("18", "18.00"), ("9999999999.99", "9999999999.99")],
)
def test_money_is_compared_by_value_and_exported_with_two_decimals(written: str, exported: str):
    blueprint = decode(MINIMAL | {"monthly_budget": written})
    assert blueprint.monthly_budget == Decimal(written)
    assert vinculo_canvas.encode(blueprint)["monthly_budget"] == exported


def test_sets_stand_in_the_vocabularys_order():
    document = changed("touchpoints", 0, "phases", to=["after_sales", "awareness"])
    document["channels"][0]["capabilities"] = ["transaction", "two_way"]
    blueprint = decode(document)
    assert blueprint.touchpoints[0].phases == (Phase.AWARENESS, Phase.AFTER_SALES)
    assert blueprint.channels[0].capabilities == (Capability.TWO_WAY, Capability.TRANSACTION)


def test_a_set_is_exported_in_the_vocabularys_order_wherever_it_comes_from():
    blueprint = decode(full())
    mixed = replace(blueprint.touchpoints[0], phases=(Phase.PURCHASE, Phase.AWARENESS))
    written = vinculo_canvas.encode(replace(blueprint, touchpoints=(mixed,)))
    assert written["touchpoints"][0]["phases"] == ["awareness", "purchase"]


@pytest.mark.parametrize(
    ("steps", "names"),
    [
        (("relationships", 0, "strategies"), ["satisfaction-surveys", "complaint-care"]),
        (("segments", 0, "expects"), ["self-service", "community", "personal"]),
    ],
)
def test_lists_keep_their_order(steps: tuple[Any, ...], names: list[str]):
    written: Any = vinculo_canvas.encode(decode(changed(*steps, to=names)))
    for step in steps:
        written = written[step]
    assert written == names


# --- What is refused ------------------------------------------------------------------------------

REQUIRED = {
    (): ("format", "title", "language", "stage", "currency"),
    ("notes", 1): ("ref", "block", "text"),
    ("segments", 0, "habits", 0): ("what",),
    ("segments", 0, "factors", 0): ("factor", "importance"),
    ("channels", 1): ("name", "kind", "ownership"),
    ("touchpoints", 0): ("segment", "channel", "phases"),
    ("relationships", 0): ("ref", "segment", "type"),
    ("relationships", 0, "experiments", 0): ("hypothesis",),
    ("segments", 1): ("name",),
}

NULLABLE = {
    "monthly_budget",
    "team_hours_per_month",
    "hourly_rate",
    "customers",
    "value_per_month",
    "trust",
    "trust_goal",
    "channel",
    "motivation",
    "stage",
    "setup_cost",
    "monthly_cost",
    "hours_per_month",
    "verdict",
}


def path(*steps: str | int) -> str:
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


@pytest.mark.parametrize(
    "steps", [(*holder, key) for holder, keys in REQUIRED.items() for key in keys]
)
def test_a_needed_key_that_is_missing_is_named_by_its_own_path(steps: tuple[str | int, ...]):
    assert faults_of(without(*steps)) == [(path(*steps), "This is needed.")]


def every_place(value: Any = None, *around: str | int) -> list[tuple[str | int, ...]]:
    """The keys of the full document, with the first element of each list."""
    places: list[tuple[str | int, ...]] = []
    for key, inner in (full() if value is None else value).items():
        places.append((*around, key))
        if isinstance(inner, list) and inner and isinstance(inner[0], dict):
            places += every_place(inner[0], *around, key, 0)
    return places


ALL_PLACES = every_place()


def test_every_key_of_the_format_is_in_the_full_document():
    assert len(ALL_PLACES) == 13 + 4 + 11 + 3 + 3 + 7 + 3 + 17 + 6 + 1


def may_be_null(steps: tuple[str | int, ...]) -> bool:
    in_touchpoint = steps[0] == "touchpoints"
    return steps[-1] in NULLABLE and not in_touchpoint and steps != ("stage",)


@pytest.mark.parametrize("steps", [steps for steps in ALL_PLACES if not may_be_null(steps)])
def test_null_is_refused_where_something_is_always_known(steps: tuple[str | int, ...]):
    assert path(*steps) in paths_of(changed(*steps, to=None))


@pytest.mark.parametrize("steps", [steps for steps in ALL_PLACES if may_be_null(steps)])
def test_null_is_the_unknown(steps: tuple[str | int, ...]):
    nulled, left_out = changed(*steps, to=None), without(*steps)
    assert decode(nulled) == decode(left_out)


TEXTS = {
    "title": limits.NAME,
    "name": limits.NAME,
    "text": limits.SHORT_TEXT,
    "description": limits.LONG_TEXT,
    "what": limits.SHORT_TEXT,
    "where": limits.SHORT_TEXT,
    "how_often": limits.SHORT_TEXT,
    "detail": limits.SHORT_TEXT,
    "hours": limits.SHORT_TEXT,
    "objective": limits.LONG_TEXT,
    "justification": limits.LONG_TEXT,
    "metric": limits.SHORT_TEXT,
    "target": limits.SHORT_TEXT,
    "hypothesis": limits.SHORT_TEXT,
    "measure": limits.SHORT_TEXT,
    "threshold": limits.SHORT_TEXT,
    "result": limits.SHORT_TEXT,
}
NEEDED_TEXTS = {"title", "name", "text", "what", "hypothesis"}

ODD = [5, True, 40.0, "", [], {}, [[]], {"a": 1}, "nonsense", LONE_SURROGATE, "a\x00b"]


def is_right(steps: tuple[str | int, ...], value: object) -> bool:
    """Whether this odd value is one that the field takes."""
    kept: Any = full()
    for step in steps:
        kept = kept[step]
    if isinstance(kept, bool):
        return isinstance(value, bool)
    if isinstance(kept, int):
        return value == 5 and type(value) is int and steps[-1] != "importance"
    if isinstance(kept, list):
        return value == [] and isinstance(value, list) and steps[-1] != "phases"
    if steps[-1] in TEXTS:
        return value == "nonsense" or (value == "" and steps[-1] not in NEEDED_TEXTS)
    return (value == "" and steps[-1] == "color") or (value == "nonsense" and steps[-1] == "ref")


@pytest.mark.parametrize(
    ("steps", "value"),
    [(steps, value) for steps in ALL_PLACES for value in ODD if not is_right(steps, value)],
    ids=ascii,
)
def test_a_value_of_another_kind_is_refused_at_its_place(
    steps: tuple[str | int, ...], value: object
):
    assert any(found.startswith(path(*steps)) for found in paths_of(changed(*steps, to=value)))


TEXT_PLACES = [steps for steps in ALL_PLACES if steps[-1] in TEXTS]


@pytest.mark.parametrize("steps", TEXT_PLACES, ids=lambda steps: path(*steps))
def test_a_text_has_its_size_in_code_points_after_trimming(steps: tuple[str | int, ...]):
    most = TEXTS[str(steps[-1])]
    assert isinstance(decode(changed(*steps, to="  " + "🙂" * most + "\r\n")), Blueprint)
    message = f"Write at most {most:,} characters; these are {most + 1:,}."
    assert faults_of(changed(*steps, to="🙂" * (most + 1))) == [(path(*steps), message)]


@pytest.mark.parametrize("steps", TEXT_PLACES, ids=lambda steps: path(*steps))
@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1c", "\x7f", "\x85", LONE_SURROGATE])
def test_a_character_that_can_not_be_shown_is_refused_at_the_edge_too(
    steps: tuple[str | int, ...], sign: str
):
    message = f"Take out the character U+{ord(sign):04X}: it can't be shown."
    for text in (f"a{sign}b", f"{sign}a", f"a{sign}"):
        assert faults_of(changed(*steps, to=text)) == [(path(*steps), message)]


@pytest.mark.parametrize(
    "amount",
    ["01", "1.", ".5", "1.234", "-1", "+1", "1e3", "12345678901", "1,5", " 1", "1\n", "٣", "", 5],
)
def test_money_is_written_in_one_way(amount: object):
    message = "Write an amount such as 0, 18 or 12.50, with at most 10 digits before the point."
    assert faults_of(changed("monthly_budget", to=amount)) == [("$.monthly_budget", message)]


@pytest.mark.parametrize(
    "number",
    ["-1", "-0", "40.0", "4e1", "4E+1", "0.0", "100001", "9" * 5000, "true", '"40"', "1e999"],
)
def test_a_whole_number_is_written_in_one_way(number: str):
    text = json.dumps(full()).replace(
        '"team_hours_per_month": 320', f'"team_hours_per_month": {number}'
    )
    assert paths_of_text(text) == ["$.team_hours_per_month"]


@pytest.mark.parametrize(
    ("steps", "most"),
    [
        (("team_hours_per_month",), 100_000),
        (("relationships", 0, "hours_per_month"), 100_000),
        (("segments", 0, "customers"), 1_000_000_000),
        (("relationships", 0, "experiments", 0, "customers"), 1_000_000_000),
        (("segments", 0, "factors", 0, "importance"), 3),
    ],
)
def test_a_number_has_its_bounds(steps: tuple[str | int, ...], most: int):
    for number in (0, most):
        assert isinstance(decode(changed(*steps, to=number)), Blueprint)
    for number in (-1, most + 1):
        message = f"Write a whole number from 0 to {most:,}."
        assert faults_of(changed(*steps, to=number)) == [(path(*steps), message)]


@pytest.mark.parametrize("ref", ["", "a b", "é", "a" * 41, "a\n", "a.b", "s1/"])
def test_a_ref_is_short_and_plain(ref: str):
    assert paths_of(changed("relationships", 1, "ref", to=ref)) == ["$.relationships[1].ref"]


@pytest.mark.parametrize("currency", ["eur", "EURO", "EU", "ÉUR", "EUR\n", " EUR"])
def test_a_currency_is_three_capital_letters(currency: str):
    assert paths_of(changed("currency", to=currency)) == ["$.currency"]


def test_a_currency_need_not_be_one_that_we_know():
    assert decode(changed("currency", to="ZZZ")).currency == "ZZZ"


@pytest.mark.parametrize(
    ("steps", "value", "message"),
    [
        (("language",), "pt", "Choose one of: en, es, pt-br."),
        (("stage",), "Idea", "Choose one of: idea, launch, growth, mature."),
        (
            ("notes", 1, "block"),
            "channels",
            "Choose one of: key_partners, key_activities, key_resources, value_propositions, "
            "cost_structure, revenue_streams.",
        ),
        (
            ("notes", 1, "color"),
            "red",
            "Leave this empty, or choose one of: yellow, green, blue, pink, orange, purple, grey.",
        ),
        (("channels", 0, "ownership"), "own ", "Choose one of: own, partner."),
        (("relationships", 0, "status"), "", "Choose one of: planned, running, dropped."),
        (
            ("relationships", 0, "experiments", 0, "verdict"),
            "any",
            "Choose one of: keep, adapt, drop.",
        ),
        (
            ("channels", 0, "kind"),
            "pigeon",
            "Choose one from the catalog; it holds no “pigeon”.",
        ),
        (
            ("relationships", 0, "strategies", 1),
            "",
            "Choose one from the catalog.",
        ),
        (
            ("segments", 0, "expects", 0),
            "x\u202e" * 100,
            f"Choose one from the catalog; it holds no “{'x�' * 29}x…”.",
        ),
        (
            ("format",),
            "vinculo-canvas/2",
            "Write “vinculo-canvas/1”, the format that is understood here.",
        ),
        (("relationships", 0, "minimum_viable"), 1, "Answer true or false."),
    ],
)
def test_a_choice_is_one_of_the_vocabulary(
    steps: tuple[str | int, ...], value: object, message: str
):
    assert faults_of(changed(*steps, to=value)) == [(path(*steps), message)]


def test_an_entry_retired_from_the_catalog_is_still_one():
    catalog = shipped()
    retired = replace(catalog.types["personal-indirect"], retired=True)
    older = replace(catalog, types={**catalog.types, "personal-indirect": retired})
    assert vinculo_canvas.decode(full(), older) == decode(full())


@pytest.mark.parametrize(
    ("steps", "ref", "message"),
    [
        (("touchpoints", 0, "segment"), "c1", "There is no segment “c1”."),
        (("touchpoints", 2, "channel"), "c9", "There is no channel “c9”."),
        (("relationships", 0, "segment"), "n1", "There is no segment “n1”."),
        (("relationships", 0, "channel"), "s1", "There is no channel “s1”."),
        (
            ("segments", 0, "value_propositions", 0),
            "n2",
            "There is no value proposition “n2” among the notes.",
        ),
    ],
)
def test_a_reference_names_an_element_of_its_kind(
    steps: tuple[str | int, ...], ref: str, message: str
):
    assert faults_of(changed(*steps, to=ref)) == [(path(*steps), message)]


def test_a_note_of_no_known_block_is_one_fault_and_its_links_none():
    assert paths_of(changed("notes", 0, "block", to="channels")) == ["$.notes[0].block"]


def test_an_element_without_its_ref_is_missed_by_those_who_name_it():
    assert paths_of(without("channels", 1, "ref")) == [
        "$.channels[1].ref",
        "$.touchpoints[2].channel",
    ]


@pytest.mark.parametrize(
    ("steps", "value", "where", "message"),
    [
        (
            ("notes", 1, "ref"),
            "c1",
            "$.channels[0].ref",
            "Another element has this ref already.",
        ),
        (("notes", 1, "ref"), "n1", "$.notes[1].ref", "Another element has this ref already."),
        (
            ("relationships", 1, "ref"),
            "c1",
            "$.relationships[1].ref",
            "Another element has this ref already.",
        ),
        (
            ("touchpoints", 2),
            {"segment": "s1", "channel": "c1", "phases": ["delivery"]},
            "$.touchpoints[2]",
            "This segment and this channel have a touchpoint already.",
        ),
        (
            ("segments", 0, "factors", 1, "factor"),
            "time-saving",
            "$.segments[0].factors[1].factor",
            "This segment has this factor already.",
        ),
        (
            ("channels", 0, "capabilities"),
            ["push", "push"],
            "$.channels[0].capabilities[1]",
            "This stands in the list already.",
        ),
        (
            ("touchpoints", 0, "phases"),
            ["purchase", "delivery", "purchase"],
            "$.touchpoints[0].phases[2]",
            "This stands in the list already.",
        ),
        (
            ("segments", 0, "value_propositions"),
            ["n1", "n1"],
            "$.segments[0].value_propositions[1]",
            "This stands in the list already.",
        ),
        (
            ("relationships", 0, "strategies"),
            ["complaint-care", "complaint-care"],
            "$.relationships[0].strategies[1]",
            "This stands in the list already.",
        ),
        (
            ("segments", 0, "expects"),
            ["community", "community"],
            "$.segments[0].expects[1]",
            "This stands in the list already.",
        ),
    ],
)
def test_of_two_alike_the_later_is_named(
    steps: tuple[str | int, ...], value: object, where: str, message: str
):
    assert faults_of(changed(*steps, to=value)) == [(where, message)]


def test_a_touchpoint_has_a_phase():
    assert faults_of(changed("touchpoints", 0, "phases", to=[])) == [
        ("$.touchpoints[0].phases", "Choose at least one.")
    ]


@pytest.mark.parametrize(
    ("steps", "key", "written"),
    [
        ((), "colour", "$.colour"),
        (("segments", 0), "_x9", "$.segments[0]._x9"),
        (("notes", 1), "two words", '$.notes[1]["two words"]'),
        (("notes", 1), "", '$.notes[1][""]'),
        (("channels", 0), "9", '$.channels[0]["9"]'),
        ((), 'q"\\\n', '$["q\\"\\\\\\n"]'),
        ((), "título", '$["t\\u00edtulo"]'),
        ((), LONE_SURROGATE, '$["\\ud800"]'),
        (("relationships", 0, "experiments", 1), "ref", "$.relationships[0].experiments[1].ref"),
    ],
)
def test_an_unknown_key_is_named_by_its_own_path(
    steps: tuple[str | int, ...], key: str, written: str
):
    assert faults_of(changed(*steps, key, to=None)) == [
        (written, "The format has no such key here.")
    ]


@pytest.mark.parametrize(
    ("key", "again", "where"),
    [
        ("title", "Outra", "$.title"),
        ("format", "vinculo-canvas/1", "$.format"),
        ("text", "Outra", "$.notes[0].text"),
        ("hypothesis", "Outra", "$.relationships[0].experiments[0].hypothesis"),
    ],
)
def test_a_doubled_key_is_named_by_its_own_path(key: str, again: str, where: str):
    assert paths_of_text(doubled(key, again=again)(json.dumps(full()))) == [where]


def test_of_a_doubled_key_the_first_is_read():
    text = json.dumps(full())
    broken = text.replace('"n2"', '"n2", "ref": "n1", "ref": 5')
    assert paths_of_text(broken) == ["$.notes[1].ref", "$.notes[1].ref"]


COUNTS = {
    "notes": (limits.NOTES, {"block": "key_partners", "text": "t"}),
    "segments": (limits.SEGMENTS, {"name": "S"}),
    "channels": (limits.CHANNELS, {"name": "C", "kind": "other", "ownership": "own"}),
    "relationships": (limits.RELATIONSHIPS, {"segment": "s", "type": "personal"}),
}


@pytest.mark.parametrize("collection", COUNTS)
def test_a_canvas_holds_so_many_elements(collection: str):
    most, row = COUNTS[collection]
    document: Document = MINIMAL | {"segments": [{"ref": "s", "name": "S"}]}
    taken = len(document[collection]) if collection in document else 0
    rows = document.get(collection, []) + [{"ref": f"x{n}", **row} for n in range(most - taken)]
    assert isinstance(decode(document | {collection: rows}), Blueprint)
    message = f"At most {most} fit here; these are {most + 1}."
    one_more = [*rows, {"ref": "more", **row}]
    assert faults_of(document | {collection: one_more}) == [(f"$.{collection}", message)]


def test_a_canvas_holds_a_thousand_touchpoints():
    document = MINIMAL | {
        "segments": [{"ref": f"s{n}", "name": "S"} for n in range(11)],
        "channels": [
            {"ref": f"c{n}", "name": "C", "kind": "other", "ownership": "own"} for n in range(91)
        ],
    }
    rows = [
        {"segment": f"s{s}", "channel": f"c{c}", "phases": ["delivery"]}
        for s in range(11)
        for c in range(91)
    ]
    assert isinstance(decode(document | {"touchpoints": rows[:1000]}), Blueprint)
    assert faults_of(document | {"touchpoints": rows}) == [
        ("$.touchpoints", "At most 1,000 fit here; these are 1,001.")
    ]


@pytest.mark.parametrize(
    ("steps", "most", "row"),
    [
        (("segments", 0, "habits"), 10, {"what": "bread"}),
        (("relationships", 0, "experiments"), 10, {"hypothesis": "They come back"}),
    ],
)
def test_an_element_holds_so_many_rows(
    steps: tuple[str | int, ...], most: int, row: dict[str, str]
):
    assert isinstance(decode(changed(*steps, to=[row] * most)), Blueprint)
    assert paths_of(changed(*steps, to=[row] * (most + 1))) == [path(*steps)]


def test_a_segment_holds_twenty_factors():
    catalog = shipped()
    factor = catalog.factors["guarantee"]
    many = replace(catalog, factors={**catalog.factors, **{f"f{n}": factor for n in range(21)}})
    marks = [{"factor": f"f{n}", "importance": 1} for n in range(21)]
    document = changed("segments", 0, "factors", to=marks)
    with pytest.raises(BrokenDocument) as caught:
        vinculo_canvas.decode(document, many)
    assert [fault.path for fault in caught.value.faults] == ["$.segments[0].factors"]
    document["segments"][0]["factors"] = marks[:20]
    assert isinstance(vinculo_canvas.decode(document, many), Blueprint)


def test_every_fault_is_listed_in_the_documents_order():
    text = """{
        "stage": "later", "format": "vinculo-canvas/1", "extra": 1, "language": "es",
        "relationships": [{"ref": "r1", "segment": "s9", "type": 7, "strategies": ["x", 5]}],
        "notes": [{"ref": "r1", "block": "channels"}, 5]
    }"""
    assert paths_of_text(text) == [
        "$.stage",
        "$.extra",
        "$.relationships[0].segment",
        "$.relationships[0].type",
        "$.relationships[0].strategies[0]",
        "$.relationships[0].strategies[1]",
        "$.notes[0].ref",
        "$.notes[0].block",
        "$.notes[0].text",
        "$.notes[1]",
        "$.title",
        "$.currency",
    ]


def test_faults_beyond_what_is_kept_are_counted():
    document = MINIMAL | {f"key{n}": 0 for n in range(limits.FAULTS_KEPT + 7)}
    with pytest.raises(BrokenDocument) as caught:
        decode(document)
    assert len(caught.value.faults) == limits.FAULTS_KEPT
    assert caught.value.total == limits.FAULTS_KEPT + 7
    assert caught.value.faults[-1].path == f"$.key{limits.FAULTS_KEPT - 1}"


def test_a_path_repeats_the_beginning_of_an_endless_key():
    [(where, _)] = faults_of(changed("é" * 100_000, to=1))
    assert where == '$["' + r"\u00e9" * limits.KEY_ECHO + '"]'


@pytest.mark.parametrize(("key", "where"), [(None, "$.None"), (7, "$[7]"), ((1,), '$["(1,)"]')])
def test_a_key_that_is_no_text_is_unknown(key: object, where: str):
    assert paths_of(full() | {key: 1}) == [where]


def test_a_document_of_endless_faults_is_not_read_to_its_end():
    with pytest.raises(BrokenDocument) as caught:
        decode(MINIMAL | {"notes": [{}] * (limits.FAULTS_COUNTED // 3 + 10)})
    assert len(caught.value.faults) == limits.FAULTS_KEPT
    assert caught.value.total == limits.FAULTS_COUNTED


@pytest.mark.parametrize("document", [None, 5, "text", [], [full()], b"bytes"], ids=ascii)
def test_a_document_is_an_object(document: object):
    assert faults_of(document) == [("$", "Write an object, with keys and values.")]


def test_faults_speak_the_active_language():
    with translation.override("es"):
        assert "100.000" in faults_of(changed("team_hours_per_month", to=-1))[0][1]


# --- Elements on their own, for forms -------------------------------------------------------------


def element(kind: Any, document: object) -> Any:
    return vinculo_canvas.decode_element(kind, document, shipped())


@pytest.mark.parametrize(
    ("kind", "collection"),
    [
        (Note, "notes"),
        (Segment, "segments"),
        (Channel, "channels"),
        (Touchpoint, "touchpoints"),
        (Relationship, "relationships"),
    ],
)
def test_an_element_on_its_own_is_read_as_in_its_document(kind: Any, collection: str):
    alone = [element(kind, document) for document in full()[collection]]
    assert alone == list(getattr(decode(full()), collection))


def test_an_element_on_its_own_is_written_as_in_its_document():
    blueprint = decode(full())
    for collection in ("notes", "segments", "channels", "touchpoints", "relationships"):
        alone = [vinculo_canvas.encode_element(row) for row in getattr(blueprint, collection)]
        assert json.dumps(alone) == json.dumps(full()[collection])


def test_the_faults_of_an_element_have_paths_of_their_own():
    with pytest.raises(BrokenDocument) as caught:
        element(Segment, {"ref": "s1", "name": " ", "habits": [{"where": "x" * 501}]})
    assert [(fault.path, fault.message) for fault in caught.value.faults] == [
        ("$.name", "This is needed."),
        ("$.habits[0].where", "Write at most 500 characters; these are 501."),
        ("$.habits[0].what", "This is needed."),
    ]


def test_an_element_on_its_own_may_name_what_only_its_document_holds():
    document = {"segment": "elsewhere", "channel": "c1", "phases": ["purchase"]}
    assert element(Touchpoint, document) == Touchpoint("elsewhere", "c1", (Phase.PURCHASE,))


def test_the_head_of_a_canvas_is_read_on_its_own():
    head = {key: value for key, value in MINIMAL.items() if key != "format"}
    assert vinculo_canvas.decode_canvas(head | {"hourly_rate": "12"}) == {
        "title": "Idea",
        "description": "",
        "language": "en",
        "stage": Stage.IDEA,
        "currency": "EUR",
        "monthly_budget": None,
        "team_hours_per_month": None,
        "hourly_rate": Decimal("12.00"),
    }
    with pytest.raises(BrokenDocument) as caught:
        vinculo_canvas.decode_canvas(head | {"title": "", "notes": []})
    assert [fault.path for fault in caught.value.faults] == ["$.title", "$.notes"]


def test_a_canvas_that_has_outgrown_the_format_is_refused_as_on_import():
    note = Note(ref="n", block=Block.KEY_PARTNERS, text="t")
    blueprint = decode(MINIMAL)
    vinculo_canvas.check_counts(replace(blueprint, notes=(note,) * limits.NOTES))
    with pytest.raises(BrokenDocument) as caught:
        vinculo_canvas.check_counts(replace(blueprint, notes=(note,) * (limits.NOTES + 1)))
    assert str(caught.value) == "$.notes: At most 300 fit here; these are 301."


def test_the_format_stands_on_no_database():
    program = (
        "import sys, canvas.exchange.vinculo_canvas, canvas.exchange.schema\n"
        "print([name for name in sys.modules if name.endswith('.models') or name == 'django.db'])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
