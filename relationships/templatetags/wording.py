"""The catalog's texts and the vocabulary's words in the reader's language."""

from enum import StrEnum

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from relationships.catalog import Text
from relationships.content import words

register = template.Library()


@register.filter
def told(text: Text) -> str:
    """A text of the catalog, in English where it is not translated."""
    return text.into(get_language() or "en")


@register.filter
def tongue(text: Text) -> str:
    """The attributes that mark a text shown in English because nobody has translated it yet.

    Empty where the text speaks the reader's language. To be written right behind a tag's name.
    """
    language = get_language() or "en"
    if not text.en or language == "en" or text.is_translated(language):
        return ""
    told = _("Not translated yet")
    return format_html(' lang="en" class="untranslated" title="{}"', told)


@register.filter
def label(member: StrEnum) -> str:
    """The name of a member of the vocabulary."""
    return words.label(member, get_language() or "en")


@register.filter
def hint(member: StrEnum) -> str:
    """What a member of the vocabulary means, in one line."""
    return words.hint(member, get_language() or "en")


@register.filter
def origin(source: str) -> str:
    """Where an entry comes from: teaching texts by number, our own judgement, or as it is told."""
    if source == "own judgement":
        return _("our own judgement")
    numbers = source.split(", ")
    if not all(map(str.isdigit, numbers)):
        return source
    return ngettext("teaching text %(numbers)s", "teaching texts %(numbers)s", len(numbers)) % {
        "numbers": source
    }
