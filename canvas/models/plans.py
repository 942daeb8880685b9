"""Planned relationships: the rows of a segment's relationship plan."""

from django.db import models

from canvas.models.canvases import MOST_HOURS, MOST_MONEY
from canvas.models.channels import Channel
from canvas.models.constraints import between, choices, one_of
from canvas.models.elements import Element
from canvas.models.segments import Segment
from relationships.vocabulary import Motivation, Stage, Status


class Relationship(Element):
    """Costs are in the canvas's currency; `experiments` is a list of the format's experiments."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="relationships")
    type = models.ForeignKey(
        "relationships.RelationshipType", on_delete=models.PROTECT, related_name="planned_as"
    )
    channel = models.ForeignKey(
        Channel, on_delete=models.SET_NULL, null=True, blank=True, related_name="relationships"
    )
    motivation = models.CharField(max_length=12, choices=choices(Motivation), blank=True)
    objective = models.TextField(blank=True)
    justification = models.TextField(blank=True)
    setup_cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    monthly_cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    hours_per_month = models.PositiveIntegerField(null=True, blank=True)
    stage = models.CharField(max_length=10, choices=choices(Stage), blank=True)
    status = models.CharField(max_length=10, choices=choices(Status))
    minimum_viable = models.BooleanField(default=False)
    metric = models.CharField(max_length=500, blank=True)
    target = models.CharField(max_length=500, blank=True)
    experiments = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            *Element.Meta.constraints,
            one_of("motivation", Motivation, "relationship_motivation_known", blank=True),
            one_of("stage", Stage, "relationship_stage_known", blank=True),
            one_of("status", Status, "relationship_status_known"),
            between("setup_cost", 0, MOST_MONEY, "relationship_setup_cost_bounds"),
            between("monthly_cost", 0, MOST_MONEY, "relationship_monthly_cost_bounds"),
            between("hours_per_month", 0, MOST_HOURS, "relationship_hours_bounds"),
        ]


class ChosenStrategy(models.Model):
    """A strategy of a relationship, in the order chosen."""

    relationship = models.ForeignKey(
        Relationship, on_delete=models.CASCADE, related_name="chosen_strategies"
    )
    strategy = models.ForeignKey(
        "relationships.Strategy", on_delete=models.PROTECT, related_name="chosen_in"
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "chosen strategies"
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "strategy"], name="chosen_strategy_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.relationship_id} → {self.strategy_id}"
