"""Which e-mail addresses people may sign up with, or change to."""

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User

LONGEST = User._meta.get_field("email").max_length or 0


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def clean_email(self, email: str) -> str:
        """The address, if it fits and is ASCII up to the "@".

        allauth's fields take longer ones than the database, and Python's idea of a letter lets
        "ſaul" through: PostgreSQL holds it to be "saul" in capitals.
        """
        if len(email) > LONGEST or not email.partition("@")[0].isascii():
            raise ValidationError(_("Enter a valid email address."), code="invalid")
        return email
