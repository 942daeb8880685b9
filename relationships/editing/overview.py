"""The overview of the catalog for its editors, and the preview of an import."""

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import quote
from django.http import HttpRequest
from django.urls import reverse

from relationships import catalog_file, history
from relationships.actions import Plan
from relationships.editing import lists
from relationships.models import PARTS, Revision, Row, part_of
from relationships.translations import missing

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

LATEST = 12
"""How many changes the overview tells."""


@dataclass(frozen=True, slots=True)
class PartCard:
    """A part of the catalog: how many entries it has, and how many of them want attention."""

    name: str
    intro: str
    url: str
    count: int
    retired: int
    untranslated: int
    switched_off: int


@dataclass(frozen=True, slots=True)
class Change:
    """A change of some entry, told in one line. `url` is empty where the entry is gone."""

    revision: Revision
    name: str
    url: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PreviewLine:
    name: str
    key: str
    differences: tuple[history.Difference, ...]


@dataclass(frozen=True, slots=True)
class PreviewPart:
    """What an import does to a part."""

    name: str
    added: tuple[PreviewLine, ...]
    changed: tuple[PreviewLine, ...]
    retired: tuple[PreviewLine, ...]


def parts(request: HttpRequest, site: "AdminSite") -> list[PartCard]:
    """The parts that a person may see. A query a part."""
    return [
        _card(model, site)
        for model in PARTS.values()
        if site.get_model_admin(model).has_view_permission(request)
    ]


def latest() -> list[Change]:
    """What people did last; what a release brought is left out. Up to a query a part more."""
    revisions = list(
        Revision.objects.exclude(by=None).select_related("by").order_by("-pk")[:LATEST]
    )
    held = _held(revisions)
    return [
        Change(
            revision=revision,
            name=_name(revision, held),
            url=_url(revision, held),
            sentence=history.sentence(revision),
        )
        for revision in revisions
    ]


def preview(plan: Plan) -> list[PreviewPart]:
    """A plan by part and in words, without the parts to which nothing happens."""
    found = []
    for part, model in PARTS.items():
        made = PreviewPart(
            name=str(model._meta.verbose_name_plural),
            added=tuple(_line(row) for row in plan.added if part_of(type(row)) == part),
            changed=tuple(
                _line(row, was) for was, row in plan.changed if part_of(type(row)) == part
            ),
            retired=tuple(_line(row) for row in plan.retired if part_of(type(row)) == part),
        )
        if made.added or made.changed or made.retired:
            found.append(made)
    return found


def _line(row: Row, was: Row | None = None) -> PreviewLine:
    differences: Any = ()
    if was is not None:
        differences = history.differences(
            type(row), catalog_file.encode(was), catalog_file.encode(row)
        )
    return PreviewLine(lists.name(row), str(row.pk), tuple(differences))


def _card(model: type[Row], site: "AdminSite") -> PartCard:
    rows = list(model.objects.all())
    part_admin: Any = site.get_model_admin(model)
    return PartCard(
        name=str(model._meta.verbose_name_plural),
        intro=part_admin.intro,
        url=part_admin.url("changelist"),
        count=len(rows),
        retired=sum(bool(getattr(row, "retired", False)) for row in rows),
        untranslated=sum(bool(missing(row)) for row in rows),
        switched_off=sum(not getattr(row, "enabled", True) for row in rows),
    )


def _held(revisions: list[Revision]) -> dict[tuple[str, str], Row]:
    """The entries that the revisions speak of, as far as they are still there."""
    found: dict[tuple[str, str], Row] = {}
    by_part = sorted(revisions, key=lambda revision: revision.part)
    for part, some in groupby(by_part, key=lambda revision: revision.part):
        keys = [revision.key for revision in some]
        found.update({(part, row.pk): row for row in PARTS[part].objects.filter(pk__in=keys)})
    return found


def _name(revision: Revision, held: dict[tuple[str, str], Row]) -> str:
    row = held.get((revision.part, revision.key))
    return lists.name(row) if row is not None else revision.key


def _url(revision: Revision, held: dict[tuple[str, str], Row]) -> str:
    row = held.get((revision.part, revision.key))
    if row is None:
        return ""
    page = f"admin:relationships_{row._meta.model_name}_history"
    return reverse(page, args=[quote(row.pk)])
