"""The form of a planned relationship: one row of a segment's plan."""

import json
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from canvas.exchange import vinculo_canvas
from canvas.forms.amounts import MoneyField, WholeField
from canvas.forms.choices import labelled, named, offer, on_offer
from canvas.forms.elements import ElementForm
from canvas.forms.texts import TextField
from relationships.blueprint import Channel, Relationship
from relationships.catalog import RelationshipType, Strategy
from relationships.content import words
from relationships.fit import missing
from relationships.vocabulary import Motivation, Stage, Status


class StrategyChoice(NamedTuple):
    """A box for a strategy, with what it is and what the chosen channel lacks for it."""

    box: Any
    strategy: Strategy
    definition: str
    lacks: str


class RelationshipForm(ElementForm[Relationship]):
    element_type = Relationship

    segment = forms.ChoiceField(label=_("Segment"))
    type = forms.ChoiceField(label=_("Relationship type"))
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    motivation = forms.ChoiceField(label=_("Motivation: why build it"), required=False)
    strategies = forms.MultipleChoiceField(
        label=_("Strategies"), required=False, widget=forms.CheckboxSelectMultiple
    )
    objective = TextField(label=_("Objective"), widget=forms.Textarea({"rows": 2}))
    justification = TextField(label=_("Justification"), widget=forms.Textarea({"rows": 2}))
    setup_cost = MoneyField(label=_("Cost to set up"))
    monthly_cost = MoneyField(label=_("Cost a month"))
    hours_per_month = WholeField(label=_("Hours a month"))
    stage = forms.ChoiceField(label=_("From which stage"), required=False)
    status = forms.ChoiceField(label=_("Status"))
    minimum_viable = forms.BooleanField(
        label=_("Minimum viable relationship: the one to start with"), required=False
    )
    metric = TextField(label=_("What you will measure"))
    target = TextField(label=_("Target"))

    def offer_choices(self) -> None:
        fields, given, language = self.fields, self.given, self.language
        offer(self, "segment", [(s.ref, s.name) for s in self.blueprint.segments])
        types = on_offer(self.catalog.types, [given.type] if given else [])
        offer(self, "type", [("", _("Choose …")), *named(types, language)])
        offer(
            self,
            "channel",
            [
                ("", _("None yet")),
                *((channel.ref, channel.name) for channel in self.blueprint.channels),
            ],
        )
        strategies = on_offer(self.catalog.strategies, given.strategies if given else ())
        self.offered_strategies = strategies
        offer(self, "strategies", named(strategies, language))
        offer(self, "motivation", [("", _("Not decided yet")), *labelled(Motivation, language)])
        offer(self, "stage", [("", _("As the canvas")), *labelled(Stage, language)])
        offer(self, "status", labelled(Status, language))
        fields["status"].initial = Status.PLANNED

    def initial_from(self, element: Relationship) -> dict[str, Any]:
        shown = {name: getattr(element, name) for name in self.base_fields if name != "base"}
        blanks = {name: "" for name, value in shown.items() if value is None}
        return shown | blanks | {"strategies": list(element.strategies)}

    def document(self, values: dict[str, Any]) -> dict[str, Any]:
        document = {name: value for name, value in values.items() if name != "base"}
        for name in ("channel", "motivation", "stage"):
            document[name] = values.get(name) or None
        ticked = values.get("strategies", [])
        before = [s for s in (self.given.strategies if self.given else ()) if s in ticked]
        document["strategies"] = [*before, *(slug for slug in ticked if slug not in before)]
        document["experiments"] = self._experiments(values)
        return document

    def _experiments(self, values: dict[str, Any]) -> Any:
        """As they were when the form was shown: it has no fields for them, and changes none.

        Those that were saved meanwhile are merged in, and a relationship that somebody deleted
        meanwhile is added anew with its own.
        """
        if self.given:
            return vinculo_canvas.encode_element(self.base_of(self.given))["experiments"]
        try:
            return json.loads(values.get("base") or "")["experiments"]
        except (ValueError, TypeError, KeyError, RecursionError):
            return []

    @property
    def chosen_type(self) -> RelationshipType | None:
        return self.catalog.types.get(self["type"].value() or "")

    @property
    def chosen_channel(self) -> Channel | None:
        ref = self["channel"].value()
        return next((c for c in self.blueprint.channels if c.ref == ref), None)

    def type_name(self) -> str:
        return self.chosen_type.name.into(self.language) if self.chosen_type else ""

    def type_definition(self) -> str:
        return self.chosen_type.definition.into(self.language) if self.chosen_type else ""

    def type_lacks(self) -> str:
        """What the chosen type needs and the chosen channel lacks, in words."""
        if not self.chosen_type or not self.chosen_channel:
            return ""
        return self._lacking(self.chosen_type, self.chosen_channel)

    def strategy_choices(self) -> list[StrategyChoice]:
        """Each strategy's box, and what the channel that is chosen now lacks for it."""
        channel = self.chosen_channel
        return [
            StrategyChoice(
                box,
                strategy,
                strategy.definition.into(self.language),
                self._lacking(strategy, channel) if channel else "",
            )
            for box, strategy in zip(
                self["strategies"].subwidgets, self.offered_strategies, strict=True
            )
        ]

    def _lacking(self, entry: RelationshipType | Strategy, channel: Channel) -> str:
        lacks = missing(entry.needs, channel.capabilities)
        return ", ".join(words.label(capability, self.language) for capability in lacks)
