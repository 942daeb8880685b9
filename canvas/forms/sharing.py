"""The forms with which a canvas is shared."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.addresses import Adapter
from canvas.models import Role
from canvas.models.sharing import INVITED_AS

ROLES: dict[Role, str | Promise] = {
    Role.OWNER: _("Owner"),
    Role.EDITOR: _("Editor"),
    Role.COMMENTER: _("Commenter"),
    Role.VIEWER: _("Viewer"),
}

WHAT_ROLES_MAY: dict[Role, str | Promise] = {
    Role.EDITOR: _("Editor: changes everything on the canvas"),
    Role.COMMENTER: _("Commenter: reads and comments"),
    Role.VIEWER: _("Viewer: reads"),
}

TERMS = {"7": _("for a week"), "30": _("for a month"), "": _("until it is revoked")}
"""How long a secret link works, by days."""


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=[(r, WHAT_ROLES_MAY[r]) for r in INVITED_AS])

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(data, label_suffix="", **options)

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class InvitationForm(RoleForm):
    email = forms.EmailField(label=_("E-mail"))
    field_order = ["email", "role"]

    def clean_email(self) -> str:
        email: str = Adapter().clean_email(self.cleaned_data["email"])
        return email


class LinkForm(forms.Form):
    days = forms.ChoiceField(label=_("It works"), choices=list(TERMS.items()), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(data, label_suffix="", **options)

    def clean_days(self) -> int | None:
        days = self.cleaned_data["days"]
        return int(days) if days else None
