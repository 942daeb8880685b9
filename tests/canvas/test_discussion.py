"""Threads of comments: who may say what, who hears of it, and what the canvas's row counts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.models import User
from canvas import actions, blueprints, discussion
from canvas.models import Canvas, Comment, Reason, Thread, Verb
from canvas.models.events import TALK
from canvas.subjects import Subject
from canvas.telling import Teller, subject_told
from relationships.catalog import Catalog
from relationships.coherence.findings import Identity
from relationships.vocabulary import Block
from tests.canvas.building import full_blueprint

pytestmark = pytest.mark.django_db

UNKNOWN: Identity = ("segment-unknown", ("s2",), ())
UNKNOWN_KEY = Subject.of_finding(UNKNOWN).key

SUBJECTS = {
    "canvas": Subject(),
    "block": Subject.of_block(Block.CHANNELS),
    "note": Subject("n1"),
    "segment": Subject("s1"),
    "channel": Subject("c1"),
    "relationship": Subject("r1"),
    "finding": Subject.of_finding(UNKNOWN),
}


def row_of(canvas: Canvas) -> Canvas:
    return Canvas.objects.get(pk=canvas.pk)


def say(
    canvas: Canvas, catalog: Catalog, by: User, text: str = "Who?", on: Subject | None = None
) -> Comment:
    subject = on or Subject("n1")
    said = discussion.comment(canvas, subject, text=text, catalog=catalog, by=by)
    assert said.comment is not None
    return said.comment


def heard(*people: User) -> list[list[tuple[str, str]]]:
    """What each was told of: why, and what was said."""
    return [
        list(person.notices.order_by("pk").values_list("reason", "comment__text"))
        for person in people
    ]


def told(thread: Thread, catalog: Catalog, language: str = "en") -> str:
    with override(language):
        subject = Subject.stored(thread.key, thread.finding)
        return subject_told(subject, thread.called, catalog, language)


class TestCommenting:
    @pytest.mark.parametrize("name", SUBJECTS)
    def test_on_whatever_is_there(
        self, canvas: Canvas, catalog: Catalog, carol: User, name: str
    ) -> None:
        subject = SUBJECTS[name]
        said = say(canvas, catalog, carol, "Who?\nAnd when?", subject)
        thread = said.thread
        assert (thread.key, thread.finding, thread.is_resolved) == (
            subject.key,
            subject.spelt_out,
            False,
        )
        assert (said.by, said.text, said.starts) == (carol, "Who?\nAnd when?", True)
        assert row_of(canvas).open_threads == {subject.key: 1}

    @pytest.mark.parametrize(
        "subject",
        [
            Subject("gone"),
            Subject("block:cellar"),
            Subject("block:"),
            Subject("finding:"),
            Subject("finding:" + "0" * 64),
            Subject.of_finding(("segment-unknown", ("s1",), ())),
            Subject.of_finding(("no-such-rule", (), ())),
        ],
    )
    def test_not_on_what_is_not(
        self, canvas: Canvas, catalog: Catalog, carol: User, subject: Subject
    ) -> None:
        with pytest.raises(actions.Gone):
            say(canvas, catalog, carol, on=subject)
        assert (Thread.objects.count(), row_of(canvas).version) == (0, 1)

    def test_not_on_a_canvas_that_is_gone(
        self, canvas: Canvas, catalog: Catalog, alice: User
    ) -> None:
        actions.delete_canvas(canvas, by=alice)
        with pytest.raises(actions.Gone):
            say(canvas, catalog, alice)

    def test_what_was_deleted_meanwhile_is_gone(
        self, canvas: Canvas, catalog: Catalog, carol: User, alice: User
    ) -> None:
        actions.remove_element(canvas, "n1", by=alice)
        with pytest.raises(actions.Gone):
            say(canvas, catalog, carol)

    def test_it_is_one_event_and_one_version_and_changes_no_element(
        self, canvas: Canvas, catalog: Catalog, carol: User
    ) -> None:
        before = row_of(canvas)
        said = discussion.comment(canvas, Subject("n1"), text="Secret", catalog=catalog, by=carol)
        event, after = canvas.events.latest("number"), row_of(canvas)
        assert (said.change.event, event.number, event.verb) == (event, 2, Verb.COMMENT)
        assert (after.version, after.document, after.changed_at) == (
            2,
            before.document,
            before.changed_at,
        )
        assert event.thread["key"] == "n1"
        assert "Secret" not in repr(event.__dict__)

    def test_there_is_a_most(
        self, canvas: Canvas, catalog: Catalog, carol: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(discussion, "MOST_THREADS", 2)
        monkeypatch.setattr(discussion, "MOST_REPLIES", 1)
        first = say(canvas, catalog, carol)
        say(canvas, catalog, carol)
        with pytest.raises(discussion.TooMany):
            say(canvas, catalog, carol)
        discussion.reply(canvas, first.thread_id, text="1", by=carol)
        with pytest.raises(discussion.TooMany):
            discussion.reply(canvas, first.thread_id, text="2", by=carol)
        assert (Thread.objects.count(), Comment.objects.count()) == (2, 3)
        assert (row_of(canvas).open_threads, row_of(canvas).version) == ({"n1": 2}, 4)


class TestHearing:
    def test_the_owner_hears_of_new_threads_and_those_who_took_part_of_replies(
        self, canvas: Canvas, catalog: Catalog, alice: User, bob: User, carol: User, erin: User
    ) -> None:
        first = say(canvas, catalog, carol, "Who?")
        discussion.reply(canvas, first.thread_id, text="Us", by=erin)
        discussion.reply(canvas, first.thread_id, text="Really?", by=carol)
        assert heard(alice, bob, carol, erin) == [
            [("thread", "Who?")],
            [],
            [("reply", "Us")],
            [("reply", "Really?")],
        ]

    def test_a_mention_goes_before_all_else(
        self, canvas: Canvas, catalog: Catalog, alice: User, bob: User, carol: User
    ) -> None:
        first = say(canvas, catalog, carol, "@alice and @BOB BRAVO and @carol")
        discussion.reply(canvas, first.thread_id, text="@carol, look", by=alice)
        assert heard(alice, bob, carol) == [
            [("mention", first.text)],
            [("mention", first.text)],
            [("mention", "@carol, look")],
        ]

    def test_nobody_else_is_told_however_they_are_called(
        self, canvas: Canvas, catalog: Catalog, carol: User, charlie: User
    ) -> None:
        say(canvas, catalog, carol, "@charlie @Charlie Cruz @charlie@example.com")
        assert heard(charlie, carol) == [[], []]

    def test_who_took_part_and_left_hears_no_more(
        self, canvas: Canvas, catalog: Catalog, carol: User, erin: User
    ) -> None:
        first = say(canvas, catalog, carol)
        canvas.members.filter(user=carol).delete()
        discussion.reply(canvas, first.thread_id, text="Us", by=erin)
        assert heard(carol) == [[]]

    def test_an_edit_tells_those_whom_it_mentions_anew_and_nobody_twice(
        self, canvas: Canvas, catalog: Catalog, alice: User, bob: User, carol: User
    ) -> None:
        said = say(canvas, catalog, carol, "Hello")
        for text in ("@alice @bob", "@bob again"):
            discussion.reword(canvas, said.pk, text=text, by=carol)
        assert heard(alice, bob) == [[("thread", "@bob again")], [("mention", "@bob again")]]

    def test_what_is_unread_stands_on_the_person(
        self, canvas: Canvas, catalog: Catalog, alice: User, carol: User
    ) -> None:
        first = say(canvas, catalog, carol)
        say(canvas, catalog, carol)
        alice.refresh_from_db()
        assert alice.unread == 2
        discussion.retract(canvas, first.pk, by=carol)
        alice.refresh_from_db()
        assert alice.unread == 1


class TestReplying:
    def test_only_in_a_thread_of_this_canvas(
        self, canvas: Canvas, catalog: Catalog, alice: User, carol: User
    ) -> None:
        other = actions.create_canvas(full_blueprint(), by=alice)
        said = say(other, catalog, alice)
        for do in (
            lambda: discussion.reply(canvas, said.thread_id, text="x", by=carol),
            lambda: discussion.resolve(canvas, said.thread_id, by=carol),
            lambda: discussion.reopen(canvas, said.thread_id, by=carol),
            lambda: discussion.reword(canvas, said.pk, text="x", by=alice),
            lambda: discussion.retract(canvas, said.pk, by=alice),
        ):
            with pytest.raises(actions.Gone):
                do()
        assert (row_of(canvas).version, Comment.objects.get().text) == (1, "Who?")

    def test_a_thread_that_was_deleted_is_gone(
        self, canvas: Canvas, catalog: Catalog, carol: User, erin: User
    ) -> None:
        said = say(canvas, catalog, carol)
        discussion.retract(canvas, said.pk, by=carol)
        with pytest.raises(actions.Gone):
            discussion.reply(canvas, said.thread_id, text="x", by=erin)
        assert (Comment.objects.count(), row_of(canvas).open_threads) == (0, {})

    def test_a_resolved_thread_takes_replies_and_stays_resolved(
        self, canvas: Canvas, catalog: Catalog, carol: User, erin: User
    ) -> None:
        said = say(canvas, catalog, carol)
        discussion.resolve(canvas, said.thread_id, by=erin)
        discussion.reply(canvas, said.thread_id, text="Thanks", by=carol)
        assert canvas.threads.get().is_resolved
        assert said.thread.comments.count() == 2


class TestEditingAndDeleting:
    def test_only_one_s_own_is_edited(
        self, canvas: Canvas, catalog: Catalog, alice: User, carol: User, erin: User
    ) -> None:
        said = say(canvas, catalog, carol)
        for other in (alice, erin):
            with pytest.raises(PermissionDenied):
                discussion.reword(canvas, said.pk, text="x", by=other)
        discussion.reword(canvas, said.pk, text="What?", by=carol)
        said.refresh_from_db()
        assert (said.text, said.edited_at is None) == ("What?", False)

    def test_the_same_text_is_no_edit(self, canvas: Canvas, catalog: Catalog, carol: User) -> None:
        said = say(canvas, catalog, carol)
        assert discussion.reword(canvas, said.pk, text="Who?", by=carol).change.event is None
        assert row_of(canvas).version == 2

    def test_one_s_own_is_deleted_and_the_owner_deletes_any(
        self, canvas: Canvas, catalog: Catalog, alice: User, carol: User, erin: User
    ) -> None:
        mine, other = say(canvas, catalog, carol), say(canvas, catalog, carol)
        with pytest.raises(PermissionDenied):
            discussion.retract(canvas, mine.pk, by=erin)
        discussion.retract(canvas, mine.pk, by=carol)
        discussion.retract(canvas, other.pk, by=alice)
        assert (Thread.objects.count(), row_of(canvas).open_threads) == (0, {})

    def test_a_first_one_with_replies_stays_empty_until_the_last_reply_goes(
        self, canvas: Canvas, catalog: Catalog, alice: User, carol: User, erin: User
    ) -> None:
        first = say(canvas, catalog, carol, "Rude words")
        answer = discussion.reply(canvas, first.thread_id, text="Us", by=erin).comment
        assert answer is not None
        discussion.retract(canvas, first.pk, by=carol)
        first.refresh_from_db()
        assert (first.text, first.is_deleted) == ("", True)
        assert (row_of(canvas).open_threads, heard(alice)) == ({"n1": 1}, [[]])
        for do in (
            lambda: discussion.reword(canvas, first.pk, text="x", by=carol),
            lambda: discussion.retract(canvas, first.pk, by=carol),
        ):
            with pytest.raises(actions.Gone):
                do()
        discussion.retract(canvas, answer.pk, by=erin)
        assert (Thread.objects.count(), row_of(canvas).open_threads) == (0, {})

    def test_a_reply_goes_alone(
        self, canvas: Canvas, catalog: Catalog, carol: User, erin: User
    ) -> None:
        first = say(canvas, catalog, carol)
        answer = discussion.reply(canvas, first.thread_id, text="Us", by=erin).comment
        assert answer is not None
        discussion.retract(canvas, answer.pk, by=erin)
        assert [said.pk for said in Comment.objects.all()] == [first.pk]


class TestResolving:
    def test_counts_follow_and_doing_it_twice_is_nothing(
        self, canvas: Canvas, catalog: Catalog, carol: User, erin: User
    ) -> None:
        said = say(canvas, catalog, carol)
        say(canvas, catalog, carol)
        done = [
            discussion.resolve(canvas, said.thread_id, by=erin),
            discussion.resolve(canvas, said.thread_id, by=carol),
        ]
        assert [one.change.event is None for one in done] == [False, True]
        thread = canvas.threads.get(pk=said.thread_id)
        assert (thread.resolved_by, row_of(canvas).open_threads) == (erin, {"n1": 1})
        done = [
            discussion.reopen(canvas, said.thread_id, by=carol),
            discussion.reopen(canvas, said.thread_id, by=carol),
        ]
        assert [one.change.event is None for one in done] == [False, True]
        thread.refresh_from_db()
        assert (thread.resolved_at, thread.resolved_by) == (None, None)
        assert (row_of(canvas).open_threads, row_of(canvas).version) == ({"n1": 2}, 5)

    def test_what_is_all_resolved_counts_nothing_and_is_known_still(
        self, canvas: Canvas, catalog: Catalog, carol: User
    ) -> None:
        discussion.resolve(canvas, say(canvas, catalog, carol).thread_id, by=carol)
        assert row_of(canvas).open_threads == {"n1": 0}
        assert row_of(canvas).open_thread_count == ""


class TestNames:
    def test_a_deleted_element_is_listed_with_its_last_text(
        self, canvas: Canvas, catalog: Catalog, alice: User, carol: User
    ) -> None:
        discussion.resolve(canvas, say(canvas, catalog, carol).thread_id, by=carol)
        note = full_blueprint().notes[0]
        actions.save_element(canvas, replace(note, text="Rye"), base=note, by=alice)
        assert told(canvas.threads.get(), catalog) == "Note “Rye”"
        actions.remove_element(canvas, "n1", by=alice)
        assert told(canvas.threads.get(), catalog) == "Note “Rye”"
        assert canvas.threads.get().called == {"n1": ["notes", "Rye"]}

    def test_what_goes_with_a_segment_keeps_its_name_too(
        self, canvas: Canvas, catalog: Catalog, alice: User, carol: User
    ) -> None:
        say(canvas, catalog, carol, on=Subject("r1"))
        canvas.threads.update(called={"r1": ["relationships", "forgotten"]})
        actions.remove_element(canvas, "s1", by=alice)
        kind = catalog.types[full_blueprint().relationships[0].type]
        thread = canvas.threads.get()
        assert told(thread, catalog, "es") == f"Relación «{kind.name.into('es')}»"

    def test_a_finding_is_told_by_its_rule_and_its_elements(
        self, canvas: Canvas, catalog: Catalog, alice: User, carol: User
    ) -> None:
        say(canvas, catalog, carol, on=SUBJECTS["finding"])
        segment = full_blueprint().segments[1]
        renamed = replace(segment, name="Walkers")
        actions.save_element(canvas, renamed, base=segment, by=alice)
        actions.remove_element(canvas, "s2", by=alice)
        assert told(canvas.threads.get(), catalog).endswith("(Segment “Walkers”)")

    def test_an_element_that_comes_back_has_its_comments(
        self, canvas: Canvas, catalog: Catalog, alice: User, carol: User
    ) -> None:
        say(canvas, catalog, carol)
        actions.remove_element(canvas, "n1", by=alice)
        actions.undo_deletion(canvas, by=alice)
        assert row_of(canvas).open_threads == {"n1": 1}
        assert Subject("n1").is_there(blueprints.read(row_of(canvas)), ())

    def test_where_nobody_commented_a_deletion_costs_no_query_more(
        self, canvas: Canvas, catalog: Catalog, alice: User, carol: User
    ) -> None:
        def queries(ref: str) -> int:
            with CaptureQueriesContext(connection) as asked:
                actions.remove_element(canvas, ref, by=alice)
            return sum("canvas_thread" in query["sql"] for query in asked)

        assert queries("n2") == 0
        say(canvas, catalog, carol, on=Subject("s1"))
        assert (queries("n1"), queries("s1")) == (0, 1)

    def test_a_canvas_that_is_brought_back_a_copy_and_an_export(
        self, canvas: Canvas, catalog: Catalog, alice: User, carol: User
    ) -> None:
        say(canvas, catalog, carol, "Secret")
        twin = actions.duplicate_canvas(row_of(canvas), title="Copy", by=alice)
        assert (twin.threads.count(), row_of(twin).open_threads) == (0, {})
        assert "Secret" not in row_of(canvas).document

    def test_what_somebody_said_outlives_them(
        self, canvas: Canvas, catalog: Catalog, carol: User
    ) -> None:
        say(canvas, catalog, carol)
        carol.delete()
        assert list(Comment.objects.values_list("text", "by")) == [("Who?", None)]


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_all_that_is_done_is_told_in_words(
    canvas: Canvas, catalog: Catalog, carol: User, language: str
) -> None:
    for subject in SUBJECTS.values():
        said = say(canvas, catalog, carol, on=subject)
        discussion.reply(canvas, said.thread_id, text="Us", by=carol)
        discussion.reword(canvas, said.pk, text="Whom?", by=carol)
        discussion.resolve(canvas, said.thread_id, by=carol)
        discussion.reopen(canvas, said.thread_id, by=carol)
        discussion.retract(canvas, said.pk, by=carol)
    events = list(canvas.events.filter(verb__in=TALK).order_by("number"))
    with override(language):
        teller = Teller.of(full_blueprint(), catalog, language)
        sentences = [teller.tell(event).sentence for event in events]
    assert len(set(sentences)) == len(sentences) == len(SUBJECTS) * len(TALK)
    if language == "en":
        assert sentences[:2] == [
            "New comment: the whole canvas.",
            "Reply to a comment: the whole canvas.",
        ]
        assert "Thread resolved: Block “Channels”." in sentences


def test_a_finding_about_hundreds_of_elements_is_told_by_the_first_few(catalog: Catalog) -> None:
    refs = [f"r{n}" for n in range(300)]
    thread = Thread(
        key=UNKNOWN_KEY,
        finding={"code": "no-such-rule", "elements": refs, "about": []},
        called={ref: ["relationships", "no-such-type"] for ref in refs},
    )
    assert told(thread, catalog).count("no-such-type") == 4
    assert told(thread, catalog).endswith("; 296 more)")


@pytest.mark.django_db(transaction=True)
def test_two_people_who_resolve_and_reply_at_once_both_succeed(
    canvas: Canvas, catalog: Catalog, alice: User, carol: User, erin: User
) -> None:
    said = say(canvas, catalog, alice)
    start = Barrier(4)

    def at_once(do: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=20)
            do()
        finally:
            connection.close()

    deeds = [
        lambda: discussion.resolve(canvas, said.thread_id, by=erin),
        lambda: discussion.reply(canvas, said.thread_id, text="@alice", by=carol),
        lambda: discussion.reply(canvas, said.thread_id, text="@alice", by=erin),
        lambda: discussion.comment(canvas, Subject("n1"), text="@alice", catalog=catalog, by=carol),
    ]
    with ThreadPoolExecutor(len(deeds)) as threads:
        for done in [threads.submit(at_once, do) for do in deeds]:
            done.result(timeout=60)
    now = row_of(canvas)
    assert (now.version, now.open_threads) == (6, {"n1": 1})
    assert sorted(canvas.events.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert canvas.threads.get(pk=said.thread_id).is_resolved
    assert said.thread.comments.count() == 3
    alice.refresh_from_db()
    assert (alice.unread, set(alice.notices.values_list("reason", flat=True))) == (
        3,
        {Reason.MENTION},
    )
