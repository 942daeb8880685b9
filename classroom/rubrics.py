"""What is done with rubrics: open to edits until the first score.

Whoever edits one and whoever writes a score locks its row first, so that not both can win.
"""

from classroom.models import Rubric, Score


def lock_for_scoring(rubric: Rubric) -> Rubric:
    """The rubric as it is now, whose edits wait until the caller's transaction ends.

    To be called before a score is written, inside the same transaction. Between opening the page
    and this lock a criterion or level may have gone, or the assignment may have got another rubric:
    find them again afterwards.
    """
    return Rubric.objects.select_for_update().get(pk=rubric.pk)


def is_scored(rubric: Rubric) -> bool:
    """Whether somebody was judged by it already: from then on it stays as it is. One query."""
    return Score.objects.filter(criterion__rubric=rubric).exists()
