"""The guided start: from a blank canvas to a first plan, without JavaScript."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from canvas import actions
from canvas.models import Canvas
from relationships.blueprint import Channel, Note, Relationship, Segment, Touchpoint
from relationships.catalog import Catalog
from relationships.content import shipped
from relationships.vocabulary import Block, Motivation, Ownership, Phase, Stage, Status, Trust
from tests.canvas.building import EMPTY, at, full_blueprint, now
from tests.canvas.reading import Form, Page

pytestmark = pytest.mark.django_db

ANSWERS: dict[str, dict[str, str | list[str]]] = {
    "offer": {"text": "Warm bread at seven"},
    "who": {"name": "Families nearby"},
    "draw": {},
    "worth": {"customers": "150", "value_per_month": "18,50"},
    "habits": {"habit-0-what": "bread and milk", "habit-0-how_often": "daily"},
    "factors": {"importance-time-saving": "3"},
    "expects": {"expects": ["personal-indirect"]},
    "trust": {"trust": "product", "trust_goal": "needs"},
    "channel": {"name": "Page on a network", "kind": "social-network"},
    "abilities": {},
    "phases": {"phases-with:s2": ["awareness", "after_sales"]},
    "type": {"type": "personal-indirect"},
    "motivation": {"motivation": "acquisition"},
    "strategies": {"strategies": ["complaint-care"]},
    "objective": {"objective": "Answer within the hour"},
    "justification": {"justification": "Quick to do"},
    "cost": {"setup_cost": "0", "monthly_cost": "0", "hours_per_month": "40"},
    "minimum": {},
}
BLANK = replace(EMPTY, stage=Stage.IDEA)
PLANNED = Relationship("r1", "s1", "personal", channel="c1", objective="Fifty families")
SMALL = replace(
    EMPTY,
    notes=(Note("n1", Block.VALUE_PROPOSITIONS, "Bread"), Note("n2", Block.KEY_PARTNERS, "Mill")),
    segments=(
        Segment("s1", "Families", description="They bake", expects=("personal",)),
        Segment("s2", "Shops"),
    ),
    channels=(Channel("c1", "Shop", "store", Ownership.OWN, hours="8-14"),),
    touchpoints=(Touchpoint("s2", "c1", (Phase.PURCHASE,)),),
    relationships=(PLANNED,),
)


@pytest.fixture
def blank(alice: User, catalog: Catalog) -> Canvas:
    return actions.create_canvas(BLANK, by=alice)


@pytest.fixture
def small(alice: User, catalog: Catalog) -> Canvas:
    return actions.create_canvas(SMALL, by=alice)


def _step(form: Form) -> str:
    return form.action.partition("step=")[2].partition("&")[0]


def _open(client: Client, canvas: Canvas, query: str = "") -> Form:
    return Page.of(client.get(at(canvas, f"start/{query}"))).form


def _answer(
    client: Client, canvas: Canvas, query: str, **answers: str | list[str] | None
) -> HttpResponse:
    form = _open(client, canvas, query)
    return client.post(at(canvas, "start/") + form.action, form.filled(**answers))


def _leads_to(answer: HttpResponse) -> str:
    assert answer.status_code == 302
    return str(answer["Location"]).partition("/start/")[2]


# --- The whole way -------------------------------------------------------------------------------


def test_a_newcomer_goes_from_nothing_to_a_plan(blank: Canvas, as_alice: Client) -> None:
    shown = as_alice.get(at(blank, "start/"))
    walked: list[str] = []
    while "step=" in Page.of(shown).form.action:
        form = Page.of(shown).form
        walked.append(_step(form))
        sent = form.filled(**ANSWERS[walked[-1]])
        answer = as_alice.post(at(blank, "start/") + form.action, sent)
        shown = as_alice.get(at(blank, "start/") + _leads_to(answer))
    assert walked == list(ANSWERS)
    assert "Every question has an answer" in Page.of(shown).text
    plan = now(blank)
    assert plan.notes == (Note("n1", Block.VALUE_PROPOSITIONS, "Warm bread at seven"),)
    (segment,) = plan.segments
    assert (segment.customers, segment.value_per_month) == (150, Decimal("18.50"))
    assert (segment.value_propositions, segment.expects) == (("n1",), ("personal-indirect",))
    assert (segment.trust, segment.trust_goal) == (Trust.PRODUCT, Trust.NEEDS)
    assert [habit.what for habit in segment.habits] == ["bread and milk"]
    assert plan.channels[0].capabilities == shipped().kinds["social-network"].capabilities
    assert plan.touchpoints == (Touchpoint("s2", "c3", (Phase.AWARENESS, Phase.AFTER_SALES)),)
    assert plan.relationships == (
        Relationship(
            "r4",
            "s2",
            "personal-indirect",
            channel="c3",
            strategies=("complaint-care",),
            motivation=Motivation.ACQUISITION,
            objective="Answer within the hour",
            justification="Quick to do",
            setup_cost=Decimal("0.00"),
            monthly_cost=Decimal("0.00"),
            hours_per_month=40,
            minimum_viable=True,
        ),
    )
    # Confirming what the channel can do changed nothing: every other answer is an edit.
    assert blank.events.count() == 1 + len(ANSWERS) - 1


def test_skipping_all_the_way_ends_with_what_is_still_open(blank: Canvas, as_alice: Client) -> None:
    page = Page.of(as_alice.get(at(blank, "start/")))
    walked = []
    while "step=" in page.form.action:
        walked.append(_step(page.form))
        skip = next(link for link in page.links if link in _nexts(page, walked[-1]))
        page = Page.of(as_alice.get(at(blank, "start/") + skip))
    assert walked == ["offer", "who", "channel"]
    assert "Where you stand" in page.text
    assert "Still open" in page.text
    assert now(blank) == BLANK


def _nexts(page: Page, slug: str) -> list[str]:
    order = ["offer", "who", "channel", "end"]
    return [f"?step={order[order.index(slug) + 1]}"]


# --- Where it goes on ----------------------------------------------------------------------------


def test_it_goes_on_at_the_first_question_without_an_answer(
    small: Canvas, as_alice: Client
) -> None:
    assert _step(_open(as_alice, small)) == "draw"
    assert _step(_open(as_alice, small, "?step=nonsense")) == "draw"
    assert _step(_open(as_alice, small, "?segment=s2")) == "draw"


def test_it_says_which_segment_it_is_about(small: Canvas, as_alice: Client) -> None:
    assert _open(as_alice, small, "?step=who").fields["name"] == ["Families"]
    assert _open(as_alice, small, "?step=who&segment=s2").fields["name"] == ["Shops"]
    assert _open(as_alice, small, "?step=who&segment=gone").fields["name"] == ["Families"]
    chooser = Page.of(as_alice.get(at(small, "start/?step=who&segment=s2"))).forms[-2]
    assert chooser.fields == {"step": ["who"], "segment": ["s2"]}


def test_a_question_that_builds_on_another_gives_way_to_it(blank: Canvas, as_alice: Client) -> None:
    page = Page.of(as_alice.get(at(blank, "start/?step=objective")))
    assert _step(page.form) == "who"
    assert "This comes first" in page.text


def test_an_answered_question_can_be_looked_at_again(small: Canvas, as_alice: Client) -> None:
    form = _open(as_alice, small, "?step=objective")
    assert form.fields["objective"] == ["Fifty families"]


# --- An answer is an edit of a part --------------------------------------------------------------


def test_an_answer_leaves_the_rest_of_the_element_alone(small: Canvas, as_alice: Client) -> None:
    answer = _answer(as_alice, small, "?step=worth", customers="20")
    assert _leads_to(answer) == "?step=habits&segment=s1"
    assert now(small).segments[0] == replace(SMALL.segments[0], customers=20)
    _answer(as_alice, small, "?step=phases", **{"phases-with:s1": ["delivery"]})
    assert now(small).touchpoints == (
        *SMALL.touchpoints,
        Touchpoint("s1", "c1", (Phase.DELIVERY,)),
    )
    assert now(small).channels == SMALL.channels


def test_what_is_not_asked_can_not_be_sent(small: Canvas, as_alice: Client) -> None:
    sent = {"customers": "20", "name": "Hijacked", "description": "", "block": "key_partners"}
    _answer(as_alice, small, "?step=worth", **sent)
    assert now(small).segments[0] == replace(SMALL.segments[0], customers=20)
    _answer(as_alice, small, "?step=offer", text="Rolls", block="key_partners")
    assert now(small).notes[0] == Note("n1", Block.VALUE_PROPOSITIONS, "Rolls")
    _answer(as_alice, small, "?step=objective", objective="Ten", status="dropped", segment="s2")
    assert now(small).relationships == (replace(PLANNED, objective="Ten"),)


def test_a_new_kind_brings_its_own_capabilities_and_keeps_the_rest(
    small: Canvas, as_alice: Client
) -> None:
    _answer(as_alice, small, "?step=channel", name="Page", kind="newsletter")
    assert now(small).channels[0] == Channel(
        "c1",
        "Page",
        "newsletter",
        Ownership.OWN,
        shipped().kinds["newsletter"].capabilities,
        "8-14",
    )


def test_a_first_relationship_is_proposed_over_the_channel_that_serves_them(
    small: Canvas, as_alice: Client
) -> None:
    form = _open(as_alice, small, "?step=type&segment=s2")
    assert form.fields["channel"] == ["c1"]
    _answer(as_alice, small, "?step=type&segment=s2", type="community")
    assert now(small).relationships[1:] == (
        Relationship("r3", "s2", "community", channel="c1", status=Status.PLANNED),
    )


def test_nothing_typed_saves_nothing_and_goes_on(small: Canvas, as_alice: Client) -> None:
    answer = _answer(as_alice, small, "?step=habits")
    assert _leads_to(answer) == "?step=factors&segment=s1"
    assert now(small) == SMALL


# --- Refused, clashing, gone ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "typed", "said"),
    [
        ("?step=worth", {"customers": "many"}, "Write a whole number"),
        ("?step=offer", {"text": "x" * 501}, "500"),
        ("?step=who", {"name": ""}, "Not saved yet"),
        ("?step=type&segment=s2", {"type": None}, "Not saved yet"),
        ("?step=objective", {"objective": "a\x00b"}, "Not saved yet"),
    ],
)
def test_a_refused_answer_is_kept_and_explained(
    small: Canvas, as_alice: Client, query: str, typed: dict[str, str | None], said: str
) -> None:
    answer = _answer(as_alice, small, query, **typed)
    assert answer.status_code == 422
    page = Page.of(answer)
    assert said in page.text
    assert [page.form.fields.get(name, [None])[0] for name in typed] == list(typed.values())
    assert now(small) == SMALL


def test_two_people_who_answer_alike_questions_are_merged_or_shown_both(
    small: Canvas, as_alice: Client, alice: User
) -> None:
    form = _open(as_alice, small, "?step=objective")
    actions.save_element(
        small,
        replace(PLANNED, justification="Theirs", objective="Their objective"),
        base=PLANNED,
        by=alice,
    )
    address = at(small, "start/") + form.action
    clash = as_alice.post(address, form.filled(objective="My objective"))
    assert clash.status_code == 409
    page = Page.of(clash)
    assert "Their objective" in page.text
    assert page.form.fields["objective"] == ["My objective"]
    assert _leads_to(as_alice.post(address, page.form.filled())) == "?step=cost&segment=s1"
    saved = now(small).relationships[0]
    assert (saved.objective, saved.justification) == ("My objective", "Theirs")


@pytest.mark.parametrize(
    ("query", "gone", "typed"),
    [
        ("?step=objective", "s1", {"objective": "Mine"}),
        ("?step=objective", "r1", {"objective": "Mine"}),
        ("?step=type&segment=s2", "s2", {"type": "community"}),
        ("?step=phases&segment=s2", "s2", {"phases-with:s1": "delivery"}),
    ],
)
def test_an_answer_for_what_was_deleted_is_not_given_to_something_else(
    small: Canvas, as_alice: Client, alice: User, query: str, gone: str, typed: dict[str, str]
) -> None:
    form = _open(as_alice, small, query)
    actions.remove_element(small, gone, by=alice)
    before = now(small)
    answer = as_alice.post(at(small, "start/") + form.action, form.filled(**typed))
    assert answer.status_code == 409
    assert "Somebody deleted what this was about" in Page.of(answer).text
    assert now(small) == before


def test_a_canvas_that_holds_no_more_says_so(as_alice: Client, alice: User) -> None:
    notes = tuple(Note(f"n{n}", Block.KEY_PARTNERS, "x") for n in range(300))
    full = actions.create_canvas(replace(BLANK, notes=notes), by=alice)
    answer = _answer(as_alice, full, "?step=offer", text="One more")
    assert answer.status_code == 422
    assert "At most 300 fit here" in Page.of(answer).text


def test_a_part_that_can_not_be_kept_is_named(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    odd = replace(SMALL, channels=(replace(SMALL.channels[0], kind="store", name="Shop"),))
    canvas = actions.create_canvas(odd, by=alice)
    Canvas.objects.filter(pk=canvas.pk).update(
        document=canvas.document.replace('"kind": "store"', '"kind": "gone"')
    )
    answer = _answer(as_alice, canvas, "?step=abilities", capabilities=["two_way"])
    assert answer.status_code == 422
    page = Page.of(answer)
    assert "Kind" in page.text
    assert f"{at(canvas)}channels/c1/?back=start/%3Fstep%3Dabilities%26segment%3Ds1" in page.links


# --- Who and where -------------------------------------------------------------------------------


def test_a_viewer_sees_what_is_answered_and_no_form(canvas: Canvas, as_bob: Client) -> None:
    page = Page.of(as_bob.get(at(canvas, "start/?step=who")))
    assert "You may look at this canvas, not change it" in page.text
    assert [form for form in page.forms if "step=" in form.action] == []
    assert [link for link in page.links if link.startswith("?")] == []


def test_a_viewer_can_not_answer(canvas: Canvas, as_bob: Client) -> None:
    answer = as_bob.post(at(canvas, "start/?step=who"), {"of": "s1", "name": "Mine"})
    assert answer.status_code == 403
    assert now(canvas) == full_blueprint()


def test_what_people_wrote_is_escaped(as_alice: Client, alice: User, catalog: Catalog) -> None:
    named = replace(SMALL.segments[0], name="<script>alert(1)</script>")
    hostile = replace(SMALL, segments=(named,), touchpoints=())
    canvas = actions.create_canvas(hostile, by=alice)
    for query in ("?step=who", "?step=phases", "?step=end"):
        html = as_alice.get(at(canvas, f"start/{query}")).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_it_is_offered_where_there_is_nothing_yet(blank: Canvas, as_alice: Client) -> None:
    assert "start/" in Page.of(as_alice.get(at(blank))).links
    assert at(blank, "start/") in Page.of(as_alice.get(at(blank, "plan/"))).links
    assert at(blank, "start/") in Page.of(as_alice.get(at(blank, "details/"))).links


def test_a_viewer_is_not_offered_it(canvas: Canvas, as_bob: Client) -> None:
    assert at(canvas, "start/") not in Page.of(as_bob.get(at(canvas))).links


def test_a_new_canvas_can_go_on_with_questions(as_alice: Client, catalog: Catalog) -> None:
    form = Page.of(as_alice.get("/canvases/new/")).form
    made = as_alice.post("/canvases/new/", form.filled(title="Bakery", then="start"))
    assert str(made["Location"]).endswith("/start/")
    made = as_alice.post("/canvases/new/", form.filled(title="Bakery"))
    assert str(made["Location"]) == at(Canvas.objects.order_by("-changed_at")[0])


def test_every_language_asks_in_its_own_words(small: Canvas, as_alice: Client) -> None:
    asked = {"en": "Which type of relationship", "es": "¿Qué tipo", "pt-br": "Que tipo"}
    for language, words in asked.items():
        as_alice.cookies["django_language"] = language
        assert words in Page.of(as_alice.get(at(small, "start/?step=type"))).text
