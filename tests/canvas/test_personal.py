"""What canvases hold of a person: to take along, and what becomes of it when the account goes."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts import data
from accounts.data import File
from accounts.models import User
from canvas import actions, blueprints, discussion, sharing
from canvas.exchange import vinculo_canvas
from canvas.models import Canvas, Event, Handover, Invitation, Member, Role, SecretLink, Snapshot
from canvas.personal import Holdings
from canvas.subjects import Subject
from classroom.personal import Places
from relationships.blueprint import Note
from relationships.catalog import Catalog
from relationships.vocabulary import Block
from tests.canvas.building import at, full_blueprint, titled
from tests.canvas.factories import MemberFactory, SetAsideFactory
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

PAGE = "/accounts/delete/"
NO_COURSES = {"seen_courses": Places((), (), ()).digest}
"""What the part of courses sends back of somebody who is in none."""


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """The limits on tries are counted in the cache, which outlives a test."""
    cache.clear()


def _add_note(canvas: Canvas, by: User, text: str = "Rent") -> None:
    actions.add_element(canvas, Note("", Block.COST_STRUCTURE, text), by=by)


# --- To take along ------------------------------------------------------------------------------


def _files(client: Client) -> dict[str, Any]:
    """The files of the ZIP, read."""
    answer = client.get("/accounts/data/")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
    assert archive.testzip() is None
    return {name: json.loads(archive.read(name)) for name in archive.namelist()}


def _folder(canvas: Canvas, name: str) -> str:
    return f"canvases/{name}-{canvas.pk.hex[:8]}"


def test_the_zip_is_a_file_to_keep_and_no_cache_keeps_it(as_alice: Client, canvas: Canvas) -> None:
    answer = as_alice.get("/accounts/data/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Cache-Control"] == "private, no-store"
    day = timezone.localdate()
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="vinculo-{day:%Y-%m-%d}.zip"'
    )
    assert b"".join(answer)[:2] == b"PK"


def test_the_account_tells_what_it_holds_and_no_password(as_alice: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(time_zone="America/Lima", language="es")
    account = _files(as_alice)["account.json"]
    assert {name: account[name] for name in ("email", "name", "language", "time_zone")} == {
        "email": "alice@example.com",
        "name": "Alice Alves",
        "language": "es",
        "time_zone": "America/Lima",
    }
    assert account["addresses"] == [
        {"email": "alice@example.com", "primary": True, "verified": True}
    ]
    assert alice.password not in json.dumps(account)


def test_a_canvas_of_ones_own_comes_with_history_snapshots_and_set_asides(
    as_alice: Client, alice: User, canvas: Canvas, catalog: Catalog
) -> None:
    _add_note(canvas, alice)
    actions.keep_snapshot(canvas, name="Before the fair", by=alice)
    SetAsideFactory(canvas=canvas, by=alice, reason="Known")
    now = Canvas.objects.get(pk=canvas.pk)
    folder = _folder(now, "oficina-de-bicicletas")
    files = _files(as_alice)
    assert sorted(name for name in files if name.startswith("canvases/")) == [
        f"{folder}/about.json",
        f"{folder}/canvas.json",
        f"{folder}/history.json",
        f"{folder}/snapshots/1-before-the-fair.json",
    ]
    assert vinculo_canvas.decode(files[f"{folder}/canvas.json"], catalog) == blueprints.read(now)
    assert [(e["number"], e["verb"], e["by_me"]) for e in files[f"{folder}/history.json"]] == [
        (1, "create", True),
        (2, "add", True),
    ]
    kept = files[f"{folder}/snapshots/1-before-the-fair.json"]
    assert (kept["name"], kept["canvas"]["format"]) == ("Before the fair", "vinculo-canvas/1")
    assert files[f"{folder}/about.json"]["set_aside"][0]["reason"] == "Known"


def test_what_others_did_carries_no_name_of_theirs(
    as_alice: Client, canvas: Canvas, erin: User
) -> None:
    canvas.role = Role.EDITOR
    _add_note(canvas, erin)
    actions.keep_snapshot(Canvas.objects.get(pk=canvas.pk), name="Erin's", by=erin)
    files = _files(as_alice)
    history = files[f"{_folder(canvas, 'oficina-de-bicicletas')}/history.json"]
    assert [event["by_me"] for event in history] == [True, False]
    told = json.dumps(files)
    assert [word in told for word in (erin.email, erin.name, "bob@example.com")] == [False] * 3


def test_what_one_said_comes_along_and_all_that_was_said_on_ones_own_canvas(
    as_alice: Client,
    as_bob: Client,
    alice: User,
    bob: User,
    canvas: Canvas,
    catalog: Catalog,
) -> None:
    said = discussion.comment(canvas, Subject("n1"), text="Who?", catalog=catalog, by=bob).comment
    assert said is not None
    discussion.reply(canvas, said.thread_id, text="We", by=alice)
    mine, theirs = _files(as_alice), _files(as_bob)
    (thread,) = mine[f"{_folder(canvas, 'oficina-de-bicicletas')}/comments.json"]
    assert (thread["on"], [(one["text"], one["by_me"]) for one in thread["comments"]]) == (
        "n1",
        [("Who?", False), ("We", True)],
    )
    assert [one["text"] for one in mine["comments.json"]] == ["We"]
    assert [(one["canvas"], one["text"]) for one in theirs["comments.json"]] == [
        (canvas.title, "Who?")
    ]
    assert [name for name in theirs if name.startswith("canvases/")] == []
    canvas.members.filter(user=bob).delete()
    assert [one["canvas"] for one in _files(as_bob)["comments.json"]] == [None]


def test_of_a_canvas_of_others_there_is_the_title_and_the_role_and_nothing_on_it(
    as_bob: Client, canvas: Canvas
) -> None:
    files = _files(as_bob)
    assert sorted(name for name in files if not name.startswith("courses/")) == [
        "account.json",
        "comments.json",
        "invitations.json",
        "memberships.json",
    ]
    assert [(row["canvas"], row["role"]) for row in files["memberships.json"]] == [
        (canvas.title, "viewer")
    ]


def test_invitations_that_one_has_sent_are_told_and_no_others(
    as_alice: Client, as_erin: Client, canvas: Canvas, alice: User
) -> None:
    sharing.invite(canvas, email="dana@example.com", role=Role.EDITOR, by=alice)
    sent = _files(as_alice)["invitations.json"]
    assert [(row["canvas"], row["email"], row["role"]) for row in sent] == [
        (canvas.title, "dana@example.com", "editor")
    ]
    assert _files(as_erin)["invitations.json"] == []


def test_a_secret_link_is_not_told(as_alice: Client, canvas: Canvas, alice: User) -> None:
    link = sharing.make_link(canvas, days=None, by=alice)
    assert link.token not in json.dumps(_files(as_alice))


def test_a_deleted_canvas_that_can_be_brought_back_is_there(
    as_alice: Client, alice: User, catalog: Catalog
) -> None:
    canvas = actions.create_canvas(titled("¡¿!?"), by=alice)
    actions.delete_canvas(canvas, by=alice)
    assert _files(as_alice)[f"{_folder(canvas, 'canvas')}/about.json"]["deleted_at"] is not None


def test_whoever_is_signed_out_is_asked_to_sign_in_first(client: Client) -> None:
    answer = client.get("/accounts/data/")
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/accounts/data/")


def many_pieces(user: User) -> list[File]:
    return [File("many.json", data.listed({"text": "x" * 1000, "n": n} for n in range(2000)))]


def test_it_is_sent_piece_by_piece(as_alice: Client, alice: User, settings: Settings) -> None:
    settings.PERSONAL_DATA = [f"{__name__}.many_pieces"]
    pieces = list(data.packed(alice))
    assert len(pieces) > 2000
    assert max(map(len, pieces)) < 70_000
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert [row["n"] for row in json.loads(archive.read("many.json"))] == list(range(2000))


def test_queries_grow_with_canvases_and_not_with_what_stands_on_them(
    alice: User, catalog: Catalog
) -> None:
    canvas = actions.create_canvas(full_blueprint(), by=alice)
    with CaptureQueriesContext(connection) as few:
        b"".join(data.packed(alice))
    for number in range(5):
        _add_note(Canvas.objects.get(pk=canvas.pk), alice, f"Note {number}")
    with CaptureQueriesContext(connection) as many:
        b"".join(data.packed(alice))
    assert (len(few), len(many)) == (19, 19)


# --- What is asked ------------------------------------------------------------------------------


def _asked(client: Client) -> Holdings:
    holdings: Holdings = client.get(PAGE).context["departures"][-1].holdings
    return holdings


def _leave(client: Client, password: str = PASSWORD, **more: str) -> Any:
    fields = {"seen": _asked(client).digest, "password": password} | NO_COURSES | more
    return client.post(PAGE, fields)


def test_the_page_says_what_becomes_of_each_canvas(
    as_alice: Client, alice: User, erin: User, canvas: Canvas
) -> None:
    alone = actions.create_canvas(titled("Mine alone"), by=alice)
    deleted = actions.create_canvas(titled("Deleted before"), by=alice)
    actions.delete_canvas(deleted, by=alice)
    erins = actions.create_canvas(titled("Erin's own"), by=erin)
    MemberFactory(canvas=erins, user=alice)
    holdings = _asked(as_alice)
    assert [c.pk for c in holdings.alone] == [alone.pk]
    assert [c.pk for c in holdings.deleted] == [deleted.pk]
    assert [one.canvas.pk for one in holdings.shared] == [canvas.pk]
    assert [c.pk for c in holdings.of_others] == [erins.pk]
    page = as_alice.get(PAGE).content.decode()
    assert [title in page for title in ("Mine alone", "Erin&#x27;s own", canvas.title)] == [
        True
    ] * 3
    named = [
        label
        for _pk, label in as_alice.get(PAGE).context["departures"][-1].choices[0][1].field.choices
    ]
    assert named == [
        "Erin Egea, erin@example.com (Editor)",
        "Bob Bravo, bob@example.com (Viewer)",
        "Carol Costa, carol@example.com (Commenter)",
    ]


def test_the_first_heir_is_the_editor_of_the_longest_standing_then_the_member(
    alice: User, bob: User, canvas: Canvas, erin: User
) -> None:
    newer = MemberFactory(canvas=canvas, user=UserFactory(), role=Role.EDITOR)
    heirs = Holdings.of(alice).shared[0].heirs
    assert [heir.user.pk for heir in heirs[:2]] == [erin.pk, newer.user.pk]
    canvas.members.filter(role=Role.EDITOR).delete()
    assert Holdings.of(alice).shared[0].heirs[0].user == bob
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert Holdings.of(alice).shared[0].heirs[0].user.email == "carol@example.com"


@pytest.mark.parametrize("count", [1, 3])
def test_asking_costs_the_same_at_any_number_of_canvases(
    as_alice: Client, alice: User, erin: User, catalog: Catalog, count: int
) -> None:
    for _ in range(count):
        shared = actions.create_canvas(titled("Shared"), by=alice)
        MemberFactory(canvas=shared, user=erin, role=Role.EDITOR)
    with CaptureQueriesContext(connection) as queries:
        as_alice.get(PAGE)
    assert len(queries) == 6


# --- What is done -------------------------------------------------------------------------------


def test_all_that_is_hers_goes_and_what_is_shared_goes_on(
    as_alice: Client,
    alice: User,
    erin: User,
    canvas: Canvas,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    alone = actions.create_canvas(titled("Mine alone"), by=alice)
    deleted = actions.create_canvas(titled("Deleted before"), by=alice)
    MemberFactory(canvas=deleted, user=erin, role=Role.EDITOR)
    actions.delete_canvas(deleted, by=alice)
    actions.keep_snapshot(canvas, name="Kept", by=alice)
    link = sharing.make_link(canvas, days=None, by=alice)
    SetAsideFactory(canvas=canvas, by=alice)
    with django_capture_on_commit_callbacks(execute=True):
        answer = _leave(as_alice)
    assert (answer.status_code, answer.url) == (302, "/")
    assert not User.objects.filter(email=alice.email).exists()
    assert not Canvas.objects.filter(pk__in=[alone.pk, deleted.pk]).exists()
    assert canvas.members.get(role=Role.OWNER).user == erin
    assert canvas.members.count() == 3
    assert set(canvas.events.values_list("by", flat=True)) == {None}
    assert set(canvas.snapshots.values_list("by", flat=True)) == {None}
    assert set(canvas.set_asides.values_list("by", flat=True)) == {None}
    assert SecretLink.objects.get(pk=link.pk).by is None


def test_the_session_ends_and_a_mail_confirms_it_and_the_heir_gets_one(
    as_alice: Client,
    alice: User,
    erin: User,
    canvas: Canvas,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    User.objects.filter(pk=erin.pk).update(language="es")
    User.objects.filter(pk=alice.pk).update(language="pt-br")
    with django_capture_on_commit_callbacks(execute=True):
        _leave(as_alice)
    assert as_alice.get("/canvases/").status_code == 302
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["erin@example.com"], "El lienzo «Oficina de bicicletas» ahora es tuyo"),
        (["alice@example.com"], "Vínculo: sua conta foi excluída"),
    ]
    assert "Oficina de bicicletas" in mail.outbox[0].body
    assert "alice@example.com" in mail.outbox[1].body


def test_a_title_writes_no_lines_of_its_own_to_the_heir(
    as_alice: Client,
    canvas: Canvas,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    Canvas.objects.filter(pk=canvas.pk).update(title="Bakery\n\nhttps://example.org/\n\n")
    with django_capture_on_commit_callbacks(execute=True):
        _leave(as_alice)
    assert "https://example.org/" not in mail.outbox[0].body.splitlines()
    assert "Bakery" in mail.outbox[0].subject


def test_a_mail_that_can_not_be_sent_keeps_nobody(
    as_alice: Client,
    alice: User,
    canvas: Canvas,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with django_capture_on_commit_callbacks(execute=True):
        assert _leave(as_alice).status_code == 302
    assert not User.objects.filter(email=alice.email).exists()


def test_her_other_sessions_end_too(
    as_alice: Client, alice: User, canvas: Canvas, signed_in: Callable[[User], Client]
) -> None:
    elsewhere = signed_in(alice)
    _leave(as_alice)
    assert elsewhere.get(at(canvas)).status_code == 302


def test_she_chooses_who_gets_a_canvas(as_alice: Client, bob: User, canvas: Canvas) -> None:
    _leave(as_alice, **{f"heir_{canvas.pk}": str(canvas.members.get(user=bob).pk)})
    assert canvas.members.get(role=Role.OWNER).user == bob


def test_an_offer_to_hand_a_canvas_over_is_gone(
    as_alice: Client, bob: User, canvas: Canvas
) -> None:
    sharing.offer_handover(canvas, canvas.members.get(user=bob))
    _leave(as_alice)
    assert list(Handover.objects.all()) == []


def test_invitations_that_she_sent_are_the_new_owners_and_those_to_her_are_gone(
    as_alice: Client, alice: User, erin: User, canvas: Canvas
) -> None:
    sharing.invite(canvas, email="dana@example.com", role=Role.EDITOR, by=alice)
    erins = actions.create_canvas(titled("Erin's own"), by=erin)
    sharing.invite(erins, email=alice.email, role=Role.EDITOR, by=erin)
    _leave(as_alice)
    assert [(i.email, i.by) for i in Invitation.objects.all()] == [("dana@example.com", erin)]


def test_what_she_did_is_told_without_her_name(
    as_alice: Client, as_erin: Client, alice: User, canvas: Canvas
) -> None:
    actions.keep_snapshot(canvas, name="Kept", by=alice)
    sharing.make_link(canvas, days=None, by=alice)
    _add_note(canvas, alice)
    _leave(as_alice)
    for place in ("history/", "members/", "", "coherence/"):
        answer = as_erin.get(at(canvas, place))
        assert (answer.status_code, "Alice" in answer.content.decode()) == (200, False)
    page = as_erin.get(at(canvas, "history/")).content.decode()
    assert page.count("somebody who has left") == 4
    assert "somebody who has left" in as_erin.get("/canvases/activity/").content.decode()
    assert "Made by somebody who has left" in as_erin.get(at(canvas, "members/")).content.decode()


def test_a_member_leaves_and_the_owner_keeps_the_canvas(
    as_erin: Client, alice: User, canvas: Canvas
) -> None:
    canvas.role = Role.EDITOR
    _leave(as_erin)
    assert canvas.members.get(role=Role.OWNER).user == alice
    assert canvas.members.count() == 3


# --- What is refused ----------------------------------------------------------------------------


def _everything() -> list[int]:
    models = (User, Canvas, Member, Event, Snapshot, Invitation)
    return [model._default_manager.count() for model in models]


def test_looking_deletes_nothing(as_alice: Client, canvas: Canvas) -> None:
    before = _everything()
    for method in (as_alice.get, as_alice.head):
        assert method(PAGE, {"password": PASSWORD}).status_code == 200
    assert as_alice.put(PAGE).status_code == 405
    assert as_alice.delete(PAGE).status_code == 405
    assert _everything() == before


@pytest.mark.parametrize("password", ["", "wrong", "x" * 10_000])
def test_a_wrong_password_deletes_nothing(as_alice: Client, canvas: Canvas, password: str) -> None:
    before = _everything()
    answer = _leave(as_alice, password)
    assert (answer.status_code, list(answer.context["proof"].errors)) == (422, ["password"])
    assert _everything() == before


def test_guessing_the_password_is_stopped(as_alice: Client, canvas: Canvas) -> None:
    answers = [_leave(as_alice, "wrong").status_code for _ in range(12)]
    assert answers[0] == 422
    assert 429 in answers
    cache.clear()
    assert User.objects.filter(email="alice@example.com").exists()


@pytest.mark.parametrize("heir", ["0", "-1", "x" * 10_000, "999999999999999999999", "' OR 1=1"])
def test_a_canvas_does_not_pass_to_who_is_no_member(
    as_alice: Client, canvas: Canvas, charlie: User, heir: str
) -> None:
    before = _everything()
    answer = _leave(as_alice, **{f"heir_{canvas.pk}": heir})
    assert answer.status_code == 422
    assert list(answer.context["departures"][-1].errors) == [f"heir_{canvas.pk}"]
    assert _everything() == before


def test_nor_to_a_member_of_another_canvas(as_alice: Client, canvas: Canvas, charlie: User) -> None:
    other = actions.create_canvas(titled("Charlie's own"), by=charlie)
    chosen = str(other.members.get().pk)
    assert _leave(as_alice, **{f"heir_{canvas.pk}": chosen}).status_code == 422
    assert canvas.members.get(role=Role.OWNER).user.email == "alice@example.com"


def test_another_persons_canvas_in_the_form_changes_nothing_of_it(
    as_alice: Client, canvas: Canvas, charlie: User, bob: User
) -> None:
    charlies = actions.create_canvas(titled("Charlie's own"), by=charlie)
    bobs = MemberFactory(canvas=charlies, user=bob, role=Role.VIEWER)
    _leave(as_alice, **{f"heir_{charlies.pk}": str(bobs.pk)})
    assert charlies.members.get(role=Role.OWNER).user == charlie
    assert charlies.members.count() == 2


def test_what_changed_since_the_page_was_read_is_told_before_anything_is_done(
    as_alice: Client, alice: User, canvas: Canvas
) -> None:
    alone = actions.create_canvas(titled("Mine alone"), by=alice)
    seen = _asked(as_alice).digest
    MemberFactory(canvas=alone, user=UserFactory(name="Nora"), role=Role.EDITOR)
    before = _everything()
    answer = as_alice.post(PAGE, {"seen": seen, "password": PASSWORD} | NO_COURSES)
    page = answer.content.decode()
    assert (answer.status_code, "has changed meanwhile" in page, "Nora" in page) == (
        422,
        True,
        True,
    )
    assert _everything() == before
    assert as_alice.post(PAGE, {"password": PASSWORD}).status_code == 422
    assert as_alice.post(PAGE, {"seen": "x" * 10_000, "password": PASSWORD}).status_code == 422
    assert _everything() == before


def test_who_has_no_password_gets_one_by_mail_first(
    alice: User, canvas: Canvas, signed_in: Callable[[User], Client]
) -> None:
    alice.set_unusable_password()
    alice.save(update_fields=["password"])
    client = signed_in(alice)
    before = _everything()
    assert _leave(client, "anything").status_code == 422
    assert _everything() == before
    page = client.get(PAGE).content.decode()
    assert ('name="password"' in page, 'action="/accounts/password/reset/"' in page) == (
        False,
        True,
    )
    client.post("/accounts/password/reset/", {"email": alice.email})
    assert [letter.to for letter in mail.outbox] == [["alice@example.com"]]


def test_a_password_that_was_typed_while_signed_out_is_not_stored(client: Client) -> None:
    answer = client.post(PAGE, {"password": PASSWORD, "password1": PASSWORD, "seen": "x"})
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={PAGE}")
    assert client.session["unsaved"]["typed"] == "seen=x"


def test_a_forged_form_deletes_nothing(alice: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(alice)
    client.handler.enforce_csrf_checks = True
    assert client.post(PAGE, {"password": PASSWORD}).status_code == 403
    assert User.objects.filter(pk=alice.pk).exists()


def failing(*_: object) -> None:
    raise OSError("the disk is full")


def test_where_anything_fails_all_stays(
    as_alice: Client, canvas: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _everything()
    monkeypatch.setattr("canvas.personal._pass_invitations_on", failing)
    with pytest.raises(OSError, match="the disk is full"):
        _leave(as_alice)
    assert _everything() == before
    assert canvas.members.get(role=Role.OWNER).user.email == "alice@example.com"
