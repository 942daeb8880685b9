"""The matrix as a page: what it says in a cell, what it shows of much, and where it leads."""

import re
from html import unescape

import pytest
from django.test import Client

from accounts.models import User
from canvas.actions import create_canvas, save_element
from canvas.models import Canvas
from relationships.blueprint import Channel
from relationships.catalog import Catalog
from tests.canvas.building import EMPTY, at, sized
from tests.canvas.factories import MemberFactory
from tests.canvas.reading import HTMX, Page
from tests.canvas.views.pictures import largest, pictured
from tests.coherence.building import canvas as drawn
from tests.coherence.building import channel, row, segment

pytestmark = pytest.mark.django_db

TAG = re.compile(r"<[^>]+>")


@pytest.fixture
def pictured_canvas(catalog: Catalog, alice: User) -> Canvas:
    return create_canvas(pictured(), by=alice)


def _rows(client: Client, canvas: Canvas, query: str = "") -> dict[str, list[tuple[str, str]]]:
    """For each row its cells: how each looks, and what it says below the channel's name."""
    html = client.get(at(canvas, f"matrix/{query}")).content.decode()
    body = html[html.index("</thead>") : html.index("</table>")]
    rows = {}
    for line in body.split("<tr")[1:]:
        name = re.search(r'class="matrix__name">(.*?)</th>', line, re.S)
        cells = re.findall(r'<td class="fit fit--(\w+).*?fit__told">(.*?)</td>', line, re.S)
        if name:
            rows[_said(name[1])] = [(state, _said(told)) for state, told in cells]
    return rows


def _said(html: str) -> str:
    return unescape(" ".join(TAG.sub(" ", html).split()))


def test_a_cell_says_what_runs_what_fits_and_what_is_lacking(
    as_alice: Client, pictured_canvas: Canvas
) -> None:
    rows = _rows(as_alice, pictured_canvas)
    assert rows == {
        "A Personal assistance Retention": [
            ("runs", "Runs here"),
            ("lacks", "Lacks: Two-way, Human"),
            ("lacks", "Lacks: Two-way, Human Does not reach them"),
            ("lacks", "Lacks: Two-way, Human Does not reach them"),
        ],
        "A Direct personal assistance Acquisition No channel of this canvas can carry all of it": [
            ("lacks", "Lacks: Live, Individual"),
            (
                "clash",
                "Runs here Lacks: Two-way, Human, Live, Individual Mend "
                ": Direct personal assistance, Local radio",
            ),
            ("lacks", "Lacks: Two-way, Human, Live, Individual Does not reach them"),
            ("lacks", "Lacks: Two-way, Human, Live, Individual Does not reach them"),
        ],
        "A Community Growth No channel of this canvas can carry all of it": [
            ("lacks", "Lacks: Between customers"),
            ("lacks", "Lacks: Between customers"),
            (
                "clash",
                "Runs here Lacks: Between customers Does not reach them Mend "
                ": Community, Shop & more",
            ),
            ("lacks", "Lacks: Between customers Does not reach them"),
        ],
        "B Self-service Retention": [
            ("lacks", "Lacks: Always on Does not reach them"),
            ("lacks", "Lacks: Always on Does not reach them"),
            ("runs", "Runs here"),
            ("lacks", "Lacks: Always on Does not reach them"),
        ],
        "B Personal assistance Could be carried by Page on a network, "
        "which would first have to reach them": [
            ("far", "Fits Does not reach them"),
            ("lacks", "Lacks: Two-way, Human Does not reach them"),
            ("lacks", "Lacks: Two-way, Human"),
            ("lacks", "Lacks: Two-way, Human Does not reach them"),
        ],
        "Complaint care": [
            ("fits", "Fits"),
            ("lacks", "Lacks: Two-way, Human"),
            ("lacks", "Lacks: Two-way, Human"),
            ("lacks", "Lacks: Two-way, Human"),
        ],
    }


def test_the_plan_is_summed_up_and_misfits_lead_to_what_mends_them(
    as_alice: Client, pictured_canvas: Canvas
) -> None:
    page = Page.of(as_alice.get(at(pictured_canvas, "matrix/")))
    assert "2 of 5 relationships run over a channel that can carry them" in page.text
    assert "1 has no channel yet." in page.text
    assert "2 run where they can't work: see what would mend them." in page.text
    assert page.links.count(at(pictured_canvas, "coherence/")) == 4


def test_a_channel_that_would_fit_is_named(catalog: Catalog, alice: User, as_alice: Client) -> None:
    able = [channel(f"c{n}", "two_way", "human", name=f"Shop {n}") for n in range(5)]
    canvas = create_canvas(drawn(segment("s"), *able, row("r", "personal", "s")), by=alice)
    (name,) = _rows(as_alice, canvas)
    assert name.endswith(
        "Could be carried by Shop 0, Shop 1, Shop 2 …, which would first have to reach them"
    )


def test_one_segment_can_be_looked_at_alone(as_alice: Client, pictured_canvas: Canvas) -> None:
    names = list(_rows(as_alice, pictured_canvas, "?segment=s2"))
    assert [name[0] for name in names] == ["B", "B", "C"]
    assert "No relationship is planned with this segment yet." in _said(
        as_alice.get(at(pictured_canvas, "matrix/?segment=s3")).content.decode()
    )
    assert len(_rows(as_alice, pictured_canvas, "?segment=<b>")) == 6


def test_the_catalog_can_be_set_against_the_channels(
    as_alice: Client, pictured_canvas: Canvas, catalog: Catalog
) -> None:
    rows = _rows(as_alice, pictured_canvas, "?of=catalog")
    assert len(rows) == len(catalog.types) + len(catalog.strategies)
    assert rows["Self-service 1 of 4 channels"] == [
        ("lacks", "Lacks: Always on"),
        ("lacks", "Lacks: Always on"),
        ("runs", "Runs here B"),
        ("lacks", "Lacks: Always on"),
    ]
    assert rows["Community 0 of 4 channels"][2] == ("clash", "Runs here A Lacks: Between customers")
    assert rows["Suggestive selling 1 of 4 channels"][2] == ("fits", "Fits")
    page = Page.of(as_alice.get(at(pictured_canvas, "matrix/?of=catalog")))
    assert {"/guide/types/community/", "/guide/strategies/complaint-care/"} <= set(page.links)


def test_elements_open_and_lead_back_to_the_matrix(
    as_alice: Client, pictured_canvas: Canvas
) -> None:
    links = Page.of(as_alice.get(at(pictured_canvas, "matrix/?segment=s1"))).links
    back = "?back=matrix/%3Fsegment%3Ds1"
    opened = [link for link in links if link.endswith(back)]
    assert opened == [
        *(at(pictured_canvas, f"channels/c{n}/{back}") for n in (1, 2, 3, 4)),
        *(at(pictured_canvas, f"relationships/r{n}/{back}") for n in (1, 2, 3)),
    ]
    assert {as_alice.get(link).status_code for link in opened} == {200}


def test_what_people_wrote_stays_text(as_alice: Client, pictured_canvas: Canvas) -> None:
    for view in ("matrix/", "matrix/?of=catalog", "journey/", "map/", "map/?thread=s2"):
        html = as_alice.get(at(pictured_canvas, view)).content.decode()
        assert ("Offices <b>" in html, "Offices &lt;b&gt;nearby" in html) == (False, True)


def test_an_edit_shows_at_once(as_alice: Client, pictured_canvas: Canvas, alice: User) -> None:
    before = pictured().elements["c3"]
    assert isinstance(before, Channel)
    able = channel("c3", "always_on", "transaction", "member_to_member", name="Shop & more")
    save_element(pictured_canvas, able, base=before, by=alice)
    rows = _rows(as_alice, pictured_canvas)
    assert rows["A Community Growth Could be carried by Shop & more, which would first have to "
                "reach them"][2] == (
        "clash",
        "Runs here Does not reach them Mend : Community, Shop & more",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "step"),
    [
        ((), "new/channel/"),
        ((segment("s"), row("r", "personal", "s")), "new/channel/"),
        ((channel("c"),), "new/segment/"),
        ((channel("c"), segment("s")), "new/relationship/"),
    ],
)
def test_an_empty_matrix_says_what_comes_next_to_who_may_do_it(
    catalog: Catalog, alice: User, bob: User, as_alice: Client, as_bob: Client, parts, step: str
) -> None:
    canvas = create_canvas(drawn(*parts), by=alice)
    MemberFactory(canvas=canvas, user=bob)
    steps = [
        [link for link in Page.of(client.get(at(canvas, "matrix/"))).links if "/new/" in link]
        for client in (as_alice, as_bob)
    ]
    assert steps == [[at(canvas, f"{step}?back=matrix/")], []]


def test_of_a_large_canvas_a_part_is_shown_and_the_rest_led_to(
    catalog: Catalog, alice: User, as_alice: Client
) -> None:
    canvas = create_canvas(largest(), by=alice)
    page = Page.of(as_alice.get(at(canvas, "matrix/"), headers=HTMX))
    assert "Relationships: 1–20 of 300" in page.text
    assert "Channels: 1–12 of 100" in page.text
    assert {"?page=2", "?channels=2"} <= set(page.links)
    assert page.nodes < 3000
    turned = Page.of(as_alice.get(at(canvas, "matrix/?page=2&channels=9&segment=<b>")))
    assert "Relationships: 21–40 of 300" in turned.text
    assert "Channels: 97–100 of 100" in turned.text
    assert "?page=1&channels=9&segment=%3Cb%3E" in turned.links
    far = Page.of(as_alice.get(at(canvas, "matrix/?page=99&channels=x")))
    assert "Relationships: 281–300 of 300 " in far.text


def test_a_choice_of_segment_begins_at_the_first_page(
    catalog: Catalog, alice: User, as_alice: Client
) -> None:
    canvas = create_canvas(sized(segments=2, channels=1, relationships=60), by=alice)
    links = Page.of(as_alice.get(at(canvas, "matrix/?page=2"))).links
    assert "?segment=s1" in links


def test_nothing_is_offered_to_choose_where_there_is_one_segment(
    catalog: Catalog, alice: User, as_alice: Client
) -> None:
    canvas = create_canvas(sized(segments=1, channels=1, relationships=1), by=alice)
    for view in ("matrix/", "journey/", "map/"):
        text = Page.of(as_alice.get(at(canvas, view))).text
        assert "All segments" not in text
    assert as_alice.get(at(create_canvas(EMPTY, by=alice), "matrix/")).status_code == 200
