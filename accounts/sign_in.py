"""Signing in: with the address that was typed elsewhere already, and by a mailed code."""

from typing import Any, cast

from allauth.account.forms import LoginForm, RequestLoginCodeForm
from allauth.account.views import ConfirmLoginCodeView
from allauth.core import context
from django.forms import Form
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from accounts.verified import claim

_KEY = "signs_in_as"


def remember_address(request: HttpRequest, email: str) -> None:
    """Fills the address in on the pages that sign in; it stands in no address of a page."""
    request.session[_KEY] = email


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].initial = self.request.session.get(_KEY, "")


class CodeRequestForm(RequestLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].initial = context.request.session.get(_KEY, "")

    def clean_email(self) -> str:
        """Finds the person whose own address it is.

        allauth takes anybody else as well who has asked to change to it, and proven nothing.
        """
        email: str = super().clean_email()
        address = User.objects.normalize_email(email)
        self._user = User.objects.filter(email=address, is_active=True).first()
        return email


class CodeView(ConfirmLoginCodeView):  # type: ignore[misc]
    def form_valid(self, form: Form) -> HttpResponse:
        """Signs in, and before that ends the sessions of who may have typed the address first.

        A code for an address that is no longer the person's leads back to the sign-in page.
        """
        if "code" in form.cleaned_data:
            person = self.stage.login.user
            if person.email != User.objects.normalize_email(self.stage.login.email):
                return cast(HttpResponse, self.stage.abort())
            claim(person)
        answer: HttpResponse = super().form_valid(form)
        return answer
