"""Channels, and the touchpoints where they serve a segment."""

from django.db import models

from canvas.models.canvases import MOST_MONEY, Canvas
from canvas.models.constraints import between, choices, not_empty, one_of
from canvas.models.elements import Element
from canvas.models.segments import Segment
from relationships.vocabulary import Ownership


class Channel(Element):
    """`capabilities` is a list of the vocabulary's words, in its order."""

    name = models.CharField(max_length=120)
    kind = models.ForeignKey(
        "relationships.ChannelKind", on_delete=models.PROTECT, related_name="channels"
    )
    ownership = models.CharField(max_length=10, choices=choices(Ownership))
    capabilities = models.JSONField(default=list, blank=True)
    hours = models.CharField(max_length=500, blank=True)
    monthly_cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = [
            *Element.Meta.constraints,
            not_empty("name", "channel_name_not_empty"),
            one_of("ownership", Ownership, "channel_ownership_known"),
            between("monthly_cost", 0, MOST_MONEY, "channel_monthly_cost_bounds"),
        ]


class Touchpoint(models.Model):
    """A channel serving a segment; `phases` is a list of one or more, in the vocabulary's order."""

    canvas = models.ForeignKey(Canvas, on_delete=models.CASCADE, related_name="touchpoints")
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="touchpoints")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="touchpoints")
    phases = models.JSONField()
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["segment", "channel"], name="touchpoint_once_per_pair"),
            models.CheckConstraint(condition=~models.Q(phases=[]), name="touchpoint_has_a_phase"),
        ]

    def __str__(self) -> str:
        return f"{self.channel_id} → {self.segment_id}"
