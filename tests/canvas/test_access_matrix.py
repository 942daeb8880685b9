"""Who may open what: every address of ours, in one table.

A stranger learns nothing of a canvas (404); a member who may not do a thing is told so (403);
whoever is not signed in is asked to sign in (302).
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from canvas import actions
from canvas.models import Canvas

pytestmark = pytest.mark.django_db

OURS = ("accounts.", "canvas.", "config.", "relationships.")
"""Those of `classroom` have other people: `tests/classroom/test_access_matrix.py`."""


class Row(NamedTuple):
    """An address, and what it answers to anonymous, stranger, viewer, editor and owner."""

    name: str
    method: str
    statuses: tuple[int, int, int, int, int]
    more: Mapping[str, str] = MappingProxyType({})
    data: Mapping[str, str] = MappingProxyType({})


EVERYONE = (200, 200, 200, 200, 200)
NOBODY = (405, 405, 405, 405, 405)
ELSEWHERE = (302, 302, 302, 302, 302)
SIGNED_IN = (302, 200, 200, 200, 200)
REFUSED = (302, 422, 422, 422, 422)
MEMBERS = (302, 404, 200, 200, 200)
READ_ONLY = (302, 405, 405, 405, 405)
EDITORS = (302, 404, 403, 200, 200)
EDITORS_REFUSED = (302, 404, 403, 422, 422)
EDITORS_DONE = (302, 404, 403, 302, 302)
OWNER = (302, 404, 403, 403, 200)
OWNER_DONE = (302, 404, 403, 403, 302)

CANVAS = {"canvas_id": ""}
NOTE = CANVAS | {"ref": "n1"}
SEGMENT = CANVAS | {"ref": "s1"}
CHANNEL = CANVAS | {"ref": "c1"}
PLAN = CANVAS | {"ref": "r1"}
MEMBER = CANVAS | {"member_id": "0"}
THREAD = CANVAS | {"thread_id": "1"}
COMMENT = CANVAS | {"comment_id": "1"}
TRIAL = PLAN | {"number": "1"}

TABLE = (
    Row("front", "GET", EVERYONE),
    Row("front", "POST", NOBODY),
    Row("guide", "GET", EVERYONE),
    Row("guide", "POST", NOBODY),
    Row("guide_type", "GET", EVERYONE, {"slug": "personal"}),
    Row("guide_type", "POST", NOBODY, {"slug": "personal"}),
    Row("guide_strategy", "GET", EVERYONE, {"slug": "complaint-care"}),
    Row("guide_strategy", "POST", NOBODY, {"slug": "complaint-care"}),
    Row("schema", "GET", EVERYONE),
    Row("schema", "POST", NOBODY),
    Row("healthz", "GET", EVERYONE),
    Row("readyz", "GET", EVERYONE),
    Row("set_language", "GET", NOBODY),
    Row("set_language", "POST", (302, 302, 302, 302, 302), data={"language": "es"}),
    Row("account", "GET", SIGNED_IN),
    Row("account", "POST", (302, 302, 302, 302, 302), data={"name": "A", "language": "en"}),
    Row("account_email", "GET", SIGNED_IN),
    Row("account_email", "POST", (302, 302, 302, 302, 302)),
    Row("account_data", "GET", SIGNED_IN),
    Row("account_data", "POST", READ_ONLY),
    Row("account_confirm_login_code", "GET", ELSEWHERE),
    Row("account_confirm_login_code", "POST", ELSEWHERE),
    Row("account_delete", "GET", SIGNED_IN),
    Row("account_delete", "POST", REFUSED, data={"password": "wrong"}),
    Row("canvas_list", "GET", SIGNED_IN),
    Row("canvas_list", "POST", READ_ONLY),
    Row("canvas_new", "GET", SIGNED_IN),
    Row("canvas_new", "POST", REFUSED, data={"title": ""}),
    Row("canvas_import", "GET", SIGNED_IN),
    Row("canvas_import", "POST", REFUSED),
    Row("canvas_example", "GET", READ_ONLY, {"slug": "corner-shop"}),
    Row("canvas_example", "POST", (302, 302, 302, 302, 302), {"slug": "corner-shop"}),
    Row("board", "GET", MEMBERS, CANVAS),
    Row("board", "POST", READ_ONLY, CANVAS),
    Row("plan", "GET", MEMBERS, CANVAS),
    Row("plan", "POST", READ_ONLY, CANVAS),
    Row("coherence", "GET", MEMBERS, CANVAS),
    Row("coherence", "POST", READ_ONLY, CANVAS),
    Row("finding_mend", "GET", READ_ONLY, CANVAS),
    Row("finding_mend", "POST", EDITORS_DONE, CANVAS),
    Row("finding_set_aside", "GET", EDITORS_DONE, CANVAS),
    Row("finding_set_aside", "POST", EDITORS_DONE, CANVAS, {"reason": "x"}),
    Row("finding_take_up", "GET", READ_ONLY, CANVAS),
    Row("finding_take_up", "POST", EDITORS_DONE, CANVAS),
    Row("comments", "GET", MEMBERS, CANVAS),
    Row("comments", "POST", EDITORS_REFUSED, CANVAS, {"text": ""}),
    Row("comment_reply", "GET", MEMBERS, THREAD),
    Row("comment_reply", "POST", (302, 404, 403, 404, 404), THREAD, {"text": "x"}),
    Row("comment_edit", "GET", MEMBERS, COMMENT),
    Row("comment_edit", "POST", (302, 404, 403, 404, 404), COMMENT, {"text": "x"}),
    Row("comment_delete", "GET", READ_ONLY, COMMENT),
    Row("comment_delete", "POST", (302, 404, 403, 404, 404), COMMENT),
    Row("thread_resolve", "GET", READ_ONLY, THREAD),
    Row("thread_resolve", "POST", (302, 404, 403, 404, 404), THREAD),
    Row("thread_reopen", "GET", READ_ONLY, THREAD),
    Row("thread_reopen", "POST", (302, 404, 403, 404, 404), THREAD),
    Row("inbox", "GET", SIGNED_IN),
    Row("inbox", "POST", READ_ONLY),
    Row("inbox_read", "GET", READ_ONLY),
    Row("inbox_read", "POST", (302, 302, 302, 302, 302)),
    Row("notice_read", "GET", READ_ONLY, {"notice_id": "1"}),
    Row("notice_read", "POST", (302, 404, 404, 404, 404), {"notice_id": "1"}),
    Row("start", "GET", MEMBERS, CANVAS),
    Row("start", "POST", EDITORS_REFUSED, CANVAS),
    Row("matrix", "GET", MEMBERS, CANVAS),
    Row("matrix", "POST", READ_ONLY, CANVAS),
    Row("journey", "GET", MEMBERS, CANVAS),
    Row("journey", "POST", READ_ONLY, CANVAS),
    Row("relationship_map", "GET", MEMBERS, CANVAS),
    Row("relationship_map", "POST", READ_ONLY, CANVAS),
    Row("costs", "GET", MEMBERS, CANVAS),
    Row("costs", "POST", EDITORS_DONE, CANVAS),
    Row("calculator", "GET", MEMBERS, CANVAS),
    Row("calculator", "POST", READ_ONLY, CANVAS),
    Row("experiments", "GET", MEMBERS, CANVAS),
    Row("experiments", "POST", READ_ONLY, CANVAS),
    Row("trust", "GET", MEMBERS, CANVAS),
    Row("trust", "POST", READ_ONLY, CANVAS),
    Row("advice", "GET", MEMBERS, SEGMENT),
    Row("advice", "POST", READ_ONLY, SEGMENT),
    Row("advice_plan", "GET", READ_ONLY, SEGMENT),
    Row("advice_plan", "POST", EDITORS_REFUSED, SEGMENT, {"type": ""}),
    Row("compare", "GET", MEMBERS, SEGMENT),
    Row("compare", "POST", READ_ONLY, SEGMENT),
    Row("changes", "GET", MEMBERS, CANVAS),
    Row("changes", "POST", READ_ONLY, CANVAS),
    Row("history", "GET", MEMBERS, CANVAS),
    Row("history", "POST", READ_ONLY, CANVAS),
    Row("snapshot_new", "GET", READ_ONLY, CANVAS),
    Row("snapshot_new", "POST", EDITORS_REFUSED, CANVAS, {"name": ""}),
    Row("comparison", "GET", MEMBERS, CANVAS),
    Row("comparison", "POST", READ_ONLY, CANVAS),
    Row("go_back", "GET", READ_ONLY, CANVAS),
    Row("go_back", "POST", EDITORS_DONE, CANVAS, {"to": "now"}),
    Row("branch", "GET", READ_ONLY, CANVAS),
    Row("branch", "POST", (302, 404, 302, 302, 302), CANVAS, {"from": "now"}),
    Row("import_into", "GET", EDITORS, CANVAS),
    Row("import_into", "POST", EDITORS_REFUSED, CANVAS),
    Row("members", "GET", MEMBERS, CANVAS),
    Row("members", "POST", READ_ONLY, CANVAS),
    Row("member_invite", "GET", READ_ONLY, CANVAS),
    Row("member_invite", "POST", (302, 404, 403, 403, 422), CANVAS, {"email": ""}),
    Row("invitation_withdraw", "GET", READ_ONLY, CANVAS | {"invitation_id": "1"}),
    Row("invitation_withdraw", "POST", OWNER_DONE, CANVAS | {"invitation_id": "1"}),
    Row("member_role", "GET", READ_ONLY, MEMBER),
    Row("member_role", "POST", (302, 404, 403, 403, 404), MEMBER, {"role": "viewer"}),
    Row("member_remove", "GET", READ_ONLY, MEMBER),
    Row("member_remove", "POST", (302, 404, 404, 404, 404), MEMBER),
    Row("handover_offer", "GET", READ_ONLY, MEMBER),
    Row("handover_offer", "POST", (302, 404, 403, 403, 404), MEMBER),
    Row("handover_answer", "GET", READ_ONLY, CANVAS),
    Row("handover_answer", "POST", (302, 404, 404, 404, 404), CANVAS),
    Row("link_new", "GET", READ_ONLY, CANVAS),
    Row("link_new", "POST", EDITORS_REFUSED, CANVAS, {"days": "x"}),
    Row("link_revoke", "GET", READ_ONLY, CANVAS | {"link_id": "1"}),
    Row("link_revoke", "POST", EDITORS_DONE, CANVAS | {"link_id": "1"}),
    Row("invitation", "GET", (302, 404, 404, 404, 404), {"token": "x" * 43}),
    Row("invitation", "POST", (302, 404, 404, 404, 404), {"token": "x" * 43}),
    Row("compare_choose", "GET", (302, 404, 302, 302, 302), SEGMENT),
    Row("compare_choose", "POST", EDITORS_REFUSED, SEGMENT),
    Row("canvas_export", "GET", MEMBERS, CANVAS),
    Row("canvas_export", "POST", READ_ONLY, CANVAS),
    Row("canvas_details", "GET", MEMBERS, CANVAS),
    Row("canvas_details", "POST", EDITORS_REFUSED, CANVAS, {"title": ""}),
    Row("canvas_duplicate", "GET", MEMBERS, CANVAS),
    Row("canvas_duplicate", "POST", (302, 404, 302, 302, 302), CANVAS),
    Row("canvas_delete", "GET", OWNER, CANVAS),
    Row("canvas_delete", "POST", OWNER_DONE, CANVAS),
    Row("canvas_archive", "GET", READ_ONLY, CANVAS),
    Row("canvas_archive", "POST", OWNER_DONE, CANVAS),
    Row("activity", "GET", SIGNED_IN),
    Row("activity", "POST", READ_ONLY),
    Row("activity_seen", "GET", READ_ONLY),
    Row("activity_seen", "POST", (302, 302, 302, 302, 302)),
    Row("canvas_restore", "GET", READ_ONLY, CANVAS),
    Row("canvas_restore", "POST", (302, 404, 404, 404, 404), CANVAS),
    Row("deletion_undo", "GET", READ_ONLY, CANVAS),
    Row("deletion_undo", "POST", EDITORS_DONE, CANVAS),
    Row("note_new", "GET", EDITORS, CANVAS),
    Row("note_new", "POST", EDITORS_REFUSED, CANVAS, {"text": ""}),
    Row("note", "GET", MEMBERS, NOTE),
    Row("note", "POST", EDITORS_REFUSED, NOTE, {"text": ""}),
    Row("segment_new", "GET", EDITORS, CANVAS),
    Row("segment_new", "POST", EDITORS_REFUSED, CANVAS, {"name": ""}),
    Row("segment", "GET", MEMBERS, SEGMENT),
    Row("segment", "POST", EDITORS_REFUSED, SEGMENT, {"name": ""}),
    Row("channel_new", "GET", EDITORS, CANVAS),
    Row("channel_new", "POST", EDITORS_REFUSED, CANVAS, {"name": ""}),
    Row("channel", "GET", MEMBERS, CHANNEL),
    Row("channel", "POST", EDITORS_REFUSED, CHANNEL, {"name": ""}),
    Row("channel_abilities", "GET", MEMBERS, CANVAS),
    Row("channel_abilities", "POST", READ_ONLY, CANVAS),
    Row("relationship_new", "GET", EDITORS, CANVAS),
    Row("relationship_new", "POST", EDITORS_REFUSED, CANVAS, {"type": ""}),
    Row("relationship", "GET", MEMBERS, PLAN),
    Row("relationship", "POST", EDITORS_REFUSED, PLAN, {"type": ""}),
    Row("relationship_fit", "GET", MEMBERS, CANVAS),
    Row("relationship_fit", "POST", READ_ONLY, CANVAS),
    Row("relationship_step", "GET", READ_ONLY, PLAN),
    Row("relationship_step", "POST", EDITORS_DONE, PLAN, {"step": "run"}),
    Row("experiment_new", "GET", EDITORS, PLAN),
    Row("experiment_new", "POST", EDITORS_REFUSED, PLAN, {"hypothesis": ""}),
    Row("experiment", "GET", MEMBERS, TRIAL),
    Row("experiment", "POST", EDITORS_REFUSED, TRIAL, {"hypothesis": ""}),
    Row("experiment_next", "GET", MEMBERS, TRIAL | {"number": "2"}),
    Row("experiment_next", "POST", READ_ONLY, TRIAL),
    Row("experiment_remove", "GET", EDITORS, TRIAL),
    Row("experiment_remove", "POST", EDITORS_DONE, TRIAL),
    Row("element_move", "GET", READ_ONLY, NOTE),
    Row("element_move", "POST", EDITORS_DONE, NOTE, {"direction": "down"}),
    Row("element_remove", "GET", EDITORS, NOTE),
    Row("element_remove", "POST", EDITORS_DONE, NOTE),
)

PEOPLE = ("anonymous", "stranger", "viewer", "editor", "owner")


def _ours(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """Names of addresses; the admin's stand in `tests/relationships/admin/test_access.py`."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace == "admin":
            continue
        if isinstance(pattern, URLResolver):
            yield from _ours(pattern.url_patterns)
        elif pattern.callback.__module__.startswith(OURS):
            yield pattern.name or str(pattern.pattern)


def test_no_address_is_missing_from_the_table() -> None:
    assert sorted({row.name for row in TABLE}) == sorted(set(_ours(get_resolver().url_patterns)))


@pytest.fixture
def clients(
    client: Client,
    charlie: User,
    bob: User,
    erin: User,
    alice: User,
    signed_in: Callable[[User], Client],
) -> dict[str, Client]:
    people = [client, *map(signed_in, (charlie, bob, erin, alice))]
    return dict(zip(PEOPLE, people, strict=True))


def _answers(row: Row, canvas: Canvas, clients: dict[str, Client]) -> tuple[int, ...]:
    more = {**row.more, **({"canvas_id": str(canvas.pk)} if "canvas_id" in row.more else {})}
    address = reverse(row.name, kwargs=more)
    return tuple(
        client.generic(row.method, address).status_code
        if row.method != "POST"
        else client.post(address, row.data).status_code
        for client in clients.values()
    )


def _known(row: Row) -> str:
    return f"{row.method} {row.name}"


@pytest.mark.parametrize("row", TABLE, ids=_known)
def test_who_may_open_what(row: Row, canvas: Canvas, clients: dict[str, Client]) -> None:
    if row.name == "element_remove" and row.method == "POST":
        # The editor's deletion leaves nothing for the owner to delete.
        assert _answers(row, canvas, clients) == (302, 404, 403, 302, 404)
    else:
        assert _answers(row, canvas, clients) == row.statuses


def test_a_deleted_canvas_is_there_for_its_owner_to_bring_back_and_for_nobody_else(
    canvas: Canvas, clients: dict[str, Client], alice: User
) -> None:
    actions.delete_canvas(canvas, by=alice)
    board = Row("board", "GET", (302, 404, 404, 404, 404), CANVAS)
    assert _answers(board, canvas, clients) == board.statuses
    restore = Row("canvas_restore", "POST", (302, 404, 403, 403, 302), CANVAS)
    assert _answers(restore, canvas, clients) == restore.statuses


def test_a_commenter_may_look_and_not_change(
    canvas: Canvas, carol: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(carol)
    address = reverse("note", args=[canvas.pk, "n1"])
    assert [client.get(address).status_code, client.post(address).status_code] == [200, 403]


@pytest.mark.parametrize("name", ["note", "segment", "channel", "relationship"])
@pytest.mark.parametrize("ref", ["gone", "new", "base", "n2x"])
def test_an_element_that_is_not_there_is_not_found(
    canvas: Canvas, clients: dict[str, Client], name: str, ref: str
) -> None:
    row = Row(name, "GET", (302, 404, 404, 404, 404), CANVAS | {"ref": ref})
    assert _answers(row, canvas, clients) == row.statuses


def test_a_stranger_can_not_tell_a_canvas_from_none(canvas: Canvas, as_charlie: Client) -> None:
    there = as_charlie.get(f"/canvases/{canvas.pk}/")
    missing = as_charlie.get("/canvases/00000000-0000-4000-8000-000000000000/")
    assert (there.status_code, missing.status_code) == (404, 404)
    assert len(there.content) == len(missing.content)


def test_no_canvas_is_signed_out_of_by_htmx(canvas: Canvas, client: Client) -> None:
    response = client.get(f"/canvases/{canvas.pk}/", headers={"HX-Request": "true"})
    assert (response.status_code, response.content) == (401, b"")
