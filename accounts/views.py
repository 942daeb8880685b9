"""A person's own page, all that is held of them, and its end. Signing in and out is allauth's."""

from http import HTTPStatus
from random import randint
from typing import cast

from allauth.account.forms import ReauthenticateForm
from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.log import log_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import data, leaving, unsaved
from accounts.forms import AccountForm, LanguageForm, PasswordsAgainForm
from accounts.models import User
from accounts.verified import is_verified

TRY_AGAIN_AFTER = (2, 5)
"""Seconds, from and to: a class that was turned away together does not come back together."""


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Name and language, and the ways to change the address and the password."""
    person = cast(User, request.user)
    form = AccountForm(request.POST or None, instance=person)
    context = {"form": form, "is_verified": is_verified(person)}
    if request.method != "POST":
        return render(request, "account/account.html", context)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "account/account.html", context, status=status)
    person.save(update_fields=form.fields)
    with override(person.language or request.LANGUAGE_CODE):
        messages.success(request, _("Saved."))
    return redirect("account")


@require_safe
def account_data(request: HttpRequest) -> StreamingHttpResponse:
    """All that is held of the person, as a ZIP.

    A plain link, since it changes nothing: after signing in again it goes on where it led. No
    cache keeps it, as no page of a signed-in person. It is compressed already.
    """
    name = f"vinculo-{timezone.localdate():%Y-%m-%d}.zip"
    return StreamingHttpResponse(
        data.packed(cast(User, request.user)),
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Encoding": "identity",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="reauthenticate")  # type: ignore[untyped-decorator]  # allauth has no types
def account_delete(request: HttpRequest) -> HttpResponse:
    """Says what becomes of everything, and deletes the account once the password is given.

    Who has no password gets one by mail first.
    """
    person = cast(User, request.user)
    if request.method != "POST":
        return _ask(request, ReauthenticateForm(user=person), leaving.departures(person))
    proof = ReauthenticateForm(request.POST, user=person)
    if not (person.has_usable_password() and proof.is_valid()):
        departures = leaving.departures(person, request.POST)
        return _ask(request, proof, departures, HTTPStatus.UNPROCESSABLE_ENTITY)
    if refused := leaving.leave(person, request.POST):
        return _ask(request, proof, refused, HTTPStatus.UNPROCESSABLE_ENTITY)
    logout(request)
    messages.success(request, _("Your account is deleted. A message confirms it."))
    return redirect("front")


def _ask(
    request: HttpRequest,
    proof: ReauthenticateForm,
    departures: list[leaving.Departure],
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {"proof": proof, "departures": departures}
    return render(request, "account/account_delete.html", context, status=status)


@require_POST
@login_not_required
def set_language(request: HttpRequest) -> HttpResponse:
    """Keeps the language with the person, and in a cookie for when nobody is signed in."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        raise BadRequest("no such language")
    language = form.cleaned_data["language"]
    if request.user.is_authenticated:
        request.user.language = language
        request.user.save(update_fields=["language"])
    response = HttpResponseRedirect(_way_back(request))
    _keep(response, language)
    return response


def _way_back(request: HttpRequest) -> str:
    """`next`, if it is an address of ours; else the front page."""
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else reverse("front")


def _keep(response: HttpResponse, language: str) -> None:
    if not language:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def busy(request: HttpRequest) -> HttpResponse:
    """503 to a form whose password can't be hashed now, and after how many seconds to try again.

    A page with JavaScript stays as it is and tries again by itself (`static/js/again.js`). Else the
    answer is a page that keeps what was typed and asks for the password anew: that is written
    nowhere. No address leads here; `HashingMiddleware` does.
    """
    response = HttpResponse()
    if request.headers.get("HX-Request") != "true":
        form = PasswordsAgainForm(request.POST)
        response = render(request, "503.html", {"form": form, "typed": unsaved.typed_in(request)})
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    response.headers["Retry-After"] = str(randint(*TRY_AGAIN_AFTER))  # noqa: S311 - no secret
    add_never_cache_headers(response)
    log_response(
        "Turned away, passwords are in line: %s",
        request.path,
        response=response,
        request=request,
        level="warning",
    )
    return response
