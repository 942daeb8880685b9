"""Rows of the catalog."""

import factory
from factory.django import DjangoModelFactory

from relationships.models import (
    AdviceWeight,
    ChannelKind,
    EmptyPhrase,
    Factor,
    Question,
    RelationshipType,
    RuleSetting,
    Strategy,
)
from relationships.vocabulary import Severity


class RelationshipTypeFactory(DjangoModelFactory[RelationshipType]):
    class Meta:
        model = RelationshipType

    slug = factory.Sequence(lambda n: f"type-{n}")
    name_en = factory.Sequence(lambda n: f"Type {n}")


class StrategyFactory(DjangoModelFactory[Strategy]):
    class Meta:
        model = Strategy

    slug = factory.Sequence(lambda n: f"strategy-{n}")
    name_en = factory.Sequence(lambda n: f"Strategy {n}")


class ChannelKindFactory(DjangoModelFactory[ChannelKind]):
    class Meta:
        model = ChannelKind

    slug = factory.Sequence(lambda n: f"kind-{n}")
    name_en = factory.Sequence(lambda n: f"Kind {n}")


class FactorFactory(DjangoModelFactory[Factor]):
    class Meta:
        model = Factor

    slug = factory.Sequence(lambda n: f"factor-{n}")
    name_en = factory.Sequence(lambda n: f"Factor {n}")


class QuestionFactory(DjangoModelFactory[Question]):
    class Meta:
        model = Question

    slug = factory.Sequence(lambda n: f"question-{n}")
    place = "segment.expects"
    text_en = factory.Sequence(lambda n: f"Question {n}?")


class EmptyPhraseFactory(DjangoModelFactory[EmptyPhrase]):
    class Meta:
        model = EmptyPhrase

    text = factory.Sequence(lambda n: f"everyone {n}")


class RuleSettingFactory(DjangoModelFactory[RuleSetting]):
    class Meta:
        model = RuleSetting

    code = factory.Sequence(lambda n: f"rule-{n}")
    severity = Severity.RISK


class AdviceWeightFactory(DjangoModelFactory[AdviceWeight]):
    class Meta:
        model = AdviceWeight

    code = factory.Sequence(lambda n: f"term-{n}")
    points = 10
