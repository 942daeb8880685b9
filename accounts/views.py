"""A person's own page, and the choice of a language. Signing in and out is allauth's."""

from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import AccountForm, LanguageForm
from accounts.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Name and language, and the ways to change the address and the password."""
    person = cast(User, request.user)
    form = AccountForm(request.POST or None, instance=person)
    if request.method != "POST":
        return render(request, "account/account.html", {"form": form})
    if not form.is_valid():
        return render(
            request,
            "account/account.html",
            {"form": form},
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    person.save(update_fields=form.fields)
    with override(person.language or request.LANGUAGE_CODE):
        messages.success(request, _("Saved."))
    return redirect("account")


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
