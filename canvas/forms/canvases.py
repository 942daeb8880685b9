"""The forms of the canvas itself: what it says of itself, and bringing one in."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from canvas.currencies import CURRENCIES, told
from canvas.differences import HEAD
from canvas.exchange import limits, vinculo_canvas
from canvas.exchange.vinculo_canvas import BrokenDocument
from canvas.forms.amounts import MoneyField, WholeField
from canvas.forms.choices import labelled, offer
from canvas.forms.texts import TextField
from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from relationships.vocabulary import Language, Stage

LANGUAGE_NAMES = {
    Language.EN: "English",
    Language.ES: "Español",
    Language.PT_BR: "Português (Brasil)",
}
"""Each by its own name."""


class DetailsForm(forms.Form):
    """What a canvas says of itself. `base` carries it as it was when the form was shown."""

    title = TextField(label=_("Title"))
    description = TextField(label=_("Description"), widget=forms.Textarea({"rows": 2}))
    stage = forms.ChoiceField(label=_("Stage of the venture"))
    language = forms.ChoiceField(
        label=_("Language it is written in"), choices=list(LANGUAGE_NAMES.items())
    )
    currency = forms.ChoiceField(label=_("Currency"))
    monthly_budget = MoneyField(
        label=_("Budget a month"), help_text=_("For all relationships and channels together.")
    )
    team_hours_per_month = WholeField(
        label=_("Team's hours a month"), help_text=_("What all of you together can give.")
    )
    hourly_rate = MoneyField(
        label=_("What an hour is worth"), help_text=_("What the team could earn with it elsewhere.")
    )
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        language: str,
        blueprint: Blueprint | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        start: dict[str, Any] = {"language": language, "stage": Stage.IDEA, "currency": "EUR"}
        if blueprint:
            start = {name: getattr(blueprint, name) for name in HEAD}
            start["base"] = json.dumps(written_head(blueprint), ensure_ascii=False)
        super().__init__(data, initial=start | dict(initial or {}), label_suffix="")
        self.clashing: tuple[Any, ...] = ()
        self.fields["title"].widget.attrs["required"] = True
        offer(self, "stage", labelled(Stage, language))
        own = (blueprint.currency,) if blueprint and blueprint.currency not in CURRENCIES else ()
        offer(self, "currency", [(code, told(code, language)) for code in (*own, *CURRENCIES)])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        readable = {name: values[name] for name in HEAD if name in values}
        try:
            self.details = vinculo_canvas.decode_canvas(readable)
        except BrokenDocument as broken:
            for fault in broken.faults:
                name = fault.path.removeprefix("$.")
                if name not in self.errors:
                    self.add_error(name if name in self.fields else None, fault.message)
        return values

    def base_details(self, now: Blueprint) -> dict[str, Any]:
        """What the person saw; what it is now where the form does not tell."""
        try:
            return vinculo_canvas.decode_canvas(json.loads(self.cleaned_data["base"]))
        except (ValueError, KeyError, RecursionError, BrokenDocument):
            return {name: getattr(now, name) for name in HEAD}

    def labelled(self, name: str) -> str:
        return str(self.fields[name].label)


def written_head(blueprint: Blueprint) -> dict[str, Any]:
    document = vinculo_canvas.encode(blueprint)
    return {name: document[name] for name in HEAD}


class SnapshotForm(forms.Form):
    """The name under which the canvas is kept as it is now."""

    name = forms.CharField(label=_("Name"), max_length=limits.NAME)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")


class ImportForm(forms.Form):
    """A document to bring in; `faults` lists everything that is wrong with it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A canvas that was exported from Vínculo (vinculo-canvas/1, .json)."),
        widget=forms.ClearableFileInput({"accept": ".json,application/json"}),
        error_messages={"required": _("Choose a file.")},
    )

    def __init__(self, data: Any = None, files: Any = None, *, catalog: Catalog) -> None:
        super().__init__(data, files, label_suffix="")
        self.catalog = catalog
        self.broken: BrokenDocument | None = None

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > limits.DOCUMENT_BYTES:
            raise forms.ValidationError(_("The file is larger than 32 MiB."))
        try:
            self.blueprint = vinculo_canvas.parse(file.read(), self.catalog)
        except BrokenDocument as broken:
            self.broken = broken
            raise forms.ValidationError(
                _("This is not a canvas that can be read. Nothing was imported.")
            ) from broken
        return file
