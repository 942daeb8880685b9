"""The rows behind a course, a module a concept."""

from classroom.models.assignments import Assignment
from classroom.models.courses import (
    Course,
    Enrolment,
    Instructor,
    InstructorInvitation,
    Part,
    Team,
)
from classroom.models.letters import Letter, Occasion, Unwanted
from classroom.models.reviews import Phrase, Remark, Reply, Review, ReviewKind, Score
from classroom.models.rubrics import Criterion, Level, Rubric
from classroom.models.submissions import Attempt, Author, Submission

__all__ = [
    "Assignment",
    "Attempt",
    "Author",
    "Course",
    "Criterion",
    "Enrolment",
    "Instructor",
    "InstructorInvitation",
    "Letter",
    "Level",
    "Occasion",
    "Part",
    "Phrase",
    "Remark",
    "Reply",
    "Review",
    "ReviewKind",
    "Rubric",
    "Score",
    "Submission",
    "Team",
    "Unwanted",
]
