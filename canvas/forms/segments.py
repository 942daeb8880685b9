"""The form of a customer segment: who they are, what they are used to, what they expect."""

from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from canvas.exchange import limits
from canvas.forms.amounts import MoneyField, WholeField
from canvas.forms.choices import labelled, named, offer, on_offer
from canvas.forms.elements import ElementForm
from canvas.forms.texts import TextField
from relationships.blueprint import Segment
from relationships.content import words
from relationships.vocabulary import IMPORTANCE, Block, Trust

HABIT_PARTS = ("what", "where", "how_often")
BLANK_HABITS = 2
"""Empty rows to write new habits in; saving brings more."""


class TypeChoice(NamedTuple):
    """A box for a relationship type, with what it is."""

    box: Any
    slug: str
    definition: str


class SegmentForm(ElementForm[Segment]):
    element_type = Segment

    name = TextField(label=_("Who they are"))
    description = TextField(label=_("Description"), widget=forms.Textarea({"rows": 2}))
    customers = WholeField(label=_("How many customers"))
    value_per_month = MoneyField(label=_("What one is worth a month"))
    value_propositions = forms.MultipleChoiceField(
        label=_("What we offer them"), required=False, widget=forms.CheckboxSelectMultiple
    )
    expects = forms.MultipleChoiceField(
        label=_("Relationships they expect"), required=False, widget=forms.CheckboxSelectMultiple
    )
    trust = forms.ChoiceField(label=_("Trust reached so far"), required=False)
    trust_goal = forms.ChoiceField(label=_("Trust aimed at"), required=False)

    def offer_choices(self) -> None:
        fields, given = self.fields, self.given
        fields["name"].widget.attrs["required"] = True
        offer(
            self,
            "value_propositions",
            [(note.ref, note.text) for note in self.blueprint.notes_in(Block.VALUE_PROPOSITIONS)],
        )
        self.offered_types = on_offer(self.catalog.types, given.expects if given else ())
        offer(self, "expects", named(self.offered_types, self.language))
        for name in ("trust", "trust_goal"):
            offer(self, name, [("", _("Not known yet")), *labelled(Trust, self.language)])
        self._offer_habits()
        self._offer_factors()

    def _offer_habits(self) -> None:
        habits = self.given.habits if self.given else ()
        posted = sum(key.startswith("habit-") and key.endswith("-what") for key in self.data)
        rows = max(len(habits) + BLANK_HABITS, min(posted, limits.HABITS + BLANK_HABITS))
        self.habit_count = min(rows, limits.HABITS) if not posted else rows
        labels = (_("What they buy"), _("Where"), _("How often"))
        for n in range(self.habit_count):
            for part, label in zip(HABIT_PARTS, labels, strict=True):
                self.fields[f"habit-{n}-{part}"] = TextField(
                    label=label,
                    initial=getattr(habits[n], part) if n < len(habits) else "",
                )

    def _offer_factors(self) -> None:
        marks = {mark.factor: mark for mark in (self.given.factors if self.given else ())}
        self.factors = on_offer(self.catalog.factors, marks)
        degrees = [("", _("Not considered yet"))] + [
            (str(n), words.importance(n, self.language)) for n in IMPORTANCE
        ]
        for factor in self.factors:
            mark = marks.get(factor.slug)
            self.fields[f"importance-{factor.slug}"] = forms.ChoiceField(
                label=factor.name.into(self.language),
                help_text=factor.definition.into(self.language),
                required=False,
                choices=degrees,
                initial=str(mark.importance) if mark else "",
            )
            self.fields[f"detail-{factor.slug}"] = TextField(
                label=_("In their case"),
                initial=mark.detail if mark else "",
            )

    def expected_choices(self) -> list[TypeChoice]:
        boxes = self["expects"].subwidgets
        return [
            TypeChoice(box, type_.slug, type_.definition.into(self.language))
            for box, type_ in zip(boxes, self.offered_types, strict=True)
        ]

    def part_of(self, name: str) -> str:
        if name.startswith("habit-"):
            return "habits"
        return "factors" if name.startswith(("importance-", "detail-")) else name

    def habit_rows(self) -> list[list[forms.BoundField]]:
        return [
            [self[f"habit-{n}-{part}"] for part in HABIT_PARTS] for n in range(self.habit_count)
        ]

    def factor_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [
            (self[f"importance-{factor.slug}"], self[f"detail-{factor.slug}"])
            for factor in self.factors
        ]

    def habit_questions(self) -> list[str]:
        return self.questions_at("segment.habits")

    def factor_questions(self) -> list[str]:
        return self.questions_at("segment.factors")

    def has_habit_errors(self) -> bool:
        return any(name.startswith("habit-") for name in self.errors)

    def initial_from(self, element: Segment) -> dict[str, Any]:
        return {
            "name": element.name,
            "description": element.description,
            "customers": element.customers,
            "value_per_month": element.value_per_month,
            "value_propositions": list(element.value_propositions),
            "expects": list(element.expects),
            "trust": element.trust or "",
            "trust_goal": element.trust_goal or "",
        }

    def document(self, values: dict[str, Any]) -> dict[str, Any]:
        return {
            "name": values.get("name", ""),
            "description": values.get("description", ""),
            "customers": values.get("customers"),
            "value_per_month": values.get("value_per_month"),
            "value_propositions": self._in_order("value_propositions", values),
            "expects": self._in_order("expects", values),
            "habits": self._habits(values),
            "factors": self._factors(values),
            "trust": values.get("trust") or None,
            "trust_goal": values.get("trust_goal") or None,
        }

    def _in_order(self, name: str, values: dict[str, Any]) -> list[str]:
        """What is ticked, first what was before, in its order: boxes have no order of their own."""
        ticked = values.get(name, [])
        before = [ref for ref in (getattr(self.given, name) if self.given else ()) if ref in ticked]
        return [*before, *(ref for ref in ticked if ref not in before)]

    def _habits(self, values: dict[str, Any]) -> list[dict[str, str]]:
        self._habit_fields: list[int] = []
        habits = []
        for n in range(self.habit_count):
            habit = {part: values.get(f"habit-{n}-{part}", "") for part in HABIT_PARTS}
            if any(text.strip() for text in habit.values()):
                habits.append(habit)
                self._habit_fields.append(n)
        return habits

    def _factors(self, values: dict[str, Any]) -> list[dict[str, Any]]:
        marks = [
            {
                "factor": factor.slug,
                "importance": int(values.get(f"importance-{factor.slug}") or 0),
                "detail": values.get(f"detail-{factor.slug}", ""),
            }
            for factor in self.factors
            if values.get(f"importance-{factor.slug}")
            or values.get(f"detail-{factor.slug}", "").strip()
        ]
        order = [mark.factor for mark in (self.given.factors if self.given else ())]
        marks.sort(key=lambda m: order.index(m["factor"]) if m["factor"] in order else len(order))
        self._factor_fields = [mark["factor"] for mark in marks]
        return marks

    def blame(self, path: str, message: str) -> None:
        where = path.removeprefix("$.").replace("]", "").replace("[", ".").split(".")
        match where:
            case ["habits", n, part]:
                self.add_error(f"habit-{self._habit_fields[int(n)]}-{part}", message)
            case ["factors", n, part]:
                self.add_error(f"{part}-{self._factor_fields[int(n)]}", message)
            case _:
                super().blame(path, message)
