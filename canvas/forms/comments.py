"""The form in which somebody comments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from canvas.exchange.faults import BrokenDocument
from canvas.exchange.values import Reading, Text
from canvas.forms.texts import TextField
from canvas.models.comments import LONGEST

TEXT = Text(LONGEST, least=1)


class CommentForm(forms.Form):
    """A text, as the format's codec reads one, and refused in its words."""

    text = TextField(label=_("Comment"))

    def clean_text(self) -> str:
        reading = Reading(None)
        text: Any = TEXT.read(self.cleaned_data["text"], (None, "text"), reading)
        try:
            reading.faults.refuse()
        except BrokenDocument as broken:
            raise forms.ValidationError([fault.message for fault in broken.faults]) from broken
        return str(text)
