"""Which e-mail addresses people may sign up with, or change to."""

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User

LONGEST = User._meta.get_field("email").max_length or 0


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def clean_email(self, email: str) -> str:
        """The address, if it fits, is ASCII up to the "@", and a mail can go to what follows.

        allauth's fields take longer ones than the database, and Python's idea of a letter lets
        "ſaul" through: PostgreSQL holds it to be "saul" in capitals. Some grow in lower case, and
        Django lets names of hosts through that no mail can be addressed to.
        """
        name, _at, host = email.rpartition("@")
        fits = len(User.objects.normalize_email(email)) <= LONGEST and name.isascii()
        if not fits or not _is_host(host):
            raise ValidationError(_("Enter a valid email address."), code="invalid")
        return email


def _is_host(name: str) -> bool:
    """Whether the name can be written as mail servers write it."""
    try:
        return bool(name.encode("idna"))
    except UnicodeError:
        return False
