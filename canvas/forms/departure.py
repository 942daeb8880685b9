"""What a person who deletes the account is told and asked about canvases."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.models import User
from canvas import personal
from canvas.forms.sharing import ROLES
from canvas.models import Member, Role
from canvas.personal import Holdings, Shared


class DepartureForm(forms.Form):
    """For each shared canvas, who owns it from now on; without a choice the first of its heirs.

    The page sends back the digest of what it told (`seen`): where anything else would become of a
    canvas by now, nothing is done, and the page tells it anew.
    """

    template_name = "canvas/departure.html"

    def __init__(self, user: User, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")
        self.user = user
        self.holdings = Holdings.of(user)
        for shared in self.holdings.shared:
            self.fields[_name(shared)] = forms.ChoiceField(
                label=shared.canvas.title,
                choices=[(str(heir.pk), _called(heir)) for heir in shared.heirs],
                required=False,
            )

    @property
    def choices(self) -> list[tuple[Shared, forms.BoundField]]:
        """Each shared canvas with the field in which its owner is chosen."""
        return [(shared, self[_name(shared)]) for shared in self.holdings.shared]

    @classmethod
    def lock(cls, user: User) -> None:
        personal.lock(user)

    def clean(self) -> None:
        if self.data.get("seen") != self.holdings.digest:
            raise forms.ValidationError(
                _("Something about your canvases has changed meanwhile. Read it once more.")
            )

    def carry_out(self) -> None:
        heirs = {shared.canvas.pk: self._heir(shared) for shared in self.holdings.shared}
        personal.hand_on(self.user, self.holdings, heirs)

    def _heir(self, shared: Shared) -> Member:
        chosen = self.cleaned_data[_name(shared)]
        return next((heir for heir in shared.heirs if str(heir.pk) == chosen), shared.heirs[0])


def _name(shared: Shared) -> str:
    return f"heir_{shared.canvas.pk}"


def _called(heir: Member) -> str:
    """By name, address and role: two people may have one name."""
    who = heir.user.name and f"{heir.user.name}, {heir.user.email}"
    return f"{who or heir.user.email} ({ROLES[Role(heir.role)]})"
