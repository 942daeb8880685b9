"""The catalog for its editors: every text in the three languages side by side.

What ships is retired rather than deleted, since the next load would bring it back; what a
canvas uses can't be deleted at all. Slugs and codes are chosen once.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from relationships.models import (
    LANGUAGE_SUFFIXES,
    ChannelKind,
    EmptyPhrase,
    Factor,
    Question,
    RelationshipType,
    Row,
    RowQuerySet,
    RuleSetting,
    Strategy,
)

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Row]
else:
    _ModelAdmin = admin.ModelAdmin

NAMES = ("name", "definition", "aliases")
PARAGRAPHS = ("explanation", "example", "when_to_use", "when_not", "cautions")
KEPT = ("position", "retired", "source")


def _side_by_side(texts: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(f"{text}_{suffix}" for suffix in LANGUAGE_SUFFIXES) for text in texts)


class RowAdmin(_ModelAdmin):
    """What all entries share."""

    actions = None
    list_per_page = 200

    def get_queryset(self, request: HttpRequest) -> "RowQuerySet[Row]":
        return self.model.objects.all().in_order()

    def get_readonly_fields(self, request: HttpRequest, obj: Row | None = None) -> tuple[str, ...]:
        key = self.model._meta.pk
        return (key.name,) if obj is not None and key is not None else ()

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        shipped = obj is not None and obj.is_shipped
        return not shipped and super().has_delete_permission(request, obj)

    @admin.display(boolean=True, description=_("as shipped"))
    def as_shipped(self, row: Row) -> bool:
        return not row.is_touched


class EntryAdmin(RowAdmin):
    list_display: tuple[str, ...] = ("slug", "name_en", "position", "retired", "as_shipped")
    list_filter = ("retired",)
    search_fields = (
        "slug",
        *(f"{text}_{suffix}" for text in NAMES for suffix in LANGUAGE_SUFFIXES),
    )
    attributes: tuple[str, ...] = ()

    def get_fieldsets(self, request: HttpRequest, obj: Row | None = None) -> Any:
        """A row a text: its languages stand beside one another."""
        return (
            (None, {"fields": ("slug", *_side_by_side(NAMES))}),
            (_("What the checks read"), {"fields": self.attributes}),
            (_("What the guide tells"), {"fields": _side_by_side(PARAGRAPHS)}),
            (_("How it is kept"), {"fields": (KEPT,)}),
        )


@admin.register(RelationshipType)
class RelationshipTypeAdmin(EntryAdmin):
    attributes = ("parent", "delivered_by", "needs", "exclusive", "horizon", "effort", "starts")
    list_display = ("slug", "name_en", "parent", "position", "retired", "as_shipped")
    list_select_related = ("parent",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """One level: only a type without a parent can be one."""
        options["queryset"] = RelationshipType.objects.filter(parent=None).in_order()
        return super().formfield_for_foreignkey(db_field, request, **options)


@admin.register(Strategy)
class StrategyAdmin(EntryAdmin):
    attributes = (
        "motivations",
        "needs",
        "money",
        "ease",
        "measurable",
        "needs_customers",
        "starts",
    )


@admin.register(ChannelKind)
class ChannelKindAdmin(EntryAdmin):
    attributes = ("ownership", "capabilities")


@admin.register(Factor)
class FactorAdmin(EntryAdmin):
    attributes = ("role",)


@admin.register(Question)
class QuestionAdmin(RowAdmin):
    list_display = ("slug", "text_en", "place", "position", "retired", "as_shipped")
    list_filter = ("retired", "place")
    search_fields = ("slug", *(f"text_{suffix}" for suffix in LANGUAGE_SUFFIXES))
    fieldsets = ((None, {"fields": ("slug", "place", *_side_by_side(("text",)), KEPT)}),)


@admin.register(EmptyPhrase)
class EmptyPhraseAdmin(RowAdmin):
    list_display = ("text", "position", "retired", "as_shipped")
    list_filter = ("retired",)
    search_fields = ("text",)


@admin.register(RuleSetting)
class RuleSettingAdmin(RowAdmin):
    """Rules come with the program: an editor sets them, and neither adds nor deletes any."""

    list_display = ("code", "severity", "enabled", "threshold", "as_shipped")
    list_filter = ("severity", "enabled")
    search_fields = ("code",)
    fields = ("code", "severity", "enabled", "threshold", "position")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False
