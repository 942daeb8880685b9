"""The example canvases that ship: sound documents, alike in three languages, and telling."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import canvas.examples
from canvas.currencies import CURRENCIES
from canvas.examples import example, examples
from canvas.exchange import vinculo_canvas
from relationships.blueprint import Blueprint
from relationships.coherence import check
from relationships.content import shipped
from relationships.vocabulary import NOTE_BLOCKS, Language, Severity

SLUGS = (
    "first-customers",
    "private-bank",
    "online-bookshop",
    "homes-and-guests",
    "suggested-dishes",
    "corner-shop",
)
COHERENT = ("first-customers", "corner-shop")
CONFLICTS = {
    "private-bank": ["costs-more-than-it-earns", "over-capacity"],
    "online-bookshop": ["channel-lacks-capability", "over-budget"],
    "homes-and-guests": [
        "channel-lacks-capability",
        "channel-misses-segment",
        "strategy-lacks-capability",
    ],
    "suggested-dishes": [
        "channel-lacks-capability",
        "channel-lacks-capability",
        "motivation-without-phase",
        "strategy-lacks-capability",
    ],
}
MONEY = {"monthly_budget", "hourly_rate", "value_per_month", "monthly_cost", "setup_cost"}
WORDS = {
    "title",
    "description",
    "text",
    "name",
    "what",
    "where",
    "how_often",
    "detail",
    "hours",
    "objective",
    "justification",
    "metric",
    "target",
    "hypothesis",
    "measure",
    "threshold",
    "result",
}
FOLDER = Path(canvas.examples.__file__).parent

every_document = pytest.mark.parametrize(
    ("slug", "language"), [(slug, language) for slug in SLUGS for language in Language]
)
every_case = pytest.mark.parametrize("slug", SLUGS)


def _text(slug: str, language: str) -> str:
    return (FOLDER / f"{slug}.{language}.json").read_text(encoding="utf-8")


def _shape(value: Any, key: str = "") -> Any:
    """A document without what languages differ in: of words only whether there are any."""
    if isinstance(value, dict):
        return {
            name: _shape(inner, name)
            for name, inner in value.items()
            if name not in {"language", "currency"}
        }
    if isinstance(value, list):
        return [_shape(inner, key) for inner in value]
    return bool(value) if key in WORDS | MONEY else value


def _amounts(value: Any, key: str = "") -> list[Decimal]:
    """Every amount of money of a document, in its order."""
    if isinstance(value, dict):
        return [amount for name, inner in value.items() for amount in _amounts(inner, name)]
    if isinstance(value, list):
        return [amount for inner in value for amount in _amounts(inner, key)]
    return [Decimal(value)] if key in MONEY and value is not None else []


def _texts(value: Any, key: str = "") -> list[str]:
    """Every text of a document that is written for people, in its order."""
    if isinstance(value, dict):
        return [text for name, inner in value.items() for text in _texts(inner, name)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner, key)]
    return [value] if key in WORDS and value else []


def _codes(blueprint: Blueprint, *severities: Severity) -> list[str]:
    return [f.code for f in check(blueprint, shipped()) if f.severity in severities]


@every_document
def test_a_document_is_as_an_export_would_write_it(slug: str, language: Language) -> None:
    text = _text(slug, language)
    blueprint = vinculo_canvas.parse(text, shipped())
    assert blueprint.language == language
    assert text == vinculo_canvas.dump(blueprint, indent=2) + "\n"


def test_no_document_is_left_over() -> None:
    assert {path.name for path in FOLDER.glob("*.json")} == {
        f"{slug}.{language}.json" for slug in SLUGS for language in Language
    }


@every_document
def test_what_is_handed_out_is_the_document(slug: str, language: Language) -> None:
    parsed = vinculo_canvas.parse(_text(slug, language), shipped())
    assert example(slug, language).blueprint == parsed


@every_case
@pytest.mark.parametrize("language", [Language.ES, Language.PT_BR])
def test_a_case_has_the_same_elements_in_every_language(slug: str, language: Language) -> None:
    assert _shape(json.loads(_text(slug, language))) == _shape(json.loads(_text(slug, "en")))


@every_case
@pytest.mark.parametrize("language", [Language.ES, Language.PT_BR])
def test_amounts_differ_by_the_currency_alone(slug: str, language: Language) -> None:
    ours, english = (_amounts(json.loads(_text(slug, code))) for code in (language, "en"))
    rate = ours[0] / english[0]
    assert ours == [amount * rate for amount in english]


@every_case
@pytest.mark.parametrize("language", [Language.ES, Language.PT_BR])
def test_sentences_are_translated(slug: str, language: Language) -> None:
    ours, english = (_texts(json.loads(_text(slug, code))) for code in (language, "en"))
    same = [mine for mine, theirs in zip(ours, english, strict=True) if mine == theirs]
    assert [text for text in same if len(text.split()) > 3] == []


@every_document
def test_a_case_is_rich_enough_to_learn_from(slug: str, language: Language) -> None:
    blueprint = example(slug, language).blueprint
    assert blueprint.currency in CURRENCIES
    assert {note.block for note in blueprint.notes} == set(NOTE_BLOCKS)
    assert 8 <= len(blueprint.notes) <= 20
    assert 2 <= len(blueprint.segments) <= 4
    assert 3 <= len(blueprint.channels) <= 6
    assert 3 <= len(blueprint.relationships) <= 7
    assert all(s.habits and s.factors and s.expects and s.trust for s in blueprint.segments)
    assert all(row.objective and row.justification for row in blueprint.relationships)
    assert any(row.experiments for row in blueprint.relationships)


@pytest.mark.parametrize("slug", COHERENT)
@pytest.mark.parametrize("language", Language)
def test_two_hold_together_and_say_so(slug: str, language: Language) -> None:
    blueprint = example(slug, language).blueprint
    assert _codes(blueprint, Severity.CONFLICT, Severity.RISK, Severity.GAP) == []
    active = sum(row.is_active for row in blueprint.relationships)
    assert Counter(_codes(blueprint, Severity.STRENGTH)) == {
        "relationship-well-founded": active,
        "journey-complete": len(blueprint.segments),
        "expectation-met": len(blueprint.segments),
    }


@pytest.mark.parametrize("slug", CONFLICTS)
@pytest.mark.parametrize("language", Language)
def test_four_do_not_and_the_faults_are_few_enough_to_read(slug: str, language: Language) -> None:
    blueprint = example(slug, language).blueprint
    assert _codes(blueprint, Severity.CONFLICT) == CONFLICTS[slug]
    assert 4 <= len(_codes(blueprint, Severity.CONFLICT, Severity.RISK, Severity.GAP)) <= 12


@pytest.mark.parametrize("language", Language)
def test_they_come_in_one_order_and_say_what_they_teach(language: Language) -> None:
    shown = examples(language)
    assert tuple(one.slug for one in shown) == SLUGS
    assert len({one.teaches for one in shown}) == len(SLUGS)
    assert {one.blueprint.language for one in shown} == {language}
    assert shown == tuple(example(slug, language) for slug in SLUGS)


def test_each_language_says_in_its_own_words_what_they_teach() -> None:
    told = [one.teaches for language in Language for one in examples(language)]
    assert len(set(told)) == len(SLUGS) * len(Language)


def test_a_language_that_is_missing_falls_back_to_english() -> None:
    assert examples("fr") == examples("en")
    assert example("corner-shop", "fr") == example("corner-shop", "en")


@pytest.mark.parametrize("slug", ["", "bakery", "index", "../index"])
def test_an_unknown_example_is_a_key_error(slug: str) -> None:
    with pytest.raises(KeyError):
        example(slug, "en")
