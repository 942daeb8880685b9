"""The form of an experiment: what a relationship is tried for on the first customers."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from canvas.exchange import vinculo_canvas
from canvas.exchange.vinculo_canvas import BrokenDocument
from canvas.forms.amounts import WholeField
from canvas.forms.choices import labelled, offer
from canvas.forms.elements import Clashing
from canvas.forms.texts import TextField
from relationships.blueprint import Experiment
from relationships.catalog import Catalog
from relationships.vocabulary import Verdict

PARTS = ("hypothesis", "measure", "threshold", "customers", "result", "verdict")


class ExperimentForm(forms.Form):
    """An experiment has no ref: `base` carries it as it was, and is what it is found again by.

    `knowingly` confirms that measure or threshold change after customers have been tried; it is
    shown once an edit does so (`moves`).
    """

    hypothesis = TextField(
        label=_("Hypothesis"),
        help_text=_("What you believe of these customers, and could be wrong about."),
        widget=forms.Textarea({"rows": 2}),
    )
    measure = TextField(
        label=_("Measure"), help_text=_("What you will count or watch to find out.")
    )
    threshold = TextField(
        label=_("Threshold"),
        help_text=_("From which value on you will believe it. Fix it before you begin."),
    )
    customers = WholeField(label=_("Customers tried"))
    result = TextField(label=_("Result"), widget=forms.Textarea({"rows": 2}))
    verdict = forms.ChoiceField(label=_("Verdict"), required=False)
    knowingly = forms.BooleanField(
        label=_("Change it all the same"), required=False, widget=forms.CheckboxInput
    )
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        catalog: Catalog,
        language: str,
        experiment: Experiment | None = None,
        base: Experiment | None = None,
    ) -> None:
        """`experiment` fills the fields; `base` is the one that is edited, none for a new one."""
        start = asdict(experiment) if experiment else {}
        start["verdict"] = start.get("verdict") or ""
        super().__init__(data, initial=start | {"base": written_base(base)}, label_suffix="")
        self.catalog = catalog
        self.clashing: tuple[Clashing, ...] = ()
        self.moves: tuple[str, ...] = ()
        self.restored = False
        self.fields["hypothesis"].widget.attrs["required"] = True
        offer(self, "verdict", [("", _("None yet")), *labelled(Verdict, language)])
        for field in self.fields.values():
            vars(field).update(template_name="canvas/_field.html", questions=())

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        document = {name: values[name] for name in PARTS if name in values}
        if "verdict" in document:
            document["verdict"] = document["verdict"] or None
        try:
            self.experiment = vinculo_canvas.decode_element(Experiment, document, self.catalog)
        except BrokenDocument as broken:
            for fault in broken.faults:
                name = fault.path.removeprefix("$.")
                if name not in self.errors:
                    self.add_error(name if name in self.fields else None, fault.message)
        return values

    def base_of(self, now: Experiment | None) -> Experiment | None:
        """The experiment as the person saw it; `now` where the form does not tell."""
        return read_base(self.data.get("base", ""), self.catalog) or now

    def moved(self, fields: tuple[str, ...]) -> None:
        """Asks to confirm that these fields change although customers have been tried."""
        self.moves = fields
        for name in fields:
            self.add_error(name, _("This was fixed before. Confirm below that you change it."))

    def excessive(self, broken: BrokenDocument) -> None:
        """Says that the relationship holds no more of these."""
        for fault in broken.faults:
            self.add_error(None, fault.message)

    def labelled(self, name: str) -> str:
        return str(self.fields[name].label)


def written_base(experiment: Experiment | None) -> str:
    if experiment is None:
        return ""
    return json.dumps(vinculo_canvas.encode_element(experiment), ensure_ascii=False)


def read_base(text: str, catalog: Catalog) -> Experiment | None:
    """The experiment that `written_base` wrote; none where the text is something else."""
    try:
        return vinculo_canvas.decode_element(Experiment, json.loads(text), catalog)
    except (ValueError, RecursionError, BrokenDocument):
        return None
