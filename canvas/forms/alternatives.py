"""The forms of alternatives that are compared: carried in the address, stored nowhere.

A plain GET form writes each field with the number of its alternative: `type-1`, `channel-1` …
Links from elsewhere may be shorter: `alternative=TYPE` or `alternative=TYPE:CHANNEL` is one more,
and `row=REF` one that starts from a planned relationship, which it changes once it is chosen.
`without=2` leaves the second out, `add=1` makes room for another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from canvas.exchange import vinculo_canvas
from canvas.forms.amounts import MoneyField, WholeField
from canvas.forms.plans import RelationshipForm
from relationships.blueprint import Blueprint, Relationship
from relationships.catalog import Catalog
from relationships.thinking.alternatives import UNPLANNED, Suggestion

FEWEST, MOST = 2, 3
"""Alternatives that are shown, blank ones among them."""

CHOICES = ("type", "channel", "motivation")
AMOUNTS = ("setup_cost", "monthly_cost", "hours_per_month")
ASKED = (*CHOICES, *AMOUNTS, "strategies")
CARRIED = ("row", *ASKED)

Typed = dict[str, list[str]]
"""What was typed for one alternative, by field; blanks are left out."""


class AlternativeForm(RelationshipForm):
    """A relationship that might be planned; `given` is the planned one that it starts from.

    What it does not ask stays as it is planned there, or empty.
    """

    row = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, number: str, segment: str, **options: Any) -> None:
        self.number, self.of_segment = number, segment
        super().__init__(*args, **options)
        for name in set(self.fields) - set(CARRIED):
            del self.fields[name]
        self.order_fields(CARRIED)

    def add_prefix(self, field_name: str) -> str:
        return f"{field_name}-{self.number}"

    def _ask_guiding_questions(self) -> None:
        """None: alternatives stand side by side, and the relationship's own form asks them."""
        for field in self.fields.values():
            vars(field).update(template_name="canvas/_alternative_field.html")

    def initial_from(self, element: Relationship) -> dict[str, Any]:
        """Nothing: the address carries what is shown."""
        return {}

    def document(self, values: dict[str, Any]) -> dict[str, Any]:
        asked = super().document(values)
        kept = vinculo_canvas.encode_element(self.given) if self.given else {}
        return {**kept, **{name: asked.get(name) for name in ASKED}, "segment": self.of_segment}

    @property
    def relationship(self) -> Relationship | None:
        """What is to be weighed: none before a type is chosen, and where the format is broken.

        An amount that can't be read counts as not stated.
        """
        self.is_valid()
        made: Relationship | None = getattr(self, "element", None)
        return made if made is None or self.given else replace(made, ref=UNPLANNED)

    def begin_here(self) -> None:
        """Has the browser put the focus on it."""
        self.fields["type"].widget.attrs["autofocus"] = True

    @property
    def has_amounts(self) -> bool:
        return any(bound.value() for bound in self.amounts())

    def choices(self) -> list[forms.BoundField]:
        return [self[name] for name in CHOICES]

    def amounts(self) -> list[forms.BoundField]:
        return [self[name] for name in AMOUNTS]


@dataclass(frozen=True)
class Alternatives:
    """The alternatives of an address in their order. Blank ones keep the place of the others."""

    typed: tuple[Typed, ...]

    @classmethod
    def of(cls, query: QueryDict, plan: Mapping[str, Relationship]) -> "Alternatives":
        """`plan` holds the planned relationships that one may start from, by ref."""
        written = [n for n in range(1, MOST + 1) if any(f"{name}-{n}" in query for name in CARRIED)]
        typed = [_typed(query, n) for n in range(1, max(written, default=0) + 1)]
        left_out = query.get("without", "")
        if left_out in map(str, written):
            del typed[int(left_out) - 1]
        shorts = [_short(value) for value in query.getlist("alternative")]
        shorts += [_as_typed(plan[ref]) for ref in query.getlist("row") if ref in plan]
        for one in shorts:
            _put(typed, one)
        blank = max(FEWEST - len(typed), 1 if query.get("add") else 0)
        return cls((*typed, *({},) * blank)[:MOST])

    @property
    def query(self) -> str:
        """All that is filled in, as an address carries it."""
        carried = QueryDict(mutable=True)
        for n, typed in enumerate(self.typed, 1):
            for name, values in typed.items():
                carried.setlist(f"{name}-{n}", values)
        return carried.urlencode()

    def forms(
        self,
        *,
        segment: str,
        plan: Mapping[str, Relationship],
        blueprint: Blueprint,
        catalog: Catalog,
        language: str,
        chosen: str = "",
    ) -> list[AlternativeForm]:
        """A form each; one without a type is not judged yet, unless its number is `chosen`."""
        data = QueryDict(self.query)
        return [
            AlternativeForm(
                data if "type" in typed or str(n) == chosen else None,
                number=str(n),
                segment=segment,
                blueprint=blueprint,
                catalog=catalog,
                language=language,
                element=plan.get("".join(typed.get("row", ()))),
                initial={
                    name: values if name == "strategies" else values[-1]
                    for name, values in typed.items()
                },
            )
            for n, typed in enumerate(self.typed, 1)
        ]


def _typed(query: QueryDict, n: int) -> Typed:
    typed = {
        name: [value for value in query.getlist(f"{name}-{n}") if value.strip()] for name in CARRIED
    }
    return {name: values for name, values in typed.items() if values}


def short(suggestion: Suggestion) -> str:
    """A suggestion as a link from elsewhere would carry it."""
    type_, channel = suggestion
    return urlencode({"alternative": f"{type_.slug}:{channel.ref}" if channel else type_.slug})


def _short(value: str) -> Typed:
    slug, _, ref = value.partition(":")
    return {name: [text] for name, text in (("type", slug), ("channel", ref)) if text}


def _as_typed(row: Relationship) -> Typed:
    """A planned relationship as a person would fill it in."""
    single = {
        "row": row.ref,
        "type": row.type,
        "channel": row.channel,
        "motivation": row.motivation,
        "setup_cost": MoneyField().prepare_value(row.setup_cost),
        "monthly_cost": MoneyField().prepare_value(row.monthly_cost),
        "hours_per_month": WholeField().prepare_value(row.hours_per_month),
    }
    typed = {name: [str(value)] for name, value in single.items() if value is not None}
    return typed | ({"strategies": list(row.strategies)} if row.strategies else {})


def _put(all_typed: list[Typed], typed: Typed) -> None:
    """Into the first place that has no type yet, or behind the others."""
    place = next((n for n, other in enumerate(all_typed) if "type" not in other), len(all_typed))
    before = all_typed[place] if place < len(all_typed) else {}
    all_typed[place : place + 1] = [before | typed]
