"""The board: what stands on it, for whom, in which language."""

from dataclasses import replace

import pytest
from django.test import Client

from accounts.models import User
from canvas import actions
from canvas.board import badges_of
from canvas.models import Canvas
from relationships.blueprint import Note
from relationships.catalog import Catalog
from relationships.coherence import check
from relationships.content import words
from relationships.models import RelationshipType
from relationships.vocabulary import Block, Language, Severity
from tests.canvas.building import BUDGETED, at, full_blueprint, now, sized, titled
from tests.canvas.reading import HTMX, Page

pytestmark = pytest.mark.django_db


def test_everything_on_the_canvas_stands_on_the_board(as_alice: Client, canvas: Canvas) -> None:
    page = Page.of(as_alice.get(at(canvas)))
    shown = [name.removeprefix("el-") for name in page.ids if name.startswith("el-")]
    assert sorted(shown) == sorted(full_blueprint().elements)
    assert len(page.ids) == len(set(page.ids))
    blocks = [name.removeprefix("block-") for name in page.ids if name.startswith("block-")]
    assert blocks == list(Block)


def test_every_place_on_the_board_opens(as_alice: Client, canvas: Canvas) -> None:
    links = Page.of(as_alice.get(at(canvas))).links
    kinds = ("notes/", "segments/", "channels/", "relationships/", "new/")
    places = sorted({link for link in links if link.startswith(kinds)})
    assert len(places) == len(full_blueprint().elements) + len(Block)
    assert [as_alice.get(at(canvas, place)).status_code for place in places] == [200] * len(places)


def test_who_only_looks_is_offered_no_edit(as_bob: Client, canvas: Canvas) -> None:
    page = Page.of(as_bob.get(at(canvas)))
    assert [link for link in page.links if link.startswith("new/")] == []
    places = ["notes/n1/", "segments/s1/", "channels/c1/", "relationships/r1/", "details/"]
    pages = [Page.of(as_bob.get(at(canvas, place))) for place in places]
    assert ["Save" in page.text.split() for page in pages] == [False] * len(places)


def test_an_empty_board_says_where_to_begin(
    catalog: Catalog, alice: User, as_alice: Client, as_bob: Client
) -> None:
    canvas = actions.create_canvas(titled("Bakery"), by=alice)
    text = Page.of(as_alice.get(at(canvas))).text
    assert "Nothing here yet." in text
    assert as_bob.get(at(canvas)).status_code == 404


@pytest.mark.parametrize("language", Language)
def test_findings_speak_the_readers_language_not_the_canvass(
    as_alice: Client, alice: User, canvas: Canvas, catalog: Catalog, language: str
) -> None:
    alice.language = language
    alice.save(update_fields=["language"])
    text = Page.of(as_alice.get(at(canvas))).text
    findings = check(full_blueprint(), catalog)
    unsaid = [f.code for f in findings if " ".join(f.message(language).split()) not in text]
    assert (len(findings) > 3, unsaid) == (True, [])
    assert words.label(Severity.CONFLICT, language) in text


def test_a_board_that_is_kept_is_the_board_that_was_drawn(
    as_alice: Client, canvas: Canvas, alice: User
) -> None:
    note = Note("new", Block.COST_STRUCTURE, "<b>Alquiler</b> “caro” & más 🥖")
    actions.add_element(canvas, note, by=alice)
    drawn, kept = (Page.of(as_alice.get(at(canvas))).text for _ in range(2))
    assert kept == drawn
    assert note.text in kept


def test_the_board_is_drawn_anew_after_every_change(
    as_alice: Client, canvas: Canvas, alice: User
) -> None:
    as_alice.get(at(canvas))
    base = full_blueprint().segments[0]
    actions.save_element(canvas, replace(base, name="Ciclistas"), base=base, by=alice)
    assert "Ciclistas" in Page.of(as_alice.get(at(canvas))).text


def test_the_board_is_drawn_anew_after_a_change_of_the_catalog(
    as_alice: Client, canvas: Canvas
) -> None:
    as_alice.get(at(canvas))
    entry = RelationshipType.objects.get(slug="personal-indirect")
    entry.name_en = "At the counter"
    entry.save()
    assert "At the counter" in Page.of(as_alice.get(at(canvas))).text


def test_an_editor_and_a_viewer_are_not_shown_each_others_board(
    as_alice: Client, as_bob: Client, canvas: Canvas
) -> None:
    offered = [
        any(link.startswith("new/") for link in Page.of(client.get(at(canvas))).links)
        for client in (as_alice, as_bob, as_alice, as_bob)
    ]
    assert offered == [True, False, True, False]


def test_letters_never_repeat_and_colours_do() -> None:
    badges = badges_of(sized(segments=54)).values()
    letters = [badge.letter for badge in badges]
    assert (len(set(letters)), letters[25:28], letters[51:54]) == (
        54,
        ["Z", "AA", "AB"],
        ["AZ", "BA", "BB"],
    )
    assert [badge.hue for badge in badges][:9] == [*"12345678", "1"]


@pytest.mark.parametrize(
    "place", ["", "details/", "notes/n1/", "segments/s1/", "elements/c1/remove/"]
)
def test_a_page_varies_by_htmx_only_where_it_answers_it_with_less(
    as_alice: Client, canvas: Canvas, place: str
) -> None:
    whole = as_alice.get(at(canvas, place))
    bare = as_alice.get(at(canvas, place), headers=HTMX)
    varies = "HX-Request" in whole.headers.get("Vary", "")
    assert ("html" in Page.of(whole).tags, "html" in Page.of(bare).tags) == (True, not varies)
    assert varies is bool(place)


def test_abilities_of_a_kind_are_shown_for_the_form(as_alice: Client, canvas: Canvas) -> None:
    response = as_alice.get(at(canvas, "channel-abilities/?kind=newsletter"), headers=HTMX)
    html = "<form>" + response.content.decode()
    fields = Page(html).form.fields
    assert fields == {
        "capabilities_of": ["newsletter"],
        "ownership": ["own"],
        "capabilities": ["push"],
    }
    unknown = as_alice.get(at(canvas, "channel-abilities/?kind=<b>"), headers=HTMX)
    assert (unknown.status_code, b"<b>" in unknown.content) == (200, False)


def test_the_fit_of_type_and_channel_is_shown_for_the_form(
    as_alice: Client, canvas: Canvas
) -> None:
    query = "?type=self-service&channel=c1&strategies=complaint-care&strategies=<b>"
    response = as_alice.get(at(canvas, "relationship-fit/" + query), headers=HTMX)
    page = Page("<form>" + response.content.decode())
    assert words.label(full_blueprint().channels[0].capabilities[0], "en") != ""
    assert "The channel lacks what this type needs" in page.text
    assert page.form.fields == {"strategies": ["complaint-care"]}
    odd = as_alice.get(at(canvas, "relationship-fit/?type=<b>&channel=s1"), headers=HTMX)
    assert (odd.status_code, b"<b>" in odd.content) == (200, False)


def test_a_new_relationship_begins_with_the_segment_it_was_asked_for(
    as_alice: Client, canvas: Canvas
) -> None:
    form = Page.of(as_alice.get(at(canvas, "new/relationship/?segment=s2"))).form
    assert form.fields["segment"] == ["s2"]
    form = Page.of(as_alice.get(at(canvas, "new/relationship/?segment=gone"))).form
    assert form.fields["segment"] == ["s1"]


def test_a_relationship_needs_somebody(catalog: Catalog, alice: User, as_alice: Client) -> None:
    canvas = actions.create_canvas(titled("Bakery"), by=alice)
    page = Page.of(as_alice.get(at(canvas, "new/relationship/")))
    assert at(canvas, "new/segment/") in page.links
    data = {"segment": "", "type": "personal", "status": "planned"}
    assert as_alice.post(at(canvas, "new/relationship/"), data).status_code == 422
    assert now(canvas) == titled("Bakery")


def test_the_large_board_has_findings_of_every_severity(catalog: Catalog) -> None:
    found = {finding.severity for finding in check(sized(**BUDGETED), catalog)}
    assert found >= {Severity.CONFLICT, Severity.RISK, Severity.GAP}
