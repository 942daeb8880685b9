"""Where an edit leads back to: the page of the canvas on which it was begun."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse

from canvas.access import CanvasKey

PAGES = frozenset(
    {
        "advice",
        "coherence",
        "comments",
        "compare",
        "costs",
        "experiments",
        "journey",
        "matrix",
        "plan",
        "relationship_map",
        "start",
        "trust",
    }
)
"""The names of the addresses that an edit may lead back to, besides the board."""

LONGEST = 4_000
"""Characters below the canvas's address. Django refuses to redirect to endless ones, and an edit
would be saved and answered as if it were not."""


def way_back(request: HttpRequest, key: CanvasKey) -> str:
    """The address that `?back=` names below the canvas's own, or the board's.

    One that holds a NUL leads nowhere: it would be refused, and no database takes what it asks for.
    """
    board = reverse("board", args=[key])
    place = request.GET.get("back", "")
    if len(place) > LONGEST or "%00" in place:
        return board
    try:
        found = resolve(board + place.partition("?")[0])
    except Resolver404:
        return board
    return board + place if found.url_name in PAGES else board


def returning(request: HttpRequest, key: CanvasKey) -> str:
    """The query that takes the way back along to another address; empty where it is the board's."""
    board = reverse("board", args=[key])
    place = way_back(request, key).removeprefix(board)
    return f"?{urlencode({'back': place})}" if place else ""
