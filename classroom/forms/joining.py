"""What somebody says who joins a course."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.addresses import Adapter
from accounts.models import User
from classroom.models import Course
from classroom.teams import Wish


class PlainForm(forms.Form):
    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(data, label_suffix="", **options)


class CodeForm(PlainForm):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class TeamForm(PlainForm):
    """A team that is there, or the name of one; a name goes first. One query where it is asked."""

    team = forms.ChoiceField(label=_("Team"), required=False)
    new_team = forms.CharField(
        label=_("Or a new team’s name"),
        required=False,
        max_length=80,
        help_text=_("Those who type the same name come into the same team."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, course: Course, **options: Any
    ) -> None:
        super().__init__(data, **options)
        if not course.in_teams:
            del self.fields["team"], self.fields["new_team"]
            return
        teams = course.teams.order_by("name", "pk").values_list("pk", "name")
        choices = [("", _("No team yet")), *((str(pk), name) for pk, name in teams)]
        self.fields["team"].choices = choices  # type: ignore[attr-defined]

    def clean_new_team(self) -> str:
        return " ".join(self.cleaned_data["new_team"].split())

    @property
    def wish(self) -> Wish:
        """What a form found valid asks for."""
        team = self.cleaned_data.get("team")
        return Wish(int(team) if team else None, self.cleaned_data.get("new_team", ""))


class NewcomerForm(TeamForm):
    """Who is not signed in says who it is."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("Your instructors see it, and those who work with you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("With it you come back: we mail you a code to sign in with."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ["name", "email", "team", "new_team"]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_email(self) -> str:
        email: str = Adapter().clean_email(self.cleaned_data["email"])
        return User.objects.normalize_email(email)
