"""The request as the views of this site see it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request that `SignInMiddleware` let through, with htmx's details."""

    user: User
    htmx: HtmxDetails
    LANGUAGE_CODE: str
