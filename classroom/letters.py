"""Mails about a course."""

from classroom.models import Assignment, Attempt, Reply, Review


def published(assignment: Assignment) -> None:
    """Tells the students that an assignment is there."""


def submitted(attempt: Attempt) -> None:
    """Tells the instructors that something was handed in."""


def released(review: Review) -> None:
    """Tells the students that a review is there to be read."""


def replied(reply: Reply) -> None:
    """Tells the other side that somebody replied."""
