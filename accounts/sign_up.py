"""The form that creates an account, as allauth has it, for two who are equally fast.

Not in `forms`: allauth's own form is built from one that stands there.
"""

from allauth.account.forms import SignupForm
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse

from accounts.models import User


class SignUpForm(SignupForm):  # type: ignore[misc]  # allauth has no types
    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The new person, or the answer that an address gets which has an account already.

        Somebody may have taken the address since the form was found in order: a button that was
        pressed twice does it.
        """
        try:
            saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            saved = super().try_save(request)
        return saved
