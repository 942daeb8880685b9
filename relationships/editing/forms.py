"""The form of an entry: languages side by side, attributes as choices that explain themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from django import forms
from django.conf import settings
from django.db import models
from django.forms.models import modelform_factory
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from relationships import catalog_file
from relationships.catalog_file import LANGUAGES
from relationships.content import words
from relationships.editing import places
from relationships.fields import MembersField, WordField
from relationships.models import (
    HEADINGS,
    HEAVIEST,
    STRENGTHS,
    THRESHOLDS,
    AdviceWeight,
    Question,
    RelationshipType,
    Row,
    RuleSetting,
)
from relationships.thinking.advice import SCARCE_SHARE
from relationships.vocabulary import Severity

HELP = {
    "name": _("As it stands in lists and in the plan."),
    "definition": _("One line, without a full stop."),
    "explanation": _("What it is and what it is good for, in a short paragraph."),
    "example": _("One small business in a sentence or two."),
    "when_to_use": _("The situation in which it is the right choice."),
    "when_not": _("The situation in which it does harm or is wasted."),
    "cautions": _("What people regret when nobody told them."),
    "aliases": _("What the same thing is called elsewhere, separated by commas."),
}
"""What belongs into each text."""

THEIRS = "theirs-"
"""Before the name of a field: whose version to keep, where two editors changed it."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """A text in one language."""

    code: str
    language: str
    field: forms.BoundField


@dataclass(frozen=True, slots=True)
class TextGroup:
    """A text in all its languages, side by side."""

    name: str
    heading: str | Promise
    help: str | Promise
    tongues: tuple[Tongue, ...]
    is_long: bool


class OneLine(forms.CharField):
    """A text with room to be read whole, and without line breaks."""

    widget = forms.Textarea(attrs={"rows": 2})

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class RowForm(forms.ModelForm):
    """`seen` is the digest of the entry as it was opened; empty for a new one."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_new = self.instance._state.adding
        if self.is_new:
            return
        self.initial["seen"] = catalog_file.digest(self.instance)
        self.fields.pop(self.instance._meta.pk.name, None)

    def text_groups(self) -> Iterator[TextGroup]:
        for text in self._meta.model.TEXTS:
            tongues = tuple(
                Tongue(code, dict(settings.LANGUAGES)[code], self[f"{text}_{suffix}"])
                for code, suffix in LANGUAGES.items()
            )
            yield TextGroup(
                name=text,
                heading=HEADINGS[text],
                help=HELP.get(text, ""),
                tongues=tongues,
                is_long=isinstance(tongues[0].field.field.widget, forms.Textarea),
            )

    def key_field(self) -> forms.BoundField | None:
        """The permanent name, which is asked once."""
        name = self._meta.model._meta.pk.name
        return self[name] if name in self.fields else None

    def attributes(self) -> list[forms.BoundField]:
        """What is neither a text nor the key."""
        texts = {tongue.field.name for group in self.text_groups() for tongue in group.tongues}
        without = {*texts, "seen", "source", self._meta.model._meta.pk.name}
        return [self[name] for name in self.fields if name not in without]

    def source_field(self) -> forms.BoundField | None:
        return self["source"] if "source" in self.fields else None


class RelationshipTypeForm(RowForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        parents = RelationshipType.objects.filter(parent=None).in_order()
        field = cast("Any", self.fields["parent"])
        field.queryset = parents.exclude(pk=self.instance.pk)
        field.empty_label = _("none: it stands by itself")
        field.label_from_instance = _name


class QuestionForm(RowForm):
    place = forms.ChoiceField(label=_("place"), help_text=_("Where the question is asked."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = places.named()
        if self.instance.place:
            offered.setdefault(self.instance.place, self.instance.place)
        field = cast("Any", self.fields["place"])
        field.choices = list(offered.items())


class RuleSettingForm(RowForm):
    """A strength stays one, and nothing else becomes one; T is asked of the rules that have it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        severity = cast("Any", self.fields["severity"])
        is_strength = self.instance.pk in STRENGTHS
        severity.choices = [
            choice
            for choice in _explained(Severity)
            if (choice[0] == Severity.STRENGTH) == is_strength
        ]
        if is_strength:
            severity.help_text = _("A strength stays one: it says what holds together.")
        if self.instance.pk in THRESHOLDS:
            threshold = self.fields["threshold"]
            threshold.required = threshold.localize = True
            threshold.widget = forms.TextInput(attrs={"inputmode": "decimal"})
            threshold.widget.is_localized = True
            self.initial["threshold"] = self.instance.frozen().threshold
        else:
            del self.fields["threshold"]


class AdviceWeightForm(RowForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        points = self.fields["points"]
        points.widget.attrs["max"] = HEAVIEST
        if self.instance.pk == SCARCE_SHARE:
            points.label = _("percentage")
            points.help_text = _("From 0 to 100.")


FORMS: dict[type[Row], type[RowForm]] = {
    RelationshipType: RelationshipTypeForm,
    Question: QuestionForm,
    RuleSetting: RuleSettingForm,
    AdviceWeight: AdviceWeightForm,
}


def form_class(model: type[Row]) -> type[RowForm]:
    """The form of a part's entries, with all of their columns that an editor fills in."""
    kept = ("position", "retired", "shipped_fingerprint")
    names = [field.name for field in model._meta.concrete_fields if field.name not in kept]
    base = FORMS.get(model, RowForm)
    made = modelform_factory(model, form=base, fields=names, formfield_callback=_field)
    return cast("type[RowForm]", made)


def with_theirs(data: QueryDict, theirs: Row, form: type[RowForm]) -> QueryDict:
    """What was typed, with the other editor's version of the fields that she chose of theirs."""
    held = form(instance=theirs)
    chosen = data.copy()
    for name, bound in ((name, held[name]) for name in held.fields):
        if data.get(f"{THEIRS}{name}") == "theirs":
            put(chosen, name, bound.value())
    return chosen


def put(data: QueryDict, name: str, value: Any) -> None:
    """Write a field's value into posted data as its inputs would send it."""
    data.pop(name, None)
    if isinstance(value, list | tuple):
        data.setlist(name, [str(each) for each in value])
    elif value is True:
        data[name] = "on"
    elif value not in (None, False):
        data[name] = str(value)


def _field(column: "models.Field[Any, Any]", **options: Any) -> Any:
    """How a column is asked."""
    if isinstance(column, WordField):
        return forms.TypedChoiceField(
            label=column.verbose_name,
            help_text=column.help_text,
            required=not column.blank,
            initial=column.get_default(),
            widget=forms.RadioSelect,
            coerce=column.to_python,
            empty_value=None,
            choices=lambda: _explained(column.vocabulary, blank=column.blank),
        )
    if isinstance(column, MembersField):
        return forms.MultipleChoiceField(
            label=column.verbose_name,
            help_text=column.help_text,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=lambda: _explained(column.vocabulary),
        )
    if column.name.startswith(("definition_", "aliases_")):
        options["form_class"] = OneLine
    field = column.formfield(**options)
    if field is not None:
        _address(field, column)
    return field


def _address(field: Any, column: "models.Field[Any, Any]") -> None:
    """Tell the browser the language of a text, and give a paragraph room."""
    code = next(
        (code for code, suffix in LANGUAGES.items() if column.name.endswith(f"_{suffix}")), ""
    )
    if code:
        field.widget.attrs["lang"] = code
    if isinstance(field.widget, forms.Textarea) and not isinstance(field, OneLine):
        field.widget.attrs["rows"] = 5


def _explained(vocabulary: type[StrEnum], *, blank: bool = False) -> list[tuple[str, Any]]:
    """The words with what each means, in the reader's language."""
    language = get_language() or "en"
    told = [
        (
            member.value,
            format_html(
                '{} <span class="choice__hint">{}</span>',
                words.label(member, language),
                words.hint(member, language),
            ),
        )
        for member in vocabulary
    ]
    return [("", _("none of these")), *told] if blank else told


def _name(row: Any) -> str:
    name: str = row.frozen().name.into(get_language() or "en")
    return name
