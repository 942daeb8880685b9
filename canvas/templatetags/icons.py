"""Icons of Heroicons, each drawn once: the package copies and writes its SVG at every use."""

from functools import cache

from django import template
from heroicons.templatetags.heroicons import heroicon_mini

register = template.Library()

SIZE = 20
"""Pixels that the small ones are drawn for."""


@register.simple_tag
@cache
def icon(name: str, css_class: str = "") -> str:
    """`{% icon "plus" %}`: the small icon of this name. Screen readers pass over it."""
    attributes = {"class": css_class} if css_class else {}
    return heroicon_mini(name, size=SIZE, aria_hidden="true", **attributes)
