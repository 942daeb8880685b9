"""Changing one's own e-mail address: the other one counts once it is proven.

Not in `addresses`: allauth's form loads its adapter, which stands there.
"""

from allauth.account.forms import AddEmailForm
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from allauth.account.views import EmailView
from django.db import transaction
from django.http import HttpRequest


class AddressForm(AddEmailForm):  # type: ignore[misc]  # allauth has no types
    def save(self, request: HttpRequest) -> EmailAddress:
        """Mails a link to the other address; an earlier wish for another is forgotten.

        The own address stays, proven or not. allauth takes one that is not for an earlier wish,
        and leaves whoever joined a course with no address at all.
        """
        wishes = EmailAddress.objects.filter(user=self.user, verified=False)
        with transaction.atomic():
            wishes.exclude(email=self.user.email).delete()
            wished = EmailAddress.objects.create(user=self.user, email=self.cleaned_data["email"])
        send_verification_email_to_address(request, wished)
        return wished


class AddressView(EmailView):  # type: ignore[misc]
    def _action_primary(self, request: HttpRequest) -> None:
        """No button of ours asks for it: it would make an address the own one unproven."""
