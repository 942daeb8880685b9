"""What students read of a review: frozen when it is released, whatever is written after that.

What a student writes is frozen when it is sent, since from then on it stays as it is.

Students' pages read `released`, and never the rows of scores and remarks: those are at work again
once a review was reopened, and some of them are private for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects

from classroom.models import Criterion, Review, Rubric, Score

Frozen = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReleasedCriterion:
    """A criterion as it was when the review was released.

    Without a level it has no points, and counts neither for nor against.
    """

    title: str
    description: str
    level: str
    level_description: str
    points: Decimal | None
    most_points: Decimal
    remark: str


@dataclass(frozen=True, slots=True)
class ReleasedRemark:
    """What is said of an element (`key` is its ref), of a block (`block:…`), or of the whole."""

    id: int
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Released:
    """`points` of `most_points` are those of the criteria that have a level; none without any."""

    overall: str
    criteria: tuple[ReleasedCriterion, ...]
    remarks: tuple[ReleasedRemark, ...]
    points: Decimal | None
    most_points: Decimal | None

    def remarks_on(self, key: str) -> tuple[ReleasedRemark, ...]:
        return tuple(remark for remark in self.remarks if remark.key == key)

    @property
    def keys(self) -> Mapping[str, int]:
        """How many remarks there are on each key."""
        keys = [remark.key for remark in self.remarks]
        return {key: keys.count(key) for key in dict.fromkeys(keys)}


def released(review: Review) -> Released | None:
    """What students read of a review; none until it is released. No query."""
    return frozen(review) if review.released_at else None


def frozen(review: Review) -> Released | None:
    """What was frozen of a review, whether students may read it yet or not; none before that."""
    said = review.released
    if not said:
        return None
    return Released(
        overall=said["overall"],
        criteria=tuple(
            ReleasedCriterion(
                **{
                    **criterion,
                    "points": _amount(criterion["points"]),
                    "most_points": Decimal(criterion["most_points"]),
                }
            )
            for criterion in said["criteria"]
        ),
        remarks=tuple(ReleasedRemark(**remark) for remark in said["remarks"]),
        points=_amount(said["points"]),
        most_points=_amount(said["most_points"]),
    )


def freeze_review(review: Review, rubric: Rubric | None) -> Frozen:
    """What `Review.released` holds once a review is released as it is now. Four queries at most.

    The rubric is read once: of many reviews by the same one, the later ones take two.
    Private remarks and the names of those who reviewed are no part of it.
    """
    criteria = _criteria(review, rubric) if rubric else []
    scored = [criterion for criterion in criteria if criterion["points"] is not None]
    return {
        "overall": review.overall,
        "criteria": criteria,
        "remarks": [
            {"id": remark.pk, "key": remark.key, "text": remark.text}
            for remark in review.remarks.filter(is_private=False).order_by("at", "pk")
        ],
        "points": _sum(scored, "points"),
        "most_points": _sum(scored, "most_points"),
    }


def _criteria(review: Review, rubric: Rubric) -> list[Frozen]:
    scores = {score.criterion_id: score for score in review.scores.select_related("level")}
    prefetch_related_objects([rubric], "criteria__levels")
    criteria = sorted(rubric.criteria.all(), key=lambda one: (one.position, one.pk))
    return [_criterion(criterion, scores.get(criterion.pk)) for criterion in criteria]


def _criterion(criterion: Criterion, score: Score | None) -> Frozen:
    level = score.level if score else None
    points = [one.points for one in criterion.levels.all()]
    return {
        "title": criterion.title,
        "description": criterion.description,
        "level": level.title if level else "",
        "level_description": level.description if level else "",
        "points": str(level.points) if level else None,
        "most_points": str(max(points, default=Decimal(0))),
        "remark": score.remark if score else "",
    }


def _sum(criteria: list[Frozen], name: str) -> str | None:
    """None where nothing was scored."""
    return str(sum(Decimal(criterion[name]) for criterion in criteria)) if criteria else None


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
