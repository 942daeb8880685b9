"""Students and instructors reply to what was released."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from classroom.models import Course, Reply, Review, ReviewKind, Submission
from classroom.released import freeze_review
from tests.canvas.reading import Page
from tests.classroom import factories as make
from tests.classroom.views.visiting import at, opened

pytestmark = pytest.mark.django_db


def _reply(client: Client, submission: Submission, **told: object) -> tuple[int, str]:
    response = client.post(at(submission, "reply_new"), told)
    return response.status_code, response.get("Location", "")


def test_both_sides_reply_and_know_what_the_other_has_read(
    submission: Submission, review: Review, as_sofia: Client, as_ines: Client
) -> None:
    remark = review.remarks.get(text="Who exactly?").pk
    status, place = _reply(
        as_sofia, submission, review=review.pk, remark=remark, text="By the school"
    )
    said = Reply.objects.get()
    assert (status, place) == (302, f"{at(submission)}#answer-{said.pk}")
    assert (said.by_instructor, said.read_at) == (False, None)
    assert "By the school Sent" in opened(as_sofia, at(submission)).text
    as_ines.get(at(submission, "attempt", 1))
    assert Reply.objects.get().read_at is None
    as_ines.get(at(submission, "attempt", 1) + "?on=s1")
    assert Reply.objects.get().read_at is not None
    assert "By the school Read by the instructors on" in opened(as_sofia, at(submission)).text
    status, place = _reply(as_ines, submission, review=review.pk, text="Good", at="attempt")
    assert place.startswith(at(submission, "attempt", 1) + "#answer-")
    answer = Reply.objects.get(text="Good")
    assert (answer.by_instructor, answer.remark) == (True, None)
    as_sofia.get(at(submission))
    answer.refresh_from_db()
    assert answer.read_at is not None


@pytest.mark.parametrize("text", ["", "   ", "x" * 2_001, "x" * 10_000, "a\0b"])
@pytest.mark.parametrize("where", ["", "attempt"])
def test_a_reply_that_can_not_be_kept_stays_in_its_box(
    submission: Submission, review: Review, as_sofia: Client, text: str, where: str
) -> None:
    remark = review.remarks.get(text="Who exactly?").pk
    told = {"review": review.pk, "remark": remark, "text": text, "at": where}
    response = as_sofia.post(at(submission, "reply_new"), told)
    assert response.status_code == 422
    page = Page.of(response)
    (box,) = [form for form in page.forms if form.fields.get("remark") == [str(remark)]]
    assert box.fields["text"] == [text]
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    "tampered",
    [
        {"review": "0"},
        {"review": "9" * 5_000},
        {"review": "x"},
        {"remark": "0"},
        {"remark": "-1"},
        {"remark": "9" * 5_000},
        {"review": ""},
    ],
)
def test_other_ids_lead_nowhere(
    submission: Submission, review: Review, as_sofia: Client, tampered: dict[str, str]
) -> None:
    told = {"review": str(review.pk), "text": "x"} | tampered
    assert as_sofia.post(at(submission, "reply_new"), told).status_code == 404


def test_nobody_replies_to_a_private_remark_nor_in_anothers_review(
    submission: Submission, review: Review, tomas: User, as_sofia: Client, as_tomas: Client
) -> None:
    private = review.remarks.get(is_private=True).pk
    assert _reply(as_sofia, submission, review=review.pk, remark=private, text="x")[0] == 404
    other = make.AuthorFactory(
        submission__assignment=submission.assignment,
        enrolment=tomas.enrolments.get(),
    ).submission
    assert _reply(as_tomas, other, review=review.pk, text="x")[0] == 404
    assert not Reply.objects.exists()


def test_nobody_replies_to_a_peer_who_would_not_read_it(
    submission: Submission, tomas: User, as_sofia: Client
) -> None:
    peer = make.ReviewFactory(
        attempt=submission.attempts.get(), kind=ReviewKind.PEER, by=tomas, overall="I like it"
    )
    peer.released, peer.released_at = freeze_review(peer, None), timezone.now()
    peer.save()
    assert "I like it" in opened(as_sofia, at(submission)).text
    assert _reply(as_sofia, submission, review=peer.pk, text="Thank you")[0] == 404


def test_a_reply_that_comes_too_late_keeps_what_was_typed(
    submission: Submission, review: Review, as_sofia: Client
) -> None:
    Course.objects.update(archived_at=timezone.now())
    response = as_sofia.post(at(submission, "reply_new"), {"review": review.pk, "text": "Wait"})
    assert response.status_code == 409
    assert "nobody writes there any more" in Page.of(response).text
    assert "Wait" in Page.of(response).text


def test_what_was_typed_while_signed_out_comes_back(
    submission: Submission, review: Review, client: Client, sofia: User
) -> None:
    client.post(at(submission, "reply_new"), {"review": review.pk, "text": "Long and wise"})
    client.force_login(sofia, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = opened(client, at(submission, "reply_new"))
    assert "This is not sent yet." in page.text
    assert ["Long and wise"] in [form.fields.get("text") for form in page.forms]
    assert client.get(at(submission, "reply_new"))["Location"] == at(submission)
