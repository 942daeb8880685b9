"""What instructors say of the people in a course."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.addresses import Adapter
from classroom.forms.joining import PlainForm


class InvitationForm(PlainForm):
    email = forms.EmailField(label=_("E-mail"))

    def clean_email(self) -> str:
        email: str = Adapter().clean_email(self.cleaned_data["email"])
        return email


class TeamNameForm(PlainForm):
    name = forms.CharField(label=_("Name of a new team"), max_length=80)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())
