"""Advice on its page: the ranking, what planning changes, and the one click that plans."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.models import User
from canvas import actions
from canvas.models import Canvas
from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from relationships.coherence import check
from relationships.coherence.effects import effect
from relationships.content import shipped
from relationships.models import RelationshipType
from relationships.thinking.advice import advise
from relationships.thinking.proposals import propose
from tests.canvas.building import EMPTY, at, full_blueprint, now, sized
from tests.canvas.reading import HTMX, Page
from tests.coherence.building import canvas as drawn
from tests.coherence.building import channel, row, segment, touch

pytestmark = pytest.mark.django_db

PLACE = "segments/s/advice/"
HOSTILE = "<script>alert('x')</script> & \"{{ 7|add:7 }}\" {segment} %s"
BAKERY = drawn(
    segment(name="Families"),
    channel("c", "two_way", "human", name="Counter"),
    touch(),
    row(type="community"),
)


def _made(alice: User, blueprint: Blueprint = BAKERY) -> Canvas:
    return actions.create_canvas(blueprint, by=alice)


def _plan(client: Client, canvas: Canvas, slug: str, **headers: str) -> Any:
    place = f"{PLACE}plan/?back=segments/s/advice/"
    return client.post(at(canvas, place), {"type": slug}, headers=headers)


@pytest.mark.usefixtures("catalog")
def test_the_page_ranks_all_types_and_opens_the_best_five(alice: User, as_alice: Client) -> None:
    context = as_alice.get(at(_made(alice), PLACE)).context
    ranked = [one.type.slug for one in advise(BAKERY, shipped(), "s").advice]
    shown = [card.slug for card in (*context["cards"], *context["others"])]
    assert (len(context["cards"]), sorted(shown)) == (5, sorted(ranked))
    assert [card.slug for card in context["cards"]] == ranked[:5]
    assert [card.rank for card in context["cards"]] == ["1", "2", "3", "4", "5"]


@pytest.mark.usefixtures("catalog")
def test_a_card_shows_every_reason_with_its_points(alice: User, as_alice: Client) -> None:
    response = as_alice.get(at(_made(alice), PLACE))
    text = Page.of(response).text
    best = advise(BAKERY, shipped(), "s").advice[0]
    card = response.context["cards"][0]
    assert card.total == f"+{best.total}"
    assert len(card.pro) + len(card.contra) == len(best.reasons)
    for reason in best.reasons:
        sign = "+" if reason.points > 0 else "−"
        assert f"{sign}{abs(reason.points)} {reason.sentence('en')}" in text


@pytest.mark.usefixtures("catalog")
def test_it_says_beforehand_what_planning_then_does(alice: User, as_alice: Client) -> None:
    canvas = _made(alice)
    foreseen = as_alice.get(at(canvas, PLACE)).context["cards"][0].effect
    best = advise(BAKERY, shipped(), "s").advice[0].type.slug
    before = check(BAKERY, shipped())
    _plan(as_alice, canvas, best)
    done = effect(before, check(now(canvas), shipped()))
    assert _messages(foreseen.added) == [f.message("en") for f in done.added] != []
    assert _messages(foreseen.removed) == [f.message("en") for f in done.removed]


def _messages(groups: Any) -> list[str]:
    return [message for group in groups for message in group.messages]


@pytest.mark.usefixtures("catalog")
def test_the_effect_of_another_is_worked_out_on_demand(alice: User, as_alice: Client) -> None:
    canvas = _made(alice)
    others = as_alice.get(at(canvas, PLACE)).context["others"]
    last = [card for card in others if not card.is_planned][-1]
    assert last.effect is None
    asked = as_alice.get(at(canvas, f"{PLACE}?type={last.slug}")).context
    assert next(card for card in asked["others"] if card.slug == last.slug).effect is not None
    assert as_alice.get(at(canvas, f"{PLACE}?type=gone")).status_code == 200


@pytest.mark.usefixtures("catalog")
def test_one_click_plans_what_was_proposed(alice: User, as_alice: Client) -> None:
    canvas = _made(alice)
    response = _plan(as_alice, canvas, "personal")
    planned = now(canvas).relationships[-1]
    counsel = advise(BAKERY, shipped(), "s")
    best = next(one for one in counsel.advice if one.type.slug == "personal")
    assert planned == replace(propose(counsel, best), ref=planned.ref)
    back = "?back=segments%2Fs%2Fadvice%2F"
    assert response.status_code == 302
    assert response["Location"] == at(canvas, f"relationships/{planned.ref}/{back}")


@pytest.mark.usefixtures("catalog")
def test_with_htmx_a_toast_leads_to_the_form_and_the_view_is_asked_again(
    alice: User, as_alice: Client
) -> None:
    canvas = _made(alice)
    page = {"HX-Current-URL": f"http://testserver{at(canvas, PLACE)}"}
    response = _plan(as_alice, canvas, "personal", **HTMX, **page)
    ref = now(canvas).relationships[-1].ref
    assert (response.status_code, "vinculo:saved" in response["HX-Trigger"]) == (200, True)
    place = f"relationships/{ref}/?back=segments%2Fs%2Fadvice%2F"
    assert Page.of(response).links == [at(canvas, place)]
    again = as_alice.get(at(canvas, PLACE), headers=HTMX).content.decode()
    assert f'id="plan-personal" href="{at(canvas, f"relationships/{ref}/")}' in again


@pytest.mark.usefixtures("catalog")
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize(
    ("slug", "status"), [("community", 409), ("gone", 422), ("", 422), (HOSTILE, 422)]
)
def test_what_cannot_be_planned_is_refused_and_says_so(
    alice: User, as_alice: Client, slug: str, status: int, headers: dict[str, str]
) -> None:
    canvas = _made(alice)
    response = _plan(as_alice, canvas, slug, **headers)
    assert (response.status_code, now(canvas)) == (status, BAKERY)
    told = "in their plan already" if status == 409 else "is not on offer"
    assert told in Page.of(response).text
    if headers:
        assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#view", "innerHTML")
    else:
        assert f'hx-get="{at(canvas, PLACE)}"' in response.content.decode()


def test_a_type_retired_in_the_meantime_is_not_planned(
    alice: User, as_alice: Client, catalog: Catalog
) -> None:
    canvas = _made(alice)
    RelationshipType.objects.filter(pk="personal").update(retired=True)
    assert _plan(as_alice, canvas, "personal").status_code == 422
    assert now(canvas) == BAKERY


@pytest.mark.usefixtures("catalog")
def test_a_full_plan_is_refused_in_the_formats_words(alice: User, as_alice: Client) -> None:
    full = replace(sized(segments=1, channels=1, relationships=300))
    kept = tuple(r for r in full.relationships if r.type != "personal")
    kept += tuple(replace(kept[0], ref=f"q{n}") for n in range(300 - len(kept)))
    canvas = _made(alice, replace(full, relationships=kept))
    response = as_alice.post(at(canvas, "segments/s0/advice/plan/"), {"type": "personal"})
    assert response.status_code == 422
    assert "300" in response.context["fault"]


@pytest.mark.usefixtures("catalog")
def test_the_form_can_be_filled_in_first(alice: User, as_alice: Client) -> None:
    canvas = _made(alice)
    place = as_alice.get(at(canvas, PLACE)).context["cards"][0].row.place
    assert place.startswith("new/relationship/?segment=s&type=personal&channel=c&motivation=")
    sent = Page.of(as_alice.get(at(canvas, place))).form.filled(objective="Fifty families")
    response = as_alice.post(at(canvas, place), sent)
    assert response["Location"] == at(canvas, PLACE)
    row = now(canvas).relationships[-1]
    best = propose(c := advise(BAKERY, shipped(), "s"), c.advice[0])
    kept = {name: getattr(best, name) for name in ("type", "channel", "motivation", "strategies")}
    assert {name: getattr(row, name) for name in kept} == kept
    assert row.minimum_viable is best.minimum_viable


@pytest.mark.usefixtures("catalog")
def test_a_form_takes_nothing_from_its_address_that_is_not_on_offer(
    alice: User, as_alice: Client
) -> None:
    canvas = _made(alice)
    RelationshipType.objects.filter(pk="personal").update(retired=True)
    asked = (
        "segment=gone&type=personal&channel=gone&motivation=luck&strategies=gone"
        "&strategies=complaint-care&stage=never&objective=x"
    )
    fields = Page.of(as_alice.get(at(canvas, f"new/relationship/?{asked}"))).form.fields
    names = ("segment", "type", "channel", "motivation", "strategies", "stage", "objective")
    assert [fields.get(name) for name in names] == [
        ["s"],
        [""],
        [""],
        [""],
        ["complaint-care"],
        [""],
        [""],
    ]


@pytest.mark.usefixtures("catalog")
def test_viewers_see_no_buttons(canvas: Canvas, as_bob: Client, as_erin: Client) -> None:
    place = at(canvas, "segments/s1/advice/")
    forms = [[f.action for f in Page.of(client.get(place)).forms] for client in (as_bob, as_erin)]
    planning = [[action for action in some if "/plan/" in action] for some in forms]
    assert (planning[0], len(planning[1]) > 0) == ([], True)
    assert "new/relationship/" not in as_bob.get(place).content.decode()


@pytest.mark.usefixtures("catalog")
def test_a_segment_of_which_nothing_is_known_is_asked_about_first(
    alice: User, as_alice: Client
) -> None:
    canvas = _made(alice, drawn(segment()))
    page = Page.of(as_alice.get(at(canvas, PLACE)))
    assert "Too little is known about them" in page.text
    assert at(canvas, "segments/s/?back=segments/s/advice/") in page.links
    assert "No channel serves them yet." in page.text
    assert at(canvas, "new/channel/?back=segments/s/advice/") in page.links


@pytest.mark.usefixtures("catalog")
def test_an_expected_type_that_is_gone_is_told(alice: User, as_alice: Client) -> None:
    canvas = _made(alice, drawn(segment(expects=("personal", "community"))))
    RelationshipType.objects.filter(pk="community").update(retired=True)
    page = Page.of(as_alice.get(at(canvas, PLACE)))
    assert "retired from the catalog: Community." in page.text


@pytest.mark.usefixtures("catalog")
def test_another_segment_is_a_click_away(canvas: Canvas, as_alice: Client) -> None:
    links = Page.of(as_alice.get(at(canvas, "segments/s1/advice/"))).links
    assert at(canvas, "segments/s2/advice/") in links


@pytest.mark.usefixtures("catalog")
def test_alternatives_are_compared_by_type_and_channel(alice: User, as_alice: Client) -> None:
    cards = as_alice.get(at(_made(alice), PLACE)).context["cards"]
    first, second = cards[0].slug, cards[1].slug
    assert cards[0].compare == (
        f"segments/s/compare/?alternative={first}%3Ac&alternative={second}%3Ac"
    )
    assert cards[1].compare == (
        f"segments/s/compare/?alternative={second}%3Ac&alternative={first}%3Ac"
    )


@pytest.mark.usefixtures("catalog")
def test_a_segments_form_leads_to_advice(canvas: Canvas, as_alice: Client) -> None:
    for headers in ({}, HTMX):
        links = Page.of(as_alice.get(at(canvas, "segments/s2/"), headers=headers)).links
        assert at(canvas, "segments/s2/advice/") in links


@pytest.mark.usefixtures("catalog")
def test_hostile_names_are_shown_as_they_are(alice: User, as_alice: Client) -> None:
    told = segment(name=HOSTILE, expects=("<b>gone</b>",))
    blueprint = drawn(told, channel("c", "push", name=HOSTILE), touch())
    # The rows refuse a slug that the catalog lacks, so that it stands in the document alone.
    canvas = _made(alice, replace(blueprint, segments=(replace(told, expects=()),)))
    html = as_alice.get(at(canvas, PLACE)).content.decode()
    assert "<script>alert" not in html
    assert escape(HOSTILE) in html


@pytest.mark.usefixtures("catalog")
@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_it_speaks_the_readers_language(alice: User, as_alice: Client, language: str) -> None:
    client = as_alice
    html = client.get(at(_made(alice), PLACE), headers={"Accept-Language": language})
    title = shipped().types["personal"].name.into(language)
    assert title in Page.of(html).text


@pytest.mark.usefixtures("catalog")
def test_what_is_below_nothing_is_counted_too(alice: User, as_alice: Client) -> None:
    blueprint = drawn(segment(expects=("personal",)), channel("c", "push"), touch())
    response = as_alice.get(
        at(_made(alice, blueprint), PLACE), headers={"Accept-Language": "pt-br"}
    )
    totals = [card.total for card in (*response.context["cards"], *response.context["others"])]
    several = [total for total in totals if total.startswith("−") and total != "−1"]
    assert several
    assert all(f"{total} pontos" in Page.of(response).text for total in several)


@pytest.mark.usefixtures("catalog")
def test_an_empty_canvas_has_nobody_to_advise(alice: User, as_alice: Client) -> None:
    canvas = _made(alice, EMPTY)
    assert as_alice.get(at(canvas, PLACE)).status_code == 404
    assert _plan(as_alice, canvas, "personal").status_code == 404


@pytest.mark.usefixtures("catalog")
def test_a_channel_or_a_note_is_no_segment(alice: User, as_alice: Client) -> None:
    canvas = _made(alice, full_blueprint())
    refs = ("c1", "n1", "r1")
    assert [as_alice.get(at(canvas, f"segments/{r}/advice/")).status_code for r in refs] == [
        404
    ] * 3
