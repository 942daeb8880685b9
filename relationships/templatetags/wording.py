"""The catalog's texts and the vocabulary's words in the reader's language."""

from enum import StrEnum

from django import template
from django.utils.translation import get_language

from relationships.catalog import Text
from relationships.content import words

register = template.Library()


@register.filter
def told(text: Text) -> str:
    """A text of the catalog, in English where it is not translated."""
    return text.into(get_language() or "en")


@register.filter
def label(member: StrEnum) -> str:
    """The name of a member of the vocabulary."""
    return words.label(member, get_language() or "en")


@register.filter
def hint(member: StrEnum) -> str:
    """What a member of the vocabulary means, in one line."""
    return words.hint(member, get_language() or "en")
