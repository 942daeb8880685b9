"""The public guide, as anybody reads it."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from relationships import live, views
from relationships.models import RelationshipType
from tests.canvas.conftest import catalog as catalog
from tests.relationships.factories import (
    ChannelKindFactory,
    FactorFactory,
    RelationshipTypeFactory,
    StrategyFactory,
)

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


class Outline(HTMLParser):
    """The ids, links, headings and root elements of a page."""

    VOID = frozenset({"br", "circle", "input", "link", "meta", "path"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.roots: list[str] = []
        self.depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if told.get("id"):
            self.ids.append(str(told["id"]))
        if tag == "a":
            self.links.append(str(told["href"]))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if self.depth == 0:
            self.roots.append(tag)
        self.depth += tag not in self.VOID

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag not in self.VOID


@pytest.fixture
def small() -> None:
    """A catalog of a few entries, with a parent, a child and a retired strategy."""
    parent = RelationshipTypeFactory(
        slug="personal",
        name_en="Personal",
        name_es="Personal en español",
        definition_en="From person to person",
        example_en="A <b>baker</b> who knows your name",
        when_to_use_en="From the first day",
        when_not_en="When there are thousands",
        cautions_en="It takes hours",
        aliases_en="assistance",
        source="000, 001",
        needs=["human", "two_way"],
        effort="high",
    )
    RelationshipTypeFactory(slug="visits", name_en="Visits", parent=parent, needs=["live"])
    StrategyFactory(slug="calls", name_en="Calls", needs=["live"], motivations=["retention"])
    StrategyFactory(slug="stamps", name_en="Stamps", retired=True, source="own judgement")
    ChannelKindFactory(slug="shop", name_en="Shop", capabilities=["two_way", "human", "live"])
    ChannelKindFactory(slug="radio", name_en="Radio", capabilities=["push"])
    FactorFactory(slug="hours", name_en="Buying hours")


def _text(response: Any) -> str:
    """What a reader sees of the page itself, in one line."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", f"<main{main}").split())


def _get(client: Client, name: str, *args: str, **options: Any) -> Any:
    return client.get(reverse(name, args=args), **options)


def test_guide(client: Client, small: None) -> None:
    response = _get(client, "guide")
    outline = Outline(response.content.decode())
    assert response.status_code == 200
    assert [link for link in outline.links if link.startswith("/guide/")] == [
        "/guide/",
        "/guide/types/personal/",
        "/guide/types/visits/",
        "/guide/strategies/calls/",
        "/guide/strategies/stamps/",
        "/guide/types/personal/",
        "/guide/types/visits/",
    ]
    text = _text(response)
    assert [each for each in ("Buying hours", "Radio", "Stamps retired") if each in text] == [
        "Buying hours",
        "Radio",
        "Stamps retired",
    ]
    assert "Calls retired" not in text


def test_guide_without_a_catalog(client: Client) -> None:
    response = _get(client, "guide")
    outline = Outline(response.content.decode())
    assert (response.status_code, outline.headings) == (200, [1, 2, 2])


def test_guide_type(client: Client, small: None) -> None:
    response = _get(client, "guide_type", "personal")
    text = _text(response)
    told = [
        "Relationship type Personal From person to person",
        "Example A &lt;b&gt;baker&lt;/b&gt; who knows your name",
        "When to use it From the first day",
        "When not to When there are thousands",
        "Take care It takes hours",
        "Kinds of it Visits",
        "Also called: assistance.",
        "Source: teaching texts 000, 001.",
    ]
    assert response.status_code == 200
    assert [each for each in told if each in text] == told


def test_guide_type_says_which_channels_carry_it(client: Client, small: None) -> None:
    page = _get(client, "guide_type", "personal").context["page"]
    assert [fit.kind.slug for fit in page.carriers] == ["shop"]
    assert [(fit.kind.slug, fit.missing) for fit in page.others] == [
        ("radio", ("two_way", "human"))
    ]
    assert [strategy.slug for strategy in page.strategies] == ["calls"]


def test_guide_strategy(client: Client, small: None) -> None:
    response = _get(client, "guide_strategy", "calls")
    page = response.context["page"]
    assert response.status_code == 200
    assert "Strategy Calls" in _text(response)
    assert [type_.slug for type_ in page.types] == ["personal", "visits"]


def test_a_retired_entry_can_still_be_read(client: Client, small: None) -> None:
    text = _text(_get(client, "guide_strategy", "stamps"))
    assert "Strategy retired Stamps This entry has been retired" in text
    assert "Source: our own judgement." in text
    assert "retired" not in _text(_get(client, "guide_strategy", "calls"))


@pytest.mark.parametrize("name", ["guide_type", "guide_strategy"])
def test_what_the_catalog_lacks_is_not_found(client: Client, small: None, name: str) -> None:
    assert _get(client, name, "nothing-such").status_code == 404


@pytest.mark.parametrize("address", ["/guide/types/calls/", "/guide/strategies/personal/"])
def test_a_type_is_no_strategy(client: Client, small: None, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/guide/", "/guide/types/visits/", "/guide/strategies/calls/"])
def test_the_guide_is_only_read(client: Client, small: None, address: str) -> None:
    assert client.post(address).status_code == 405


# --- Asked for by htmx --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "slug", "identity"),
    [
        ("guide_type", "personal", "guide-type-personal"),
        ("guide_strategy", "calls", "guide-strategy-calls"),
    ],
)
def test_htmx_gets_the_bare_article(
    client: Client, small: None, name: str, slug: str, identity: str
) -> None:
    response = _get(client, name, slug, headers=HTMX)
    outline = Outline(response.content.decode())
    assert (outline.roots, outline.ids, outline.depth) == (["article"], [identity], 0)
    assert "HX-Request" in response.headers["Vary"].split(", ")


@pytest.mark.parametrize("headers", [{}, {**HTMX, "HX-Boosted": "true"}])
def test_everybody_else_gets_the_page(client: Client, small: None, headers: dict[str, str]) -> None:
    response = _get(client, "guide_type", "personal", headers=headers)
    assert response.content.decode().startswith("<!doctype html>")
    assert "HX-Request" in response.headers["Vary"].split(", ")


def test_links_stay_beside_the_form_that_asked(client: Client, small: None) -> None:
    bare = _get(client, "guide_type", "personal", headers=HTMX).content.decode()
    page = _get(client, "guide_type", "personal").content.decode()
    swapped = re.findall(r'hx-get="([^"]+)"', bare)
    elsewhere = re.findall(r'<a href="([^"]+)" target="_blank"', bare)
    assert swapped == ["/guide/types/visits/", "/guide/strategies/calls/"]
    assert sorted(swapped + elsewhere) == sorted(Outline(bare).links)
    assert re.findall("hx-get", page) == []


# --- In the reader's language -------------------------------------------------------------------


def test_entries_speak_the_readers_language(client: Client, small: None) -> None:
    response = _get(client, "guide_type", "personal", headers={"Accept-Language": "es"})
    text = _text(response)
    assert "Personal en español" in text
    assert "From person to person" in text  # not translated yet, so in English


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_every_shipped_page_reads_in_every_language(
    client: Client, catalog: None, language: str
) -> None:
    current = live.current()
    names = {}
    for name, entries in [("guide_type", current.types), ("guide_strategy", current.strategies)]:
        for slug, entry in entries.items():
            text = _text(_get(client, name, slug, headers={"Accept-Language": language}))
            names[slug] = entry.name.into(language) in text
    assert set(names.values()) == {True}
    assert len(names) == len(current.types) + len(current.strategies)


# --- Sound pages --------------------------------------------------------------------------------


def _every_page() -> list[str]:
    current = live.current()
    return [
        reverse("guide"),
        *(reverse("guide_type", args=[slug]) for slug in current.types),
        *(reverse("guide_strategy", args=[slug]) for slug in current.strategies),
    ]


def test_every_link_inside_the_guide_leads_somewhere(client: Client, catalog: None) -> None:
    pages = {address: Outline(client.get(address).content.decode()) for address in _every_page()}
    broken = []
    for address, outline in pages.items():
        for link in outline.links:
            page, _, anchor = link.partition("#")
            page = page or address
            if page.startswith("/guide/") and (
                page not in pages or (anchor and anchor not in pages[page].ids)
            ):
                broken.append((address, link))
    assert broken == []
    assert len(pages) > 20


def test_headings_go_down_one_step_at_a_time_and_ids_are_unique(
    client: Client, catalog: None
) -> None:
    for address in _every_page():
        outline = Outline(client.get(address).content.decode())
        steps = [after - before for before, after in pairwise(outline.headings)]
        assert (outline.headings[0], outline.headings.count(1)) == (1, 1), address
        assert max(steps) <= 1, address
        assert len(outline.ids) == len(set(outline.ids)), address


# --- What a page costs --------------------------------------------------------------------------


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(address)
    return len(queries)


@pytest.mark.parametrize(
    "address", ["/guide/", "/guide/types/personal/", "/guide/strategies/calls/"]
)
def test_a_page_costs_one_query_at_any_size(client: Client, small: None, address: str) -> None:
    few = _queries(client, address)
    for _ in range(3):
        RelationshipTypeFactory(parent=RelationshipType.objects.get(slug="personal"))
        StrategyFactory()
        ChannelKindFactory()
        FactorFactory()
    assert (few, _queries(client, address)) == (1, 1)


@pytest.mark.parametrize(
    "address", ["/guide/", "/guide/types/personal/", "/guide/strategies/calls/"]
)
def test_somebody_signed_in_costs_the_session_and_the_user(
    client: Client, small: None, alice: User, address: str
) -> None:
    client.force_login(alice)
    assert _queries(client, address) == 3


@pytest.mark.parametrize(
    ("name", "slug"), [("guide", None), ("guide_type", "personal"), ("guide_strategy", "calls")]
)
def test_rendering_asks_the_database_nothing(
    client: Client,
    small: None,
    name: str,
    slug: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queries_while_rendering = []
    render: Callable[..., Any] = views.render

    def counted(*args: Any, **options: Any) -> Any:
        with CaptureQueriesContext(connection) as queries:
            response = render(*args, **options)
        queries_while_rendering.append(len(queries))
        return response

    monkeypatch.setattr(views, "render", counted)
    _get(client, name, *([slug] if slug else []))
    assert queries_while_rendering == [0]
