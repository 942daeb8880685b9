"""What the forms of all elements share: reading, judging, and showing both sides of a clash."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.utils.translation import get_language

from canvas.exchange import vinculo_canvas
from canvas.exchange.vinculo_canvas import BrokenDocument
from relationships.blueprint import Blueprint, Channel, Element, Segment, Touchpoint
from relationships.catalog import Catalog
from relationships.content import words
from relationships.vocabulary import Phase

E = TypeVar("E", bound=Element)

NEW = "new"
"""The ref of an element that has none yet; the action that adds it gives it one."""

_FIELD = re.compile(r"\$\.(\w+)")


@dataclass(frozen=True)
class Clashing:
    """A field that two people changed: what it is called, and both texts."""

    label: str
    theirs: str
    mine: str


class ElementForm(forms.Form, Generic[E]):
    """A form for one element of a canvas.

    `base` carries the element as it was when the form was shown, so that a save can tell what this
    person changed from what others did. It is data of the person's own, and no secret.

    `only` names the parts of the element that are asked about, where it is not all of them. The
    others keep what they hold, whatever is sent.
    """

    element_type: ClassVar[type[Any]]
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        blueprint: Blueprint,
        catalog: Catalog,
        language: str,
        element: E | None = None,
        initial: Mapping[str, Any] | None = None,
        only: Collection[str] | None = None,
    ) -> None:
        self.blueprint = blueprint
        self.catalog = catalog
        self.language = language
        self.given = element
        self.clashing: tuple[Clashing, ...] = ()
        start = self.initial_from(element) | {"base": self.written_base(element)} if element else {}
        super().__init__(data, initial=start | dict(initial or {}), label_suffix="")
        self.offer_choices()
        if only is None:
            self._ask_guiding_questions()
        else:
            self._ask_only(only)

    def offer_choices(self) -> None:
        """Fills the choices that come from the canvas and the catalog."""

    def _ask_guiding_questions(self) -> None:
        """Gives each field the guiding questions that it answers, in the reader's language."""
        kind = self.element_type.__name__.lower()
        for name, field in self.fields.items():
            asked = {"template_name": "canvas/_field.html"}
            vars(field).update(asked, questions=self.questions_at(f"{kind}.{name}"))

    def _ask_only(self, parts: Collection[str]) -> None:
        """Whoever asks for a part alone asks its guiding questions too."""
        for name, field in self.fields.items():
            vars(field).update(template_name="canvas/_field.html")
            field.disabled = name != "base" and self.part_of(name) not in parts

    def part_of(self, name: str) -> str:
        """The part of the element that a field writes."""
        return name

    def asked(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if not field.field.disabled]

    def unasked_errors(self) -> list[tuple[str, Any]]:
        """What is wrong with parts that are not asked about, each with what it is called."""
        return [
            (self.labelled(name), error)
            for name, errors in self.errors.items()
            if name in self.fields and self.fields[name].disabled
            for error in errors
        ]

    def questions_at(self, place: str) -> list[str]:
        return [q.text.into(self.language) for q in self.catalog.questions if q.place == place]

    def initial_from(self, element: E) -> dict[str, Any]:
        """The values of the fields that show an element."""
        raise NotImplementedError

    def document(self, values: dict[str, Any]) -> dict[str, Any]:
        """What was typed as a fragment of the exchange format, without the ref."""
        raise NotImplementedError

    def written_base(self, element: E) -> str:
        return json.dumps(vinculo_canvas.encode_element(element), ensure_ascii=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        ref = self.given.ref if self.given else NEW
        document = {"ref": ref, **self.document(values)}
        readable = {key: value for key, value in document.items() if key not in self.errors}
        try:
            self.element = self.decoded(readable)
        except BrokenDocument as broken:
            for fault in broken.faults:
                self.blame(fault.path, fault.message)
        return values

    def decoded(self, document: dict[str, Any]) -> Any:
        return vinculo_canvas.decode_element(self.element_type, document, self.catalog)

    def blame(self, path: str, message: str) -> None:
        """Puts a fault beside the field that it concerns, or above the form."""
        found = _FIELD.match(path)
        name = found[1] if found else ""
        if name in self.fields:
            if name not in self.errors:
                self.add_error(name, message)
        else:
            self.add_error(None, message)

    def base_of(self, now: E) -> E:
        """The element as the person saw it; `now` where the form does not tell."""
        try:
            document = json.loads(self.cleaned_data.get("base") or "null")
            base: E = self.decoded({**document, "ref": now.ref})
        except (TypeError, ValueError, RecursionError, BrokenDocument):
            return now
        return base

    def phase_labels(self) -> list[str]:
        return [words.label(phase, self.language) for phase in Phase]

    def labelled(self, name: str) -> str:
        return str(self.fields[name].label) if name in self.fields else name

    def excessive(self, broken: BrokenDocument) -> None:
        """Says that the canvas holds no more of these."""
        for fault in broken.faults:
            self.add_error(None, fault.message)


def lines_of(value: Any) -> str:
    """A field's value as text, for the two sides of a clash."""
    match value:
        case None | "" | ():
            return "–"
        case tuple():
            return "\n".join(map(lines_of, value))
        case StrEnum():
            return words.label(value, get_language() or "en")
        case str() | int():
            return str(value)
        case _ if hasattr(value, "__dataclass_fields__"):
            return " · ".join(
                lines_of(part)
                for name in value.__dataclass_fields__
                if (part := getattr(value, name)) not in (None, "")
            )
        case _:
            return str(value)


class PhasesForm(forms.Form):
    """Which phases join the element of the form with each element on the other side.

    One group of boxes for each counterpart: channels in a segment's form, segments in a channel's.
    `own` is empty for an element that has no ref yet. `only` is the ref of the one counterpart that
    is asked about, where it is not all of them.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        own: str,
        blueprint: Blueprint,
        side: str,
        only: str = "",
    ) -> None:
        self.own, self.side = own, side
        all_of_them = blueprint.channels if side == "channel" else blueprint.segments
        self.counterparts: tuple[Segment | Channel, ...] = tuple(
            other for other in all_of_them if only in ("", other.ref)
        )
        self.touchpoints = tuple(
            t
            for t in blueprint.touchpoints
            if own == self._own_end(t) and only in ("", self._other_end(t))
        )
        held = {self._other_end(t): list(t.phases) for t in self.touchpoints}
        super().__init__(data, prefix="phases", initial={"seen": json.dumps(held)})
        for other in self.counterparts:
            self.fields[_box(other.ref)] = forms.MultipleChoiceField(
                label=other.name,
                required=False,
                choices=[(phase, phase) for phase in Phase],
                initial=held.get(other.ref, []),
                widget=forms.CheckboxSelectMultiple,
            )

    def rows(self) -> list[tuple[Segment | Channel, str, list[tuple[str, bool]]]]:
        """For each counterpart its field's name, and each phase with whether it is ticked."""
        rows: list[tuple[Segment | Channel, str, list[tuple[str, bool]]]] = []
        for other in self.counterparts:
            field = self[_box(other.ref)]
            ticked = field.value() or []
            rows.append((other, field.html_name, [(phase, phase in ticked) for phase in Phase]))
        return rows

    def chosen(self, own: str) -> tuple[Touchpoint, ...]:
        """The touchpoints as ticked, for an element that goes by the ref `own`."""
        return tuple(
            self._touchpoint(own, other.ref, ticked)
            for other in self.counterparts
            if (ticked := set(self.cleaned_data.get(_box(other.ref), ())))
        )

    def base_touchpoints(self) -> tuple[Touchpoint, ...]:
        """Those that the person saw; what they are now where the form does not tell."""
        try:
            seen = json.loads(self.cleaned_data.get("seen") or "null")
            return tuple(
                self._touchpoint(self.own, str(ref), set(held)) for ref, held in seen.items()
            )
        except (TypeError, ValueError, AttributeError, RecursionError):
            return self.touchpoints

    def _touchpoint(self, own: str, other: str, ticked: set[str]) -> Touchpoint:
        segment, channel = (own, other) if self.side == "channel" else (other, own)
        return Touchpoint(segment, channel, tuple(phase for phase in Phase if phase in ticked))

    def _own_end(self, touchpoint: Touchpoint) -> str:
        return touchpoint.segment if self.side == "channel" else touchpoint.channel

    def _other_end(self, touchpoint: Touchpoint) -> str:
        return touchpoint.channel if self.side == "channel" else touchpoint.segment


def _box(ref: str) -> str:
    """The name of a counterpart's field: no ref can take the place of another field."""
    return f"with:{ref}"
