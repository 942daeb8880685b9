"""A frozen canvas as values: the board, and the sheet of what is opened on it."""

import json
from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from classroom.frozen import Thawed, thaw
from classroom.models import Submission
from classroom.showing import Sheet, board_of, name_at, opened_at, sheet_of
from relationships.blueprint import Segment
from relationships.vocabulary import Block

pytestmark = pytest.mark.django_db


@pytest.fixture
def thawed(submission: Submission) -> Thawed:
    return thaw(submission.attempts.get())


def _opened(thawed: Thawed, key: str, language: str = "en") -> Sheet:
    sheet = sheet_of(thawed, key, language)
    assert sheet
    return sheet


def _told(sheet: Sheet) -> dict[str, list[str]]:
    return {field.label: [line.text for line in field.lines] for field in sheet.fields}


def test_every_element_of_the_board_opens_on_the_same_page(thawed: Thawed) -> None:
    board = board_of(thawed, "en")
    places = {item.ref: item.place for block in board.blocks.values() for item in block.items}
    assert places == {ref: f"?on={ref}#sheet" for ref in thawed.blueprint.elements}
    targets = [
        target.place
        for group in board.groups
        for rule in group.rules
        for remark in rule.remarks
        for target in remark.targets
    ]
    assert targets
    assert set(targets) <= set(places.values())


def test_a_segment_that_is_opened_is_followed(thawed: Thawed) -> None:
    assert board_of(thawed, "en", on="s1").thread == "s1"
    assert board_of(thawed, "en", on="c1").thread == ""


def test_remarks_are_counted_on_elements_and_blocks(thawed: Thawed) -> None:
    board = board_of(thawed, "en", talk={"s1": "2", "block:channels": "1"})
    talk = [item.talk for item in board.blocks[Block.CUSTOMER_SEGMENTS].items]
    assert (talk, board.blocks[Block.CHANNELS].talk) == (["2", ""], "1")


def test_a_segment_tells_all_that_was_filled_in(thawed: Thawed) -> None:
    sheet = _opened(thawed, "s1")
    assert (sheet.kind, sheet.name) == ("Segment", "Quem pedala para o trabalho")
    assert _told(sheet) == {
        "How many customers": ["220"],
        "What one is worth a month": ["BRL\u00a018.00"],
        "What we offer them": ["Pronta no mesmo dia"],
        "Relationships they expect": ["Indirect personal assistance", "Self-service"],
        "Consumption habits": ["revisão · na oficina do bairro · a cada semestre"],
        "What weighs on their purchase": [
            "Time saving · Decisive · precisa dela no dia seguinte",
            "Guarantee · Unimportant",
        ],
        "Trust reached so far": ["Product"],
        "Trust aimed at": ["Needs"],
        "Channels that serve them": [
            "Balcão: Awareness; Purchase; After sales",
            "Mensagens: Evaluation",
        ],
        "Relationship plan": ["Indirect personal assistance: Balcão"],
    }


def test_each_kind_of_element_is_told_by_the_labels_of_its_form(thawed: Thawed) -> None:
    row = _told(_opened(thawed, "r1"))
    assert row["Segment"] == ["Quem pedala para o trabalho"]
    assert row["Cost to set up"] == ["BRL\u00a00.00"]
    assert any(line.startswith("Quem") or ": " in line for line in row["Experiments"])
    channel = _told(_opened(thawed, "c1"))
    assert channel["Cost a month"] == ["BRL\u00a0900.00"]
    assert channel["Segments that it serves"][1:] == ["Entregadores: Delivery"]
    assert _told(_opened(thawed, "n1")) == {
        "Block": ["Value propositions"],
        "Colour": ["Green"],
        "Offered to": ["Quem pedala para o trabalho"],
    }


def test_a_block_and_the_whole_canvas_open_as_well(thawed: Thawed) -> None:
    block = _opened(thawed, "block:channels")
    assert [line.place for line in block.fields[0].lines] == [opened_at("c1"), opened_at("c2")]
    names = {element.ref for element in thawed.blueprint.segments}
    about = [one for one in thawed.findings if not names.isdisjoint(one.elements)]
    assert len(_opened(thawed, "block:customer_segments").remarks) == len(about) > 0
    with translation.override("es"):
        whole = _opened(thawed, "", "es")
    assert (whole.kind, whole.name) == ("Todo el lienzo", "Oficina de bicicletas")
    assert "Presupuesto mensual" in _told(whole)


def test_a_key_that_the_attempt_does_not_hold_opens_nothing(thawed: Thawed) -> None:
    keys = ("s9", "block:", "block:nothing", "x" * 10_000, "finding:1")
    assert [sheet_of(thawed, key, "en") for key in keys] == [None] * len(keys)
    assert name_at(thawed, "s9", "en") == "s9"
    assert name_at(thawed, "s2", "en") == "Entregadores"


def test_the_sheet_says_what_was_found_about_the_element(thawed: Thawed) -> None:
    about = [finding for finding in thawed.findings if "s2" in finding.elements]
    assert about
    told = [remark.message for remark in _opened(thawed, "s2", "pt-br").remarks]
    assert told == [finding.message("pt-br") for finding in about]


def test_what_was_set_aside_is_counted_and_not_told_again(thawed: Thawed) -> None:
    aside = [finding._replace(is_set_aside=True) for finding in thawed.findings]
    put_by = replace(thawed, findings=aside)
    assert _opened(put_by, "s2").remarks == ()
    board = board_of(put_by, "en")
    assert board.set_aside == len(aside)
    assert [rule for group in board.groups for rule in group.rules] == []


def test_nought_is_told_and_what_is_not_known_is_not(thawed: Thawed) -> None:
    segment = thawed.blueprint.elements["s2"]
    assert isinstance(segment, Segment)
    stated = replace(thawed, blueprint=thawed.blueprint.put(replace(segment, customers=0)))
    assert _told(_opened(stated, "s2"))["How many customers"] == ["0"]
    assert "How many customers" not in _told(_opened(thawed, "s2"))


def test_what_people_typed_is_escaped(submission: Submission) -> None:
    attempt = submission.attempts.get()
    hostile = "<script>alert(1)</script>"
    document = json.loads(attempt.document)
    document["segments"][0]["name"] = document["segments"][0]["description"] = hostile
    attempt.document = json.dumps(document)
    attempt.at = attempt.at.replace(year=2001)  # told apart from the one that is kept
    thawed = thaw(attempt)
    html = render_to_string("classroom/_still_board.html", {"board": board_of(thawed, "en")})
    html += render_to_string("classroom/_sheet.html", {"sheet": sheet_of(thawed, "s1", "en")})
    assert "&lt;script&gt;" in html
    assert hostile not in html
