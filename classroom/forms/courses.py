"""What an instructor says of a course."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.forms import LongSelect
from accounts.time_zones import choices
from classroom.models import Course

LONGEST = 2_000


class CourseForm(forms.ModelForm):
    class Meta:
        model = Course
        fields = ("title", "description", "language", "time_zone", "in_teams")

    title = forms.CharField(label=_("Title"), max_length=120)
    description = forms.CharField(
        label=_("What it is about"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Whoever joins without having chosen one sees the pages in it."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=choices,
        help_text=_("Due dates are set and told in it."),
        widget=LongSelect,
    )
    in_teams = forms.BooleanField(
        label=_("Students hand in as teams"),
        required=False,
        help_text=_("Each chooses a team on joining. Who is in none hands in alone."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(data, label_suffix="", **options)

    def clean_description(self) -> str:
        """Lines end as they do in a canvas's texts."""
        text: str = self.cleaned_data["description"]
        return text.replace("\r\n", "\n").replace("\r", "\n").strip()
