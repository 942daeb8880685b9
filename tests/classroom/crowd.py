"""A class of any size, made with few statements: what the budgets are measured on."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from classroom.models import Assignment, Author, Course, Enrolment, Submission
from classroom.states import State
from tests.classroom import factories as make

STATES = (
    State.SUBMITTED,
    State.IN_REVIEW,
    State.RELEASED,
    State.CHANGES_REQUESTED,
    State.DRAFT,
    None,
)


def fill(course: Course, *, students: int, assignments: int) -> None:
    """Each has begun most of what there is, in every state in turn; one in seven is late."""
    now = timezone.now()
    users = User.objects.bulk_create(
        User(email=f"student{n}@example.com", name=f"Student {n:03}", password="!")
        for n in range(students)
    )
    enrolments = Enrolment.objects.bulk_create(Enrolment(course=course, user=u) for u in users)
    tasks = Assignment.objects.bulk_create(
        Assignment(
            course=course,
            number=course.last_assignment + n + 1,
            title=f"Assignment {n + 1}",
            published_at=now,
            due_at=now - timedelta(days=1),
        )
        for n in range(assignments)
    )
    pairs = [
        (enrolment, _submission(task, STATES[(n + m) % len(STATES)], is_late=(n + m) % 7 == 0))
        for n, enrolment in enumerate(enrolments)
        for m, task in enumerate(tasks)
        if STATES[(n + m) % len(STATES)]
    ]
    Submission.objects.bulk_create(submission for _enrolment, submission in pairs)
    Author.objects.bulk_create(
        Author(submission=submission, assignment=submission.assignment, enrolment=enrolment)
        for enrolment, submission in pairs
    )


def _submission(task: Assignment, state: State | None, *, is_late: bool) -> Submission:
    submission = make.SubmissionFactory.build(assignment=task, canvas=None, state=state)
    if state is not State.DRAFT:
        submission.attempt_count = 1
        submission.submitted_at = timezone.now()
        submission.is_late = is_late
    if state is State.RELEASED:
        submission.points, submission.most_points = Decimal("7.50"), Decimal(10)
    return submission
