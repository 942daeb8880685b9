"""What a person who deletes the account is told about courses. There is nothing to choose."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.models import User
from classroom import personal
from classroom.personal import Places

SEEN = "seen_courses"


class DepartureForm(forms.Form):
    """The page sends back the digest of what it told: see `canvas.forms.departure`."""

    template_name = "classroom/departure.html"

    def __init__(self, user: User, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")
        self.user = user
        self.places = Places.of(user)

    @classmethod
    def lock(cls, user: User) -> None:
        personal.lock(user)

    def clean(self) -> None:
        if self.data.get(SEEN) != self.places.digest:
            raise forms.ValidationError(
                _("Something about your courses has changed meanwhile. Read it once more.")
            )

    def carry_out(self) -> None:
        personal.part_from(self.user, self.places)
