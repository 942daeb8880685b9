"""Whom a mail is to tell of what happens in a course.

Nothing is sent here: each function adds letters, inside the transaction of what they tell, and
`classroom.post` sends them. Nobody is told of what they did themselves, and nobody twice.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from classroom.models import (
    Assignment,
    Attempt,
    Author,
    Enrolment,
    Letter,
    Occasion,
    Reply,
    Review,
    Submission,
    Unwanted,
)

BEFORE_DUE = timedelta(days=1)
AFTER_PUBLISHED = timedelta(hours=1)
"""Whoever was told of an assignment this recently needs no reminder that it is due."""


def published(assignment: Assignment) -> None:
    """Tells everybody who attends."""
    _tell(
        Enrolment.objects.present()
        .filter(course=assignment.course_id, user__isnull=False)
        .values_list("user", flat=True),
        Occasion.PUBLISHED,
        f"{assignment.pk}",
        assignment,
    )


def submitted(attempt: Attempt) -> None:
    """Tells the instructors."""
    submission = attempt.submission
    teaching = submission.assignment.course.instructors.exclude(user=attempt.by)
    _tell(
        teaching.values_list("user", flat=True),
        Occasion.SUBMITTED,
        f"{submission.pk}:{attempt.number}",
        submission.assignment,
        submission,
    )


def released(review: Review) -> None:
    """Tells who handed it in that feedback is there; after it was reopened, once more."""
    submission = review.attempt.submission
    when = review.released_at.isoformat() if review.released_at else ""
    _tell(
        _authors(submission),
        Occasion.RELEASED,
        f"{review.pk}:{when}",
        submission.assignment,
        submission,
    )


def replied(reply: Reply) -> None:
    """Tells the other side: the students, or the instructors."""
    submission = reply.review.attempt.submission
    course = submission.assignment.course
    people = (
        _authors(submission)
        if reply.by_instructor
        else course.instructors.values_list("user", flat=True)
    )
    others = [person for person in people if person != reply.by_id]
    _tell(others, Occasion.REPLIED, f"{reply.pk}", submission.assignment, submission)


def remind(now: datetime) -> int:
    """Reminds those who have handed in nothing of what is due within a day. One query each."""
    due = Assignment.objects.published().filter(
        course__archived_at=None,
        due_at__gt=now,
        due_at__lte=now + BEFORE_DUE,
        published_at__lt=now - AFTER_PUBLISHED,
    )
    return sum(_remind(assignment) for assignment in due.select_related("course"))


def _remind(assignment: Assignment) -> int:
    handed_in = Author.objects.filter(
        assignment=assignment, enrolment=OuterRef("pk"), submission__attempt_count__gt=0
    )
    behind = Enrolment.objects.present().filter(~Exists(handed_in), course=assignment.course_id)
    due_at = assignment.due_at.isoformat() if assignment.due_at else ""
    return _tell(
        behind.filter(user__isnull=False).values_list("user", flat=True),
        Occasion.DUE,
        f"{assignment.pk}:{due_at}",
        assignment,
    )


def _authors(submission: Submission) -> list[int]:
    attending = submission.authors.filter(enrolment__left_at=None, enrolment__user__isnull=False)
    return list(attending.values_list("enrolment__user", flat=True))


def _tell(
    people: Iterable[int],
    occasion: Occasion,
    what: str,
    assignment: Assignment,
    submission: Submission | None = None,
) -> int:
    """How many are told who were not told before, and who want to hear of such a thing."""
    key = f"{occasion}:{what}"
    told = set(Letter.objects.filter(key=key).values_list("to", flat=True))
    told |= set(Unwanted.objects.filter(occasion=occasion).values_list("user", flat=True))
    letters = [
        Letter(
            to_id=person,
            occasion=occasion,
            key=key,
            assignment=assignment,
            submission=submission,
        )
        for person in dict.fromkeys(people)
        if person not in told
    ]
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
    return len(letters)


def unwanted_by(user: User) -> set[str]:
    """The kinds of mail that a person has switched off."""
    return set(user.unwanted.values_list("occasion", flat=True))


def choose(user: User, *, unwanted: set[str]) -> None:
    """Switches these kinds of mail off, and the others on. One transaction."""
    with transaction.atomic():
        user.unwanted.exclude(occasion__in=unwanted).delete()
        user.letters.filter(occasion__in=unwanted, sent_at=None).delete()
        Unwanted.objects.bulk_create(
            [Unwanted(user=user, occasion=occasion) for occasion in sorted(unwanted)],
            ignore_conflicts=True,
        )
