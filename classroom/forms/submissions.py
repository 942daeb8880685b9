"""The forms of a student's page: handing in, and replying."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from classroom.forms.texts import PlainText
from classroom.models import Attempt
from classroom.models.reviews import LONGEST

MESSAGE_LENGTH = Attempt._meta.get_field("message").max_length or 0


class HandInForm(forms.Form):
    """`seen` names the canvas as it was when the form was shown."""

    message = PlainText(
        most=MESSAGE_LENGTH,
        label=_("Message to the instructors"),
        help_text=_("If there is something they should know. You can leave it empty."),
        widget=forms.Textarea({"rows": 3}),
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(data, label_suffix="", **options)


class ReplyForm(forms.Form):
    text = PlainText(most=LONGEST, least=1, label=_("Your reply"))
