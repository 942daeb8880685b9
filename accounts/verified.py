"""Who has proven the own e-mail address, and what has to wait until then.

Whoever signs up can't sign in before. Whoever joins a course by its link is signed in at once, may
work, and may let nobody else in until the address is proven.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User

View = Callable[..., HttpResponse]


def is_verified(person: User | AnonymousUser) -> bool:
    """Whether the person has proven an address. One query."""
    proven: bool = EmailAddress.objects.filter(user_id=person.pk, verified=True).exists()
    return proven


def verified_only(view: View) -> View:
    """Answers 403, with a button that sends the message, to who has not proven the address yet."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_verified(request.user):
            return view(request, *args, **kwargs)
        return render(request, "account/unverified.html", status=HTTPStatus.FORBIDDEN)

    return checked


def claim(person: User) -> None:
    """Ends every session of a person who has never proven the address, and drops the password.

    Call it before the address counts as verified, for whoever has just shown to read its mail:
    somebody else may have typed the address first, and may still be signed in with it. A session
    holds only as long as the password stays the same, and one that can't be used is new each time.
    """
    if not is_verified(person):
        person.set_unusable_password()
        person.save(update_fields=["password"])
