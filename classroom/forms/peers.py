"""The form in which a student reviews a canvas: a level and a word for each criterion."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Prefetch, QuerySet
from django.forms import BoundField
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from classroom.models import Criterion, Level, Review, Rubric
from classroom.models.reviews import LONGEST
from classroom.peering import Judgement


class RemarkField(forms.CharField):
    """A text of several lines, which end as they do in a canvas's texts."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea({"rows": 2}))
        super().__init__(max_length=LONGEST, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class OwnReviewForm(forms.Form):
    """Fields for each criterion of the rubric, which is read with two queries."""

    overall = RemarkField(label=_("Overall"), required=False)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, review: Review, rubric: Rubric | None
    ) -> None:
        initial: dict[str, Any] = {"overall": review.overall, "version": review.version}
        for score in review.scores.all():
            initial[f"level_{score.criterion_id}"] = score.level_id
            initial[f"remark_{score.criterion_id}"] = score.remark
        super().__init__(data, initial=initial, label_suffix="")
        self.criteria = list(_criteria(rubric)) if rubric else []
        for criterion in self.criteria:
            self.fields[f"level_{criterion.pk}"] = forms.ChoiceField(
                label=criterion.title,
                help_text=criterion.description,
                choices=[(level.pk, _told(level)) for level in criterion.levels.all()],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"remark_{criterion.pk}"] = RemarkField(
                label=_("A word on it"), required=False
            )

    @property
    def judged(self) -> list[tuple[BoundField, BoundField]]:
        """The fields of each criterion: the level, and the word on it."""
        return [(self[f"level_{c.pk}"], self[f"remark_{c.pk}"]) for c in self.criteria]

    @property
    def judgements(self) -> list[Judgement]:
        """What was said of each criterion, once the form is valid."""
        said = self.cleaned_data
        return [
            Judgement(
                criterion=criterion.pk,
                level=int(said[f"level_{criterion.pk}"] or 0) or None,
                remark=said[f"remark_{criterion.pk}"],
            )
            for criterion in self.criteria
        ]


def _criteria(rubric: Rubric) -> QuerySet[Criterion]:
    """In order, with their levels from the least to the most points."""
    levels = Prefetch("levels", Level.objects.order_by("points", "position", "pk"))
    return rubric.criteria.prefetch_related(levels).order_by("position", "pk")


def _told(level: Level) -> str:
    points = number_format(level.points.normalize())
    head = f"{level.title} ({points})"
    return f"{head}: {level.description}" if level.description else head


class OwnRemarkForm(forms.Form):
    """A remark on what is opened; `key` names it."""

    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    text = RemarkField(label=_("Your remark on it"))
