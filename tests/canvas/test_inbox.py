"""The inbox: what is in it, what is unread, and what whoever lost access still learns: nothing."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from canvas import actions, discussion, sharing
from canvas.models import Canvas, Comment, Role
from canvas.subjects import Subject
from relationships.catalog import Catalog
from tests.canvas.factories import MemberFactory
from tests.canvas.reading import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(canvas: Canvas, catalog: Catalog, carol: User) -> Callable[[str], Comment]:
    """carol says something on n1, of which alice, the owner, hears."""

    def comment(text: str) -> Comment:
        said = discussion.comment(canvas, Subject("n1"), text=text, catalog=catalog, by=carol)
        assert said.comment is not None
        return said.comment

    return comment


def unread(*people: User) -> list[int]:
    for person in people:
        person.refresh_from_db()
    return [person.unread for person in people]


def test_it_tells_who_said_what_where_and_leads_there(
    canvas: Canvas, as_alice: Client, say: Callable[[str], Comment]
) -> None:
    said = say("Who has\ncounted them?")
    page = Page.of(as_alice.get("/inbox/"))
    assert "Carol Costa commented on a canvas of yours." in page.text
    assert canvas.title in page.text
    assert "Who has counted them?" in page.text
    notice = said.notices.get()
    response = as_alice.post(f"/inbox/{notice.pk}/read/", {"open": "1"})
    assert (response.status_code, response["Location"]) == (
        302,
        f"/canvases/{canvas.pk}/comments/?thread={said.thread_id}#c{said.pk}",
    )
    there = as_alice.get(response["Location"].partition("#")[0]).content.decode()
    assert f'id="c{said.pk}"' in there


def test_how_many_are_unread_stands_on_every_page(
    canvas: Canvas, alice: User, as_alice: Client, say: Callable[[str], Comment]
) -> None:
    say("One")
    say("Two")
    for address in ("/inbox/", "/canvases/", "/guide/", f"/canvases/{canvas.pk}/"):
        assert "Inbox 2 unread" in Page.of(as_alice.get(address)).text
    assert as_alice.post(f"/inbox/{alice.notices.earliest('pk').pk}/read/").status_code == 302
    assert "Inbox 1 unread" in Page.of(as_alice.get("/inbox/")).text
    as_alice.post("/inbox/read/")
    assert "unread" not in Page.of(as_alice.get("/inbox/")).text
    assert (unread(alice), alice.notices.filter(read_at=None).count()) == ([0], 0)


def test_nobody_reads_or_marks_what_is_another_s(
    alice: User, as_erin: Client, say: Callable[[str], Comment]
) -> None:
    notice = say("Secret").notices.get()
    assert "Secret" not in as_erin.get("/inbox/").content.decode()
    assert as_erin.post(f"/inbox/{notice.pk}/read/", {"open": "1"}).status_code == 404
    as_erin.post("/inbox/read/")
    assert unread(alice) == [1]


def test_whoever_leaves_or_is_removed_finds_nothing_of_it_any_more(
    canvas: Canvas, bob: User, as_bob: Client, say: Callable[[str], Comment]
) -> None:
    notice = say("@bob, look").notices.get(user=bob)
    assert unread(bob) == [1]
    sharing.remove_member(canvas, canvas.members.get(user=bob), by=bob)
    assert unread(bob) == [0]
    assert "look" not in as_bob.get("/inbox/").content.decode()
    assert as_bob.post(f"/inbox/{notice.pk}/read/", {"open": "1"}).status_code == 404
    MemberFactory(canvas=canvas, user=bob, role=Role.VIEWER)
    assert "look" not in as_bob.get("/inbox/").content.decode()


def test_the_owner_who_can_not_be_removed_keeps_everything(
    canvas: Canvas, alice: User, say: Callable[[str], Comment]
) -> None:
    say("Hello")
    sharing.remove_member(canvas, canvas.members.get(user=alice), by=alice)
    assert (unread(alice), alice.notices.count()) == ([1], 1)


def test_a_membership_that_went_another_way_hides_it_as_well(
    canvas: Canvas, bob: User, as_bob: Client, say: Callable[[str], Comment]
) -> None:
    say("@bob, look")
    canvas.members.filter(user=bob).delete()
    assert "look" not in as_bob.get("/inbox/").content.decode()
    as_bob.post("/inbox/read/")
    assert unread(bob) == [0]


def test_a_deleted_canvas_takes_it_along_and_brings_it_back(
    canvas: Canvas, alice: User, bob: User, as_alice: Client, say: Callable[[str], Comment]
) -> None:
    say("@bob, look")
    actions.delete_canvas(canvas, by=alice)
    assert unread(alice, bob) == [0, 0]
    assert "look" not in as_alice.get("/inbox/").content.decode()
    actions.restore_canvas(canvas, by=alice)
    assert unread(alice, bob) == [1, 1]
    assert "look" in as_alice.get("/inbox/").content.decode()


def test_it_is_paged(as_alice: Client, say: Callable[[str], Comment]) -> None:
    for n in range(31):
        say(f"Number {n}.")
    first, second = (Page.of(as_alice.get(f"/inbox/?page={n}")).text for n in (1, 2))
    assert ("Number 30." in first, "Number 0." in first) == (True, False)
    assert ("Number 30." in second, "Number 0." in second) == (False, True)


def test_hostile_text_is_shown_as_it_is(as_alice: Client, say: Callable[[str], Comment]) -> None:
    say("<script>alert(1)</script>{{ user.password }}\u202e")
    html = as_alice.get("/inbox/").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ user.password }}" in html


def test_an_empty_inbox_says_what_comes_here(as_alice: Client, canvas: Canvas) -> None:
    assert "Nothing is waiting for you." in Page.of(as_alice.get("/inbox/")).text
