"""The page of comments, bubbles on the board, links in dialogs; with and without JavaScript."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client

from accounts.models import User
from canvas import actions, discussion, presence, sharing
from canvas.models import Canvas, Comment
from canvas.subjects import Subject
from relationships.catalog import Catalog
from tests.canvas.building import at, full_blueprint
from tests.canvas.reading import HTMX, Page

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script> {{ 1 }} @Bob Bravo\n\"'>"
FINDING = "on=finding&code=segment-unknown&elements=s2&about="

UNKNOWN = Subject.of_finding(("segment-unknown", ("s2",), ()))


@pytest.fixture
def as_carol(carol: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(carol)


@pytest.fixture
def said(canvas: Canvas, catalog: Catalog, carol: User) -> Comment:
    """What carol asks about n1."""
    made = discussion.comment(canvas, Subject("n1"), text="Who?", catalog=catalog, by=carol)
    assert made.comment is not None
    return made.comment


def row_of(canvas: Canvas) -> Canvas:
    return Canvas.objects.get(pk=canvas.pk)


class TestCommenting:
    @pytest.mark.parametrize(
        ("query", "key"),
        [
            ("", ""),
            ("?on=n1", "n1"),
            ("?on=block:channels", "block:channels"),
            (f"?{FINDING}", UNKNOWN.key),
        ],
    )
    def test_the_form_that_the_page_shows_says_it_of_what_is_asked_for(
        self, canvas: Canvas, as_carol: Client, query: str, key: str
    ) -> None:
        form = Page.of(as_carol.get(at(canvas, f"comments/{query}"))).form
        answer = as_carol.post(form.action, form.filled(text="Who?"))
        thread = canvas.threads.get()
        comment = thread.comments.get()
        back = at(canvas, f"comments/{query}")
        assert (answer.status_code, answer["Location"]) == (302, f"{back}#c{comment.pk}")
        assert thread.key == key
        assert "Who?" in as_carol.get(answer["Location"].partition("#")[0]).content.decode()

    def test_with_htmx_the_page_hears_that_it_was_saved(
        self, canvas: Canvas, as_carol: Client
    ) -> None:
        answer = as_carol.post(at(canvas, "comments/?on=n1"), {"text": "Who?"}, headers=HTMX)
        assert answer.status_code == 200
        assert "vinculo:saved" in answer["HX-Trigger"]
        assert 'id="open-threads"' in answer.content.decode()

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (" \n ", "This is needed."),
            ("x" * 2001, "Write at most 2,000 characters; these are 2,001."),
            ("a\x07b", "Take out the character U+0007: it can&#x27;t be shown."),
        ],
    )
    @pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
    def test_what_the_format_refuses_is_refused_in_its_words_and_kept(
        self, canvas: Canvas, as_carol: Client, text: str, message: str, headers: dict[str, str]
    ) -> None:
        answer = as_carol.post(at(canvas, "comments/"), {"text": text}, headers=headers)
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert message in answer.content.decode()
        assert text in Page.of(answer).forms[-1].fields["text"][0] or not text.strip()
        assert canvas.threads.count() == 0

    def test_a_text_of_two_thousand_is_taken_and_trimmed(
        self, canvas: Canvas, as_carol: Client
    ) -> None:
        as_carol.post(at(canvas, "comments/"), {"text": f"  {'ñ' * 2000}\r\n"})
        assert Comment.objects.get().text == "ñ" * 2000

    def test_on_what_was_deleted_meanwhile_the_text_is_kept_and_offered_to_the_canvas(
        self, canvas: Canvas, as_carol: Client, alice: User
    ) -> None:
        form = Page.of(as_carol.get(at(canvas, "comments/?on=n1"))).form
        actions.remove_element(canvas, "n1", by=alice)
        answer = as_carol.post(form.action, form.filled(text="Who?"))
        assert answer.status_code == HTTPStatus.CONFLICT
        again = Page.of(answer).form
        assert again.fields["text"] == ["Who?"]
        assert as_carol.post(again.action, again.filled()).status_code == 302
        assert [thread.key for thread in canvas.threads.all()] == [""]

    def test_what_was_typed_while_signed_out_comes_back(
        self, canvas: Canvas, client: Client, carol: User, said: Comment
    ) -> None:
        places = [
            at(canvas, "comments/"),
            at(canvas, f"comments/threads/{said.thread_id}/reply/"),
            at(canvas, f"comments/{said.pk}/edit/"),
        ]
        for place in places:
            client.logout()
            client.post(place, {"text": "Long thoughts"})
            session = client.session
            kept = session["unsaved"]
            client.force_login(carol, backend="allauth.account.auth_backends.AuthenticationBackend")
            session = client.session
            session["unsaved"] = kept
            session.save()
            page = Page.of(client.get(place))
            fields = [form.fields.get("text") for form in page.forms]
            assert ["Long thoughts"] in fields
            assert "This is not saved yet." in page.text


class TestThreads:
    def test_replying_resolving_and_reopening_without_javascript(
        self, canvas: Canvas, as_erin: Client, said: Comment
    ) -> None:
        def form(what: str) -> tuple[str, dict[str, list[str]]]:
            forms = Page.of(as_erin.get(at(canvas, "comments/"))).forms
            found = next(form for form in forms if what in form.action)
            return found.action, found.filled(text="Us" if what == "reply" else None)

        for what in ("reply", "resolve"):
            assert as_erin.post(*form(what)).status_code == 302
        thread = canvas.threads.get()
        assert (thread.comments.count(), thread.is_resolved) == (2, True)
        as_erin.post(*form("reopen"))
        assert canvas.threads.get().is_resolved is False

    def test_editing_and_deleting_are_offered_for_one_s_own_and_deleting_to_the_owner(
        self, canvas: Canvas, as_carol: Client, as_erin: Client, as_alice: Client, said: Comment
    ) -> None:
        def offered(client: Client) -> list[bool]:
            actions_ = [form.action for form in Page.of(client.get(at(canvas, "comments/"))).forms]
            return [
                any(f"comments/{said.pk}/{w}/" in a for a in actions_) for w in ("edit", "delete")
            ]

        assert [offered(c) for c in (as_carol, as_erin, as_alice)] == [
            [True, True],
            [False, False],
            [False, True],
        ]
        edit, delete = (at(canvas, f"comments/{said.pk}/{w}/") for w in ("edit", "delete"))
        assert as_erin.post(edit, {"text": "x"}).status_code == 403
        assert as_erin.post(delete).status_code == 403
        assert as_alice.post(edit, {"text": "x"}).status_code == 403
        assert as_carol.post(edit, {"text": "What?"}).status_code == 302
        assert "edited" in Page.of(as_carol.get(at(canvas, "comments/"))).text
        assert as_alice.post(delete).status_code == 302
        assert canvas.threads.count() == 0

    def test_a_viewer_reads_and_is_offered_and_allowed_nothing(
        self, canvas: Canvas, as_bob: Client, said: Comment
    ) -> None:
        page = Page.of(as_bob.get(at(canvas, "comments/")))
        assert "Who?" in page.text
        assert [form.action for form in page.forms if "comments" in form.action] == []
        for place in (
            "comments/",
            f"comments/threads/{said.thread_id}/reply/",
            f"comments/threads/{said.thread_id}/resolve/",
            f"comments/threads/{said.thread_id}/reopen/",
            f"comments/{said.pk}/edit/",
            f"comments/{said.pk}/delete/",
        ):
            assert as_bob.post(at(canvas, place), {"text": "x"}).status_code == 403
        assert (Comment.objects.count(), row_of(canvas).version) == (1, 2)

    def test_a_comment_on_another_canvas_is_as_if_there_were_none(
        self, canvas: Canvas, charlie: User, as_charlie: Client, said: Comment
    ) -> None:
        own = actions.duplicate_canvas(canvas, title="Mine", by=charlie)
        elsewhere, nowhere = (
            Page.of(as_charlie.get(at(own, f"comments/{pk}/edit/"))).text
            for pk in (said.pk, said.pk + 1)
        )
        assert elsewhere == nowhere

    def test_nothing_of_another_canvas_is_reached_through_one_s_own(
        self, canvas: Canvas, charlie: User, as_charlie: Client, said: Comment
    ) -> None:
        own = actions.duplicate_canvas(canvas, title="Mine", by=charlie)
        for place in (
            f"comments/threads/{said.thread_id}/reply/",
            f"comments/threads/{said.thread_id}/resolve/",
            f"comments/threads/{said.thread_id}/reopen/",
            f"comments/{said.pk}/edit/",
            f"comments/{said.pk}/delete/",
        ):
            assert as_charlie.post(at(own, place), {"text": "x"}).status_code == 404
        for place in (
            f"comments/?thread={said.thread_id}",
            f"comments/threads/{said.thread_id}/reply/",
            f"comments/{said.pk}/edit/",
        ):
            assert "Who?" not in as_charlie.get(at(own, place)).content.decode()
        said.refresh_from_db()
        assert said.text == "Who?"

    @pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
    def test_a_reply_to_a_reply_or_to_what_was_deleted_finds_nothing(
        self,
        canvas: Canvas,
        as_erin: Client,
        carol: User,
        said: Comment,
        headers: dict[str, str],
    ) -> None:
        answer = discussion.reply(canvas, said.thread_id, text="Us", by=carol).comment
        assert answer is not None
        to_reply = at(canvas, f"comments/threads/{said.thread_id + answer.pk}/reply/")
        assert as_erin.post(to_reply, {"text": "x"}, headers=headers).status_code == 404
        discussion.retract(canvas, answer.pk, by=carol)
        discussion.retract(canvas, said.pk, by=carol)
        place = at(canvas, f"comments/threads/{said.thread_id}/reply/")
        assert as_erin.post(place, {"text": "x"}, headers=headers).status_code == 404

    @pytest.mark.parametrize("number", ["0", "9" * 15, "9" * 40])
    def test_numbers_that_no_row_has_find_nothing(
        self, canvas: Canvas, as_alice: Client, number: str
    ) -> None:
        for place in (f"comments/threads/{number}/resolve/", f"comments/{number}/delete/"):
            assert as_alice.post(at(canvas, place)).status_code == 404
        assert as_alice.get(at(canvas, f"comments/?thread={number}")).status_code == 200
        assert as_alice.post(f"/inbox/{number}/read/").status_code == 404

    def test_hostile_text_is_shown_as_it_is_and_a_mention_in_it_stands_out(
        self, canvas: Canvas, as_carol: Client, as_alice: Client
    ) -> None:
        as_carol.post(at(canvas, "comments/"), {"text": HOSTILE})
        html = as_alice.get(at(canvas, "comments/")).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 1 }}" in html
        assert '<strong class="talk-mention">@Bob Bravo</strong>' in html

    @pytest.mark.parametrize(
        "query",
        [
            "?on=%22%3E%3Cscript%3E",
            "?on=block:%3Cb%3E",
            "?on=finding",
            "?on=finding:x",
            "?on=finding&code=%3Cb%3E&elements=" + "x%20" * 400,
            "?state=x&about=y&page=z&thread=w",
            "?page=999999999999999",
            "?on=" + "x" * 3000,
        ],
    )
    def test_what_an_address_can_not_mean_is_answered(
        self, canvas: Canvas, as_carol: Client, said: Comment, query: str
    ) -> None:
        html = as_carol.get(at(canvas, f"comments/{query}")).content.decode()
        assert "<script>" not in html
        assert "<b>" not in html


class TestList:
    @pytest.fixture
    def threads(self, canvas: Canvas, catalog: Catalog, carol: User) -> dict[str, str]:
        keys = {"canvas": "", "block": "block:channels", "element": "n1"}
        for name, key in keys.items():
            discussion.comment(
                canvas, Subject(key), text=f"On a {name}.", catalog=catalog, by=carol
            )
        made = discussion.comment(canvas, UNKNOWN, text="On a finding.", catalog=catalog, by=carol)
        assert made.comment is not None
        discussion.resolve(canvas, made.comment.thread_id, by=carol)
        return keys

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ("", ["element", "block", "canvas", "finding"]),
            ("?state=open", ["element", "block", "canvas"]),
            ("?state=resolved", ["finding"]),
            ("?about=canvas", ["canvas"]),
            ("?about=block", ["block"]),
            ("?about=element", ["element"]),
            ("?about=finding", ["finding"]),
            ("?about=finding&state=open", []),
            ("?on=n1", ["element"]),
            ("?on=n2", []),
            ("?on=block:channels", ["block"]),
            (f"?{FINDING}", ["finding"]),
            ("?on=", ["canvas"]),
        ],
    )
    def test_open_ones_come_first_and_the_list_is_narrowed(
        self,
        canvas: Canvas,
        as_bob: Client,
        threads: dict[str, str],
        query: str,
        shown: list[str],
    ) -> None:
        text = Page.of(as_bob.get(at(canvas, f"comments/{query}"))).text
        said = {name: text.find(f"On a {name}.") for name in (*threads, "finding")}
        assert sorted((n for n in said if said[n] >= 0), key=lambda n: said[n]) == shown

    def test_each_says_what_it_is_on_and_leads_there(
        self, canvas: Canvas, as_bob: Client, threads: dict[str, str]
    ) -> None:
        page = Page.of(as_bob.get(at(canvas, "comments/")))
        back = "?back=comments/"
        assert at(canvas, f"notes/n1/{back}") in page.links
        assert at(canvas, f"coherence/{back}") in page.links
        assert at(canvas, "#block-channels") in page.links
        names = ("Block “Channels”", "The whole canvas")
        assert [name in page.text for name in names] == [True, True]

    def test_what_is_gone_stays_with_its_last_text_and_no_link(
        self, canvas: Canvas, as_bob: Client, alice: User, threads: dict[str, str]
    ) -> None:
        note = full_blueprint().notes[0].text
        actions.remove_element(canvas, "n1", by=alice)
        page = Page.of(as_bob.get(at(canvas, "comments/?about=element")))
        assert f"Note “{note}”" in page.text
        assert "no longer there" in page.text
        assert [link for link in page.links if "notes/n1" in link] == []

    def test_a_long_list_is_paged_and_keeps_what_it_is_narrowed_to(
        self, canvas: Canvas, catalog: Catalog, carol: User, as_bob: Client
    ) -> None:
        for n in range(21):
            discussion.comment(canvas, Subject("n1"), text=f"No. {n}.", catalog=catalog, by=carol)
        page = Page.of(as_bob.get(at(canvas, "comments/?on=n1")))
        assert at(canvas, "comments/?on=n1&page=2") in page.links
        assert "No. 0." not in page.text
        assert "No. 0." in Page.of(as_bob.get(at(canvas, "comments/?on=n1&page=2"))).text

    def test_nothing_said_yet_tells_what_to_do(self, canvas: Canvas, as_bob: Client) -> None:
        assert "Nothing was said yet." in Page.of(as_bob.get(at(canvas, "comments/"))).text

    def test_who_left_is_not_named(
        self, canvas: Canvas, as_bob: Client, carol: User, said: Comment
    ) -> None:
        carol.delete()
        text = Page.of(as_bob.get(at(canvas, "comments/"))).text
        assert "somebody who has left" in text
        assert "Carol" not in text


class TestElsewhere:
    def test_bubbles_stand_on_elements_and_heads_that_have_open_threads(
        self, canvas: Canvas, catalog: Catalog, carol: User, as_bob: Client, said: Comment
    ) -> None:
        block = Subject("block:channels")
        made = discussion.comment(canvas, block, text="Many", catalog=catalog, by=carol).comment
        page = Page.of(as_bob.get(at(canvas)))
        bubbles = [link for link in page.links if link.startswith("comments/")]
        assert sorted(bubbles) == ["comments/?on=block:channels", "comments/?on=n1"]
        assert [as_bob.get(at(canvas, link)).status_code for link in bubbles] == [200, 200]
        assert made is not None
        for thread_id in (made.thread_id, said.thread_id):
            discussion.resolve(canvas, thread_id, by=carol)
        assert "bubble" not in as_bob.get(at(canvas)).content.decode()

    @pytest.mark.parametrize(
        ("kind", "ref"),
        [("notes", "n1"), ("segments", "s1"), ("channels", "c1"), ("relationships", "r1")],
    )
    def test_a_dialog_leads_to_what_was_said_of_its_element(
        self, canvas: Canvas, catalog: Catalog, carol: User, as_bob: Client, kind: str, ref: str
    ) -> None:
        def link() -> str:
            page = Page.of(as_bob.get(at(canvas, f"{kind}/{ref}/"), headers=HTMX))
            assert at(canvas, f"comments/?on={ref}") in page.links
            return page.text

        assert "Comments (1)" not in link()
        discussion.comment(canvas, Subject(ref), text="Who?", catalog=catalog, by=carol)
        assert "Comments (1)" in link()

    def test_the_coherence_page_leads_to_what_was_said_of_a_finding(
        self, canvas: Canvas, catalog: Catalog, carol: User, as_carol: Client, as_bob: Client
    ) -> None:
        link = at(canvas, f"comments/?{FINDING}")
        assert link in Page.of(as_carol.get(at(canvas, "coherence/"))).links
        assert link not in Page.of(as_bob.get(at(canvas, "coherence/"))).links
        discussion.comment(canvas, UNKNOWN, text="Who?", catalog=catalog, by=carol)
        page = Page.of(as_bob.get(at(canvas, "coherence/")))
        assert link in page.links
        assert page.text.count("Comments (1)") == 1

    def test_the_bar_counts_what_is_open(
        self, canvas: Canvas, as_bob: Client, said: Comment
    ) -> None:
        html = as_bob.get(at(canvas, "matrix/")).content.decode()
        assert '<span class="muted" id="open-threads">1</span>' in html

    def test_a_secret_link_shows_none(
        self, canvas: Canvas, alice: User, client: Client, said: Comment
    ) -> None:
        token = sharing.make_link(canvas, days=None, by=alice).token
        for place in ("", "notes/n1/", "segments/s1/"):
            html = client.get(f"/s/{token}/{place}").content.decode()
            assert "comments/" not in html
            assert "bubble" not in html
            assert "open-threads" not in html

    @pytest.mark.parametrize(
        ("deed", "expected"),
        [
            ("comment", ["el-n2"]),
            ("resolve", ["el-n1"]),
            ("block", ["count-channels"]),
            ("canvas", []),
        ],
    )
    def test_an_open_board_hears_of_bubbles_that_changed(
        self,
        canvas: Canvas,
        catalog: Catalog,
        carol: User,
        as_bob: Client,
        said: Comment,
        deed: str,
        expected: list[str],
    ) -> None:
        since = presence.token(row_of(canvas).version)
        on = {"comment": Subject("n2"), "block": Subject("block:channels"), "canvas": Subject()}
        if deed == "resolve":
            discussion.resolve(canvas, said.thread_id, by=carol)
        else:
            discussion.comment(canvas, on[deed], text="Who?", catalog=catalog, by=carol)
        headers = HTMX | {"HX-Current-URL": f"http://testserver{at(canvas)}"}
        answer = as_bob.get(at(canvas, "changes/"), {"since": since}, headers=headers)
        page = Page.of(answer)
        always = ("undo", "open-threads", "here", "toast", "since")
        assert [name for name in page.oob if name not in always] == expected
        assert "Comments by Carol Costa." in page.text
        bubbles = [link for link in page.links if link.startswith("comments/")]
        assert len(bubbles) == (1 if deed in ("comment", "block") else 0)
