"""The form of a channel: what it is, whose it is, and what it can do."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from canvas.forms.amounts import MoneyField
from canvas.forms.choices import labelled, named, offer, on_offer
from canvas.forms.elements import ElementForm
from canvas.forms.texts import TextField
from relationships.blueprint import Channel
from relationships.content import words
from relationships.vocabulary import Capability, Ownership


class ChannelForm(ElementForm[Channel]):
    """`capabilities_of` names the kind whose capabilities the boxes showed.

    Where another kind was chosen since, and nothing refreshed the boxes, the kind's own
    capabilities and usual owner hold: nobody has seen boxes for it.
    """

    element_type = Channel

    name = TextField(label=_("Name"))
    kind = forms.ChoiceField(label=_("Kind"))
    capabilities_of = forms.CharField(required=False, widget=forms.HiddenInput)
    ownership = forms.ChoiceField(label=_("Whose it is"), required=False, widget=forms.RadioSelect)
    capabilities = forms.MultipleChoiceField(
        label=_("What it can do, the way you use it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    hours = TextField(label=_("Opening hours"))
    monthly_cost = MoneyField(label=_("Cost a month"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].widget.attrs["required"] = True

    def offer_choices(self) -> None:
        used = [self.given.kind] if self.given else []
        kinds = named(on_offer(self.catalog.kinds, used), self.language)
        is_chosen = self.given is not None and self.given.kind in self.catalog.kinds
        offer(self, "kind", kinds if is_chosen else [("", _("Choose …")), *kinds])
        offer(self, "ownership", labelled(Ownership, self.language))
        offer(self, "capabilities", labelled(Capability, self.language))

    def initial_from(self, element: Channel) -> dict[str, Any]:
        return {
            "name": element.name,
            "kind": element.kind,
            "capabilities_of": element.kind,
            "ownership": element.ownership,
            "capabilities": list(element.capabilities),
            "hours": element.hours,
            "monthly_cost": element.monthly_cost,
        }

    def document(self, values: dict[str, Any]) -> dict[str, Any]:
        slug = values.get("kind", "")
        kind = self.catalog.kinds.get(slug)
        document = {
            "name": values.get("name", ""),
            "kind": slug,
            "ownership": values.get("ownership", ""),
            "capabilities": values.get("capabilities", []),
            "hours": values.get("hours", ""),
            "monthly_cost": values.get("monthly_cost"),
        }
        if kind and not document["ownership"]:
            document["ownership"] = kind.ownership
        if kind and values.get("capabilities_of") != slug:
            document["capabilities"] = list(kind.capabilities)
        return document

    def capability_rows(self) -> list[tuple[Any, str]]:
        """Each box with the line that explains it."""
        boxes = self["capabilities"].subwidgets
        return [
            (box, words.hint(capability, self.language))
            for box, capability in zip(boxes, Capability, strict=True)
        ]
