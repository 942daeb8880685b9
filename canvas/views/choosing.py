"""Which part of a canvas a picture shows: of one segment or of all, and a page of what is many.

Both are chosen in the address, by links that work without JavaScript.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext

from canvas.board import Badge, badges_of
from relationships.blueprint import Blueprint

_Item = TypeVar("_Item")

MOST_NAMED = 12
"""Where there are more segments than this, links to them show the letter alone."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that chooses a segment; without a badge the one that chooses all."""

    badge: Badge | None
    address: str
    is_chosen: bool
    is_named: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What is shown of many: "1–20 of 300", and where the rest is; nothing where all is shown."""

    label: str
    told: str
    before: str
    after: str


def chosen_segment(request: HttpRequest, blueprint: Blueprint, key: str = "segment") -> str:
    """The ref of the segment that the address names, or nothing."""
    ref = request.GET.get(key, "")
    return ref if any(segment.ref == ref for segment in blueprint.segments) else ""


def choices(
    request: HttpRequest, blueprint: Blueprint, chosen: str, key: str = "segment"
) -> tuple[Choice, ...]:
    """A link to all segments and one to each; none where there is nothing to choose from."""
    if len(blueprint.segments) < 2:
        return ()
    is_named = len(blueprint.segments) <= MOST_NAMED
    everything = Choice(None, _address(request, {key: ""}, afresh=True), not chosen, True)
    return (
        everything,
        *(
            Choice(
                badge, _address(request, {key: ref}, afresh=True), ref == chosen, is_named=is_named
            )
            for ref, badge in badges_of(blueprint).items()
        ),
    )


def part(
    request: HttpRequest, key: str, label: str, items: Sequence[_Item], most: int, first: int = 1
) -> tuple[list[_Item], Part | None]:
    """The page of items that the address names under a key, or else the page `first`."""
    page = Paginator(items, most).get_page(request.GET.get(key, first))
    if not page.has_other_pages():
        return list(page), None
    told = gettext("%(first)d–%(last)d of %(total)d") % {
        "first": page.start_index(),
        "last": page.end_index(),
        "total": len(items),
    }
    number = page.number
    return list(page), Part(
        label,
        told,
        _address(request, {key: str(number - 1)}) if page.has_previous() else "",
        _address(request, {key: str(number + 1)}) if page.has_next() else "",
    )


def _address(request: HttpRequest, changes: dict[str, str], afresh: bool = False) -> str:
    """The address of this page with other choices; `afresh` forgets which page was turned to."""
    kept = request.GET.copy()
    if afresh:
        kept.pop("page", None)
    for key, value in changes.items():
        if value:
            kept[key] = value
        else:
            kept.pop(key, None)
    return f"?{kept.urlencode()}" if kept else request.path
