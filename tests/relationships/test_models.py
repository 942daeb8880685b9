from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError
from factory.django import DjangoModelFactory

from relationships import catalog, live
from relationships.catalog import Text
from relationships.models import (
    CatalogStamp,
    ChannelKind,
    EmptyPhrase,
    Factor,
    RelationshipType,
    RuleSetting,
    fingerprint,
)
from relationships.vocabulary import (
    Capability,
    DeliveredBy,
    Effort,
    FactorRole,
    Horizon,
    Severity,
    Stage,
)
from tests.relationships.factories import (
    AdviceWeightFactory,
    ChannelKindFactory,
    EmptyPhraseFactory,
    FactorFactory,
    QuestionFactory,
    RelationshipTypeFactory,
    RuleSettingFactory,
    StrategyFactory,
)

pytestmark = pytest.mark.django_db

ENTRIES = {
    "channelkind": ChannelKindFactory,
    "factor": FactorFactory,
    "relationshiptype": RelationshipTypeFactory,
    "strategy": StrategyFactory,
}
FACTORIES = {
    **ENTRIES,
    "emptyphrase": EmptyPhraseFactory,
    "question": QuestionFactory,
    "rulesetting": RuleSettingFactory,
    "adviceweight": AdviceWeightFactory,
}


def _model(name: str) -> type[Model]:
    return FACTORIES[name]._meta.model


# --- What the database refuses ------------------------------------------------------------------

BAD_COLUMNS = [
    *[(name, "slug_small", {"slug": "Loud"}) for name in [*ENTRIES, "question"]],
    *[(name, "slug_small", {"slug": ""}) for name in [*ENTRIES, "question"]],
    *[(name, "name_en_told", {"name_en": ""}) for name in ENTRIES],
    ("relationshiptype", "delivered_by_known", {"delivered_by": "pigeon"}),
    ("relationshiptype", "horizon_known", {"horizon": "eternal"}),
    ("relationshiptype", "effort_known", {"effort": "huge"}),
    ("relationshiptype", "starts_known", {"starts": "later"}),
    ("strategy", "money_known", {"money": "free"}),
    ("strategy", "ease_known", {"ease": "trivial"}),
    ("strategy", "starts_known", {"starts": "later"}),
    ("channelkind", "ownership_known", {"ownership": "rented"}),
    ("factor", "role_known", {"role": "colour"}),
    ("question", "text_en_told", {"text_en": ""}),
    ("question", "place_told", {"place": ""}),
    ("emptyphrase", "text_told", {"text": ""}),
    ("rulesetting", "code_small", {"code": "Loud"}),
    ("rulesetting", "code_small", {"code": ""}),
    ("rulesetting", "severity_known", {"severity": "fatal"}),
    ("rulesetting", "threshold_not_negative", {"threshold": Decimal("-0.001")}),
    ("rulesetting", "strength_stays", {"severity": "strength"}),
    ("adviceweight", "code_small", {"code": "Loud"}),
    ("adviceweight", "code_small", {"code": ""}),
    ("adviceweight", "points_bounded", {"points": 101}),
]


@pytest.mark.parametrize(("name", "constraint", "columns"), BAD_COLUMNS)
def test_the_database_refuses(name: str, constraint: str, columns: dict[str, object]) -> None:
    model = _model(name)
    FACTORIES[name].create()
    with (
        pytest.raises(IntegrityError, match=f"relationships_{name}_{constraint}"),
        transaction.atomic(),
    ):
        model.objects.update(**columns)


def test_the_database_refuses_a_type_as_its_own_parent() -> None:
    type_ = RelationshipTypeFactory()
    with (
        pytest.raises(IntegrityError, match="relationships_relationshiptype_parent_another"),
        transaction.atomic(),
    ):
        RelationshipType.objects.update(parent_id=type_.pk)


def test_the_database_refuses_a_second_stamp() -> None:
    with pytest.raises(IntegrityError, match="relationships_only_one_stamp"), transaction.atomic():
        CatalogStamp.objects.create(id=2, value="another")


@pytest.mark.parametrize("name", FACTORIES)
def test_every_check_constraint_is_tried(name: str) -> None:
    tried = {f"relationships_{model}_{rule}" for model, rule, _ in BAD_COLUMNS if model == name}
    if name == "relationshiptype":
        tried.add("relationships_relationshiptype_parent_another")
    assert {constraint.name for constraint in _model(name)._meta.constraints} == tried


def test_a_parent_cannot_be_deleted() -> None:
    child = RelationshipTypeFactory(parent=RelationshipTypeFactory())
    before = live.stamp()
    with pytest.raises(ProtectedError), transaction.atomic():
        child.parent.delete()
    assert live.stamp() == before


# --- What forms refuse ---------------------------------------------------------------------------


def _faults(row: Model) -> dict[str, list[str]]:
    try:
        row.full_clean()
    except ValidationError as fault:
        return fault.message_dict
    return {}


def test_a_type_with_a_parent_is_no_parent() -> None:
    child = RelationshipTypeFactory(parent=RelationshipTypeFactory())
    grandchild = RelationshipTypeFactory.build(parent=child)
    assert _faults(grandchild) == {"parent": ["That type has a parent itself: one level only."]}


def test_a_parent_takes_no_parent() -> None:
    parent = RelationshipTypeFactory()
    RelationshipTypeFactory(parent=parent)
    parent.parent = RelationshipTypeFactory()
    assert _faults(parent) == {"parent": ["This type is a parent itself: one level only."]}


def test_a_type_is_not_its_own_parent() -> None:
    type_ = RelationshipTypeFactory()
    type_.parent = type_
    assert list(_faults(type_)) == ["parent"]


def test_a_child_of_a_parent_is_fine() -> None:
    assert _faults(RelationshipTypeFactory.build(parent=RelationshipTypeFactory())) == {}


@pytest.mark.parametrize("slug", ["two words", "under_score", "-ahead", "double--hyphen", "Ñandú"])
def test_a_slug_is_small_letters_joined_by_hyphens(slug: str) -> None:
    assert list(_faults(StrategyFactory.build(slug=slug))) == ["slug"]


def test_a_question_has_a_place() -> None:
    assert list(_faults(QuestionFactory.build(place="segment"))) == ["place"]


def test_a_phrase_of_signs_alone_would_match_every_nameless_thing() -> None:
    assert list(_faults(EmptyPhraseFactory.build(text="¡!"))) == ["text"]


def test_a_threshold_is_not_negative() -> None:
    assert list(_faults(RuleSettingFactory.build(threshold=Decimal(-1)))) == ["threshold"]


def test_a_list_takes_words_of_the_vocabulary_only() -> None:
    assert _faults(ChannelKindFactory.build(capabilities=["human", "telepathy"])) == {
        "capabilities": ["“telepathy” is none of the words to choose from."]
    }


@pytest.mark.parametrize("needs", ["human", 3, None])
def test_a_list_is_a_list(needs: object) -> None:
    with pytest.raises(ValidationError):
        RelationshipTypeFactory(needs=needs)


# --- What rows hold ------------------------------------------------------------------------------


def test_lists_are_kept_in_the_vocabularys_order_each_once() -> None:
    kind = ChannelKindFactory(capabilities=["push", "human", "two_way", "human"])
    expected = (Capability.TWO_WAY, Capability.HUMAN, Capability.PUSH)
    assert kind.capabilities == expected
    assert ChannelKind.objects.get().capabilities == expected


def test_bulk_writing_keeps_that_order_too() -> None:
    kind = ChannelKindFactory()
    kind.capabilities = ["push", "human"]
    ChannelKind.objects.bulk_update([kind], ["capabilities"])
    assert ChannelKind.objects.get().capabilities == (Capability.HUMAN, Capability.PUSH)
    ChannelKind.objects.update(capabilities=["live", "human"])
    assert ChannelKind.objects.get().capabilities == (Capability.HUMAN, Capability.LIVE)


def test_words_read_as_members() -> None:
    FactorFactory(role="speed")
    FactorFactory(role=None)
    roles = Factor.objects.in_order().values_list("role", flat=True)
    assert list(roles) == [FactorRole.SPEED, None]


def test_a_row_stands_for_its_frozen_value() -> None:
    parent = RelationshipTypeFactory(slug="personal")
    RelationshipTypeFactory(
        slug="visits",
        name_en="Visits",
        name_pt_br="Visitas",
        definition_es="De puerta en puerta",
        source="000",
        retired=True,
        parent=parent,
        delivered_by="human",
        needs=["human"],
        exclusive=True,
        horizon="long_term",
        effort="high",
        starts="launch",
    )
    assert RelationshipType.objects.get(slug="visits").frozen() == catalog.RelationshipType(
        slug="visits",
        name=Text("Visits", "", "Visitas"),
        definition=Text("", "De puerta en puerta"),
        source="000",
        retired=True,
        parent="personal",
        delivered_by=DeliveredBy.HUMAN,
        needs=(Capability.HUMAN,),
        exclusive=True,
        horizon=Horizon.LONG_TERM,
        effort=Effort.HIGH,
        starts=Stage.LAUNCH,
    )


@pytest.mark.parametrize("threshold", ["0.25", "1000", "0", "2.5"])
def test_a_threshold_reads_as_it_was_written(threshold: str) -> None:
    RuleSettingFactory(threshold=Decimal(threshold))
    assert str(RuleSetting.objects.get().frozen().threshold) == threshold


def test_a_rule_without_threshold_has_none() -> None:
    RuleSettingFactory(code="some-rule", severity="gap", enabled=False)
    assert RuleSetting.objects.get().frozen() == catalog.RuleSetting(
        code="some-rule", severity=Severity.GAP, enabled=False
    )


def test_what_has_no_position_comes_last() -> None:
    StrategyFactory(position=70)
    assert StrategyFactory().position == 80
    assert ChannelKindFactory().position == 10


def test_rows_are_ordered_by_position_then_key() -> None:
    for text, position in [("b", 10), ("c", 5), ("a", 10)]:
        EmptyPhraseFactory(text=text, position=position)
    assert [row.text for row in EmptyPhrase.objects.in_order()] == ["c", "a", "b"]


# --- What tells whether an editor has been there --------------------------------------------------


@pytest.mark.parametrize(
    "change", [{"name_es": "otro"}, {"position": 7}, {"retired": True}, {"needs": ["human"]}]
)
def test_any_edit_touches_an_entry(change: dict[str, object]) -> None:
    row = StrategyFactory()
    row.shipped_fingerprint = row.fingerprint()
    untouched = row.is_touched
    for column, value in change.items():
        setattr(row, column, value)
    assert (untouched, row.is_touched) == (False, True)


def test_an_editors_own_entry_is_touched_and_not_shipped() -> None:
    row = StrategyFactory()
    assert (row.is_touched, row.is_shipped) == (True, False)


@dataclass
class Before:
    name: str


@dataclass
class After:
    name: str
    field_of_a_later_release: str = ""


def test_a_new_field_at_its_default_touches_nothing() -> None:
    assert fingerprint(After("Ana"), 10) == fingerprint(Before("Ana"), 10)
    assert fingerprint(After("Ana", "more"), 10) != fingerprint(Before("Ana"), 10)


# --- The stamp -----------------------------------------------------------------------------------


@pytest.mark.parametrize("factory", FACTORIES.values(), ids=FACTORIES)
def test_every_way_to_write_moves_the_stamp(factory: type[DjangoModelFactory[Model]]) -> None:
    stamps = [live.stamp()]

    def note() -> None:
        stamps.append(live.stamp())

    row = factory()
    note()
    row.save(update_fields=["position"])
    note()
    rows = row.__class__.objects.filter(pk=row.pk)
    rows.update(position=3)
    note()
    rows.model.objects.bulk_update([row], ["position"])
    note()
    row.delete()
    note()
    rows.model.objects.bulk_create([factory.build(position=1)])
    note()
    rows.model.objects.all().delete()
    note()
    assert stamps[0] == ""
    assert len(set(stamps)) == len(stamps) == 8


def test_a_change_taken_back_takes_the_stamp_back() -> None:
    StrategyFactory()
    before = live.stamp()
    with pytest.raises(IntegrityError), transaction.atomic():
        StrategyFactory.create_batch(2, slug="twice")
    assert live.stamp() == before


def test_holding_leaves_the_stamp() -> None:
    CatalogStamp.move()
    before = live.stamp()
    CatalogStamp.hold()
    assert live.stamp() == before
