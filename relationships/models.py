"""The catalog as rows that editors change. Everybody else reads it through `relationships.live`.

Slugs and codes are permanent and primary keys: what points at an entry keeps its slug.

Whatever changes an entry moves the catalog's stamp in the same transaction, and takes the
stamp's lock before it touches the entry, so that writers queue up instead of meeting in a
deadlock. Saving and deleting a row, and `update`, `delete`, `bulk_create` and `bulk_update`
of a query see to it; raw SQL and `loaddata` do not.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, fields, replace
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Any, ClassVar, TypeVar, cast
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import CheckConstraint, F, Max, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from relationships import catalog
from relationships.catalog import Text
from relationships.coherence.rules import RULES
from relationships.fields import MembersField, WordField
from relationships.vocabulary import (
    Capability,
    DeliveredBy,
    Ease,
    Effort,
    FactorRole,
    Horizon,
    Money,
    Motivation,
    Ownership,
    Severity,
    Stage,
)

LANGUAGE_SUFFIXES = tuple(field.name for field in fields(Text))
"""How the columns of a text end: `name_en`, `name_es`, `name_pt_br`."""

STEP = 10
"""The gap between the positions of two neighbours, so that an editor can put something between."""

_Row = TypeVar("_Row", bound="Row")
_Frozen = TypeVar("_Frozen")
_Model = TypeVar("_Model", bound=models.Model)


class CatalogStamp(models.Model):
    """One row, whose value changes with whatever changes in the catalog.

    The value is random, not a counter: one that a rolled back transaction had shown could come
    again for other contents, and a process would hold on to what never was.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.CharField(max_length=32)

    class Meta:
        constraints = (CheckConstraint(condition=Q(id=1), name="relationships_only_one_stamp"),)

    def __str__(self) -> str:
        return self.value

    @classmethod
    def hold(cls) -> None:
        """Wait for whoever is writing the catalog; others then wait for this transaction's end."""
        cls._put(F("value"))

    @classmethod
    def move(cls) -> None:
        """Tell every process that the catalog has changed. Holds the catalog as well."""
        cls._put(uuid4().hex)

    @classmethod
    def _put(cls, value: str | F) -> None:
        if not cls.objects.filter(id=1).update(value=value):
            cls.objects.update_or_create(id=1, defaults={"value": uuid4().hex})


class RowQuerySet(models.QuerySet[_Row]):
    """Moves the catalog's stamp with every change of many rows."""

    def in_order(self) -> "RowQuerySet[_Row]":
        return self.order_by("position", "pk")

    def update(self, **changes: Any) -> int:
        with transaction.atomic():
            CatalogStamp.move()
            return super().update(**changes)

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            CatalogStamp.move()
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[_Row], *args: Any, **options: Any) -> list[_Row]:
        with transaction.atomic():
            CatalogStamp.move()
            return super().bulk_create(objs, *args, **options)

    def end(self) -> int:
        """The position after the last."""
        last = self.aggregate(last=Max("position"))["last"]
        return STEP if last is None else last + STEP


class Row(models.Model):
    """A row of the catalog, beside the frozen value that it stands for.

    `shipped_fingerprint` is the fingerprint of the shipped entry as it was last loaded, empty
    for an editor's own entry. Whoever edits an entry leaves it alone: a row whose fingerprint
    differs from it has been touched, and is never overwritten.
    """

    position = models.PositiveIntegerField(
        _("position"), blank=True, help_text=_("Its place in lists; left empty, at the end.")
    )
    shipped_fingerprint = models.CharField(max_length=64, blank=True, default="", editable=False)

    objects = RowQuerySet.as_manager()

    TEXTS: ClassVar[tuple[str, ...]] = ()
    """What stands in three columns: `name` in `name_en`, `name_es` and `name_pt_br`."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            CatalogStamp.move()
            if cast("int | None", self.position) is None:
                self.position = type(self).objects.all().end()
            super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            CatalogStamp.move()
            return super().delete(*args, **options)

    def frozen(self) -> Any:
        """The value that the row stands for. No query."""
        raise NotImplementedError

    def take(self, value: Any) -> None:
        """Become a frozen value, but for the position."""
        for field in fields(value):
            held = getattr(value, field.name)
            if isinstance(held, Text):
                for suffix in LANGUAGE_SUFFIXES:
                    setattr(self, f"{field.name}_{suffix}", getattr(held, suffix))
            else:
                column = self._column(field.name)
                setattr(self, column.attname, column.to_python(held))

    @property
    def is_shipped(self) -> bool:
        return bool(self.shipped_fingerprint)

    @property
    def is_touched(self) -> bool:
        """Whether an editor has changed the entry since the catalog was last loaded, or made it."""
        return self.fingerprint() != self.shipped_fingerprint

    def fingerprint(self) -> str:
        return fingerprint(self.frozen(), self.position)

    def _freeze(self, kind: type[_Frozen]) -> _Frozen:
        return kind(**{field.name: self._held(field) for field in fields(kind)})  # type: ignore[arg-type]

    def _held(self, field: Any) -> Any:
        if field.type is Text:
            return Text(*(getattr(self, f"{field.name}_{suffix}") for suffix in LANGUAGE_SUFFIXES))
        return getattr(self, self._column(field.name).attname)

    def _column(self, name: str) -> "models.Field[Any, Any]":
        return cast("models.Field[Any, Any]", self._meta.get_field(name))


def fingerprint(value: Any, position: int) -> str:
    """What tells one state of an entry from another, its place included.

    What stands at its default is left out: a field that a later release brings must not make
    every entry look touched.
    """
    told = value if isinstance(value, str) else _departures(value)
    return sha256(json.dumps([told, position], default=str, sort_keys=True).encode()).hexdigest()


def _departures(value: Any) -> dict[str, Any]:
    """The fields of a frozen value that are not at their default."""
    defaults = {field.name: field.default for field in fields(value)}
    return {
        name: held for name, held in asdict(value).items() if getattr(value, name) != defaults[name]
    }


def _in_languages(
    **texts: "Callable[..., models.Field[Any, Any]]",
) -> Callable[[type[_Model]], Any]:
    """Give a model a column a language for each text. Only `name` and `text` must be told."""

    def widened(model: type[_Model]) -> type[_Model]:
        for text, column in texts.items():
            for suffix in LANGUAGE_SUFFIXES:
                must = text in ("name", "text") and suffix == "en"
                column(_heading(text, suffix), blank=not must, default="").contribute_to_class(
                    model, f"{text}_{suffix}"
                )
        cast("Any", model).TEXTS = tuple(texts)
        return model

    return widened


def _heading(text: str, suffix: str) -> Any:
    return format_lazy("{text} ({suffix})", text=HEADINGS[text], suffix=suffix.replace("_", "-"))


HEADINGS = {
    "name": _("name"),
    "definition": _("definition"),
    "explanation": _("explanation"),
    "example": _("example"),
    "when_to_use": _("when to use it"),
    "when_not": _("when not"),
    "cautions": _("cautions"),
    "aliases": _("other names"),
    "text": _("text"),
}


def _line(heading: Any, **options: Any) -> "models.CharField[str, str]":
    return models.CharField(heading, max_length=300, **options)


def _paragraph(heading: Any, **options: Any) -> "models.TextField[str, str]":
    return models.TextField(heading, **options)


def _slug() -> "models.SlugField[str, str]":
    return models.SlugField(
        _("slug"),
        primary_key=True,
        max_length=60,
        validators=[
            RegexValidator(
                r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Small letters and digits, joined by hyphens.")
            )
        ],
        help_text=_("The permanent name in addresses and exports."),
    )


def _source() -> "models.CharField[str, str]":
    return models.CharField(
        _("source"),
        max_length=60,
        blank=True,
        default="",
        help_text=_("The number of the text it comes from, or “own judgement”."),
    )


def _retired() -> "models.BooleanField[bool, bool]":
    return models.BooleanField(
        _("retired"),
        default=False,
        help_text=_("No longer offered; what uses it keeps it."),
    )


def _told(column: str) -> CheckConstraint:
    return CheckConstraint(
        condition=~Q(**{column: ""}), name=f"%(app_label)s_%(class)s_{column}_told"
    )


def _small(column: str) -> CheckConstraint:
    """Small letters, one or more. Forms check the full pattern, which SQLite by itself can't."""
    return CheckConstraint(
        condition=Q(**{column: Lower(column)}) & ~Q(**{column: ""}),
        name=f"%(app_label)s_%(class)s_{column}_small",
    )


def _known(column: str, vocabulary: type[StrEnum]) -> CheckConstraint:
    return CheckConstraint(
        condition=Q(**{f"{column}__in": [member.value for member in vocabulary]}),
        name=f"%(app_label)s_%(class)s_{column}_known",
    )


@_in_languages(
    name=_line,
    definition=_line,
    explanation=_paragraph,
    example=_paragraph,
    when_to_use=_paragraph,
    when_not=_paragraph,
    cautions=_paragraph,
    aliases=_line,
)
class Entry(Row):
    """What every entry tells its readers, in three languages side by side."""

    slug = _slug()
    source = _source()
    retired = _retired()

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[CheckConstraint, ...]] = (_small("slug"), _told("name_en"))

    def __str__(self) -> str:
        return self._freeze(catalog.Entry).name.en


class RelationshipType(Entry):
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    delivered_by = WordField(DeliveredBy, verbose_name=_("delivered by"), default=DeliveredBy.ANY)
    needs = MembersField(Capability, verbose_name=_("needs"))
    exclusive = models.BooleanField(
        _("exclusive"), default=False, help_text=_("Kept for particular customers.")
    )
    horizon = WordField(Horizon, verbose_name=_("horizon"), default=Horizon.RECURRENT)
    effort = WordField(Effort, verbose_name=_("effort"), default=Effort.MEDIUM)
    starts = WordField(Stage, verbose_name=_("starts"), default=Stage.IDEA)

    class Meta(Entry.Meta):
        verbose_name = _("relationship type")
        verbose_name_plural = _("relationship types")
        constraints = (
            *Entry.Meta.constraints,
            CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("slug")),
                name="%(app_label)s_%(class)s_parent_another",
            ),
            _known("delivered_by", DeliveredBy),
            _known("horizon", Horizon),
            _known("effort", Effort),
            _known("starts", Stage),
        )

    def clean(self) -> None:
        """One level: a type with a parent can't be a parent. Up to two queries."""
        super().clean()
        if self.parent is None:
            return
        if self.parent.parent_id is not None:
            raise ValidationError({"parent": _("That type has a parent itself: one level only.")})
        if self.pk == self.parent_id or self.children.exists():
            raise ValidationError({"parent": _("This type is a parent itself: one level only.")})

    def frozen(self) -> catalog.RelationshipType:
        return self._freeze(catalog.RelationshipType)


class Strategy(Entry):
    motivations = MembersField(Motivation, verbose_name=_("motivations"))
    needs = MembersField(Capability, verbose_name=_("needs"))
    money = WordField(Money, verbose_name=_("money"), default=Money.LOW)
    ease = WordField(Ease, verbose_name=_("ease"), default=Ease.EASY)
    measurable = models.BooleanField(_("measurable"), default=True)
    needs_customers = models.BooleanField(_("needs a customer base"), default=False)
    starts = WordField(Stage, verbose_name=_("starts"), default=Stage.IDEA)

    class Meta(Entry.Meta):
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        constraints = (
            *Entry.Meta.constraints,
            _known("money", Money),
            _known("ease", Ease),
            _known("starts", Stage),
        )

    def frozen(self) -> catalog.Strategy:
        return self._freeze(catalog.Strategy)


class ChannelKind(Entry):
    """`ownership` and `capabilities` are what a new channel of this kind starts with."""

    ownership = WordField(Ownership, verbose_name=_("usual owner"), default=Ownership.OWN)
    capabilities = MembersField(Capability, verbose_name=_("capabilities at first"))

    class Meta(Entry.Meta):
        verbose_name = _("channel kind")
        verbose_name_plural = _("channel kinds")
        constraints = (*Entry.Meta.constraints, _known("ownership", Ownership))

    def frozen(self) -> catalog.ChannelKind:
        return self._freeze(catalog.ChannelKind)


class Factor(Entry):
    """A consumption factor. Rules read its `role`; without one it is for people to read."""

    role = WordField(FactorRole, verbose_name=_("role in the checks"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("consumption factor")
        verbose_name_plural = _("consumption factors")
        constraints = (*Entry.Meta.constraints, _known("role", FactorRole))

    def frozen(self) -> catalog.Factor:
        return self._freeze(catalog.Factor)


@_in_languages(text=_paragraph)
class Question(Row):
    """A guiding question; a retired one is asked no more."""

    slug = _slug()
    place = models.CharField(
        _("place"),
        max_length=60,
        validators=[RegexValidator(r"^[a-z]+\.[a-z_]+\Z", _("As “segment.expects”."))],
        help_text=_(
            "The field that answers it, as “segment.expects”, or the block, as “block.channels”."
        ),
    )
    source = _source()
    retired = _retired()

    class Meta:
        verbose_name = _("guiding question")
        verbose_name_plural = _("guiding questions")
        constraints = (_small("slug"), _told("text_en"), _told("place"))

    def __str__(self) -> str:
        return self.frozen().text.en

    def frozen(self) -> catalog.Question:
        return self._freeze(catalog.Question)


class EmptyPhrase(Row):
    """A name that says nothing, in whatever language; a retired one is let pass."""

    text = models.CharField(_("text"), primary_key=True, max_length=120)
    retired = _retired()

    class Meta:
        verbose_name = _("empty phrase")
        verbose_name_plural = _("empty phrases")
        constraints = (_told("text"),)

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        if not catalog.plain(self.text):
            raise ValidationError({"text": _("A phrase needs a letter or a digit.")})

    def frozen(self) -> str:
        return self.text

    def take(self, value: str) -> None:
        self.text = value


STRENGTHS = tuple(rule.code for rule in RULES if rule.severity is Severity.STRENGTH)
"""The rules that say what holds together: they stay strengths, and no other becomes one."""

THRESHOLDS = tuple(rule.code for rule in RULES if rule.threshold is not None)
"""The rules that have a threshold T."""


class RuleSetting(Row):
    """How a coherence rule is set. `threshold` is the T of the rule that has one."""

    code = models.CharField(_("code"), primary_key=True, max_length=60)
    severity = WordField(Severity, verbose_name=_("severity"))
    enabled = models.BooleanField(_("enabled"), default=True)
    threshold = models.DecimalField(
        _("threshold"),
        max_digits=12,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    class Meta:
        verbose_name = _("rule setting")
        verbose_name_plural = _("rule settings")
        constraints = (
            _small("code"),
            _known("severity", Severity),
            CheckConstraint(
                condition=Q(threshold=None) | Q(threshold__gte=0),
                name="%(app_label)s_%(class)s_threshold_not_negative",
            ),
            CheckConstraint(
                condition=Q(code__in=STRENGTHS, severity=Severity.STRENGTH.value)
                | (~Q(code__in=STRENGTHS) & ~Q(severity=Severity.STRENGTH.value)),
                name="%(app_label)s_%(class)s_strength_stays",
            ),
        )

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        super().clean()
        faults = {}
        if (self.severity is Severity.STRENGTH) != (self.code in STRENGTHS):
            faults["severity"] = _("A strength stays one, and nothing else becomes one.")
        if (self.threshold is not None) != (self.code in THRESHOLDS):
            faults["threshold"] = (
                _("This rule needs a threshold.")
                if self.threshold is None
                else _("This rule has no threshold.")
            )
        if faults:
            raise ValidationError(faults)

    def frozen(self) -> catalog.RuleSetting:
        setting = self._freeze(catalog.RuleSetting)
        return replace(setting, threshold=_plain(setting.threshold))


def _plain(amount: Decimal | None) -> Decimal | None:
    """Without the zeros that the column adds: 0.25, 1000."""
    if amount is None:
        return None
    amount = Decimal(amount)
    return amount.quantize(Decimal(1)) if amount == amount.to_integral() else amount.normalize()


HEAVIEST = 100
"""The most that a term of advice may weigh."""


class AdviceWeight(Row):
    """How much a term of advice weighs. Which way it speaks is the term's own."""

    code = models.CharField(_("code"), primary_key=True, max_length=60)
    points = models.PositiveIntegerField(
        _("points"),
        validators=[MinValueValidator(0), MaxValueValidator(HEAVIEST)],
        help_text=_("From 0 to 100. With 0 it counts for nothing, and nobody reads of it."),
    )

    class Meta:
        verbose_name = _("weight of advice")
        verbose_name_plural = _("weights of advice")
        constraints = (
            _small("code"),
            CheckConstraint(
                condition=Q(points__gte=0, points__lte=HEAVIEST),
                name="%(app_label)s_%(class)s_points_bounded",
            ),
        )

    def __str__(self) -> str:
        return self.code

    def frozen(self) -> catalog.AdviceWeight:
        return self._freeze(catalog.AdviceWeight)


PARTS: dict[str, type[Row]] = {
    "types": RelationshipType,
    "strategies": Strategy,
    "kinds": ChannelKind,
    "factors": Factor,
    "questions": Question,
    "empty_phrases": EmptyPhrase,
    "rules": RuleSetting,
    "weights": AdviceWeight,
}
"""The parts of the catalog, by the names that they have in its frozen value and in its file."""


def part_of(model: type[Row]) -> str:
    return next(name for name, each in PARTS.items() if each is model)


class Deed(StrEnum):
    """What was done to an entry."""

    LOAD = "load"
    ADD = "add"
    CHANGE = "change"
    MOVE = "move"
    RETIRE = "retire"
    REVIVE = "revive"
    RETURN = "return"
    IMPORT = "import"
    DELETE = "delete"


class Revision(models.Model):
    """An entry as it was after somebody changed it, in the words of the catalog's file.

    Of an entry that was deleted it is the last state. Revisions outlive their entry, and are
    never changed; their order is that of their ids. `by` is empty for what a release brought.
    """

    part = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    deed = models.CharField(max_length=10)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    state = models.JSONField()

    class Meta:
        indexes = (models.Index(fields=["part", "key"], name="revision_of_entry"),)
        constraints = (
            _known("deed", Deed),
            CheckConstraint(
                condition=Q(part__in=list(PARTS)), name="%(app_label)s_%(class)s_part_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.part}[{self.key}]: {self.deed}"
