"""Rows of canvases, for what only rows can show; canvases with contents are made by the actions."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from canvas.models import (
    Canvas,
    Channel,
    ChosenStrategy,
    Comment,
    Event,
    Expectation,
    FactorMark,
    Invitation,
    Member,
    Note,
    Notice,
    Occasion,
    OfferedValue,
    Reason,
    Relationship,
    Role,
    Segment,
    SetAside,
    Snapshot,
    Thread,
    Touchpoint,
    Verb,
)
from relationships.vocabulary import Block, Ownership, Phase, Stage, Status
from tests.factories import UserFactory
from tests.relationships.factories import (
    ChannelKindFactory,
    FactorFactory,
    RelationshipTypeFactory,
    StrategyFactory,
)


class CanvasFactory(DjangoModelFactory[Canvas]):
    class Meta:
        model = Canvas

    title = "Bakery"
    language = "en"
    stage = Stage.IDEA
    currency = "EUR"
    document = ""


class MemberFactory(DjangoModelFactory[Member]):
    class Meta:
        model = Member

    canvas = factory.SubFactory(CanvasFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.VIEWER


class InvitationFactory(DjangoModelFactory[Invitation]):
    class Meta:
        model = Invitation

    canvas = factory.SubFactory(CanvasFactory)
    email = factory.Sequence(lambda n: f"guest{n}@example.com")
    role = Role.VIEWER
    by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(timezone.now)


class SnapshotFactory(DjangoModelFactory[Snapshot]):
    class Meta:
        model = Snapshot

    canvas = factory.SubFactory(CanvasFactory)
    name = "Before the fair"
    occasion = Occasion.NAMED
    version = 1
    document = ""


class EventFactory(DjangoModelFactory[Event]):
    class Meta:
        model = Event

    canvas = factory.SubFactory(CanvasFactory)
    number = factory.Sequence(lambda n: n + 1)
    verb = Verb.CHANGE


class SetAsideFactory(DjangoModelFactory[SetAside]):
    class Meta:
        model = SetAside

    canvas = factory.SubFactory(CanvasFactory)
    identity = factory.Sequence(lambda n: f"{n:064x}")
    code = "over-budget"
    fingerprint = "f" * 64
    reason = "The budget is about to grow"


class ThreadFactory(DjangoModelFactory[Thread]):
    class Meta:
        model = Thread

    canvas = factory.SubFactory(CanvasFactory)


class ResolvedThreadFactory(ThreadFactory):
    resolved_at = factory.LazyFunction(timezone.now)
    resolved_by = factory.SubFactory(UserFactory)


class CommentFactory(DjangoModelFactory[Comment]):
    class Meta:
        model = Comment

    thread = factory.SubFactory(ThreadFactory)
    by = factory.SubFactory(UserFactory)
    text = "Who has counted them?"


class NoticeFactory(DjangoModelFactory[Notice]):
    class Meta:
        model = Notice

    user = factory.SubFactory(UserFactory)
    comment = factory.SubFactory(CommentFactory)
    reason = Reason.MENTION


class NoteFactory(DjangoModelFactory[Note]):
    class Meta:
        model = Note

    canvas = factory.SubFactory(CanvasFactory)
    ref = factory.Sequence(lambda n: f"n{n}")
    position = 0
    block = Block.VALUE_PROPOSITIONS
    text = "Bread before eight"


class SegmentFactory(DjangoModelFactory[Segment]):
    class Meta:
        model = Segment

    canvas = factory.SubFactory(CanvasFactory)
    ref = factory.Sequence(lambda n: f"s{n}")
    position = 0
    name = "Families nearby"


class ChannelFactory(DjangoModelFactory[Channel]):
    class Meta:
        model = Channel

    canvas = factory.SubFactory(CanvasFactory)
    ref = factory.Sequence(lambda n: f"c{n}")
    position = 0
    name = "Shop"
    kind = factory.SubFactory(ChannelKindFactory)
    ownership = Ownership.OWN


class TouchpointFactory(DjangoModelFactory[Touchpoint]):
    class Meta:
        model = Touchpoint

    canvas = factory.SubFactory(CanvasFactory)
    segment = factory.SubFactory(SegmentFactory, canvas=factory.SelfAttribute("..canvas"))
    channel = factory.SubFactory(ChannelFactory, canvas=factory.SelfAttribute("..canvas"))
    phases = factory.List([Phase.PURCHASE])
    position = 1


class RelationshipFactory(DjangoModelFactory[Relationship]):
    class Meta:
        model = Relationship

    canvas = factory.SubFactory(CanvasFactory)
    ref = factory.Sequence(lambda n: f"r{n}")
    position = 0
    segment = factory.SubFactory(SegmentFactory, canvas=factory.SelfAttribute("..canvas"))
    type = factory.SubFactory(RelationshipTypeFactory)
    status = Status.PLANNED


class ChosenStrategyFactory(DjangoModelFactory[ChosenStrategy]):
    class Meta:
        model = ChosenStrategy

    relationship = factory.SubFactory(RelationshipFactory)
    strategy = factory.SubFactory(StrategyFactory)
    position = 0


class OfferedValueFactory(DjangoModelFactory[OfferedValue]):
    class Meta:
        model = OfferedValue

    segment = factory.SubFactory(SegmentFactory)
    note = factory.SubFactory(NoteFactory)
    position = 0


class ExpectationFactory(DjangoModelFactory[Expectation]):
    class Meta:
        model = Expectation

    segment = factory.SubFactory(SegmentFactory)
    type = factory.SubFactory(RelationshipTypeFactory)
    position = 0


class FactorMarkFactory(DjangoModelFactory[FactorMark]):
    class Meta:
        model = FactorMark

    segment = factory.SubFactory(SegmentFactory)
    factor = factory.SubFactory(FactorFactory)
    position = 0
    importance = 1
