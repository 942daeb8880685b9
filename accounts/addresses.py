"""Which e-mail addresses people may sign up with, or change to, and what follows a change."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.verified import claim

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

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Counts an address as verified. What was tied to the one that it replaces follows.

        `ADDRESS_CHANGES` in the settings lists what does so: functions of a person, the old
        address and the new one. An address that somebody has joined a course with meanwhile is
        refused: it has an account by now. Where the account was made by joining, in another
        browser than the one that followed the link, that one is signed out.
        """
        person = email_address.user
        if User.objects.filter(email=email_address.email).exclude(pk=person.pk).exists():
            template = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, template, {"email": email_address.email})
            return False
        if not person.has_usable_password() and request.user != person:
            claim(person)
        addresses = EmailAddress.objects.filter(user_id=email_address.user_id, verified=True)
        replaced = list(addresses.exclude(pk=email_address.pk).values_list("email", flat=True))
        confirmed: bool = super().confirm_email(request, email_address)
        for old in replaced if confirmed else ():
            for name in settings.ADDRESS_CHANGES:
                import_string(name)(email_address.user, old, email_address.email)
        return confirmed


def _is_host(name: str) -> bool:
    """Whether the name can be written as mail servers write it."""
    try:
        return bool(name.encode("idna"))
    except UnicodeError:
        return False
