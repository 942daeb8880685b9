"""What a form offers to choose from: entries of the catalog, words of the vocabulary, elements."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from django import forms

from relationships.catalog import Entry
from relationships.content import words


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Sets what a choice field of this form, and of no other, offers."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField), name  # noqa: S101 - ours to get right
    field.choices = list(choices)


def labelled(members: Iterable[StrEnum], language: str) -> list[tuple[str, str]]:
    return [(member, words.label(member, language)) for member in members]


def named(entries: Iterable[Entry], language: str) -> list[tuple[str, str]]:
    return [(entry.slug, entry.name.into(language)) for entry in entries]


def on_offer(entries: Mapping[str, Any], used: Iterable[str]) -> list[Any]:
    """The entries to choose from: a retired one only where it is chosen already."""
    chosen = set(used)
    return [entry for entry in entries.values() if not entry.retired or entry.slug in chosen]
