"""The classroom's part of the demo: a course with work in every state.

What is told stands in `content/demo.toml`. Rows are written with the moments that they would have
had; nothing is checked but what an attempt freezes, and nobody is mailed.
"""

import tomllib
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from canvas import actions
from canvas.demo import Person, add_person
from canvas.examples import example
from canvas.exchange import vinculo_canvas
from canvas.models import Canvas
from classroom import peering, rubrics
from classroom.content import FOLDER, shipped_rubric
from classroom.frozen import freeze
from classroom.models import (
    Assignment,
    Attempt,
    Author,
    Course,
    Instructor,
    Phrase,
    Remark,
    Reply,
    Review,
    ReviewKind,
    Score,
    Submission,
)
from classroom.released import freeze_review
from classroom.starters import blanks_of
from classroom.states import State
from classroom.submitting import work_on
from relationships import live
from relationships.blueprint import Blueprint
from relationships.vocabulary import Capability, Language, Phase

INSTRUCTORS = ("ines@example.com", "ivan@example.com")
OLDER_STUDENTS = ("saul@example.com", "lucia@example.com", "mateus@example.com", "zoe@example.com")
"""Those that the canvas's part of the demo has added already."""

NOON, EVENING = time(12, 0), time(23, 59)

Told = Mapping[str, Any]


def add() -> list[str]:
    """What was added, a line each; a course that is there stays as it is, whatever became of it."""
    told: Told = tomllib.loads((FOLDER / "demo.toml").read_text(encoding="utf-8"))
    students = [Person(one["email"], one["name"]) for one in told["students"]]
    added = sum(map(add_person, students))
    lines = [f"{added} of {len(students)} students added, the rest were there."]
    if Course.objects.filter(pk=demo_id("course")).exists():
        return [*lines, "The course was there."]
    teaching = _Teaching(told)
    teaching.add()
    return [*lines, f"The course “{teaching.course.title}” was added."]


def demo_id(name: str) -> uuid.UUID:
    """The same in every database, so that addresses stay and what is there is known again."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"vinculo:demo:classroom:{name}")


@dataclass
class _Teaching:
    """What it takes to write the course down."""

    told: Told

    def add(self) -> None:
        self.catalog = live.current()
        emails = (*INSTRUCTORS, *OLDER_STUDENTS, *(one["email"] for one in self.told["students"]))
        self.people = {user.email: user for user in User.objects.filter(email__in=emails)}
        self.course = self._course()
        self.rubric = rubrics.create(shipped_rubric(Language.ES), by=self.people[INSTRUCTORS[0]])
        self.enrolments = {
            email: self.course.enrolments.create(user=user, joined_at=self.at(-29))
            for email, user in self.people.items()
            if email not in INSTRUCTORS
        }
        for number, task in enumerate(self.told["assignments"], start=1):
            self._assignment(number, task)

    def at(self, day: int, hour: time = NOON) -> datetime:
        """A moment by the course's clock, so many days from today."""
        zone = self.course.zone
        today: date = timezone.localdate(timezone=zone)
        return datetime.combine(today + timedelta(days=day), hour, tzinfo=zone)

    def _course(self) -> Course:
        told = self.told["course"]
        course = Course.objects.create(
            pk=demo_id("course"),
            title=told["title"],
            description=told["description"],
            language=Language.ES,
            time_zone=told["time_zone"],
            last_assignment=len(self.told["assignments"]),
            created_at=timezone.now() + timedelta(days=told["begins"]),
        )
        for email in INSTRUCTORS:
            Instructor.objects.create(course=course, user=self.people[email])
        owner = self.people[INSTRUCTORS[0]]
        Phrase.objects.bulk_create(
            [Phrase(owner=owner, text=one["text"]) for one in self.told["phrases"]],
            ignore_conflicts=True,
        )
        return course

    def _assignment(self, number: int, task: Told) -> None:
        beginning = _changed(task["example"], task["starter"]) if "example" in task else None
        starter = vinculo_canvas.dump(beginning) if beginning else ""
        assignment = Assignment.objects.create(
            course=self.course,
            number=number,
            title=task["title"],
            brief=task["brief"],
            due_at=self.at(task["due"], EVENING),
            starter=starter,
            blanks=blanks_of(starter, self.catalog),
            rubric=self.rubric,
            peer_reviews=task.get("peer_reviews", 0),
            is_anonymous="peer_reviews" in task,
            reviews_due_at=self.at(task["reviews_due"], EVENING) if "reviews_due" in task else None,
            published_at=self.at(task["published"]) if "published" in task else None,
            created_at=self.at(task.get("published", 0) - 1),
        )
        for work in task["work"]:
            _Work(self, assignment, task["example"], work).add()
        if assignment.peer_reviews:
            peering.give_out(assignment)


@dataclass
class _Work:
    """What one student makes of an assignment."""

    teaching: _Teaching
    assignment: Assignment
    example: str
    told: Told

    def add(self) -> None:
        self.student = self.teaching.people[self.told["student"]]
        attempts = self.told.get("attempts", [])
        first = attempts[0] if attempts else self.told
        self.submission = Submission.objects.create(
            pk=demo_id(f"{self.assignment.number}:{self.student.email}"),
            assignment=self.assignment,
            started_at=self.teaching.at(first.get("day", 0) - 1),
        )
        canvas = actions.create_canvas(self._blueprint(first["faults"]), by=self.student)
        work_on(self.submission, canvas)
        Author.objects.create(
            submission=self.submission,
            assignment=self.assignment,
            enrolment=self.teaching.enrolments[self.student.email],
        )
        for number, told in enumerate(attempts, start=1):
            self._attempt(number, told)
        self.submission.state = State(self.told["state"])
        self.submission.save()

    def _blueprint(self, faults: Iterable[str]) -> Blueprint:
        """The canvas as the student has it, called after the assignment."""
        return replace(_changed(self.example, faults), title=self.assignment.title)

    def _attempt(self, number: int, told: Told) -> None:
        canvas = self.submission.canvas
        assert canvas  # noqa: S101 - created above
        if number > 1:
            actions.import_into(canvas, self._blueprint(told["faults"]), by=self.student)
            canvas = self.submission.canvas = Canvas.objects.get(pk=canvas.pk)
        at = self.teaching.at(told["day"])
        attempt = Attempt.objects.create(
            submission=self.submission,
            number=number,
            at=at,
            by=self.student,
            message=told["message"],
            is_late=self.assignment.is_late(at),
            **freeze(canvas, self.teaching.catalog),
        )
        self.submission.attempt_count = number
        self.submission.submitted_at = at
        self.submission.is_late = attempt.is_late
        if "review" in told:
            self._review(attempt, told["review"])
        for peer in told.get("peers", []):
            self._peer_review(attempt, peer)

    def _review(self, attempt: Attempt, told: Told) -> None:
        by = self.teaching.people[told.get("by", INSTRUCTORS[0])]
        at = self.teaching.at(told["day"])
        review = Review.objects.create(
            attempt=attempt, kind=ReviewKind.INSTRUCTORS, overall=told["overall"], created_at=at
        )
        self._judge(review, told, by, at)
        if told.get("draft"):
            return
        self._hand_over(review, at)
        if self.told["state"] == State.RELEASED:
            self.submission.released_at = at
            self.submission.points = review.released["points"]
            self.submission.most_points = review.released["most_points"]
        for reply in told.get("replies", []):
            self._reply(review, reply)

    def _peer_review(self, attempt: Attempt, told: Told) -> None:
        by, at = self.teaching.people[told["by"]], self.teaching.at(told["day"])
        review = Review.objects.create(
            attempt=attempt,
            kind=ReviewKind.PEER,
            by=by,
            overall=told["overall"],
            created_at=at,
            sent_at=at,
        )
        self._judge(review, told, by, at)
        if told["released"]:
            self._hand_over(review, at)

    def _judge(self, review: Review, told: Told, by: User, at: datetime) -> None:
        """The levels of the criteria, a word on some of them, and remarks."""
        words = told.get("words", {})
        sheet = rubrics.sheet_of(self.teaching.rubric)
        for number, (criterion, level) in enumerate(
            zip(sheet.criteria, told["levels"], strict=False), start=1
        ):
            Score.objects.create(
                review=review,
                criterion=criterion,
                level=criterion.levels.all()[level],
                remark=words.get(str(number), ""),
                by=by,
                at=at,
            )
        for one in told.get("remarks", []):
            Remark.objects.create(
                review=review,
                key=one["key"],
                text=one["text"],
                is_private=one.get("private", False),
                by=self.teaching.people[one["by"]] if "by" in one else by,
                at=at,
            )

    def _hand_over(self, review: Review, at: datetime) -> None:
        review.released = freeze_review(review, self.teaching.rubric)
        review.released_at = at
        review.read_at = at + timedelta(hours=5)
        review.save()

    def _reply(self, review: Review, told: Told) -> None:
        by = self.teaching.people[told.get("by", self.student.email)]
        at = self.teaching.at(told["day"])
        Reply.objects.create(
            review=review,
            remark=review.remarks.filter(key=told["to"]).first(),
            text=told["text"],
            by=by,
            by_instructor=by.email in INSTRUCTORS,
            at=at,
            read_at=at + timedelta(hours=3),
        )


def _changed(slug: str, faults: Iterable[str]) -> Blueprint:
    """An example with things done to it."""
    blueprint = example(slug, Language.ES).blueprint
    for fault in faults:
        blueprint = FAULTS[fault](blueprint)
    return blueprint


def _each(blueprint: Blueprint, **fields: Any) -> Blueprint:
    """The same said of every relationship."""
    rows = tuple(replace(row, **fields) for row in blueprint.relationships)
    return replace(blueprint, relationships=rows)


def _element(blueprint: Blueprint, ref: str, **fields: Any) -> Blueprint:
    return blueprint.put(replace(blueprint.elements[ref], **fields))


def _without_plan(blueprint: Blueprint, segment: str) -> Blueprint:
    rows = tuple(row for row in blueprint.relationships if row.segment != segment)
    return replace(blueprint, relationships=rows)


def _without_after_sales(blueprint: Blueprint) -> Blueprint:
    touchpoints = (
        replace(
            each, phases=tuple(phase for phase in each.phases if phase is not Phase.AFTER_SALES)
        )
        for each in blueprint.touchpoints
    )
    return replace(blueprint, touchpoints=tuple(each for each in touchpoints if each.phases))


def _self_service_first(blueprint: Blueprint) -> Blueprint:
    """The costly engine gives way to what the shop has today."""
    return _element(
        blueprint,
        "r1",
        type="self-service",
        strategies=("suggestive-selling",),
        objective="Que la mitad de los pedidos se hagan sin escribirnos, en tres meses",
        justification="La tienda en línea ya funciona; las recomendaciones, cuando haya lectores.",
        monthly_cost=None,
        hours_per_month=6,
    )


def _reviews_published(blueprint: Blueprint) -> Blueprint:
    shop = blueprint.elements["c1"]
    able = (*getattr(shop, "capabilities", ()), Capability.CUSTOMER_CONTENT)
    return _element(blueprint, "c1", capabilities=able)


FAULTS: Mapping[str, Callable[[Blueprint], Blueprint]] = {
    "no-plan": lambda canvas: replace(canvas, relationships=()),
    "unknown-offices": lambda canvas: _element(canvas, "s2", habits=(), factors=(), expects=()),
    "announcing-page": lambda canvas: _element(canvas, "c1", capabilities=(Capability.PUSH,)),
    "offices-without-plan": lambda canvas: _without_plan(canvas, "s2"),
    "unjustified": lambda canvas: _each(canvas, justification=""),
    "unmeasured": lambda canvas: _each(canvas, objective="Mejorar la atención", target=""),
    "costless": lambda canvas: _each(
        canvas, setup_cost=None, monthly_cost=None, hours_per_month=None
    ),
    "no-after-sales": _without_after_sales,
    "wrong-channel": lambda canvas: _element(canvas, "r4", channel="c4"),
    "everybody": lambda canvas: _element(canvas, "s1", name="Todos"),
    "self-service-first": _self_service_first,
    "reviews-published": _reviews_published,
}
"""What students do to a canvas, for better or worse."""
