"""Pages of submissions, as the tests of several views ask for them."""

from django.test import Client
from django.urls import reverse

from accounts.models import User
from canvas import actions
from classroom.models import Submission
from tests.canvas.reading import Page


def opened(client: Client, address: str, status: int = 200) -> Page:
    response = client.get(address)
    assert response.status_code == status, address
    return Page.of(response)


def at(submission: Submission, name: str = "submission", *args: object) -> str:
    return reverse(name, args=[submission.pk, *args])


def change(submission: Submission, by: User, ref: str = "s2") -> None:
    assert submission.canvas
    submission.canvas.refresh_from_db()
    actions.remove_element(submission.canvas, ref, by=by)
