"""Texts of the classroom, read as those of a canvas are."""

from typing import Any

from django import forms

from canvas.exchange.faults import BrokenDocument
from canvas.exchange.values import Reading, Text
from canvas.forms.texts import TextField


class PlainText(TextField):
    """Trimmed, its lines ended alike, without characters that can't be shown.

    At least `least` and at most `most` characters; refused in the words of the format's codec.
    """

    def __init__(self, *, most: int, least: int = 0, **options: Any) -> None:
        super().__init__(**options)
        self.reader = Text(most, least=least)
        if least:
            self.widget.attrs["required"] = True

    def clean(self, value: Any) -> str:
        reading = Reading(None)
        text: Any = self.reader.read(self.to_python(value), (None, "text"), reading)
        try:
            reading.faults.refuse()
        except BrokenDocument as broken:
            raise forms.ValidationError([fault.message for fault in broken.faults]) from broken
        return str(text)
