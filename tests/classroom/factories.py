"""Rows of courses for the tests."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from classroom.models import (
    Assignment,
    Attempt,
    Author,
    Course,
    Criterion,
    Enrolment,
    Instructor,
    InstructorInvitation,
    Letter,
    Level,
    Occasion,
    Phrase,
    Remark,
    Reply,
    Review,
    ReviewKind,
    Rubric,
    Score,
    Submission,
    Team,
    Unwanted,
)
from classroom.states import State
from tests.canvas.factories import CanvasFactory
from tests.factories import UserFactory


class CourseFactory(DjangoModelFactory[Course]):
    class Meta:
        model = Course

    title = "Business models, first year"
    language = "en"
    time_zone = "America/Lima"


class InstructorFactory(DjangoModelFactory[Instructor]):
    class Meta:
        model = Instructor

    course = factory.SubFactory(CourseFactory)
    user = factory.SubFactory(UserFactory)


class TeamFactory(DjangoModelFactory[Team]):
    class Meta:
        model = Team

    course = factory.SubFactory(CourseFactory)
    name = factory.Sequence(lambda n: f"Team {n}")


class EnrolmentFactory(DjangoModelFactory[Enrolment]):
    class Meta:
        model = Enrolment

    course = factory.SubFactory(CourseFactory)
    user = factory.SubFactory(UserFactory)


class RubricFactory(DjangoModelFactory[Rubric]):
    """With as many `criteria` as asked for (none), each of two levels: 0 and 10 points."""

    class Meta:
        model = Rubric
        skip_postgeneration_save = True

    title = "How plans are judged"
    language = "en"
    owner = factory.SubFactory(UserFactory)

    @factory.post_generation
    def criteria(self, create: bool, count: int | None, **_: Any) -> None:
        for n in range(count or 0):
            criterion = CriterionFactory(rubric=self, position=n)
            LevelFactory(criterion=criterion, position=0, title="Not yet", points=0)
            LevelFactory(criterion=criterion, position=1, title="Well", points=10)


class CriterionFactory(DjangoModelFactory[Criterion]):
    class Meta:
        model = Criterion

    rubric = factory.SubFactory(RubricFactory)
    position = 0
    title = "Segments are specific"


class LevelFactory(DjangoModelFactory[Level]):
    class Meta:
        model = Level

    criterion = factory.SubFactory(CriterionFactory)
    position = 0
    title = "Well"
    points = 10


class AssignmentFactory(DjangoModelFactory[Assignment]):
    """A draft, without deadline; `published_at` publishes it."""

    class Meta:
        model = Assignment

    course = factory.SubFactory(CourseFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = "Your first plan"


class JudgedAssignmentFactory(AssignmentFactory):
    """With a rubric."""

    rubric = factory.SubFactory(RubricFactory)


class SubmissionFactory(DjangoModelFactory[Submission]):
    class Meta:
        model = Submission

    assignment = factory.SubFactory(AssignmentFactory)
    canvas = factory.SubFactory(CanvasFactory)


class OfTeamFactory(SubmissionFactory):
    """What a team works on."""

    team = factory.SubFactory(TeamFactory, course=factory.SelfAttribute("..assignment.course"))


class HandedInFactory(SubmissionFactory):
    """With one attempt, by its counts; `AttemptFactory` makes the row."""

    state = State.SUBMITTED
    attempt_count = 1
    submitted_at = factory.LazyFunction(timezone.now)


class AuthorFactory(DjangoModelFactory[Author]):
    class Meta:
        model = Author

    submission = factory.SubFactory(SubmissionFactory)
    assignment = factory.SelfAttribute("submission.assignment")
    enrolment = factory.SubFactory(EnrolmentFactory)


class InstructorInvitationFactory(DjangoModelFactory[InstructorInvitation]):
    class Meta:
        model = InstructorInvitation

    course = factory.SubFactory(CourseFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.com")
    by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


class AttemptFactory(DjangoModelFactory[Attempt]):
    """Frozen by hand: see `classroom.submitting.submit` for one that is frozen from a canvas."""

    class Meta:
        model = Attempt

    submission = factory.SubFactory(SubmissionFactory)
    number = factory.LazyAttribute(lambda attempt: attempt.submission.attempts.count() + 1)
    document = "{}"


class ReviewFactory(DjangoModelFactory[Review]):
    class Meta:
        model = Review

    attempt = factory.SubFactory(AttemptFactory)
    kind = ReviewKind.INSTRUCTORS


class PeerReviewFactory(ReviewFactory):
    kind = ReviewKind.PEER
    by = factory.SubFactory(UserFactory)


class ScoreFactory(DjangoModelFactory[Score]):
    class Meta:
        model = Score

    review = factory.SubFactory(ReviewFactory)
    criterion = factory.SubFactory(CriterionFactory)


class RemarkFactory(DjangoModelFactory[Remark]):
    class Meta:
        model = Remark

    review = factory.SubFactory(ReviewFactory)
    text = "Who exactly?"


class ReplyFactory(DjangoModelFactory[Reply]):
    class Meta:
        model = Reply

    review = factory.SubFactory(ReviewFactory)
    text = "Families with small children."


class PhraseFactory(DjangoModelFactory[Phrase]):
    class Meta:
        model = Phrase

    owner = factory.SubFactory(UserFactory)
    text = factory.Sequence(lambda n: f"Say who exactly, {n} of them.")


class LetterFactory(DjangoModelFactory[Letter]):
    class Meta:
        model = Letter

    to = factory.SubFactory(UserFactory)
    occasion = Occasion.PUBLISHED
    key = factory.Sequence(lambda n: f"published:{n}")
    assignment = factory.SubFactory(AssignmentFactory)


class UnwantedFactory(DjangoModelFactory[Unwanted]):
    class Meta:
        model = Unwanted

    user = factory.SubFactory(UserFactory)
    occasion = factory.Iterator(Occasion)
