"""What a person says about herself, on signing up and later."""

from collections.abc import Container

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Digest, User
from accounts.time_zones import choices


class SignupForm(forms.Form):
    """What the sign-up page asks beside e-mail and password."""

    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        help_text=_("Shown to those you work with. You can leave it empty."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class LanguageForm(forms.Form):
    """An empty language follows the browser."""

    language = forms.ChoiceField(choices=[("", ""), *settings.LANGUAGES], required=False)


class LongSelect(forms.Select):
    """For hundreds of options: Django's own draws a template for each."""

    template_name = "forms/long_select.html"


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name", "language", "time_zone", "digest")
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[
            ("", _("As the browser says")),
            ("en", "English"),
            ("es", "Español"),
            ("pt-br", "Português (Brasil)"),
        ],
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lambda: [("", _("As the browser says, else the server’s")), *choices()],
        help_text=_("Times on every page are told in it."),
        widget=LongSelect,
    )
    digest = forms.ChoiceField(
        label=_("Mail about what is unread in your inbox"),
        required=False,
        choices=Digest.choices,
    )

    def clean_digest(self) -> str:
        """What was not sent stays as it is."""
        return str(self.cleaned_data["digest"] or self.instance.digest)


class PasswordsAgainForm(forms.Form):
    """The passwords that a form held which was turned away: they are typed once more."""

    oldpassword = forms.CharField(
        label=_("Current Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password1 = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Password (again)"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, posted: Container[str]) -> None:
        super().__init__()
        self.fields = {name: field for name, field in self.fields.items() if name in posted}
