"""Pages for whoever holds a secret link: the same views, found by the link's token."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse

View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """The view without a sign-in. No search engine keeps it, and no other site learns the link."""

    @login_not_required
    @wraps(view)
    def shown(*args: object, **kwargs: object) -> HttpResponse:
        response = view(*args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "private, no-store"
        return response

    return shown
