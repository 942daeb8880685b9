"""Which e-mail addresses people may sign up with, or change to, and what follows a change."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.module_loading import import_string
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

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Counts an address as verified. What was tied to the one that it replaces follows.

        `ADDRESS_CHANGES` in the settings lists what does so: functions of a person, the old
        address and the new one.
        """
        addresses = EmailAddress.objects.filter(user_id=email_address.user_id, verified=True)
        replaced = list(addresses.exclude(pk=email_address.pk).values_list("email", flat=True))
        confirmed: bool = super().confirm_email(request, email_address)
        for old in replaced if confirmed else ():
            for name in settings.ADDRESS_CHANGES:
                import_string(name)(email_address.user, old, email_address.email)
        return confirmed
