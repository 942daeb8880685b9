"""Columns that hold words of the vocabulary, and read as its members."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from relationships.content import words

if TYPE_CHECKING:
    _CharField = models.CharField[Any, Any]
else:
    _CharField = models.CharField


class WordField(_CharField):
    """One member of a vocabulary. Pair it with a check constraint: the column takes any text."""

    def __init__(self, vocabulary: type[StrEnum], **options: Any) -> None:
        self.vocabulary = vocabulary
        super().__init__(**{"max_length": 20, **options})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "vocabulary": self.vocabulary}

    def to_python(self, value: Any) -> StrEnum | None:
        if value in (None, ""):
            return None
        return _member(self.vocabulary, value)

    def from_db_value(self, value: str | None, *_: Any) -> StrEnum | None:
        return None if value is None else self.vocabulary(value)

    def get_prep_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, str) else value

    def formfield(self, *_: Any, **options: Any) -> Any:
        """A select, with the words in the reader's language."""
        return forms.TypedChoiceField(
            **{**_asked(self, options), "coerce": self.to_python, "empty_value": None},
            choices=lambda: ([("", "–")] if self.blank else []) + _choices(self.vocabulary),
        )


class MembersField(models.JSONField):
    """A set of members of a vocabulary: a JSON list in the vocabulary's order, each once.

    Reads as a tuple of members, without the words that the vocabulary has lost since they
    were written; writing a word that it lacks raises `ValidationError`.
    """

    def __init__(self, vocabulary: type[StrEnum], **options: Any) -> None:
        self.vocabulary = vocabulary
        super().__init__(**{"default": tuple, "blank": True, **options})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "vocabulary": self.vocabulary}

    def to_python(self, value: Any) -> tuple[StrEnum, ...]:
        if not isinstance(value, Iterable) or isinstance(value, str):
            raise ValidationError(_("This is a list of words."), code="invalid")
        held = {_member(self.vocabulary, word) for word in value}
        return tuple(member for member in self.vocabulary if member in held)

    def from_db_value(self, value: Any, *args: Any) -> tuple[StrEnum, ...]:
        held = super().from_db_value(value, *args) or ()  # none where a join found no row
        return tuple(member for member in self.vocabulary if member in held)

    def pre_save(self, model_instance: models.Model, add: bool) -> tuple[StrEnum, ...]:
        members = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, members)
        return members

    def get_prep_value(self, value: Any) -> Any:
        if hasattr(value, "as_sql"):
            return value
        return [str(member) for member in self.to_python(value)]

    def formfield(self, *_: Any, **options: Any) -> Any:
        """Boxes to tick, with the words in the reader's language."""
        return forms.MultipleChoiceField(
            **{**_asked(self, options), "widget": forms.CheckboxSelectMultiple},
            choices=lambda: _choices(self.vocabulary),
        )


def _member(vocabulary: type[StrEnum], word: Any) -> StrEnum:
    try:
        return vocabulary(word)
    except ValueError:
        raise ValidationError(
            _("“%(word)s” is none of the words to choose from."),
            code="invalid_choice",
            params={"word": word},
        ) from None


def _asked(field: "models.Field[Any, Any]", options: dict[str, Any]) -> dict[str, Any]:
    """What every form field is told of its column."""
    told: dict[str, Any] = {
        "label": field.verbose_name,
        "help_text": field.help_text,
        "required": not field.blank,
        "initial": field.get_default(),
    }
    return told | {key: value for key, value in options.items() if key in told}


def _choices(vocabulary: type[StrEnum]) -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [(member.value, words.label(member, language)) for member in vocabulary]
