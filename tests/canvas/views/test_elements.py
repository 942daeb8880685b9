"""Adding, editing, moving, deleting and undoing, with htmx and without JavaScript."""

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.models import User
from canvas import actions
from canvas.exchange import vinculo_canvas
from canvas.exchange.vinculo_canvas import BrokenDocument
from canvas.models import Canvas
from relationships.blueprint import (
    Blueprint,
    Channel,
    Element,
    Note,
    Relationship,
    Segment,
    Touchpoint,
)
from relationships.catalog import Catalog
from relationships.content import shipped
from relationships.vocabulary import NOTE_BLOCKS, Block, Capability, Ownership, Phase
from tests.canvas.building import at, full_blueprint, now, sized
from tests.canvas.reading import HTMX, Page

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert('x')</script> & \"{{ 7|add:7 }}\" {% now %} %s"


@dataclass(frozen=True)
class Kind:
    """How one kind of element is filled in: enough to be saved, and its main text."""

    kind: type[Element]
    field: str
    ref: str
    data: dict[str, Any]

    @property
    def new(self) -> str:
        return f"new/{self.kind.__name__.lower()}/"

    @property
    def place(self) -> str:
        return f"{self.kind.__name__.lower()}s/{self.ref}/"


NOTE = Kind(Note, "text", "n1", {"text": "Pão fresco", "block": "value_propositions"})
SEGMENT = Kind(Segment, "name", "s1", {"name": "Vizinhos"})
CHANNEL = Kind(
    Channel, "name", "c1", {"name": "Loja", "kind": "store", "capabilities_of": "", "ownership": ""}
)
PLAN = Kind(
    Relationship,
    "objective",
    "r1",
    {"segment": "s1", "type": "personal", "status": "planned", "objective": "Responder"},
)
KINDS = (NOTE, SEGMENT, CHANNEL, PLAN)

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind.__name__)


def _fields(client: Client, canvas: Canvas, place: str) -> Any:
    response = client.get(at(canvas, place), headers=HTMX)
    assert response.status_code == 200
    return Page.of(response).form


# --- Adding -------------------------------------------------------------------------------------


@each_kind
def test_added_without_javascript_it_stands_on_the_board(
    as_alice: Client, canvas: Canvas, kind: Kind
) -> None:
    form = Page.of(as_alice.get(at(canvas, kind.new))).form
    response = as_alice.post(form.action, form.filled(**kind.data), follow=True)
    ref = f"{kind.ref[0]}3"
    assert response.redirect_chain == [(at(canvas, f"#el-{ref}"), 302)]
    assert getattr(now(canvas).elements[ref], kind.field) == kind.data[kind.field]
    assert f"el-{ref}" in Page.of(response).ids
    assert "Added." in Page.of(response).text


@pytest.mark.parametrize("block", NOTE_BLOCKS)
def test_each_block_of_notes_takes_a_note(as_alice: Client, canvas: Canvas, block: Block) -> None:
    board = Page.of(as_alice.get(at(canvas)))
    link = f"new/note/?block={block}"
    assert board.links.count(link) == 1
    form = Page.of(as_alice.get(at(canvas, link))).form
    as_alice.post(form.action, form.filled(text="Sol"))
    assert now(canvas).notes[-1] == Note("n3", block, "Sol")


@each_kind
def test_added_with_htmx_the_answer_holds_the_piece_and_the_panel(
    as_alice: Client, canvas: Canvas, kind: Kind
) -> None:
    form = _fields(as_alice, canvas, kind.new)
    response = as_alice.post(form.action, form.filled(**kind.data), headers=HTMX)
    ref = f"{kind.ref[0]}3"
    answer, board = Page.of(response), Page.of(as_alice.get(at(canvas)))
    assert response.status_code == 200
    assert json.loads(response["HX-Trigger"]) == {"vinculo:saved": {"ref": ref}}
    assert {f"el-{ref}", "coherence", "toast"} <= set(answer.ids)
    assert {"coherence", "toast"} < set(answer.oob)
    assert set(answer.oob) - set(board.ids) == set()
    assert len(answer.ids) == len(set(answer.ids))


def test_what_hangs_on_an_edit_is_drawn_anew_too(as_alice: Client, canvas: Canvas) -> None:
    """A relationship shows its channel's name, and only it and the channel changed their looks."""
    form = _fields(as_alice, canvas, "channels/c1/")
    response = as_alice.post(form.action, form.filled(name="Oficina"), headers=HTMX)
    assert set(Page.of(response).oob) >= {"el-c1", "el-r1", "coherence", "toast"}
    assert not {"el-n1", "el-n2", "el-s2", "el-c2"} & set(Page.of(response).oob)


def test_pieces_in_an_answer_are_those_of_the_board(as_alice: Client, canvas: Canvas) -> None:
    form = _fields(as_alice, canvas, "notes/n2/")
    answer = as_alice.post(form.action, form.filled(text="Três"), headers=HTMX).content.decode()
    board = as_alice.get(at(canvas)).content.decode()
    piece = answer[answer.index('<li class="item" id="el-n2"') :].partition("</li>")[0]
    assert piece.replace(' hx-swap-oob="true"', "") in board


# --- What is wrong ------------------------------------------------------------------------------


@each_kind
@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
@pytest.mark.parametrize("is_new", [True, False], ids=["new", "edit"])
def test_what_is_too_long_is_refused_in_the_formats_words_and_kept(
    as_alice: Client, canvas: Canvas, kind: Kind, headers: dict[str, str], is_new: bool
) -> None:
    place = kind.new if is_new else kind.place
    form = _fields(as_alice, canvas, place)
    typed = "x" * 10_000
    changes = {**(kind.data if is_new else {}), kind.field: typed}
    response = as_alice.post(at(canvas, place), form.filled(**changes), headers=headers)
    answer = Page.of(response)
    assert response.status_code == 422
    assert answer.form.fields[kind.field] == [typed]
    document = vinculo_canvas.encode_element(full_blueprint().elements[kind.ref])
    with pytest.raises(BrokenDocument) as broken:
        vinculo_canvas.decode_element(kind.kind, {**document, kind.field: typed}, shipped())
    assert broken.value.faults[0].message in answer.text
    assert ("html" in answer.tags) is not bool(headers)
    assert now(canvas) == full_blueprint()


@each_kind
@pytest.mark.parametrize("sign", ["\0", "\x01", "\x7f", "\x85"], ids=ascii)
def test_a_control_character_is_refused_in_the_formats_words(
    as_alice: Client, canvas: Canvas, kind: Kind, sign: str
) -> None:
    form = _fields(as_alice, canvas, kind.place)
    response = as_alice.post(
        at(canvas, kind.place), form.filled(**{kind.field: f"a{sign}b"}), headers=HTMX
    )
    document = vinculo_canvas.encode_element(full_blueprint().elements[kind.ref])
    with pytest.raises(BrokenDocument) as broken:
        vinculo_canvas.decode_element(kind.kind, {**document, kind.field: f"a{sign}b"}, shipped())
    assert response.status_code == 422
    assert broken.value.faults[0].message in Page.of(response).text


@each_kind
def test_newlines_come_in_one_shape_and_ends_are_trimmed(
    as_alice: Client, canvas: Canvas, kind: Kind
) -> None:
    form = _fields(as_alice, canvas, kind.place)
    as_alice.post(at(canvas, kind.place), form.filled(**{kind.field: " a\r\nb\rc \r\n"}))
    assert getattr(now(canvas).elements[kind.ref], kind.field) == "a\nb\nc"


@each_kind
def test_hostile_text_is_text(as_alice: Client, canvas: Canvas, kind: Kind) -> None:
    form = _fields(as_alice, canvas, kind.place)
    answers = [
        as_alice.post(at(canvas, kind.place), form.filled(**{kind.field: HOSTILE}), headers=HTMX),
        as_alice.get(at(canvas)),
        as_alice.get(at(canvas, kind.place)),
        as_alice.get(at(canvas, f"elements/{kind.ref}/remove/")),
    ]
    assert getattr(now(canvas).elements[kind.ref], kind.field) == HOSTILE
    assert [answer.status_code for answer in answers] == [200] * 4
    pages = [answer.content.decode() for answer in answers]
    assert [page for page in pages if "<script>alert" in page] == []
    assert escape(HOSTILE) in pages[2]


@each_kind
@pytest.mark.parametrize(
    "base",
    [
        "",
        "null",
        "[]",
        "{}",
        '"text"',
        "{nonsense",
        '{"ref": "n2"}',
        "9" * 5000,
        "[" * 100_000,
        '{"ref": "c2", "text": {"a": [1]}, "name": 1}',
        "x" * 10_000,
    ],
    ids=lambda base: base[:14],
)
def test_a_tampered_base_neither_fails_nor_brings_another_element(
    as_alice: Client, canvas: Canvas, kind: Kind, base: str
) -> None:
    form = _fields(as_alice, canvas, kind.place)
    sent = form.filled(**{"base": base, kind.field: "Novo", "phases-seen": base})
    response = as_alice.post(at(canvas, kind.place), sent)
    assert response.status_code == 302
    changed = replace(full_blueprint().elements[kind.ref], **{kind.field: "Novo"})
    assert now(canvas) == full_blueprint().put(changed)


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        (NOTE, "block", "channels"),
        (NOTE, "color", "black"),
        (SEGMENT, "value_propositions", "n2"),
        (SEGMENT, "expects", "no-such-type"),
        (SEGMENT, "trust", "blind"),
        (SEGMENT, "importance-time-saving", "4"),
        (SEGMENT, "importance-time-saving", "x"),
        (SEGMENT, "phases-with:c1", "no-such-phase"),
        (CHANNEL, "kind", "no-such-kind"),
        (CHANNEL, "kind", ""),
        (CHANNEL, "ownership", "rented"),
        (CHANNEL, "capabilities", "fly"),
        (PLAN, "segment", "c1"),
        (PLAN, "segment", "gone"),
        (PLAN, "type", "no-such-type"),
        (PLAN, "type", ""),
        (PLAN, "channel", "s1"),
        (PLAN, "strategies", "no-such-strategy"),
        (PLAN, "motivation", "habit"),
        (PLAN, "stage", "later"),
        (PLAN, "status", ""),
        (PLAN, "hours_per_month", "-3"),
        (PLAN, "hours_per_month", "100001"),
        (PLAN, "monthly_cost", "1e5"),
        (PLAN, "monthly_cost", "99999999999"),
        (SEGMENT, "customers", "9" * 5000),
    ],
)
def test_a_choice_that_is_not_offered_is_refused(
    as_alice: Client, canvas: Canvas, kind: Kind, field: str, value: str
) -> None:
    form = _fields(as_alice, canvas, kind.place)
    response = as_alice.post(at(canvas, kind.place), form.filled(**{field: value}), headers=HTMX)
    assert (response.status_code, now(canvas)) == (422, full_blueprint())


@each_kind
def test_a_form_sent_with_nothing_in_it_is_refused(
    as_alice: Client, canvas: Canvas, kind: Kind
) -> None:
    for place in (kind.new, kind.place):
        assert as_alice.post(at(canvas, place), {}).status_code == 422
    assert now(canvas) == full_blueprint()


def test_the_canvas_is_full_beside_the_form(
    catalog: Catalog, alice: User, as_alice: Client
) -> None:
    canvas = actions.create_canvas(sized(notes=300), by=alice)
    response = as_alice.post(at(canvas, "new/note/"), NOTE.data, headers=HTMX)
    with pytest.raises(BrokenDocument) as broken:
        vinculo_canvas.check_counts(sized(notes=301))
    assert response.status_code == 422
    assert broken.value.faults[0].message in Page.of(response).text
    assert Page.of(response).form.fields["text"] == ["Pão fresco"]


# --- Saving what is there -----------------------------------------------------------------------


@each_kind
def test_a_form_saved_untouched_changes_nothing(
    as_alice: Client, canvas: Canvas, kind: Kind
) -> None:
    form = _fields(as_alice, canvas, kind.place)
    assert as_alice.post(form.action, form.fields).status_code == 302
    assert now(canvas) == full_blueprint()
    assert canvas.events.count() == 1


def test_every_field_of_a_segment_is_saved(as_alice: Client, canvas: Canvas) -> None:
    form = _fields(as_alice, canvas, "segments/s2/")
    sent = form.filled(
        **{
            "name": "Entregadores do bairro",
            "description": "De bicicleta",
            "customers": "1.200",
            "value_per_month": "18,50",
            "value_propositions": ["n1"],
            "expects": ["personal", "self-service"],
            "habit-0-what": "revisão",
            "habit-0-where": "na rua",
            "habit-1-how_often": "  ",
            "importance-time-saving": "3",
            "detail-time-saving": "à noite",
            "detail-guarantee": "  ",
            "trust": "product",
            "trust_goal": "needs",
            "phases-with:c1": ["after_sales", "awareness"],
            "phases-with:c2": ["purchase"],
        }
    )
    assert as_alice.post(form.action, sent).status_code == 302
    saved = vinculo_canvas.encode_element(now(canvas).elements["s2"])
    assert saved == {
        "ref": "s2",
        "name": "Entregadores do bairro",
        "description": "De bicicleta",
        "customers": 1200,
        "value_per_month": "18.50",
        "value_propositions": ["n1"],
        "expects": ["personal", "self-service"],
        "habits": [{"what": "revisão", "where": "na rua", "how_often": ""}],
        "factors": [{"factor": "time-saving", "importance": 3, "detail": "à noite"}],
        "trust": "product",
        "trust_goal": "needs",
    }
    assert now(canvas).touchpoints == (
        Touchpoint("s1", "c1", (Phase.AWARENESS, Phase.PURCHASE, Phase.AFTER_SALES)),
        Touchpoint("s2", "c1", (Phase.AWARENESS, Phase.AFTER_SALES)),
        Touchpoint("s1", "c2", (Phase.EVALUATION,)),
        Touchpoint("s2", "c2", (Phase.PURCHASE,)),
    )


def test_a_habit_without_its_what_is_blamed_on_its_field(as_alice: Client, canvas: Canvas) -> None:
    form = _fields(as_alice, canvas, "segments/s1/")
    sent = form.filled(**{"habit-2-where": "na rua"})
    response = as_alice.post(form.action, sent, headers=HTMX)
    assert response.status_code == 422
    assert "id_habit-2-what_error" in Page.of(response).ids


def test_an_eleventh_habit_is_refused_in_the_formats_words(
    as_alice: Client, canvas: Canvas
) -> None:
    form = _fields(as_alice, canvas, "segments/s2/")
    habits = {f"habit-{n}-what": f"pão {n}" for n in range(11)}
    response = as_alice.post(form.action, form.filled(**habits), headers=HTMX)
    document = vinculo_canvas.encode_element(full_blueprint().elements["s2"])
    document["habits"] = [{"what": f"pão {n}"} for n in range(11)]
    with pytest.raises(BrokenDocument) as broken:
        vinculo_canvas.decode_element(Segment, document, shipped())
    assert response.status_code == 422
    assert broken.value.faults[0].message in Page.of(response).text
    assert [f for f in habits if f not in Page.of(response).form.fields] == []


def test_another_kind_of_channel_brings_its_own_capabilities(
    as_alice: Client, canvas: Canvas
) -> None:
    """Unless the boxes were those of that kind: then what is ticked holds."""
    form = _fields(as_alice, canvas, "channels/c1/")
    as_alice.post(form.action, form.filled(kind="newsletter", ownership=None))
    assert now(canvas).channels[0].capabilities == (Capability.PUSH,)
    form = _fields(as_alice, canvas, "channels/c1/")
    ticked = form.filled(kind="marketplace", capabilities_of="marketplace", capabilities="live")
    as_alice.post(form.action, ticked)
    channel = now(canvas).channels[0]
    assert (channel.kind, channel.capabilities) == ("marketplace", (Capability.LIVE,))


def test_a_channel_can_do_nothing_at_all(as_alice: Client, canvas: Canvas) -> None:
    form = _fields(as_alice, canvas, "channels/c1/")
    as_alice.post(form.action, form.filled(capabilities=None))
    assert now(canvas).channels[0].capabilities == ()


def test_experiments_are_kept_by_a_form_that_does_not_show_them(
    as_alice: Client, canvas: Canvas
) -> None:
    form = _fields(as_alice, canvas, "relationships/r1/")
    as_alice.post(form.action, form.filled(monthly_cost="1.234,5", channel="", minimum_viable=None))
    row = now(canvas).elements["r1"]
    before = full_blueprint().elements["r1"]
    assert row == replace(
        before, monthly_cost=Decimal("1234.50"), channel=None, minimum_viable=False
    )


# --- Two people at once -------------------------------------------------------------------------


@each_kind
@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_a_clash_shows_both_texts_and_saving_again_overwrites_knowingly(
    as_alice: Client, as_erin: Client, canvas: Canvas, kind: Kind, headers: dict[str, str]
) -> None:
    mine = _fields(as_alice, canvas, kind.place)
    theirs = _fields(as_erin, canvas, kind.place)
    as_erin.post(theirs.action, theirs.filled(**{kind.field: "Delas <b>"}))
    response = as_alice.post(
        mine.action, mine.filled(**{kind.field: "Minhas <i>"}), headers=headers
    )
    page = Page.of(response)
    assert response.status_code == 409
    assert getattr(now(canvas).elements[kind.ref], kind.field) == "Delas <b>"
    assert ("Delas <b>" in page.text, page.text.count("Minhas <i>") >= 1) == (True, True)
    assert page.form.fields[kind.field] == ["Minhas <i>"]
    assert as_alice.post(page.form.action, page.form.fields).status_code == 302
    assert getattr(now(canvas).elements[kind.ref], kind.field) == "Minhas <i>"


def test_touchpoints_that_both_changed_are_merged(
    as_alice: Client, as_erin: Client, canvas: Canvas
) -> None:
    mine = _fields(as_alice, canvas, "segments/s1/")
    theirs = _fields(as_erin, canvas, "segments/s1/")
    as_erin.post(theirs.action, theirs.filled(**{"phases-with:c2": None}))
    as_alice.post(mine.action, mine.filled(**{"phases-with:c1": ["delivery"]}))
    assert now(canvas).touchpoints == (
        Touchpoint("s1", "c1", (Phase.DELIVERY,)),
        Touchpoint("s2", "c1", (Phase.DELIVERY,)),
    )


@each_kind
def test_what_somebody_deleted_can_be_saved_as_new(
    as_alice: Client, canvas: Canvas, alice: User, kind: Kind
) -> None:
    form = _fields(as_alice, canvas, kind.place)
    actions.remove_element(canvas, kind.ref, by=alice)
    response = as_alice.post(form.action, form.filled(**{kind.field: "Outra vez"}), headers=HTMX)
    page = Page.of(response)
    assert response.status_code == 409
    assert page.form.action == at(canvas, kind.new)
    assert page.form.fields[kind.field] == ["Outra vez"]
    assert as_alice.post(page.form.action, page.form.fields).status_code == 302
    assert getattr(now(canvas).elements[f"{kind.ref[0]}3"], kind.field) == "Outra vez"


# --- Refs that look like words of ours ----------------------------------------------------------


@pytest.mark.parametrize(
    "ref", ["new", "base", "seen", "elements", "-", "_", "csrfmiddlewaretoken"]
)
def test_a_ref_may_be_any_word(catalog: Catalog, alice: User, as_alice: Client, ref: str) -> None:
    channel = Channel("c1", "Shop", "store", Ownership.OWN)
    blueprint = Blueprint(
        title="Bakery",
        language="en",
        stage=sized().stage,
        currency="EUR",
        segments=(Segment(ref, "Families"),),
        channels=(channel,),
        touchpoints=(Touchpoint(ref, "c1", (Phase.PURCHASE,)),),
    )
    canvas = actions.create_canvas(blueprint, by=alice)
    fresh = _fields(as_alice, canvas, "new/segment/")
    assert "phases-with:c1" not in fresh.fields
    form = _fields(as_alice, canvas, f"segments/{ref}/")
    assert form.fields["phases-with:c1"] == ["purchase"]
    as_alice.post(form.action, form.filled(**{"name": "Shops", "phases-with:c1": ["delivery"]}))
    assert now(canvas).segments == (Segment(ref, "Shops"),)
    assert now(canvas).touchpoints == (Touchpoint(ref, "c1", (Phase.DELIVERY,)),)
    other = _fields(as_alice, canvas, "channels/c1/")
    as_alice.post(other.action, other.filled(**{f"phases-with:{ref}": None, "name": "Loja"}))
    assert (now(canvas).touchpoints, now(canvas).channels[0].name) == ((), "Loja")
    assert as_alice.post(at(canvas, f"elements/{ref}/move/")).status_code == 302
    assert as_alice.post(at(canvas, f"elements/{ref}/remove/")).status_code == 302
    assert now(canvas).segments == ()


# --- Moving -------------------------------------------------------------------------------------


@pytest.fixture
def row(catalog: Catalog, alice: User) -> Canvas:
    """Notes a, b, c among the value propositions, with x of another block between a and b."""
    other = Block.KEY_PARTNERS
    notes = tuple(
        Note(ref, other if ref == "x" else Block.VALUE_PROPOSITIONS, f"Note {ref}")
        for ref in ("a", "x", "b", "c")
    )
    return actions.create_canvas(replace(sized(), notes=notes), by=alice)


@pytest.mark.parametrize(
    ("ref", "wish", "order"),
    [
        ("a", {"direction": "up"}, "axbc"),
        ("a", {"direction": "down"}, "xbac"),
        ("b", {"direction": "up"}, "baxc"),
        ("b", {"direction": "down"}, "axcb"),
        ("c", {"direction": "up"}, "axcb"),
        ("c", {"direction": "down"}, "axbc"),
        ("c", {"before": "a"}, "caxb"),
        ("a", {"before": ""}, "xbca"),
        ("a", {}, "xbca"),
        ("a", {"before": "gone"}, "xbca"),
        ("a", {"before": "a"}, "xbca"),
        ("c", {"direction": "sideways", "before": "a"}, "caxb"),
    ],
)
@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_an_element_moves(
    as_alice: Client,
    row: Canvas,
    headers: dict[str, str],
    ref: str,
    wish: dict[str, str],
    order: str,
) -> None:
    response = as_alice.post(at(row, f"elements/{ref}/move/"), wish, headers=headers)
    assert response.status_code == (200 if headers else 302)
    assert "".join(note.ref for note in now(row).notes) == order


@pytest.mark.parametrize(
    ("block", "goes_to"),
    [
        ("cost_structure", "cost_structure"),
        ("channels", "value_propositions"),
        ("nonsense", "value_propositions"),
        ("", "value_propositions"),
    ],
)
def test_a_note_moves_to_another_block_of_notes_only(
    as_alice: Client, row: Canvas, block: str, goes_to: str
) -> None:
    as_alice.post(at(row, "elements/a/move/"), {"block": block, "before": "b"})
    assert [(n.ref, n.block) for n in now(row).notes][1] == ("a", goes_to)


def test_a_move_answers_with_the_lists_that_changed(as_alice: Client, row: Canvas) -> None:
    response = as_alice.post(at(row, "elements/a/move/"), {"block": "key_partners"}, headers=HTMX)
    oob = Page.of(response).oob
    assert {"list-key_partners", "list-value_propositions", "coherence"} <= set(oob)
    assert {"count-key_partners", "count-value_propositions"} <= set(oob)


@pytest.mark.parametrize("verb", ["move", "remove"])
def test_what_is_not_there_is_not_found(as_alice: Client, canvas: Canvas, verb: str) -> None:
    assert as_alice.post(at(canvas, f"elements/gone/{verb}/")).status_code == 404


# --- Deleting and undoing -----------------------------------------------------------------------


@each_kind
def test_a_deletion_asks_names_what_goes_and_can_be_undone(
    as_alice: Client, canvas: Canvas, kind: Kind
) -> None:
    asked = Page.of(as_alice.get(at(canvas, f"elements/{kind.ref}/remove/")))
    assert now(canvas) == full_blueprint()
    gone = as_alice.post(asked.form.action, follow=True)
    assert f"el-{kind.ref}" not in Page.of(gone).ids
    undo = next(form for form in Page.of(gone).forms if form.action.endswith("/undo/"))
    back = as_alice.post(undo.action, follow=True)
    assert now(canvas) == full_blueprint()
    assert "The deletion was undone." in Page.of(back).text
    again = as_alice.post(undo.action, follow=True)
    assert "There is nothing to undo." in Page.of(again).text


@each_kind
def test_with_htmx_the_answer_offers_to_undo(as_alice: Client, canvas: Canvas, kind: Kind) -> None:
    response = as_alice.post(at(canvas, f"elements/{kind.ref}/remove/"), headers=HTMX)
    page = Page.of(response)
    in_the_bar, in_the_toast = page.forms
    assert in_the_bar.action == in_the_toast.action == at(canvas, "undo/")
    back = Page.of(as_alice.post(in_the_toast.action, headers=HTMX))
    assert {f"el-{kind.ref}", "coherence"} <= set(back.ids)
    assert now(canvas) == full_blueprint()


def test_the_question_names_all_that_goes(as_alice: Client, canvas: Canvas) -> None:
    text = Page.of(as_alice.get(at(canvas, "elements/c1/remove/"))).text
    types = shipped().types
    assert "2 touchpoints" in text
    assert f"its link with “{types['personal-indirect'].name.en}”, which stays" in text
    text = Page.of(as_alice.get(at(canvas, "elements/s1/remove/"))).text
    assert f"the planned relationship “{types['personal-indirect'].name.en}”" in text
    assert "2 touchpoints" in text


def test_an_undo_without_room_says_so(catalog: Catalog, alice: User, as_alice: Client) -> None:
    canvas = actions.create_canvas(sized(notes=300), by=alice)
    as_alice.post(at(canvas, "elements/n0/remove/"))
    as_alice.post(at(canvas, "new/note/"), NOTE.data)
    response = as_alice.post(at(canvas, "undo/"), headers=HTMX)
    with pytest.raises(BrokenDocument) as broken:
        vinculo_canvas.check_counts(sized(notes=301))
    assert broken.value.faults[0].message in Page.of(response).text
    assert len(now(canvas).notes) == 300


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_move_from_the_form_saves_what_was_typed(
    headers: dict[str, str], catalog: Catalog, alice: User, as_alice: Client
) -> None:
    canvas = actions.create_canvas(sized(notes=12), by=alice)
    first, second = now(canvas).notes_in(now(canvas).notes[0].block)[:2]
    typed = {"text": "Typed and moved", "block": second.block, "direction": "up"}
    as_alice.post(at(canvas, f"notes/{second.ref}/"), typed, headers=headers)
    moved = now(canvas).notes_in(first.block)[:2]
    assert [(note.ref, note.text) for note in moved] == [
        (second.ref, "Typed and moved"),
        (first.ref, first.text),
    ]


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_each_type_that_a_segment_may_expect_says_what_it_is(
    canvas: Canvas, as_alice: Client, alice: User, catalog: Catalog, language: str
) -> None:
    alice.language = language
    alice.save(update_fields=["language"])
    answer = as_alice.get(at(canvas, "segments/s1/"), headers=HTMX)
    page = Page.of(answer)
    assert page.form.fields["expects"] == ["personal-indirect", "self-service"]
    for slug, type_ in catalog.types.items():
        assert type_.definition.into(language) in page.text
        assert f"/guide/types/{slug}/" in page.links
    assert answer.content.decode().count("data-guide") == len(catalog.types)


def test_a_type_that_is_not_on_offer_is_refused_beside_the_boxes(
    canvas: Canvas, as_alice: Client
) -> None:
    form = Page.of(as_alice.get(at(canvas, "segments/s1/"), headers=HTMX)).form
    answer = as_alice.post(
        at(canvas, "segments/s1/"), form.filled(expects=["nothing"]), headers=HTMX
    )
    assert answer.status_code == 422
    fieldset = answer.content.decode().partition('name="expects"')[2].partition("</fieldset>")[0]
    assert "nothing" in fieldset
