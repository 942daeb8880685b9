"""The dashboard, and what is done with whole canvases."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from canvas import actions
from canvas.exchange import limits, vinculo_canvas
from canvas.exchange.vinculo_canvas import BrokenDocument
from canvas.models import Canvas, Event
from canvas.views.canvases import FAULTS_SHOWN, PAGE_LENGTH
from relationships.catalog import Catalog
from relationships.content import shipped
from tests.canvas.building import at, full_blueprint, now, titled
from tests.canvas.exchange.documents import full, without
from tests.canvas.reading import HTMX, Page

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert('x')</script> & {{ 7|add:7 }}"


# --- The dashboard ------------------------------------------------------------------------------


def _titles(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/canvases/{query}").context["cards"]
    return [card.title for card in page]


def test_whoever_has_no_canvas_is_shown_where_to_begin(as_alice: Client, catalog: Catalog) -> None:
    response = as_alice.get("/canvases/")
    assert {"/canvases/new/", "/canvases/import/"} <= set(Page.of(response).links)
    assert response.content.decode().count('formaction="/canvases/examples/') == 6


def test_canvases_come_newest_first_and_by_pages(
    catalog: Catalog, alice: User, as_alice: Client
) -> None:
    start = timezone.now()
    for n in range(PAGE_LENGTH + 2):
        made = actions.create_canvas(titled(f"Canvas {n}"), by=alice)
        Canvas.objects.filter(pk=made.pk).update(changed_at=start + timedelta(minutes=n))
    assert _titles(as_alice) == [f"Canvas {n}" for n in range(PAGE_LENGTH + 1, 1, -1)]
    assert _titles(as_alice, "?page=2") == ["Canvas 1", "Canvas 0"]
    assert _titles(as_alice, "?page=999") == ["Canvas 1", "Canvas 0"]
    assert _titles(as_alice, "?page=<b>") == _titles(as_alice)


def test_nobody_is_shown_what_is_not_theirs(
    canvas: Canvas, as_alice: Client, as_bob: Client, as_charlie: Client
) -> None:
    title = full_blueprint().title
    lists = [_titles(client) for client in (as_alice, as_bob, as_charlie)]
    assert lists == [[title], [title], []]
    delete = at(canvas, "delete/")
    shown = [delete in Page.of(c.get("/canvases/")).links for c in (as_alice, as_bob)]
    assert shown == [True, False]


# --- New, details -------------------------------------------------------------------------------


def test_a_title_is_enough_for_a_new_canvas(catalog: Catalog, as_alice: Client) -> None:
    form = Page.of(as_alice.get("/canvases/new/")).form
    response = as_alice.post("/canvases/new/", form.filled(title="  Padaria\r\n"))
    made = Canvas.objects.get()
    assert (response.status_code, response.url) == (302, at(made))
    expected = titled("Padaria")
    assert now(made) == replace(expected, stage=now(made).stage, currency="EUR")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", ""),
        ("title", "x" * 10_000),
        ("title", "a\0b"),
        ("description", "x" * 10_000),
        ("stage", "later"),
        ("language", "fr"),
        ("currency", "XXX"),
        ("monthly_budget", "1.2.3"),
        ("monthly_budget", "99999999999"),
        ("team_hours_per_month", "1,5"),
        ("hourly_rate", "-3"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_kept(
    catalog: Catalog, canvas: Canvas, as_alice: Client, field: str, typed: str
) -> None:
    sent = Page.of(as_alice.get(at(canvas, "details/"))).form.filled(**{field: typed})
    for address in ("/canvases/new/", at(canvas, "details/")):
        response = as_alice.post(address, sent | {field: typed})
        assert response.status_code == 422
        assert f"id_{field}_error" in Page.of(response).ids
        if field not in ("stage", "language", "currency"):
            assert Page.of(response).form.fields[field] == [typed]
    assert (Canvas.objects.count(), now(canvas)) == (1, full_blueprint())


def test_a_title_is_refused_in_the_words_of_an_import(catalog: Catalog, as_alice: Client) -> None:
    with pytest.raises(BrokenDocument) as broken:
        vinculo_canvas.decode({**full(), "title": "x" * 121}, shipped())
    response = as_alice.post("/canvases/new/", {"title": "x" * 121})
    assert broken.value.faults[0].message in Page.of(response).text


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_details_are_saved(as_alice: Client, canvas: Canvas, headers: dict[str, str]) -> None:
    form = Page.of(as_alice.get(at(canvas, "details/"), headers=headers)).form
    sent = form.filled(title="Oficina", monthly_budget="", team_hours_per_month="1.000")
    response = as_alice.post(form.action, sent, headers=headers)
    assert response.status_code == (204 if headers else 302)
    assert response["HX-Redirect" if headers else "Location"] == at(canvas)
    expected = replace(
        full_blueprint(), title="Oficina", monthly_budget=None, team_hours_per_month=1000
    )
    assert now(canvas) == expected


def test_details_saved_untouched_are_no_change(as_alice: Client, canvas: Canvas) -> None:
    form = Page.of(as_alice.get(at(canvas, "details/"))).form
    as_alice.post(form.action, form.fields)
    assert (now(canvas), canvas.events.count()) == (full_blueprint(), 1)


def test_a_currency_that_forms_do_not_offer_stays(
    catalog: Catalog, alice: User, as_alice: Client
) -> None:
    canvas = actions.create_canvas(replace(titled("Bakery"), currency="XTS"), by=alice)
    form = Page.of(as_alice.get(at(canvas, "details/"))).form
    as_alice.post(form.action, form.filled(title="Bread"))
    assert (now(canvas).title, now(canvas).currency) == ("Bread", "XTS")


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_two_titles_clash(
    as_alice: Client, as_erin: Client, canvas: Canvas, headers: dict[str, str]
) -> None:
    mine = Page.of(as_alice.get(at(canvas, "details/"))).form
    theirs = Page.of(as_erin.get(at(canvas, "details/"))).form
    as_erin.post(theirs.action, theirs.filled(title="Theirs", hourly_rate="1"))
    response = as_alice.post(mine.action, mine.filled(title="Mine"), headers=headers)
    page = Page.of(response)
    assert response.status_code == 409
    assert "Theirs" in page.text
    assert page.form.fields["title"] == ["Mine"]
    as_alice.post(page.form.action, page.form.fields)
    assert (now(canvas).title, str(now(canvas).hourly_rate)) == ("Mine", "1.00")


@pytest.mark.parametrize("base", ["", "null", "[]", "{}", "{x", "[" * 100_000, '{"title": 1}'])
def test_a_tampered_base_of_details_is_no_base(as_alice: Client, canvas: Canvas, base: str) -> None:
    form = Page.of(as_alice.get(at(canvas, "details/"))).form
    response = as_alice.post(form.action, form.filled(title="Oficina", base=base))
    assert response.status_code == 302
    assert now(canvas) == replace(full_blueprint(), title="Oficina")


# --- Import, export, duplicates -----------------------------------------------------------------


def _upload(client: Client, data: bytes | str, name: str = "canvas.json") -> Any:
    content = data.encode() if isinstance(data, str) else data
    return client.post("/canvases/import/", {"file": SimpleUploadedFile(name, content)})


def test_an_export_comes_back_equal(as_alice: Client, canvas: Canvas) -> None:
    export = as_alice.get(at(canvas, "export.json"))
    assert export["Content-Type"] == "application/json"
    assert export["Content-Disposition"] == (
        'attachment; filename="oficina-de-bicicletas.vinculo.json"'
    )
    assert json.loads(export.content) == full()
    response = _upload(as_alice, export.content)
    twin = Canvas.objects.exclude(pk=canvas.pk).get()
    assert (response.url, now(twin)) == (at(twin), full_blueprint())


@pytest.mark.parametrize("title", ['../"\r\nX: y', "日本", "...", "x" * 120])
def test_no_title_breaks_out_of_the_files_name(
    catalog: Catalog, alice: User, as_alice: Client, title: str
) -> None:
    canvas = actions.create_canvas(titled(title), by=alice)
    header = as_alice.get(at(canvas, "export.json"))["Content-Disposition"]
    name = header.removeprefix('attachment; filename="').removesuffix('"')
    assert not set(name) & set('"/\\\r\n;')


def test_an_import_is_refused_whole_with_every_fault(as_alice: Client, catalog: Catalog) -> None:
    document = without("segments", 0, "name") | {"stage": "later", HOSTILE: 1}
    document["notes"][0]["text"] = HOSTILE * 20
    with pytest.raises(BrokenDocument) as broken:
        vinculo_canvas.decode(document, shipped())
    response = _upload(as_alice, json.dumps(document))
    page = Page.of(response)
    assert response.status_code == 422
    missing = [
        fault
        for fault in broken.value.faults
        if " ".join(fault.path.split()) not in page.text
        or " ".join(fault.message.split()) not in page.text
    ]
    assert (len(broken.value.faults), missing) == (4, [])
    assert b"<script>alert" not in response.content
    assert (Canvas.objects.count(), Event.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "data",
    [
        b"not JSON",
        b"\xff\xfe\x00",
        b"\xef\xbb\xbf{}",
        b"[]",
        b"null",
        b"{}",
        b"[" * 100_000,
        b'{"format": "vinculo-canvas/2"}',
        b"9" * 5_000,
        b"",
    ],
    ids=lambda data: repr(data[:12]),
)
def test_what_is_no_canvas_is_refused(as_alice: Client, catalog: Catalog, data: bytes) -> None:
    response = _upload(as_alice, data)
    assert response.status_code == 422
    assert "id_file_error" in Page.of(response).ids
    assert Canvas.objects.count() == 0


def test_an_import_without_a_file_asks_for_one(as_alice: Client, catalog: Catalog) -> None:
    response = as_alice.post("/canvases/import/", {})
    assert (response.status_code, "Choose a file." in Page.of(response).text) == (422, True)


def test_a_file_of_33_mebibytes_is_refused(as_alice: Client, catalog: Catalog) -> None:
    response = _upload(as_alice, b" " * (limits.DOCUMENT_BYTES + 1024 * 1024))
    assert response.status_code == 422
    assert "The file is larger than 32 MiB." in Page.of(response).text


def test_of_very_many_faults_the_first_are_shown_and_the_rest_counted(
    as_alice: Client, catalog: Catalog
) -> None:
    document = full() | {f"odd{n}": n for n in range(FAULTS_SHOWN + 30)}
    page = Page.of(_upload(as_alice, json.dumps(document)))
    assert page.tags.count("code") == FAULTS_SHOWN
    assert "And 30 more." in page.text


def test_an_example_becomes_a_canvas_of_ones_own(catalog: Catalog, as_alice: Client) -> None:
    response = as_alice.post("/canvases/examples/corner-shop/", follow=True)
    assert response.status_code == 200
    assert as_alice.post("/canvases/examples/gone/").status_code == 404
    assert Canvas.objects.count() == 1


def test_a_copy_is_ones_own(as_bob: Client, canvas: Canvas) -> None:
    """Whoever may see a canvas may copy it; a long title is cut."""
    Canvas.objects.filter(pk=canvas.pk).update(title="x" * 120)
    response = as_bob.post(at(canvas, "duplicate/"))
    twin = Canvas.objects.exclude(pk=canvas.pk).get()
    assert (response.url, twin.members.get().user.email) == (at(twin), "bob@example.com")
    assert (twin.title[:12], len(twin.title)) == ("Copy of xxxx", 120)
    assert replace(now(twin), title="") == replace(full_blueprint(), title="")


# --- Deleting -----------------------------------------------------------------------------------


def test_a_canvas_is_deleted_and_brought_back(as_alice: Client, canvas: Canvas) -> None:
    assert as_alice.get(at(canvas, "delete/")).status_code == 200
    assert _titles(as_alice) == [full_blueprint().title]
    listed = as_alice.post(at(canvas, "delete/"), follow=True)
    assert listed.context["cards"] == []
    gone = [at(canvas), at(canvas, "export.json"), at(canvas, "notes/n1/"), at(canvas, "delete/")]
    assert [as_alice.get(address).status_code for address in gone] == [404] * 4
    undo = next(f for f in Page.of(listed).forms if f.action.endswith("/restore/"))
    back = as_alice.post(undo.action, follow=True)
    assert [card.title for card in back.context["cards"]] == [full_blueprint().title]
    assert [f for f in Page.of(back).forms if f.action.endswith("/restore/")] == []
    assert now(canvas) == full_blueprint()


def test_hostile_titles_are_text(catalog: Catalog, alice: User, as_alice: Client) -> None:
    canvas = actions.create_canvas(replace(titled(HOSTILE), description=HOSTILE), by=alice)
    places = ["", "details/", "duplicate/", "delete/"]
    pages = [as_alice.get(at(canvas, place)) for place in places]
    as_alice.post(at(canvas, "delete/"))
    pages.append(as_alice.get("/canvases/"))
    as_alice.post(at(canvas, "restore/"))
    pages.append(as_alice.get("/canvases/"))
    assert [b"<script>alert" in page.content for page in pages] == [False] * 6
    assert [HOSTILE in Page.of(page).text for page in pages] == [True] * 6


def test_the_schema_is_published(client: Client) -> None:
    response = client.get("/schema/vinculo-canvas-1.json")
    assert response["Content-Type"].startswith("application/json")
    assert json.loads(response.content)["properties"]["format"]


# --- Shelves, search, activity --------------------------------------------------------------------


def test_a_canvas_is_put_away_found_and_taken_out_again(canvas: Canvas, as_alice: Client) -> None:
    as_alice.post(at(canvas, "archive/"))
    assert _titles(as_alice) == []
    assert _titles(as_alice, "?show=archived") == [canvas.title]
    assert as_alice.get(at(canvas)).status_code == 200
    as_alice.post(at(canvas, "archive/"), {"back": "1"})
    assert _titles(as_alice) == [canvas.title]
    assert _titles(as_alice, "?show=nonsense") == [canvas.title]


def test_deleted_canvases_are_listed_for_their_owner_alone(
    canvas: Canvas, alice: User, as_alice: Client, as_erin: Client
) -> None:
    actions.delete_canvas(canvas, by=alice)
    assert [_titles(c, "?show=deleted") for c in (as_alice, as_erin)] == [[canvas.title], []]
    restore = at(canvas, "restore/")
    shown = as_alice.get("/canvases/?show=deleted").content.decode()
    assert f'form="put-away" formaction="{restore}"' in shown


def test_search_names_the_elements_that_were_found(
    canvas: Canvas, as_bob: Client, as_charlie: Client
) -> None:
    page = Page.of(as_bob.get("/canvases/", {"q": "DOIS mecanicos"}))
    assert at(canvas, "notes/n2/") in page.links
    assert _titles(as_bob, "?q=nowhere") == []
    assert _titles(as_charlie, "?q=mecanicos") == []
    shown = as_bob.get("/canvases/", {"q": HOSTILE}).content.decode()
    assert "<script>alert" not in shown


def test_activity_tells_what_others_did_since_one_looked(
    canvas: Canvas, alice: User, as_alice: Client, as_bob: Client, as_charlie: Client, erin: User
) -> None:
    actions.remove_element(canvas, "n2", by=erin)
    actions.remove_element(canvas, "n1", by=alice)

    def told(client: Client) -> str:
        return Page.of(client.get("/canvases/activity/")).text

    assert "Deleted: Note “Dois mecânicos”." in told(as_alice)
    assert "n1" not in told(as_alice)
    assert told(as_bob).count("Deleted:") == 2
    assert "Deleted:" not in told(as_charlie)
    as_alice.post("/canvases/activity/seen/")
    assert "Deleted:" not in told(as_alice)
    assert told(as_bob).count("Deleted:") == 2


def test_activity_costs_the_same_however_much_happened(
    canvas: Canvas, as_bob: Client, erin: User, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        actions.move_element(canvas, "n2", before="n1", by=erin)
        actions.move_element(canvas, "n1", before="n2", by=erin)
    as_bob.get("/canvases/activity/")
    with django_assert_num_queries(4):
        as_bob.get("/canvases/activity/", headers=HTMX)
