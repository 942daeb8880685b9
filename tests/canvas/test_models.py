"""What the database refuses, by the name of each constraint."""

from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint, ProtectedError, UniqueConstraint
from django.utils import timezone
from factory.django import DjangoModelFactory

from canvas.models import (
    Canvas,
    Channel,
    Comment,
    Event,
    Member,
    Note,
    Notice,
    Relationship,
    Role,
    Segment,
    SetAside,
    Thread,
    Touchpoint,
)
from canvas.models.canvases import MOST_CUSTOMERS, MOST_HOURS
from tests.canvas import factories as make

pytestmark = pytest.mark.django_db

Refused = tuple[type[DjangoModelFactory[Any]], dict[str, Any]]

NEGATIVE = Decimal("-0.01")

CHECKED: dict[str, Refused] = {
    "canvas_title_not_empty": (make.CanvasFactory, {"title": ""}),
    "canvas_language_known": (make.CanvasFactory, {"language": "fr"}),
    "canvas_stage_known": (make.CanvasFactory, {"stage": "later"}),
    "canvas_currency_code": (make.CanvasFactory, {"currency": "eur"}),
    "canvas_monthly_budget_bounds": (make.CanvasFactory, {"monthly_budget": NEGATIVE}),
    "canvas_team_hours_bounds": (make.CanvasFactory, {"team_hours_per_month": MOST_HOURS + 1}),
    "canvas_hourly_rate_bounds": (make.CanvasFactory, {"hourly_rate": NEGATIVE}),
    "member_role_known": (make.MemberFactory, {"role": "guest"}),
    "event_verb_known": (make.EventFactory, {"verb": "guess"}),
    "set_aside_code_not_empty": (make.SetAsideFactory, {"code": ""}),
    "set_aside_reason_not_empty": (make.SetAsideFactory, {"reason": ""}),
    "set_aside_identity_digest": (make.SetAsideFactory, {"identity": "F" * 64}),
    "set_aside_fingerprint_digest": (make.SetAsideFactory, {"fingerprint": "f" * 63}),
    "thread_subject_known": (make.ThreadFactory, {"key": "block:cellar"}),
    "thread_finding_spelt_out": (make.ThreadFactory, {"finding": {"code": "over-budget"}}),
    "thread_resolved_at_a_moment": (make.ResolvedThreadFactory, {"resolved_at": None}),
    "comment_says_something_or_is_deleted": (make.CommentFactory, {"text": ""}),
    "comment_only_a_first_one_stays_deleted": (
        make.CommentFactory,
        {"text": "", "deleted_at": timezone.now()},
    ),
    "notice_reason_known": (make.NoticeFactory, {"reason": "gossip"}),
    "note_ref_not_empty": (make.NoteFactory, {"ref": ""}),
    "note_block_holds_notes": (make.NoteFactory, {"block": "channels"}),
    "note_text_not_empty": (make.NoteFactory, {"text": ""}),
    "note_color_known": (make.NoteFactory, {"color": "black"}),
    "segment_ref_not_empty": (make.SegmentFactory, {"ref": ""}),
    "segment_name_not_empty": (make.SegmentFactory, {"name": ""}),
    "segment_customers_bounds": (make.SegmentFactory, {"customers": MOST_CUSTOMERS + 1}),
    "segment_value_bounds": (make.SegmentFactory, {"value_per_month": NEGATIVE}),
    "segment_trust_known": (make.SegmentFactory, {"trust": "blind"}),
    "segment_trust_goal_known": (make.SegmentFactory, {"trust_goal": "blind"}),
    "factor_mark_importance_bounds": (make.FactorMarkFactory, {"importance": 4}),
    "channel_ref_not_empty": (make.ChannelFactory, {"ref": ""}),
    "channel_name_not_empty": (make.ChannelFactory, {"name": ""}),
    "channel_ownership_known": (make.ChannelFactory, {"ownership": "rented"}),
    "channel_monthly_cost_bounds": (make.ChannelFactory, {"monthly_cost": NEGATIVE}),
    "touchpoint_has_a_phase": (make.TouchpointFactory, {"phases": []}),
    "relationship_ref_not_empty": (make.RelationshipFactory, {"ref": ""}),
    "relationship_motivation_known": (make.RelationshipFactory, {"motivation": "habit"}),
    "relationship_stage_known": (make.RelationshipFactory, {"stage": "later"}),
    "relationship_status_known": (make.RelationshipFactory, {"status": ""}),
    "relationship_setup_cost_bounds": (make.RelationshipFactory, {"setup_cost": NEGATIVE}),
    "relationship_monthly_cost_bounds": (make.RelationshipFactory, {"monthly_cost": NEGATIVE}),
    "relationship_hours_bounds": (make.RelationshipFactory, {"hours_per_month": MOST_HOURS + 1}),
    "invitation_role_known": (make.InvitationFactory, {"role": "owner"}),
    "snapshot_occasion_known": (make.SnapshotFactory, {"occasion": "never", "name": ""}),
    "snapshot_named_by_people": (make.SnapshotFactory, {"name": ""}),
}
"""For each check a row that is sound, and the change that it must not allow."""

UNIQUE: dict[str, tuple[type[DjangoModelFactory[Any]], tuple[str, ...]]] = {
    "member_once_per_canvas": (make.MemberFactory, ("canvas", "user")),
    "event_once_per_version": (make.EventFactory, ("canvas", "number")),
    "invitation_once_per_address": (make.InvitationFactory, ("canvas", "email")),
    "set_aside_once": (make.SetAsideFactory, ("canvas", "identity")),
    "notice_once_per_comment": (make.NoticeFactory, ("user", "comment")),
    "note_ref_once": (make.NoteFactory, ("canvas", "ref")),
    "segment_ref_once": (make.SegmentFactory, ("canvas", "ref")),
    "channel_ref_once": (make.ChannelFactory, ("canvas", "ref")),
    "relationship_ref_once": (make.RelationshipFactory, ("canvas", "ref")),
    "offered_value_once": (make.OfferedValueFactory, ("segment", "note")),
    "expectation_once": (make.ExpectationFactory, ("segment", "type")),
    "factor_mark_once": (make.FactorMarkFactory, ("segment", "factor")),
    "touchpoint_once_per_pair": (make.TouchpointFactory, ("segment", "channel")),
    "chosen_strategy_once": (make.ChosenStrategyFactory, ("relationship", "strategy")),
}
"""For each pair that stands once: the fields that a second row must not share."""


def _names(kind: type) -> set[str]:
    models = apps.get_app_config("canvas").get_models()
    return {c.name for model in models for c in model._meta.constraints if isinstance(c, kind)}


def test_every_constraint_has_its_test() -> None:
    assert _names(CheckConstraint) == set(CHECKED)
    assert _names(UniqueConstraint) == {
        *UNIQUE,
        "member_one_owner",
        "comment_one_starts_a_thread",
    }


@pytest.mark.parametrize("name", CHECKED)
def test_a_check_holds(name: str) -> None:
    factory, bad = CHECKED[name]
    row = factory()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**bad)


@pytest.mark.parametrize("name", UNIQUE)
def test_no_second_of_the_same(name: str) -> None:
    factory, fields = UNIQUE[name]
    row = factory()
    with pytest.raises(IntegrityError), transaction.atomic():
        factory(**{field: getattr(row, field) for field in fields})
    for field in fields:
        factory(**{field: getattr(row, field)})


def test_one_owner_a_canvas() -> None:
    owner = make.MemberFactory(role=Role.OWNER)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.MemberFactory(canvas=owner.canvas, role=Role.OWNER)
    make.MemberFactory(canvas=owner.canvas, role=Role.EDITOR)
    make.MemberFactory(role=Role.OWNER)


def test_one_comment_starts_a_thread() -> None:
    first = make.CommentFactory(starts=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.CommentFactory(thread=first.thread, starts=True)
    make.CommentFactory(thread=first.thread)
    make.CommentFactory(starts=True)


@pytest.mark.parametrize(
    ("key", "finding", "is_known"),
    [
        ("", {}, True),
        ("block:channels", {}, True),
        ("n1", {}, True),
        (f"finding:{'0' * 64}", {"code": "over-budget"}, True),
        (f"finding:{'0' * 64}", {}, False),
        (f"finding:{'0' * 63}", {"code": "over-budget"}, False),
        ("finding:", {"code": "over-budget"}, False),
        ("block:", {}, False),
        ("block:channels\n", {}, False),
        ("n 1", {}, False),
        ("ñ1", {}, False),
        ("n" * 41, {}, False),
    ],
)
def test_a_thread_is_on_something_that_can_be_on_a_canvas(
    key: str, finding: dict[str, str], is_known: bool
) -> None:
    if is_known:
        make.ThreadFactory(key=key, finding=finding)
        return
    with pytest.raises(IntegrityError, match="thread_"), transaction.atomic():
        make.ThreadFactory(key=key, finding=finding)


@pytest.mark.parametrize(
    ("factory", "field"),
    [
        (make.ChannelFactory, "kind"),
        (make.RelationshipFactory, "type"),
        (make.ExpectationFactory, "type"),
        (make.FactorMarkFactory, "factor"),
        (make.ChosenStrategyFactory, "strategy"),
    ],
)
def test_an_entry_of_the_catalog_in_use_can_not_be_deleted(
    factory: type[DjangoModelFactory[Any]], field: str
) -> None:
    entry = getattr(factory(), field)
    with pytest.raises(ProtectedError):
        entry.delete()


def test_a_canvas_takes_all_its_rows_with_it() -> None:
    touchpoint = make.TouchpointFactory()
    canvas, segment = touchpoint.canvas, touchpoint.segment
    make.RelationshipFactory(canvas=canvas, segment=segment, channel=touchpoint.channel)
    make.OfferedValueFactory(segment=segment, note__canvas=canvas)
    make.MemberFactory(canvas=canvas)
    make.SetAsideFactory(canvas=canvas)
    make.NoticeFactory(comment__thread__canvas=canvas)
    canvas.last_deletion = make.EventFactory(canvas=canvas)
    canvas.save(update_fields=["last_deletion"])
    canvas.delete()
    elements = (Note, Segment, Channel, Touchpoint, Relationship)
    talk = (Thread, Comment, Notice)
    models = (Canvas, Member, Event, *elements, SetAside, *talk)
    assert [model._default_manager.count() for model in models] == [0] * len(models)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.OWNER, [Role.OWNER, Role.EDITOR, Role.COMMENTER, Role.VIEWER]),
        (Role.EDITOR, [Role.EDITOR, Role.COMMENTER, Role.VIEWER]),
        (Role.COMMENTER, [Role.COMMENTER, Role.VIEWER]),
        (Role.VIEWER, [Role.VIEWER]),
    ],
)
def test_each_role_may_what_the_ones_after_it_may(role: Role, allowed: list[Role]) -> None:
    assert [need for need in Role if role.allows(need)] == allowed
