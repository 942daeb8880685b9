"""Customer segments, and what they are linked with."""

from django.db import models

from canvas.models.canvases import MOST_CUSTOMERS, MOST_MONEY
from canvas.models.constraints import between, choices, not_empty, one_of
from canvas.models.elements import Element
from canvas.models.notes import Note
from relationships.vocabulary import Trust


class Segment(Element):
    """`habits` is a list of the format's habits; `value_per_month` is a customer's."""

    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    customers = models.PositiveIntegerField(null=True, blank=True)
    value_per_month = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    habits = models.JSONField(default=list, blank=True)
    trust = models.CharField(max_length=12, choices=choices(Trust), blank=True)
    trust_goal = models.CharField(max_length=12, choices=choices(Trust), blank=True)

    class Meta:
        constraints = [
            *Element.Meta.constraints,
            not_empty("name", "segment_name_not_empty"),
            between("customers", 0, MOST_CUSTOMERS, "segment_customers_bounds"),
            between("value_per_month", 0, MOST_MONEY, "segment_value_bounds"),
            one_of("trust", Trust, "segment_trust_known", blank=True),
            one_of("trust_goal", Trust, "segment_trust_goal_known", blank=True),
        ]


class SegmentLink(models.Model):
    """Something a segment lists, in the order of the list."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="%(class)ss")
    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True


class OfferedValue(SegmentLink):
    """A value proposition made to a segment."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="offered_to")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["segment", "note"], name="offered_value_once")
        ]

    def __str__(self) -> str:
        return f"{self.segment_id} → {self.note_id}"


class Expectation(SegmentLink):
    """A relationship type that a segment expects."""

    type = models.ForeignKey(
        "relationships.RelationshipType", on_delete=models.PROTECT, related_name="expected_by"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "type"], name="expectation_once")]

    def __str__(self) -> str:
        return f"{self.segment_id} → {self.type_id}"


class FactorMark(SegmentLink):
    """How much a consumption factor weighs for a segment, from 0 (unimportant) to 3 (decisive)."""

    factor = models.ForeignKey(
        "relationships.Factor", on_delete=models.PROTECT, related_name="marked_by"
    )
    importance = models.PositiveSmallIntegerField()
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["segment", "factor"], name="factor_mark_once"),
            between("importance", 0, 3, "factor_mark_importance_bounds"),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id} → {self.factor_id}: {self.importance}"
