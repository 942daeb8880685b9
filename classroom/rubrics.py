"""Rubrics, and what keeps them as they are once something was scored by them."""

from classroom.models import Rubric


def lock_for_scoring(rubric_id: int) -> Rubric:
    """Locks a rubric before a score is written: whoever edits it waits, and is told then."""
    return Rubric.objects.select_for_update().get(pk=rubric_id)
