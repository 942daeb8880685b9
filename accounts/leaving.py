"""Deleting an account: what it does is asked and done by each part that the settings name.

The account knows no canvas. `ACCOUNT_DELETION` lists the forms of the parts that hold something of
a person.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

from accounts.models import User


class Departure(Protocol):
    """A form that says what becomes of a part of what a person has, and asks what is to be chosen.

    It is drawn by a template of its own, among the fields of the page that deletes an account.
    What others go on working with stays, without the name: canvases that are shared
    (`canvas.forms.departure`), and what was submitted to a course (`classroom.forms.departure`).
    """

    def __init__(self, user: User, data: Mapping[str, Any] | None = None) -> None: ...

    @classmethod
    def lock(cls, user: User) -> None:
        """Locks the rows that `carry_out` relies on, before the form is made and read."""

    def is_valid(self) -> bool: ...

    def carry_out(self) -> None:
        """In the transaction that deletes the account, before the account itself goes."""


def departures(user: User, data: Mapping[str, Any] | None = None) -> list[Departure]:
    return [part(user, data) for part in _parts()]


def leave(user: User, data: Mapping[str, Any]) -> list[Departure]:
    """Deletes the account with all that hangs on it, and says so by mail.

    Answers nothing then; else, with nothing done, the forms that have something to ask again.
    Whoever calls it has made sure who is there. One transaction. The person's row is locked last,
    as in every other write, and from then on nothing of theirs can be added.
    """
    with transaction.atomic():
        for part in _parts():
            part.lock(user)
        person = User.objects.select_for_update().filter(pk=user.pk).first()
        if person is None:
            return []
        asked = departures(person, data)
        if not all(form.is_valid() for form in asked):
            return asked
        for form in asked:
            form.carry_out()
        transaction.on_commit(_letter(person).send, robust=True)
        person.delete()
    return []


def _letter(person: User) -> EmailMessage:
    """In the language of the page on which it was asked for."""
    subject = render_to_string("account/email/account_deleted_subject.txt")
    text = render_to_string("account/email/account_deleted_message.txt", {"person": person})
    return EmailMessage(" ".join(subject.split()), text, to=[person.email])


def _parts() -> list[type[Departure]]:
    return [import_string(name) for name in settings.ACCOUNT_DELETION]
