"""The only door to what courses hold, and to rubrics: turns an id into the row, or refuses.

Who is in no way part of a course learns nothing of it (404); a student who asks for what is the
instructors' is told so (403). Students see an assignment once it is published. Instructors see a
submission once something was submitted, and never the canvas behind it; a student never sees
another's.
"""

import uuid

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from classroom.models import Assignment, Attempt, Course, Part, Review, Rubric, Submission
from classroom.models.reviews import BY_STUDENTS

Person = User | AnonymousUser


def get_course(person: Person, course_id: uuid.UUID, *, need: Part = Part.STUDENT) -> Course:
    """The course with the person's `part`, in one query. Instructors may what students may."""
    if not isinstance(person, User):
        raise Http404
    course = Course.objects.seen_by(person.pk).filter(pk=course_id).first()
    if course is None:
        raise Http404
    course.part = Part(course.part)
    return _allowed(course, need)


def get_assignment(
    person: Person, course_id: uuid.UUID, number: int, *, need: Part = Part.STUDENT
) -> Assignment:
    """The assignment with its course, which says the person's `part`. Two queries."""
    course = get_course(person, course_id)
    assignments = course.assignments.filter(number=number).select_related("rubric")
    if course.part is Part.STUDENT:
        assignments = assignments.published()
    assignment = assignments.first()
    if assignment is None:
        raise Http404
    assignment.course = course
    _allowed(course, need)
    return assignment


def get_submission(
    person: Person, submission_id: uuid.UUID, *, need: Part = Part.STUDENT
) -> Submission:
    """The submission with its assignment and course, which says the person's `part`. Two queries.

    For its students, and, once something was submitted, for the instructors of the course.
    """
    found = Submission.objects.select_related("assignment__course", "assignment__rubric", "team")
    submission = found.filter(pk=submission_id).first()
    if submission is None:
        raise Http404
    course = submission.assignment.course
    course.part = _part_in(person, submission)
    _allowed(course, need)
    return submission


def get_attempt(submission: Submission, number: int) -> Attempt:
    """An attempt at a submission that the person may see. One query."""
    attempt = submission.attempts.select_related("by").filter(number=number).first()
    if attempt is None:
        raise Http404
    attempt.submission = submission
    return attempt


def get_own_review(person: Person, submission_id: uuid.UUID) -> Review:
    """The review that a student was asked to write of a submission. Two queries.

    Of the student's own or, as long as the student attends the course, of somebody else's.
    """
    if not isinstance(person, User):
        raise Http404
    asked = Review.objects.filter(by=person, kind__in=BY_STUDENTS)
    found = asked.select_related(
        "attempt__submission__assignment__course", "attempt__submission__assignment__rubric"
    )
    review = found.filter(attempt__submission=submission_id).first()
    if review is None:
        raise Http404
    course = review.attempt.submission.assignment.course
    if not course.enrolments.present().filter(user=person).exists():
        raise Http404
    course.part = Part.STUDENT
    return review


def get_rubric(person: Person, rubric_id: int) -> Rubric:
    """A rubric of the person's own, or one that a course of theirs uses. One query."""
    if not isinstance(person, User):
        raise Http404
    rubric = Rubric.objects.usable_by(person.pk).filter(pk=rubric_id).first()
    if rubric is None:
        raise Http404
    return rubric


def _allowed(course: Course, need: Part) -> Course:
    if need is Part.INSTRUCTOR and course.part is not Part.INSTRUCTOR:
        raise PermissionDenied
    return course


def _part_in(person: Person, submission: Submission) -> Part:
    """What the person is to a submission; 404 where that is nothing."""
    if not isinstance(person, User):
        raise Http404
    course = submission.assignment.course
    if submission.attempt_count and course.instructors.filter(user=person).exists():
        return Part.INSTRUCTOR
    mine = submission.authors.filter(enrolment__user=person, enrolment__left_at=None)
    if not mine.exists():
        raise Http404
    return Part.STUDENT
