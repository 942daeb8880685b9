"""The form of a sticky note."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from canvas.forms.choices import labelled, offer
from canvas.forms.elements import ElementForm
from canvas.forms.texts import TextField
from relationships.blueprint import Note
from relationships.vocabulary import NOTE_BLOCKS, Color


class NoteForm(ElementForm[Note]):
    element_type = Note

    text = TextField(label=_("Note"), widget=forms.Textarea({"rows": 2}))
    block = forms.ChoiceField(label=_("Block"))
    color = forms.ChoiceField(label=_("Colour"), required=False)

    def offer_choices(self) -> None:
        offer(self, "block", labelled(NOTE_BLOCKS, self.language))
        offer(self, "color", [("", _("None")), *labelled(Color, self.language)])

    def initial_from(self, element: Note) -> dict[str, Any]:
        return {"text": element.text, "block": element.block, "color": element.color}

    def document(self, values: dict[str, Any]) -> dict[str, Any]:
        return {name: values.get(name, "") for name in ("block", "text", "color")}
