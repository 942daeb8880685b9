"""The coherence page: what it lists, what it offers to whom, and what its buttons do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from canvas import actions, presence
from canvas.coherence import ON_A_LARGE_PAGE, ON_A_PAGE, Drawing, Wish
from canvas.findings import findings_of, found
from canvas.models import Canvas, SecretLink, SetAside
from relationships.catalog import Catalog
from relationships.coherence import Finding, check
from relationships.coherence import mends as offers
from relationships.coherence.engine import check_for
from relationships.coherence.findings import Identity
from relationships.thinking.grouping import By
from relationships.vocabulary import Language, Severity
from tests.canvas.building import at, full_blueprint, now, sized, titled
from tests.canvas.reading import HTMX, Form, Page
from tests.coherence.building import canvas as drawn
from tests.coherence.building import channel, money, row, segment, touch

pytestmark = pytest.mark.django_db

UNKNOWN: Identity = ("segment-unknown", ("s2",), ())
UNCOVERED: Identity = ("phases-uncovered", ("s1",), ("delivery",))
MANUAL: Identity = ("time-saving-but-manual", ("s1",), ())
KEY = "add-phases:c2:s1:delivery"


def named(identity: Identity) -> dict[str, str]:
    code, elements, about = identity
    return {"code": code, "elements": " ".join(elements), "about": " ".join(about)}


def shown(client: Client, canvas: Canvas, query: str = "") -> Page:
    response = client.get(at(canvas, f"coherence/{query}"))
    assert response.status_code == 200
    return Page.of(response)


def forms(page: Page, place: str) -> list[Form]:
    return [form for form in page.forms if f"/coherence/{place}/" in form.action]


def aside(canvas: Canvas, by: User, catalog: Catalog, identity: Identity = UNKNOWN) -> None:
    finding = found(findings_of(Canvas.objects.get(pk=canvas.pk), catalog), identity)
    assert finding
    actions.set_aside(
        canvas, identity, finding.fingerprint, reason="Because", catalog=catalog, by=by
    )


def lighter(canvas: Canvas, by: User) -> None:
    """Changes what `MANUAL` is judged by; it is still found."""
    base = full_blueprint().segments[0]
    mark = replace(base.factors[0], importance=2)
    actions.save_element(canvas, replace(base, factors=(mark, *base.factors[1:])), base=base, by=by)


# --- What it lists ------------------------------------------------------------------------------


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("language", Language)
def test_every_finding_is_told_in_full_however_they_are_put_together(
    as_alice: Client, alice: User, canvas: Canvas, catalog: Catalog, by: str, language: str
) -> None:
    alice.language = language
    alice.save(update_fields=["language"])
    text = shown(as_alice, canvas, f"?by={by}").text
    for finding in check(full_blueprint(), catalog):
        told = [finding.title(language), finding.message(language), finding.why(language)]
        if finding.severity is not Severity.STRENGTH:
            told.append(finding.mend(language))
        assert [one for one in told if " ".join(one.split()) not in text] == []


def test_it_names_the_texts_that_its_rules_come_from(as_alice: Client, canvas: Canvas) -> None:
    text = shown(as_alice, canvas).text
    assert "Source: teaching text 003." in text


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["group-conflict", "group-risk", "group-gap"]),
        ("?by=nonsense", ["group-conflict", "group-risk", "group-gap"]),
        ("?by=segment", ["group-s1", "group-s2", "group-"]),
        ("?by=block", [f"group-{b}" for b in ("customer_relationships", "customer_segments")]),
    ],
)
def test_they_are_put_together_as_the_address_says(
    as_alice: Client, canvas: Canvas, query: str, titles: list[str]
) -> None:
    ids = shown(as_alice, canvas, query).ids
    groups = [one for one in ids if one.startswith("group-") and not one.endswith("-name")]
    assert groups[: len(titles)] == titles
    assert len(ids) == len(set(ids))


def test_the_choice_is_a_link_without_javascript(as_alice: Client, canvas: Canvas) -> None:
    links = shown(as_alice, canvas).links
    assert [at(canvas, f"coherence/?by={by}") in links for by in By] == [True] * len(By)


def test_what_a_finding_names_opens_and_leads_back(as_alice: Client, canvas: Canvas) -> None:
    links = shown(as_alice, canvas, "?by=rule").links
    assert at(canvas, "segments/s2/?back=coherence/%3Fby%3Drule") in links
    opened = Page.of(as_alice.get(at(canvas, "segments/s2/?back=coherence/%3Fby%3Drule")))
    saved = as_alice.post(opened.form.action, opened.form.filled(name="Entregas"))
    assert saved["Location"] == at(canvas, "coherence/?by=rule")


def test_what_names_no_element_says_where_it_is_mended(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    blueprint = drawn(
        segment("s"),
        segment("t"),
        row("r", segment="s", monthly_cost=money("5"), hours_per_month=9),
        row("q", segment="t"),
        monthly_budget=money("1"),
        team_hours_per_month=1,
    )
    canvas = actions.create_canvas(blueprint, by=alice)
    links = shown(as_alice, canvas).links
    for place in ("details/", "costs/", "plan/"):
        assert at(canvas, f"{place}?back=coherence/") in links
    details = Page.of(as_alice.get(at(canvas, "details/?back=coherence/"))).form
    saved = as_alice.post(details.action or at(canvas, "details/"), details.filled())
    assert saved["Location"] == at(canvas, "coherence/")
    for block in ("cost_structure", "key_resources"):
        place = at(canvas, f"new/note/?block={block}&back=coherence/")
        assert place in links
        sent = Page.of(as_alice.get(place)).form
        answer = as_alice.post(sent.action, sent.filled(text="The van"))
        assert answer["Location"] == at(canvas, "coherence/")
    assert [note.block for note in now(canvas).notes] == ["cost_structure", "key_resources"]


def test_the_guide_is_a_link_away(as_alice: Client, alice: User, catalog: Catalog) -> None:
    blueprint = drawn(
        segment("s"),
        channel("c"),
        touch(),
        row("r", "personal", channel="c", strategies=("customer-calls",)),
    )
    links = shown(as_alice, actions.create_canvas(blueprint, by=alice)).links
    assert "/guide/types/personal/" in links
    assert "/guide/strategies/customer-calls/" in links
    guides = sorted({link for link in links if link.startswith("/guide/")})
    assert [as_alice.get(link).status_code for link in guides] == [200] * len(guides)


def test_an_empty_canvas_is_welcomed(as_alice: Client, alice: User, catalog: Catalog) -> None:
    page = shown(as_alice, actions.create_canvas(titled("Bakery"), by=alice))
    assert "Nothing here yet." in page.text
    assert "What does not hold together" not in page.text


def test_a_canvas_that_holds_together_is_told_so(
    as_alice: Client, alice: User, canvas: Canvas, catalog: Catalog
) -> None:
    for finding in findings_of(canvas, catalog):
        if finding.severity is not Severity.STRENGTH:
            aside(canvas, alice, catalog, finding.identity)
    text = shown(as_alice, canvas).text
    assert "This canvas holds together." in text
    assert "0 conflicts 0 risks 0 gaps 1 strength 13 set aside" in text


def test_slugs_that_the_catalog_lost_and_hostile_names_are_shown(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    name = "<script>alert(1)</script>{% csrf_token %}{segment} %s"
    blueprint = drawn(
        segment("s", name), channel("c", "push", name=name), touch(), row(channel="c")
    )
    canvas = actions.create_canvas(blueprint, by=alice)
    response = as_alice.get(at(canvas, "coherence/"))
    assert "<script>alert" not in response.content.decode()
    assert name in Page.of(response).text


# --- Parts of long lists ------------------------------------------------------------------------


@pytest.fixture
def long(alice: User, catalog: Catalog) -> Canvas:
    return actions.create_canvas(
        sized(notes=60, segments=8, channels=10, relationships=24), by=alice
    )


def parts(client: Client, canvas: Canvas, by: str) -> list[Page]:
    """All pages of a list, by the links that lead on."""
    pages, query = [], f"?by={by}"
    while query:
        pages.append(shown(client, canvas, query))
        number = f"page={len(pages) + 1}"
        onward = [link for link in pages[-1].links if link.endswith(number)]
        query = onward[0].partition("coherence/")[2] if onward else ""
    return pages


@pytest.mark.parametrize("by", By)
def test_a_long_list_is_shown_in_parts_that_leave_nothing_out(
    as_alice: Client, long: Canvas, catalog: Catalog, by: str
) -> None:
    pages = parts(as_alice, long, by)
    assert len(pages) > 2
    assert "This page shows 1 to 30 of " in pages[0].text
    everything = " ".join(page.text for page in pages)
    faults = [f for f in findings_of(long, catalog) if f.severity is not Severity.STRENGTH]
    assert [f.code for f in faults if " ".join(f.message("en").split()) not in everything] == []
    for page in pages:
        links = [link for link in page.links if "/coherence/set-aside/" in link]
        assert len(links) <= ON_A_PAGE * 4 / 3


@pytest.mark.parametrize("by", By)
def test_each_group_is_found_where_the_contents_say(
    as_alice: Client, long: Canvas, by: str
) -> None:
    links = shown(as_alice, long, f"?by={by}").links
    groups = {link for link in links if "#group-" in link}
    assert len(groups) > 2
    for link in groups:
        address, _, anchor = link.partition("#")
        assert anchor in Page.of(as_alice.get(address)).ids


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999", "1e9", "²", "1" * 5000])
def test_a_page_that_is_none_is_one_that_is(as_alice: Client, long: Canvas, number: str) -> None:
    assert "This page shows" in shown(as_alice, long, f"?page={number}&aside={number}").text


def test_of_a_large_canvas_less_is_shown_at_once(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    large = actions.create_canvas(
        sized(notes=1, segments=100, channels=4, relationships=101), by=alice
    )
    page = shown(as_alice, large)
    assert f"This page shows 1 to {ON_A_LARGE_PAGE} of " in page.text
    offered = [link for link in page.links if "/coherence/set-aside/" in link]
    assert len(offered) == ON_A_LARGE_PAGE


@pytest.mark.parametrize("by", [By.SEVERITY, By.SEGMENT])
def test_at_the_limits_of_the_format_few_mends_are_tried(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch, by: By
) -> None:
    """Each try checks the whole canvas: with hundreds a page would take seconds."""
    blueprint = sized(notes=300, segments=100, channels=100, relationships=300)
    checks: list[str] = []

    def counted(*given: Any) -> list[Finding]:
        checks.append("")
        return check_for(*given)

    monkeypatch.setattr(offers, "check_for", counted)
    drawing = Drawing(blueprint, check(blueprint, catalog), catalog, "en", Wish(by), can_edit=True)
    assert drawing.page().shown.last == ON_A_LARGE_PAGE
    assert ON_A_LARGE_PAGE < len(checks) < 60


def test_an_address_says_no_more_than_it_must() -> None:
    assert Wish().query() == "?by=severity"
    assert Wish(By.RULE, page=3).query(strengths=2) == "?by=rule&page=3&strengths=2"


# --- Who may do what ----------------------------------------------------------------------------


def test_editors_are_offered_what_one_action_does(as_erin: Client, canvas: Canvas) -> None:
    page = shown(as_erin, canvas)
    assert "Add to what “Mensagens” does for “Quem pedala para o trabalho”: delivery" in page.text
    assert (
        named(UNCOVERED).items()
        <= {name: values[0] for name, values in forms(page, "mend")[1].fields.items()}.items()
    )
    assert "Set aside …" in page.text


@pytest.mark.parametrize("who", ["bob", "carol"])
def test_who_only_looks_or_comments_reads_all_and_is_offered_nothing(
    request: pytest.FixtureRequest,
    signed_in: Callable[[User], Client],
    canvas: Canvas,
    alice: User,
    catalog: Catalog,
    who: str,
) -> None:
    aside(canvas, alice, catalog)
    client = signed_in(request.getfixturevalue(who))
    page = shown(client, canvas)
    assert "Because" in page.text
    assert "Set aside …" not in page.text
    assert [forms(page, place) for place in ("mend", "take-up")] == [[], []]
    assert [link for link in page.links if "/new/" in link] == []
    query = {"query_params": named(UNCOVERED)}
    answers = [
        client.post(at(canvas, "coherence/mend/"), named(UNCOVERED) | {"mend": KEY}),
        client.get(at(canvas, "coherence/set-aside/"), **query),
        client.post(at(canvas, "coherence/set-aside/"), {"reason": "x"}, **query),
        client.post(at(canvas, "coherence/take-up/"), named(UNKNOWN)),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert (now(canvas), canvas.set_asides.count()) == (full_blueprint(), 1)


# --- Mending ------------------------------------------------------------------------------------


def mend(client: Client, canvas: Canvas, key: str = KEY, **how: object) -> HttpResponse:
    sent = named(UNCOVERED) | {"mend": key}
    return client.post(at(canvas, "coherence/mend/"), sent, **how)


def test_a_button_mends_and_leads_back_without_javascript(as_erin: Client, canvas: Canvas) -> None:
    form = forms(shown(as_erin, canvas, "?by=block"), "mend")[0]
    response = as_erin.post(form.action, named(UNCOVERED) | {"mend": KEY})
    assert (response.status_code, response["Location"]) == (302, at(canvas, "coherence/?by=block"))
    assert "Mended." in Page.of(as_erin.get(response["Location"])).text
    assert "delivery" in now(canvas).touchpoints[-1].phases


def test_by_htmx_it_is_told_and_the_view_hears_of_it(as_alice: Client, canvas: Canvas) -> None:
    headers = HTMX | {"HX-Current-URL": f"http://testserver{at(canvas, 'coherence/')}"}
    response = mend(as_alice, canvas, headers=headers)
    assert (Page.of(response).oob, Page.of(response).text) == (["toast"], "Mended.")
    assert "vinculo:saved" in response["HX-Trigger"]


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_what_is_no_longer_there_is_said_kindly_and_writes_nothing(
    as_alice: Client, canvas: Canvas, headers: dict[str, str]
) -> None:
    mend(as_alice, canvas)
    before = now(canvas)
    response = mend(as_alice, canvas, headers=headers)
    page = Page.of(response) if headers else shown(as_alice, canvas)
    assert "this is no longer there. Nothing was done." in page.text
    assert (now(canvas), canvas.events.count()) == (before, 2)


def test_a_mend_that_the_format_has_no_room_for_is_refused_in_its_words(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    segments = [segment(f"s{n}") for n in range(100)]
    channels = [channel(f"c{n}") for n in range(11)]
    reached = [touch(f"s{n}", f"c{m}") for n in range(100) for m in range(10)]
    blueprint = drawn(*segments, *channels, *reached, row(segment="s0", channel="c10"))
    canvas = actions.create_canvas(blueprint, by=alice)
    sent = named(("channel-misses-segment", ("r", "c10", "s0"), ())) | {
        "mend": "link-channel:c10:s0"
    }
    response = as_alice.post(at(canvas, "coherence/mend/"), sent, headers=HTMX)
    assert "1,000" in Page.of(response).text
    assert len(now(canvas).touchpoints) == 1000


# --- Setting aside ------------------------------------------------------------------------------


def ask(
    client: Client, canvas: Canvas, identity: Identity = UNKNOWN, **how: object
) -> HttpResponse:
    query = named(identity) | {"back": "coherence/?by=rule"}
    return client.get(at(canvas, "coherence/set-aside/"), query_params=query, **how)


def answer(client: Client, asked: HttpResponse, reason: str, **how: object) -> HttpResponse:
    form = Page.of(asked).form
    return client.post(form.action, form.filled(reason=reason), **how)


def test_setting_aside_asks_why_and_leads_back(as_erin: Client, canvas: Canvas, erin: User) -> None:
    asked = ask(as_erin, canvas)
    assert "Too little is known about “Entregadores”" in Page.of(asked).text
    response = answer(as_erin, asked, "  We ask them\r\nin May  ")
    assert (response.status_code, response["Location"]) == (302, at(canvas, "coherence/?by=rule"))
    page = shown(as_erin, canvas)
    assert "We ask them in May Erin Egea" in page.text
    assert SetAside.objects.get().reason == "We ask them\nin May"
    assert [form.fields["code"] for form in forms(page, "take-up")] == [["segment-unknown"]]


def test_by_htmx_it_is_asked_in_the_dialog(as_alice: Client, canvas: Canvas) -> None:
    asked = ask(as_alice, canvas, headers=HTMX)
    assert Page.of(asked).tags[0] == "form"
    response = answer(as_alice, asked, "Because", headers=HTMX)
    assert "vinculo:saved" in response["HX-Trigger"]
    assert "Set aside." in Page.of(response).text


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (" \n ", "needed"),
        ("x" * 2001, "2,000"),
        ("bell\a", "U+0007"),
        ("nul\0", "U+0000"),
    ],
)
@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_a_reason_is_refused_as_the_format_refuses_texts(
    as_alice: Client, canvas: Canvas, reason: str, told: str, headers: dict[str, str]
) -> None:
    response = answer(as_alice, ask(as_alice, canvas, headers=headers), reason, headers=headers)
    assert response.status_code == 422
    assert told in Page.of(response).text
    assert Page.of(response).form.fields["reason"] == [reason]
    assert canvas.set_asides.count() == 0


def test_a_reason_may_be_as_long_as_a_text(as_alice: Client, canvas: Canvas) -> None:
    assert answer(as_alice, ask(as_alice, canvas), "ñ" * 2000).status_code == 302
    assert SetAside.objects.get().reason == "ñ" * 2000


def test_the_second_of_two_people_is_told(
    as_alice: Client, as_erin: Client, canvas: Canvas
) -> None:
    mine, theirs = ask(as_alice, canvas), ask(as_erin, canvas)
    answer(as_erin, theirs, "Theirs")
    answer(as_alice, mine, "Mine")
    assert "Somebody has set this aside already." in shown(as_alice, canvas).text
    assert SetAside.objects.get().reason == "Theirs"


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_what_has_changed_meanwhile_is_shown_again_with_the_reason_kept(
    as_alice: Client, alice: User, canvas: Canvas, headers: dict[str, str]
) -> None:
    asked = ask(as_alice, canvas, MANUAL, headers=headers)
    lighter(canvas, alice)
    again = answer(as_alice, asked, "They wait gladly", headers=headers)
    assert again.status_code == 409
    assert "has changed meanwhile" in Page.of(again).text
    assert Page.of(again).form.fields["reason"] == ["They wait gladly"]
    assert canvas.set_asides.count() == 0
    form = Page.of(again).form
    assert as_alice.post(form.action, form.filled()).status_code == 302
    assert SetAside.objects.get().reason == "They wait gladly"


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_what_is_gone_meanwhile_is_said_kindly(
    as_alice: Client, alice: User, canvas: Canvas, headers: dict[str, str]
) -> None:
    asked = ask(as_alice, canvas, headers=headers)
    actions.remove_element(canvas, "s2", by=alice)
    for send in (
        lambda: answer(as_alice, asked, "x", headers=headers),
        lambda: ask(as_alice, canvas, headers=headers),
    ):
        response = send()
        page = Page.of(response) if headers else shown(as_alice, canvas)
        assert "this is no longer there. Nothing was done." in page.text
    assert canvas.set_asides.count() == 0


def test_a_strength_can_not_be_set_aside(as_alice: Client, canvas: Canvas) -> None:
    founded = ("relationship-well-founded", ("r1",), ())
    assert ask(as_alice, canvas, founded).status_code == 302
    links = [
        link for link in shown(as_alice, canvas).links if "set-aside" in link and "well" in link
    ]
    assert links == []


def test_what_came_back_offers_the_old_reason(
    as_erin: Client, alice: User, canvas: Canvas, catalog: Catalog
) -> None:
    aside(canvas, alice, catalog, MANUAL)
    SetAside.objects.update(at=datetime(2026, 3, 9, 12, tzinfo=UTC))
    lighter(canvas, alice)
    page = shown(as_erin, canvas)
    assert "Alice Alves set this aside on March 9, 2026" in page.text
    assert forms(page, "take-up") == []
    assert Page.of(ask(as_erin, canvas, MANUAL)).form.fields["reason"] == ["Because"]


def test_who_has_left_is_not_named(
    as_alice: Client, erin: User, canvas: Canvas, catalog: Catalog
) -> None:
    aside(canvas, erin, catalog)
    erin.delete()
    assert "somebody who has left" in shown(as_alice, canvas).text


def test_what_was_typed_comes_back_after_signing_in(
    client: Client, canvas: Canvas, alice: User
) -> None:
    query = named(UNKNOWN)
    place = at(canvas, "coherence/set-aside/")
    client.post(place, {"reason": "Because", "seen": ""}, query_params=query)
    kept = client.session["unsaved"]
    client.force_login(alice)
    session = client.session
    session["unsaved"] = kept
    session.save()
    page = Page.of(client.get(place, query_params=query))
    assert page.form.fields["reason"] == ["Because"]
    assert "You were signed out" in page.text


def test_taking_up_makes_it_count_again(
    as_erin: Client, alice: User, canvas: Canvas, catalog: Catalog
) -> None:
    aside(canvas, alice, catalog)
    form = forms(shown(as_erin, canvas, "?by=rule"), "take-up")[0]
    response = as_erin.post(form.action, form.filled())
    assert response["Location"] == at(canvas, "coherence/?by=rule")
    text = shown(as_erin, canvas).text
    assert "Taken up: it counts again." in text
    assert "Because" not in text
    as_erin.post(form.action, form.filled())
    assert "It counts already." in shown(as_erin, canvas).text


# --- Everywhere else ----------------------------------------------------------------------------


def test_the_board_counts_it_no_more_and_says_how_many(
    as_alice: Client, alice: User, canvas: Canvas, catalog: Catalog
) -> None:
    before = Page.of(as_alice.get(at(canvas))).text
    assert "9 gaps" in before.lower()
    assert "set aside" not in before
    aside(canvas, alice, catalog)
    page = Page.of(as_alice.get(at(canvas)))
    assert "8 gaps" in page.text.lower()
    assert "1 set aside" in page.text
    assert at(canvas, "coherence/#set-aside") in page.links
    assert "Too little is known" not in page.text


def test_an_edit_on_the_board_keeps_it_aside(
    as_alice: Client, alice: User, canvas: Canvas, catalog: Catalog
) -> None:
    aside(canvas, alice, catalog)
    note = {"text": "Everyone", "block": "value_propositions"}
    text = Page.of(as_alice.post(at(canvas, "new/note/"), note, headers=HTMX)).text
    assert "1 set aside" in text
    assert "Too little is known" not in text


def test_the_element_is_silent_of_it_too(
    as_alice: Client, alice: User, canvas: Canvas, catalog: Catalog
) -> None:
    assert "Too little is known" in Page.of(as_alice.get(at(canvas, "segments/s2/"))).text
    aside(canvas, alice, catalog)
    assert "Too little is known" not in Page.of(as_alice.get(at(canvas, "segments/s2/"))).text


def test_a_copy_speaks_of_it_again(
    as_alice: Client, alice: User, canvas: Canvas, catalog: Catalog
) -> None:
    aside(canvas, alice, catalog)
    twin = actions.duplicate_canvas(Canvas.objects.get(pk=canvas.pk), title="Copy", by=alice)
    assert "Too little is known" in shown(as_alice, twin).text


def test_history_tells_which_and_why(
    as_alice: Client, erin: User, canvas: Canvas, catalog: Catalog
) -> None:
    aside(canvas, erin, catalog, UNCOVERED)
    actions.take_up(canvas, UNCOVERED, by=erin)
    text = Page.of(as_alice.get(at(canvas, "history/"))).text
    named = "Phases without a channel (Segment “Quem pedala para o trabalho”)."
    assert f"Set aside: {named} Erin Egea" in text
    assert f"Taken up again: {named} Erin Egea" in text
    assert "Because" in text


def test_history_tells_it_of_the_whole_canvas_and_of_what_is_gone(
    as_alice: Client, alice: User, canvas: Canvas, catalog: Catalog
) -> None:
    aside(canvas, alice, catalog, ("cost-not-in-structure", (), ()))
    aside(canvas, alice, catalog)
    actions.remove_element(canvas, "s2", by=alice)
    actions.take_up(canvas, UNKNOWN, by=alice)
    text = Page.of(as_alice.get(at(canvas, "history/"))).text
    assert "Set aside: Costs missing from the cost structure (the whole canvas)." in text
    assert "Taken up again: Segment hardly known (s2)." in text


def test_an_open_board_hears_of_it(
    as_alice: Client, erin: User, canvas: Canvas, catalog: Catalog
) -> None:
    aside(canvas, erin, catalog)
    headers = HTMX | {"HX-Current-URL": f"http://testserver{at(canvas)}"}
    query = {"since": presence.token(1)}
    html = as_alice.get(at(canvas, "changes/"), query, headers=headers).content.decode()
    assert "1 set aside" in html
    assert "Changed by Erin Egea." in html


def test_an_edit_heard_of_keeps_it_aside(
    as_alice: Client, erin: User, canvas: Canvas, catalog: Catalog
) -> None:
    aside(canvas, erin, catalog)
    actions.remove_element(canvas, "n1", by=erin)
    headers = HTMX | {"HX-Current-URL": f"http://testserver{at(canvas)}"}
    query = {"since": presence.token(2)}
    html = as_alice.get(at(canvas, "changes/"), query, headers=headers).content.decode()
    assert "1 set aside" in html
    assert "Too little is known" not in html


def test_who_comes_by_a_secret_link_is_not_led_here(
    client: Client, alice: User, canvas: Canvas, catalog: Catalog
) -> None:
    aside(canvas, alice, catalog)
    link = SecretLink.objects.create(canvas=canvas, by=alice)
    page = Page.of(client.get(f"/s/{link.token}/"))
    assert "Too little is known" not in page.text
    assert [one for one in page.links if "/coherence/" in one] == []
