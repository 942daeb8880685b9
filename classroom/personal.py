"""What courses hold of a person: to take along, and what becomes of it when the account goes.

Handed to the accounts by the settings.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.text import slugify

from accounts.data import File, as_json, listed
from accounts.models import User
from classroom.models import (
    Attempt,
    Course,
    Enrolment,
    Instructor,
    InstructorInvitation,
    Phrase,
    Remark,
    Reply,
    Review,
    Rubric,
    Score,
    Unwanted,
)
from classroom.released import Released, released

BATCH = 50
"""Attempts and rubrics read at once."""


def data_of(user: User) -> Iterator[File]:
    """Where a person learns and teaches, what was handed in, and what the person wrote.

    Of reviews of the person's work, what was released. No file names anybody else.
    """
    yield File("courses/attended.json", [as_json(list(_attended(user)))])
    yield File("courses/taught.json", [as_json(list(_taught(user)))])
    yield File("courses/invitations.json", [as_json(list(_invitations(user)))])
    yield File("courses/rubrics.json", listed(_rubrics(user)))
    phrases = Phrase.objects.filter(owner=user).order_by("at", "pk").values("text", "at")
    yield File("courses/phrases.json", [as_json(list(phrases))])
    yield File("courses/written.json", [as_json(_written(user))])
    unwanted = Unwanted.objects.filter(user=user).order_by("occasion")
    occasions = list(unwanted.values_list("occasion", flat=True))
    yield File("courses/mail.json", [as_json({"switched_off": occasions})])
    yield from _attempts(user)


def _attended(user: User) -> Iterable[Mapping[str, Any]]:
    mine = Enrolment.objects.filter(user=user).order_by("joined_at", "pk")
    return mine.values("joined_at", "left_at", title=F("course__title"), in_team=F("team__name"))


def _taught(user: User) -> Iterable[Mapping[str, Any]]:
    mine = Instructor.objects.filter(user=user).order_by("since", "pk")
    return mine.values("since", title=F("course__title"))


def _invitations(user: User) -> Iterable[Mapping[str, Any]]:
    sent = InstructorInvitation.objects.filter(by=user).order_by("at", "pk")
    return sent.values("email", "at", "expires_at", title=F("course__title"))


def _rubrics(user: User) -> Iterator[dict[str, object]]:
    mine = Rubric.objects.filter(owner=user).prefetch_related("criteria__levels")
    for rubric in mine.order_by("created_at", "pk").iterator(BATCH):
        yield {
            "title": rubric.title,
            "description": rubric.description,
            "language": rubric.language,
            "criteria": [
                {
                    "title": criterion.title,
                    "description": criterion.description,
                    "levels": [
                        {
                            "title": each.title,
                            "description": each.description,
                            "points": each.points,
                        }
                        for each in sorted(criterion.levels.all(), key=lambda one: one.position)
                    ],
                }
                for criterion in sorted(rubric.criteria.all(), key=lambda one: one.position)
            ],
        }


def _written(user: User) -> dict[str, object]:
    """What the person said of others' work, and answered; without the name of whose work it is."""
    scored = Score.objects.filter(by=user).order_by("at", "pk")
    remarks = Remark.objects.filter(by=user).order_by("at", "pk")
    replies = Reply.objects.filter(by=user).order_by("at", "pk")
    reviews = Review.objects.filter(by=user).order_by("created_at", "pk")
    course = F("review__attempt__submission__assignment__course__title")
    return {
        "scores": list(
            scored.values(
                "at", "remark", course=course, on=F("criterion__title"), reached=F("level__title")
            )
        ),
        "remarks": list(
            remarks.values("at", "edited_at", "key", "text", "is_private", course=course)
        ),
        "replies": list(replies.values("at", "text", course=course)),
        "reviews": list(reviews.values("created_at", "kind", "overall")),
    }


def _attempts(user: User) -> Iterator[File]:
    """Each attempt that the person handed in, alone or with others, and what was released of it."""
    left_at = "submission__authors__enrolment__left_at"
    mine = Attempt.objects.filter(
        # What the others of a team handed in later is theirs.
        Q(**{left_at: None}) | Q(**{f"{left_at}__gte": F("at")}),
        submission__authors__enrolment__user=user,
    )
    ordered = mine.select_related("submission__assignment__course").order_by("at", "pk")
    for attempt in ordered.iterator(BATCH):
        assignment = attempt.submission.assignment
        course = assignment.course
        named = slugify(course.title)[:40] or "course"
        folder = f"courses/{named}-{course.pk.hex[:8]}/{assignment.number}/attempt-{attempt.number}"
        yield File(f"{folder}/canvas.json", [as_json(json.loads(attempt.document))])
        yield File(f"{folder}/about.json", [as_json(_about(attempt, user))])


def _about(attempt: Attempt, user: User) -> dict[str, object]:
    reviews = attempt.reviews.filter(released_at__isnull=False).order_by("released_at", "pk")
    return {
        "assignment": attempt.submission.assignment.title,
        "at": attempt.at,
        "by_me": attempt.by_id == user.pk,
        "message": attempt.message,
        "is_late": attempt.is_late,
        "reviews": [_review(review, said) for review in reviews if (said := released(review))],
    }


def _review(review: Review, said: Released) -> dict[str, object]:
    """As it was released: what was written since, in one that was reopened, is nobody's to read."""
    return {
        "kind": review.kind,
        "released_at": review.released_at,
        "overall": said.overall,
        "remarks": [{"on": remark.key, "text": remark.text} for remark in said.remarks],
        "scores": [
            {
                "on": criterion.title,
                "reached": criterion.level or None,
                "points": criterion.points,
                "remark": criterion.remark,
            }
            for criterion in said.criteria
        ],
    }


@dataclass(frozen=True)
class Places:
    """A person's courses, by what becomes of them when that person goes.

    `alone` nobody else teaches: they are archived. `shared` go on with their other instructors.
    `attended` keep what was handed in, without the name.
    """

    alone: tuple[Course, ...]
    shared: tuple[Course, ...]
    attended: tuple[Course, ...]

    @classmethod
    def of(cls, user: User) -> "Places":
        """Three queries."""
        taught = list(Course.objects.taught_by(user.pk).order_by("created_at", "pk"))
        others = Instructor.objects.filter(course__in=taught).exclude(user=user)
        shared = set(others.values_list("course", flat=True))
        attended = Course.objects.filter(enrolments__user=user).order_by("created_at", "pk")
        return cls(
            alone=tuple(course for course in taught if course.pk not in shared),
            shared=tuple(course for course in taught if course.pk in shared),
            attended=tuple(attended),
        )

    @property
    def digest(self) -> str:
        """Another one as soon as anything else would become of them."""
        told = [[str(course.pk) for course in each] for each in (self.alone, self.shared)]
        told.append([str(course.pk) for course in self.attended])
        return sha256(repr(told).encode()).hexdigest()


def lock(user: User) -> None:
    """Locks the courses that a person is part of, by key: two who leave can't block each other."""
    part_of = Q(instructors__user=user) | Q(enrolments__user=user)
    ids = Course.objects.filter(part_of).values("pk")
    rows = Course.objects.filter(pk__in=ids).order_by("pk").select_for_update()
    list(rows.values_list("pk", flat=True))


def part_from(user: User, places: Places) -> None:
    """Takes the person off every course. Call it in a transaction, the courses locked.

    What others wrote and what was handed in stays; what tells who did it loses the name with the
    row of the person. Invitations that the person sent are another instructor's now.
    """
    now = timezone.now()
    alone = Course.objects.filter(pk__in=[course.pk for course in places.alone])
    alone.filter(archived_at=None).update(archived_at=now)
    InstructorInvitation.objects.filter(course__in=alone).delete()
    addresses = EmailAddress.objects.filter(user=user, verified=True).values("email")
    InstructorInvitation.objects.filter(email__in=addresses).delete()
    Instructor.objects.filter(user=user).delete()
    heir = Instructor.objects.filter(course=OuterRef("course")).order_by("since", "pk")
    sent = InstructorInvitation.objects.filter(by=user)
    sent.filter(course__instructors__isnull=True).delete()
    sent.update(by=Subquery(heir.values("user")[:1]))
    rubrics = Rubric.objects.filter(owner=user, assignments=None, criteria__scores=None)
    Rubric.objects.filter(pk__in=rubrics.values("pk")).delete()
    mine = Enrolment.objects.filter(user=user)
    mine.filter(left_at=None).update(left_at=now)
    mine.update(user=None)


def follow_address(user: User, old: str, new: str) -> None:
    """Invitations to a person's old address are for the new one; of two to one course, one stays.

    Both addresses are proven to be that person's.
    """
    with transaction.atomic():
        twins = InstructorInvitation.objects.filter(email=new).values("course")
        InstructorInvitation.objects.filter(email=old, course__in=twins).delete()
        InstructorInvitation.objects.filter(email=old).update(email=new)
