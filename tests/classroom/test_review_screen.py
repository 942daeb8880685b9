"""The review screen: what it shows to whom, and how what is typed on it is saved."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from canvas import actions
from classroom import releasing, reviewing, submitting
from classroom.models import (
    Course,
    Criterion,
    Level,
    Remark,
    Reply,
    Review,
    Rubric,
    Score,
    Submission,
)
from classroom.states import State
from relationships import live
from tests.canvas.reading import HTMX, Page
from tests.classroom import factories as make

pytestmark = pytest.mark.django_db


class Screen:
    """The review screen in the hands of one instructor."""

    def __init__(self, client: Client, submission: Submission) -> None:
        self.client, self.submission = client, submission

    def open(self, query: str = "") -> HttpResponse:
        return self.client.get(self.at("review") + query)

    def at(self, name: str, *more: int) -> str:
        return reverse(name, args=[self.submission.pk, *more])

    def html(self, query: str = "") -> str:
        return self.open(query).content.decode()

    def seen(self, criterion: Criterion) -> str:
        found = re.search(f'name="seen-{criterion.pk}" value="([^"]+)"', self.html())
        assert found
        return found[1]

    def score(self, *scores: tuple[Criterion, Level | None, str, str]) -> HttpResponse:
        """What the rubric's one form sends: criterion, level, remark, and what was seen of it."""
        data = {"attempt": "1"}
        for criterion, level, remark, seen in scores:
            data |= {
                f"level-{criterion.pk}": str(level.pk) if level else "",
                f"remark-{criterion.pk}": remark,
                f"seen-{criterion.pk}": seen,
            }
        return self.client.post(self.at("scores_save"), data)


@pytest.fixture
def screen(as_ines: Client, submission: Submission) -> Screen:
    return Screen(as_ines, submission)


@pytest.fixture
def colleague(submission: Submission) -> User:
    made: User = make.InstructorFactory(
        course=submission.assignment.course, user__name="Clara Cruz"
    ).user
    return made


@pytest.fixture
def criteria(submission: Submission) -> list[Criterion]:
    assert submission.assignment.rubric
    return list(submission.assignment.rubric.criteria.order_by("position"))


def _state(submission: Submission) -> str:
    return str(Submission.objects.values_list("state", flat=True).get(pk=submission.pk))


def test_opening_the_screen_takes_nothing_up(screen: Screen, submission: Submission) -> None:
    page = Page.of(screen.open())
    assert "Sofía Sol" in page.text
    assert len(page.ids) == len(set(page.ids))
    assert _state(submission) == State.SUBMITTED
    assert not Review.objects.exists()
    response = screen.client.post(screen.at("review_take_up"), {"attempt": 1})
    assert response.status_code == 302
    assert _state(submission) == State.IN_REVIEW


def test_before_anything_was_handed_in_there_is_nothing_to_review(
    as_ines: Client, assignment: object, tomas: User
) -> None:
    begun = submitting.start(assignment, by=tomas)  # type: ignore[arg-type]
    assert as_ines.get(reverse("review", args=[begun.pk])).status_code == 404


@pytest.mark.parametrize("query", ["?attempt=2", "?attempt=0", "?attempt=999999999"])
def test_an_attempt_that_is_not_there_is_not_found(screen: Screen, query: str) -> None:
    assert screen.open(query).status_code == 404


@pytest.mark.parametrize("query", ["?on=s9", "?on=block:x", "?attempt=x", "?state=x&order=x"])
def test_what_an_address_can_not_mean_is_passed_over(screen: Screen, query: str) -> None:
    response = screen.open(query)
    assert response.status_code == 200
    assert b"The whole canvas" in response.content


@pytest.mark.parametrize("key", ["s1", "r1", "c1", "n1", "block:channels"])
def test_what_is_opened_shows_what_is_said_of_it(
    screen: Screen, submission: Submission, ines: User, key: str
) -> None:
    for n, at in enumerate((key, "s2" if key != "s2" else "s1")):
        reviewing.remark(
            submission, attempt=1, key=at, text=f"Said of {n}", is_private=False, by=ines
        )
    html = screen.client.get(
        screen.at("review") + f"?on={key}", headers={**HTMX, "HX-Target": "sheet"}
    ).content.decode()
    assert html.lstrip().startswith("<section")
    assert "Said of 0" in html
    assert "Said of 1" not in html
    assert "Said of 1" in screen.html()


def test_the_query_of_the_queue_is_kept_wherever_one_goes(screen: Screen) -> None:
    query = "?state=submitted&order=name"
    page = Page.of(screen.open(f"{query}&on=s1"))
    opened = [link for link in page.links if "on=" in link]
    assert opened
    assert all("state=submitted&order=name" in link for link in opened)
    actions_ = [form.action for form in page.forms if "/review/" in form.action]
    assert actions_
    assert all("state=submitted&order=name&on=s1" in action for action in actions_)


def test_one_goes_through_the_queue_in_turn(screen: Screen, submission: Submission) -> None:
    released, waiting = (
        make.SubmissionFactory(
            assignment=submission.assignment,
            attempt_count=1,
            submitted_at=submission.submitted_at,
            state=state,
        )
        for state in (State.RELEASED, State.SUBMITTED)
    )
    Submission.objects.filter(pk=submission.pk).update(state=State.IN_REVIEW)
    page = Page.of(screen.open("?lateness=in_time"))
    assert "of 3 · 2 waiting" in page.text
    following = f"{reverse('review', args=[waiting.pk])}?lateness=in_time"
    assert following in page.links
    # Of those that are filtered out, the first that is left comes next.
    page = Page.of(screen.open("?state=released"))
    assert "· 0 waiting" not in page.text
    assert f"{reverse('review', args=[released.pk])}?state=released" in page.links


def test_levels_and_remarks_are_saved_by_one_button(
    screen: Screen, criteria: list[Criterion], ines: User, submission: Submission
) -> None:
    well = criteria[0].levels.get(points=10)
    response = screen.score(
        (criteria[0], well, "  Clear.\r\nGood. ", screen.seen(criteria[0])),
        (criteria[1], None, "", screen.seen(criteria[1])),
    )
    assert response.status_code == 302
    score = Score.objects.get()
    assert (score.criterion, score.level, score.remark, score.by) == (
        criteria[0],
        well,
        "Clear.\nGood.",
        ines,
    )
    assert _state(submission) == State.IN_REVIEW
    assert "10 of 10 points" in Page.of(screen.open()).text


def test_what_nobody_touched_is_not_written_over_what_a_colleague_wrote(
    screen: Screen, criteria: list[Criterion], colleague: User, submission: Submission
) -> None:
    seen = [screen.seen(criterion) for criterion in criteria]
    reviewing.score(
        submission, criteria[0].pk, attempt=1, level=None, remark="Who?", version=0, by=colleague
    )
    response = screen.score((criteria[0], None, "", seen[0]), (criteria[1], None, "Why?", seen[1]))
    assert response.status_code == 302
    remarks = dict(Score.objects.values_list("criterion", "remark"))
    assert remarks == {criteria[0].pk: "Who?", criteria[1].pk: "Why?"}


def test_of_two_at_once_the_later_sees_both_and_may_save_again(
    screen: Screen, criteria: list[Criterion], colleague: User, submission: Submission
) -> None:
    seen = [screen.seen(criterion) for criterion in criteria]
    well, not_yet = criteria[0].levels.get(points=10), criteria[0].levels.get(points=0)
    reviewing.score(
        submission,
        criteria[0].pk,
        attempt=1,
        level=well.pk,
        remark="Who?",
        version=0,
        by=colleague,
    )
    response = screen.score(
        (criteria[0], not_yet, "Nobody", seen[0]), (criteria[1], None, "Why?", seen[1])
    )
    assert response.status_code == 409
    page = Page.of(response)
    assert "Clara Cruz wrote on this criterion" in page.text
    assert "Well · Who?" in page.text
    sent = next(form for form in page.forms if "/scores/" in form.action).filled()
    assert sent[f"remark-{criteria[0].pk}"] == ["Nobody"]
    assert sent[f"level-{criteria[0].pk}"] == [str(not_yet.pk)]
    assert Score.objects.get(criterion=criteria[1]).remark == "Why?"
    assert Score.objects.get(criterion=criteria[0]).remark == "Who?"

    again = screen.client.post(screen.at("scores_save"), sent)
    assert again.status_code == 302
    assert Score.objects.get(criterion=criteria[0]).remark == "Nobody"


def test_with_htmx_a_criterion_is_answered_with_its_pieces(
    screen: Screen, criteria: list[Criterion], colleague: User, submission: Submission
) -> None:
    seen = screen.seen(criteria[0])
    well = criteria[0].levels.get(points=10)
    data = {
        "attempt": 1,
        f"level-{criteria[0].pk}": well.pk,
        f"remark-{criteria[0].pk}": "",
        f"seen-{criteria[0].pk}": seen,
    }
    address = screen.at("score_save", criteria[0].pk)
    response = screen.client.post(address, data, headers=HTMX)
    html = response.content.decode()
    assert response.status_code == 200
    assert f"innerHTML:#state-{criteria[0].pk}" in html
    assert f"#state-{criteria[1].pk}" not in html
    assert "10 of 10 points" in html
    assert "<textarea" not in html
    late = screen.client.post(address, {**data, f"remark-{criteria[0].pk}": "Late"}, headers=HTMX)
    assert late.status_code == 409
    assert "Inés Ibarra wrote on this criterion" in late.content.decode()
    assert Score.objects.get().remark == ""


@pytest.mark.parametrize(
    ("level", "remark"), [("x", ""), ("0", ""), ("9" * 30, ""), ("", "x" * 2001), ("", "\x07")]
)
def test_what_can_not_be_saved_is_refused_and_stays_typed(
    screen: Screen, criteria: list[Criterion], level: str, remark: str
) -> None:
    pk = criteria[0].pk
    data = {f"level-{pk}": level, f"remark-{pk}": remark, f"seen-{pk}": screen.seen(criteria[0])}
    response = screen.client.post(screen.at("score_save", pk), {"attempt": "1", **data})
    assert response.status_code == 422
    assert remark in response.content.decode()
    assert not Score.objects.exists()


@pytest.mark.parametrize("seen", ["", "x", "-1.000000000000", "1", "9" * 40])
def test_tampered_fields_are_refused(screen: Screen, criteria: list[Criterion], seen: str) -> None:
    assert screen.score((criteria[0], None, "x", seen)).status_code == 422


def test_a_level_of_another_criterion_is_refused(screen: Screen, criteria: list[Criterion]) -> None:
    other = criteria[1].levels.get(points=10)
    response = screen.score((criteria[0], other, "", screen.seen(criteria[0])))
    assert response.status_code == 422
    assert "Choose one of the levels." in response.content.decode()


def test_a_criterion_of_another_rubric_is_not_found(screen: Screen) -> None:
    strange = make.RubricFactory(criteria=1).criteria.get()
    data = {"attempt": "1", f"seen-{strange.pk}": "0.000000000000"}
    address = screen.at("score_save", strange.pk)
    assert screen.client.post(address, data).status_code == 404


def test_a_newer_attempt_is_told_of_and_nothing_typed_is_lost(
    screen: Screen, criteria: list[Criterion], submission: Submission, sofia: User
) -> None:
    seen = screen.seen(criteria[0])
    assert submission.canvas
    actions.remove_element(submission.canvas, "s1", by=sofia)
    submitting.submit(submission, live.current(), by=sofia)
    for response in (
        screen.score((criteria[0], None, "Who?", seen)),
        screen.client.post(
            screen.at("overall_save"), {"attempt": "1", "text": "Who?", "version": "1"}
        ),
        screen.client.post(screen.at("remark_new"), {"attempt": "1", "text": "Who?"}),
    ):
        assert response.status_code == 409
        assert "A newer attempt was handed in" in response.content.decode()
        assert "Who?</textarea>" in response.content.decode()
    assert not Review.objects.exists()


def test_what_is_typed_on_a_released_review_is_shown_and_not_saved(
    screen: Screen, submission: Submission, colleague: User
) -> None:
    reviewing.overall(submission, attempt=1, text="Good.", version=1, by=colleague)
    releasing.release(submission, attempt=1, without_levels=True, by=colleague)
    data = {"attempt": "1", "text": "Better?", "version": "2"}
    response = screen.client.post(screen.at("overall_save"), data)
    assert response.status_code == 409
    assert "Better?" in response.content.decode()
    asked = screen.client.post(screen.at("overall_save"), data, headers=HTMX)
    assert (asked.status_code, asked["HX-Reswap"]) == (409, "none")
    assert Review.objects.get().overall == "Good."


def test_of_two_who_say_the_whole_at_once_the_later_sees_both(
    screen: Screen, submission: Submission, colleague: User
) -> None:
    reviewing.overall(submission, attempt=1, text="Good.", version=1, by=colleague)
    data = {"attempt": "1", "text": "Weak.", "version": "1"}
    response = screen.client.post(screen.at("overall_save"), data)
    page = Page.of(response)
    assert response.status_code == 409
    assert "Good." in page.text
    sent = next(form for form in page.forms if "/overall/" in form.action).filled()
    assert (sent["text"], sent["version"]) == (["Weak."], ["2"])
    assert screen.client.post(screen.at("overall_save"), sent).status_code == 302
    assert Review.objects.get().overall == "Weak."


def test_without_script_a_phrase_is_put_after_what_was_typed(
    screen: Screen, criteria: list[Criterion]
) -> None:
    phrase = "Say who exactly."
    told = {"attempt": "1", "text": "So far.", "version": "1", "phrase": phrase}
    screen.client.post(screen.at("overall_save"), told)
    screen.client.post(screen.at("remark_new"), {"attempt": "1", "phrase": phrase})
    pk = criteria[1].pk
    scored = {f"remark-{pk}": "", f"seen-{pk}": screen.seen(criteria[1]), "phrase_to": str(pk)}
    screen.client.post(screen.at("score_save", pk), {"attempt": "1", "phrase": phrase, **scored})
    assert Review.objects.get().overall == "So far. Say who exactly."
    assert Remark.objects.get().text == phrase
    assert Score.objects.get().remark == phrase


def test_remarks_are_seen_by_all_instructors_and_changed_by_their_author(
    screen: Screen, submission: Submission, colleague: User, signed_in: Callable[[User], Client]
) -> None:
    response = screen.client.post(
        screen.at("remark_new") + "?on=s1",
        {"attempt": "1", "text": "Who?", "is_private": "on"},
        headers=HTMX,
    )
    html = response.content.decode()
    assert response.status_code == 200
    assert html.lstrip().startswith("<section")
    assert 'id="el-s1" hx-swap-oob="true"' in html
    said = Remark.objects.get()
    assert (said.key, said.is_private) == ("s1", True)

    theirs = Screen(signed_in(colleague), submission)
    assert "Who?" in theirs.html("?on=s1")
    assert f"/remarks/{said.pk}/edit/" not in theirs.html("?on=s1")
    edit, delete = (theirs.at(name, said.pk) for name in ("remark_edit", "remark_delete"))
    assert theirs.client.post(edit, {"attempt": "1", "text": "x"}).status_code == 403
    assert theirs.client.post(delete, {"attempt": "1"}).status_code == 403

    assert f"/remarks/{said.pk}/edit/" in screen.html("?on=s1")
    assert screen.client.post(edit, {"attempt": "1", "text": ""}).status_code == 422
    screen.client.post(edit, {"attempt": "1", "text": "Who exactly?"})
    assert Remark.objects.get().text == "Who exactly?"
    screen.client.post(delete, {"attempt": "1"})
    assert not Remark.objects.exists()


def test_hostile_text_is_shown_and_not_obeyed(screen: Screen, submission: Submission) -> None:
    hostile = '<script>alert("1")</script>{{ user }}'
    for name, more in (("remark_new", {}), ("overall_save", {"version": "1"})):
        screen.client.post(screen.at(name), {"attempt": "1", "text": hostile, **more})
    html = screen.html()
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;{{ user }}") >= 2


def test_what_was_typed_while_signed_out_comes_back(
    screen: Screen, criteria: list[Criterion]
) -> None:
    pk = criteria[0].pk
    well = criteria[0].levels.get(points=10)
    kept = f"level-{pk}={well.pk}&remark-{pk}=Who%3F&seen-{pk}={screen.seen(criteria[0])}"
    for name, typed in (
        ("scores_save", kept),
        ("overall_save", "text=Who%3F"),
        ("remark_new", "text=Who%3F"),
    ):
        session = screen.client.session
        session["unsaved"] = {"path": screen.at(name), "typed": typed}
        session.save()
        html = screen.client.get(screen.at(name)).content.decode()
        assert "Who?</textarea>" in html
        assert "This is not saved yet." in html


@pytest.mark.parametrize("is_answered", [True, False])
def test_what_a_student_replied_to_a_remark_is_in_sight_at_the_next_attempt(
    screen: Screen, submission: Submission, ines: User, sofia: User, is_answered: bool
) -> None:
    """It counts as read from then on."""
    remark = reviewing.remark(
        submission, attempt=1, key="s1", text="Who?", is_private=False, by=ines
    )
    review = releasing.request_changes(submission, attempt=1, by=ines)
    if is_answered:
        make.ReplyFactory(review=review, remark=remark, by=sofia, text="Families")
    assert submission.canvas
    actions.remove_element(submission.canvas, "c1", by=sofia)
    submitting.submit(Submission.objects.get(pk=submission.pk), live.current(), by=sofia)
    unfolded = re.search('<details class="more" open><summary>1 remark, and', screen.html())
    assert bool(unfolded) is is_answered


def test_a_later_attempt_shows_what_changed_and_what_was_said_before(
    screen: Screen, submission: Submission, ines: User, sofia: User, criteria: list[Criterion]
) -> None:
    level = criteria[0].levels.get(points=0)
    reviewing.score(
        submission, criteria[0].pk, attempt=1, level=level.pk, remark="Who?", version=0, by=ines
    )
    for key in ("s1", "c1"):
        reviewing.remark(
            submission, attempt=1, key=key, text=f"About {key}", is_private=False, by=ines
        )
    review = releasing.request_changes(submission, attempt=1, by=ines)
    reply = make.ReplyFactory(review=review, by=sofia, text="Families, 140 of them")
    assert submission.canvas
    actions.remove_element(submission.canvas, "s1", by=sofia)
    found = Submission.objects.get(pk=submission.pk)
    submitting.submit(found, live.current(), message="We counted them.", by=sofia)

    page = Page.of(screen.open())
    for told in (
        "We counted them.",
        "Since the last review",
        "Families, 140 of them",
        "About s1",
        "no longer there",
        "Last time: Not yet · Who?",
        "removed",
    ):
        assert told in page.text
    reply.refresh_from_db()
    assert reply.read_at
    gone = Page.of(screen.open("?on=s1"))
    assert "no longer there" in gone.text
    assert "About s1" in gone.text
    assert "remark-text" not in gone.ids
    assert "removed" not in Page.of(screen.open("?unmarked=1&on=c1")).text

    before = Page.of(screen.open("?attempt=1"))
    assert "This is an earlier attempt." in before.text
    assert "remark-text" not in before.ids
    screen.client.post(screen.at("carry_over"), {"attempt": "2"})
    assert Score.objects.filter(review__attempt__number=2).count() == 1


def test_releasing_asks_before_it_leaves_criteria_out(
    screen: Screen, submission: Submission, criteria: list[Criterion]
) -> None:
    well = criteria[0].levels.get(points=10)
    screen.score((criteria[0], well, "", screen.seen(criteria[0])))
    assert "Release without them" in screen.html()
    response = screen.client.post(screen.at("review_release"), {"attempt": "1"}, follow=True)
    assert "some criteria have no level" in response.content.decode()
    assert _state(submission) == State.IN_REVIEW
    screen.client.post(screen.at("review_release"), {"attempt": "1", "without_levels": "1"})
    assert _state(submission) == State.RELEASED
    assert "Reopen" in screen.html()
    screen.client.post(screen.at("review_reopen"), {"attempt": "1"})
    assert _state(submission) == State.IN_REVIEW
    screen.client.post(screen.at("changes_request"), {"attempt": "1"})
    assert _state(submission) == State.CHANGES_REQUESTED


def test_a_student_reads_nothing_of_a_review_before_it_is_released(
    screen: Screen, submission: Submission, as_sofia: Client, ines: User
) -> None:
    reviewing.overall(submission, attempt=1, text="Weak so far.", version=1, by=ines)
    for name in ("submission", "review"):
        html = as_sofia.get(reverse(name, args=[submission.pk])).content.decode()
        assert "Weak so far." not in html


def test_an_assignment_without_rubric_is_reviewed_in_words(
    screen: Screen, submission: Submission
) -> None:
    submission.assignment.rubric = None
    submission.assignment.save()
    assert Rubric.objects.exists()
    assert "This assignment has no rubric" in screen.html()
    assert screen.client.post(screen.at("scores_save"), {"attempt": "1"}).status_code == 302


def test_all_complete_reviews_are_released_at_once(
    screen: Screen, submission: Submission, criteria: list[Criterion]
) -> None:
    address = reverse("release_all", args=[submission.assignment.course_id, 1])
    assert "No complete review waits" in screen.client.get(address).content.decode()
    for criterion in criteria:
        well = criterion.levels.get(points=10)
        screen.score((criterion, well, "", screen.seen(criterion)))
    assert "Sofía Sol" in screen.client.get(address).content.decode()
    response = screen.client.post(address, follow=True)
    assert "1 review was released." in response.content.decode()
    assert _state(submission) == State.RELEASED
    assert not Reply.objects.exists()


def test_in_an_archived_course_it_is_nobody_s_turn(
    screen: Screen, submission: Submission, ines: User
) -> None:
    reviewing.remark(submission, attempt=1, key="s1", text="Who?", is_private=False, by=ines)
    releasing.release(submission, attempt=1, by=ines, without_levels=True)
    assert "Reopen, to correct it" in screen.html()
    Course.objects.update(archived_at=timezone.now())
    page = Page.of(screen.open()).text
    assert "Reopen, to correct it" not in page
    assert "This course is archived" in page
    assert "It is their turn" not in page
