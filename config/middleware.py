"""What happens to every request of this site, and to no other site's."""

from collections.abc import Callable
from contextlib import ExitStack
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import hashing, time_zones, unsaved
from accounts.models import User
from accounts.views import busy
from config.views import healthz, readyz

GetResponse = Callable[[HttpRequest], HttpResponse]

HEALTH = {"/healthz": healthz, "/readyz": readyz}

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)


class HealthMiddleware:
    """Answers the health addresses before anything else looks at the request.

    Whoever asks comes over plain HTTP, under the container's own address: neither the redirect to
    HTTPS nor the check of the host's name is meant for it, and no session is read.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = HEALTH.get(request.path_info)
        return view(request) if view else self.get_response(request)


class PermissionsPolicyMiddleware:
    """Tells the browser that no page here needs a camera, a place or a payment."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        return response


class NulMiddleware:
    """Refuses (400) an address or a cookie that holds a NUL, which no form field lets through.

    PostgreSQL takes none, and would end in 500 whatever looks for it: a session, a catalog entry.

    Neither does it take a body that says to be in another charset than ours. Django would read the
    address by it as well: some charsets make NULs and halves of characters, which no database
    takes, and some are none for texts at all.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("a NUL in the address")
        if any("\0" in value for value in request.COOKIES.values()):
            raise BadRequest("a NUL in a cookie")
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "utf8"):
            raise BadRequest("another charset than UTF-8")
        return self.get_response(request)


class PersonMiddleware:
    """A reader's own time zone, a signed-in person's own language, and pages that no cache keeps.

    Who has chosen no time zone, or is not signed in, gets the browser's, where a script has told
    it, else the server's.

    Reads the user, so a request that carries a session costs the two queries that a signed-in page
    needs anyway.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        chosen = person.time_zone if person.is_authenticated else ""
        named = chosen or request.COOKIES.get(time_zones.COOKIE, "")
        with timezone.override(time_zones.zone(named)):
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not person.is_authenticated:
            return self.get_response(request)
        if person.language:
            translation.activate(person.language)
            request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Asks to sign in on every page that is not marked as public.

    A request by htmx gets 401 and no page: a sign-in form must not land inside a board. What was
    posted without htmx is kept, and comes back after signing in.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        refusal = super().process_view(request, view_func, view_args, view_kwargs)
        if refusal is None:
            return None
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        if request.method == "POST":
            unsaved.keep(request)
            messages.info(request, _("You were signed out. Sign in, and go on from here."))
        return refusal

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Asks who deleted the account in another window while something was written as well.

        PostgreSQL finds only at the end that the person is gone; nothing was written then.
        """
        person = request.user
        if not isinstance(exception, IntegrityError) or not isinstance(person, User):
            return None
        if User.objects.filter(pk=person.pk).exists():
            return None
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        return redirect("account_login")


class HashingMiddleware:
    """Gives a form that carries a password its place in the line before any view sees it.

    Where there is no place the answer is 503, and nothing has been counted against anybody's tries,
    nor written. Comes after what refuses forged forms and people who have to sign in first.

    A script that sends such a form is told where to go on: it must not land inside the page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with ExitStack() as places:
            request.places = places  # type: ignore[attr-defined]
            response = self.get_response(request)
        by_script = request.headers.get("HX-Request") == "true"
        if by_script and "Location" in response.headers and _carries_password(request):
            response.headers["HX-Redirect"] = response.headers["Location"]
            del response.headers["Location"]
            response.status_code = HTTPStatus.NO_CONTENT
        return response

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> HttpResponse | None:
        if not _carries_password(request):
            return None
        try:
            request.places.enter_context(hashing.line.place())  # type: ignore[attr-defined]
        except hashing.Busy:
            return busy(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answers for a view that hashes a password which no form of that name brought."""
        return busy(request) if isinstance(exception, hashing.Busy) else None


def _carries_password(request: HttpRequest) -> bool:
    return request.method == "POST" and any(map(unsaved.is_password, request.POST))
