"""What somebody typed into a form while the session was gone: kept until it can be saved.

Without JavaScript a form is posted, and whoever is signed out by then lands on the sign-in page.
What was typed waits in the new session and fills the same form again, once, after signing in.
"""

from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

KEY = "unsaved"
MOST = 100_000
"""Characters of a form that are kept; none of ours holds more."""

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - a field's name


def keep(request: HttpRequest) -> None:
    """Keeps what was posted to this address; files are not kept."""
    pairs = typed_in(request)
    typed = urlencode(pairs)
    if pairs and len(typed) <= MOST:
        request.session[KEY] = {"path": request.path, "typed": typed}


def take(request: HttpRequest) -> QueryDict | None:
    """What was typed at this address before signing in, if anything was; only once."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    return QueryDict(kept["typed"])


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values of what was posted, but for passwords and files."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != TOKEN and not is_password(name)
        for value in values
    ]


def is_password(name: str) -> bool:
    """Whether a field holds what is neither stored in a session nor written into a page."""
    return "password" in name.lower()
