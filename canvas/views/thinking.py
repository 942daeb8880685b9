"""What the pages share on which a canvas is thought through (ADR 0006).

Each shows a view of the blueprint. Elements open in a dialog; once one is saved, the view is asked
for again. Without JavaScript `?back=` leads from the element's page to the view.
"""

from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from canvas import blueprints, presence
from canvas.access import CanvasKey, get_canvas
from canvas.findings import findings_of
from canvas.models import Canvas, Role
from canvas.views.editing import bare
from canvas.views.requests import SignedInRequest
from relationships import live
from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from relationships.coherence import Finding


@dataclass
class Study:
    """A canvas opened for one request, to be looked at as a whole."""

    request: SignedInRequest
    key: CanvasKey

    @cached_property
    def canvas(self) -> Canvas:
        need = Role.EDITOR if self.request.method == "POST" else Role.VIEWER
        return get_canvas(self.request.user, self.key, need=need)

    @cached_property
    def blueprint(self) -> Blueprint:
        return blueprints.read(self.canvas)

    @cached_property
    def catalog(self) -> Catalog:
        return live.current()

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return findings_of(self.canvas, self.catalog)

    @property
    def language(self) -> str:
        return self.request.LANGUAGE_CODE

    @property
    def can_edit(self) -> bool:
        return Role(self.canvas.role).allows(Role.EDITOR)

    @property
    def can_comment(self) -> bool:
        return Role(self.canvas.role).allows(Role.COMMENTER)

    @cached_property
    def root(self) -> str:
        """The canvas's own address, below which all others of it stand."""
        return reverse("board", args=[self.key])

    @property
    def place(self) -> str:
        """The address of this view below the canvas's, with what it was asked for."""
        return self.request.get_full_path().removeprefix(self.root)

    def show(
        self,
        page: str,
        context: dict[str, object],
        status: HTTPStatus = HTTPStatus.OK,
        part: str = "view",
    ) -> HttpResponse:
        """The template that goes by the page's name; a part of it alone for htmx."""
        template = f"canvas/{page}.html"
        shown = {
            "canvas": self.canvas,
            "can_edit": self.can_edit,
            "can_comment": self.can_comment,
            "page": page,
            "root": self.root,
            "here": self.request.get_full_path(),
            "back": self.place,
            "since": presence.token(self.canvas.version),
            **context,
        }
        name = f"{template}#{part}" if self.request.htmx else template
        response = bare(render(self.request, name, shown, status=status))
        if self.request.htmx and self.request.method == "POST":
            response["HX-Retarget"] = "#view"
            response["HX-Reswap"] = "innerHTML"
        return response
