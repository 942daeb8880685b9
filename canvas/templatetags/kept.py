"""Pieces of pages that show nothing but one frozen value: drawn once, and then remembered.

After an edit most of a board is what it was. What is remembered is found by the value itself, so
it can't be stale.
"""

from collections.abc import Hashable
from datetime import tzinfo
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def kept(partial: str, value: Hashable) -> SafeString:
    """`{% kept "canvas/board.html#item" item %}`: the partial, with the value under its name.

    The partial sees the value, the language and the time zone, and nothing else of the page.
    """
    return _drawn(partial, value, get_language(), timezone.get_current_timezone())


@lru_cache(maxsize=768)
def _drawn(partial: str, value: Hashable, language: str | None, zone: tzinfo) -> SafeString:
    name = partial.rpartition("#")[2]
    return render_to_string(partial, {name: value})
