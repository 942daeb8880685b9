"""What ships: the tables of the product, complete in three languages, read with no Django."""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pytest

from relationships import content, vocabulary
from relationships.catalog import Catalog, Entry, Text, plain
from relationships.coherence.rules import RULES
from relationships.content import phrases, reading, shipped, words
from relationships.vocabulary import Block, Effort, Language, Money, Stage

ROOT = Path(__file__).parents[2]

TYPES = """
personal | | human | two_way human | no | recurrent | medium | idea
personal-direct | personal | human | two_way human live individual | no | recurrent | high | idea
personal-indirect | personal | human | two_way human | no | recurrent | medium | idea
dedicated-personal | | human | two_way human individual | yes | long_term | high | launch
self-service | | self | always_on | no | recurrent | low | launch
automated-services | | automated | individual always_on automated | no | recurrent | high | growth
co-creation | | peers | customer_content | no | long_term | medium | launch
community | | peers | member_to_member | no | long_term | medium | idea
transactional | | any | transaction | no | one_off | low | idea
long-term | | any | two_way individual | no | long_term | medium | launch
"""

STRATEGIES = """
customer-calls | acquisition retention | live individual | low | easy | yes | no | idea
satisfaction-surveys | retention | two_way | low | easy | yes | no | idea
update-notices | retention | push | very_low | easy | no | no | launch
complaint-care | retention | two_way human | low | medium | yes | no | idea
help-forum-open | retention | member_to_member | low | medium | yes | no | launch
help-forum-mixed | retention | human member_to_member | low | medium | yes | no | launch
contests-and-events | retention growth | two_way push | low | easy | yes | no | idea
loyalty-programme | retention growth | individual | high | hard | yes | yes | growth
launch-offer | acquisition | push | medium | easy | yes | no | idea
suggestive-selling | growth | transaction | low | medium | yes | no | launch
personal-recommendations | retention growth | individual automated | high|hard | yes | yes | growth
premium-support | retention growth | two_way human individual | high | medium | yes | yes | growth
"""

KINDS = """
store          | own     | two_way human live transaction
sales-force    | own     | two_way human live individual push transaction
phone          | own     | two_way human live push
call-centre    | own     | two_way human live individual
email          | own     | two_way human individual push
messaging      | own     | two_way human individual push
social-network | own     | two_way human push customer_content
website        | own     | always_on
online-store   | own     | individual always_on transaction
mobile-app     | own     | individual push always_on transaction
chatbot        | own     | two_way individual always_on automated
help-forum     | own     | two_way always_on member_to_member customer_content
newsletter     | own     | push
event          | own     | two_way human live
kiosk          | own     | always_on transaction
marketplace    | partner | individual always_on customer_content transaction
partner-store  | partner | two_way human live transaction
wholesaler     | partner | transaction
mass-media     | partner | push
post           | partner | individual push
other          | own     |
"""

FACTORS = """
buying-hours    | hours
substitutes     | alternatives
guarantee       | guarantee
differentiation | distinction
time-saving     | speed
"""

ENGLISH_PHRASES = """
everyone, everybody, anyone, all, all customers, people, the public, general public, customers,
clients, users, consumers, online, internet, social media, good service, excellent service,
quality, good quality, best quality, low prices
"""

SPANISH_PHRASES = """
todos, todo el mundo, cualquiera, el público, público en general, la gente, personas, clientes,
usuarios, consumidores, en línea, redes sociales, buen servicio, excelente servicio, buena
atención, calidad, buena calidad, buen precio, buenos precios
"""

PORTUGUESE_PHRASES = """
todo mundo, toda a gente, qualquer um, o público, público em geral, as pessoas, pessoas, usuários,
consumidores, redes sociais, bom serviço, bom atendimento, qualidade, boa qualidade, bom preço,
bons preços
"""

PLACES = {
    "segment": (
        "name description customers habits factors expects value_propositions trust trust_goal"
    ),
    "channel": "kind ownership capabilities touchpoints monthly_cost",
    "relationship": (
        "type channel strategies motivation objective justification monthly_cost hours_per_month "
        "stage minimum_viable"
    ),
    "canvas": "stage monthly_budget",
    "block": " ".join(Block),
}

KINDS_OF_ENTRY = ("types", "strategies", "kinds", "factors")


def table(text: str) -> list[tuple[str, ...]]:
    """The rows of a table, a cell a word list with single spaces."""
    return [
        tuple(" ".join(cell.split()) for cell in line.split("|"))
        for line in text.strip().splitlines()
    ]


def listed(text: str) -> tuple[str, ...]:
    """Phrases between commas, over several lines."""
    return tuple(" ".join(phrase.split()) for phrase in text.split(","))


def yes(value: bool) -> str:
    return "yes" if value else "no"


def entries() -> Iterator[tuple[str, Entry]]:
    for kind in KINDS_OF_ENTRY:
        for entry in getattr(shipped(), kind).values():
            yield kind, entry


def texts_of(entry: Entry) -> Iterator[tuple[str, Text]]:
    for field in fields(entry):
        if isinstance(value := getattr(entry, field.name), Text):
            yield field.name, value


def into_each(text: Text) -> list[tuple[Language, str]]:
    """Each translation, with no falling back on English."""
    return [
        (Language.EN, text.en),
        (Language.ES, text.es),
        (Language.PT_BR, text.pt_br),
    ]


def all_texts() -> Iterator[tuple[str, Text]]:
    """Every text that ships but the rules', by a name that tells where it stands."""
    for _kind, entry in entries():
        for field, text in texts_of(entry):
            yield f"{entry.slug} {field}", text
    for question in shipped().questions:
        yield question.slug, question.text
    for name, members in reading.read("vocabulary").items():
        for value, member in members.items():
            for key, by_language in member.items():
                yield f"{name} {value} {key}", reading.text(by_language)


def doubles(values: Iterable[str]) -> list[str]:
    values = list(values)
    return sorted({value for value in values if values.count(value) > 1})


def vocabularies() -> list[type[StrEnum]]:
    return [
        value
        for value in vars(vocabulary).values()
        if isinstance(value, type) and issubclass(value, StrEnum) and len(value)
    ]


def test_relationship_types_are_those_of_the_table() -> None:
    assert [
        (
            entry.slug,
            entry.parent or "",
            entry.delivered_by,
            " ".join(entry.needs),
            yes(entry.exclusive),
            entry.horizon,
            entry.effort,
            entry.starts,
        )
        for entry in shipped().types.values()
    ] == table(TYPES)


def test_strategies_are_those_of_the_table() -> None:
    assert [
        (
            entry.slug,
            " ".join(entry.motivations),
            " ".join(entry.needs),
            entry.money,
            entry.ease,
            yes(entry.measurable),
            yes(entry.needs_customers),
            entry.starts,
        )
        for entry in shipped().strategies.values()
    ] == table(STRATEGIES)


def test_channel_kinds_are_those_of_the_table() -> None:
    assert [
        (entry.slug, entry.ownership, " ".join(entry.capabilities))
        for entry in shipped().kinds.values()
    ] == table(KINDS)


def test_factors_have_the_roles_of_the_table() -> None:
    assert [(entry.slug, entry.role) for entry in shipped().factors.values()] == table(FACTORS)


def test_every_attribute_is_a_word_of_the_vocabulary() -> None:
    """Words that are plain strings would equal the members, and have no rank."""
    catalog = shipped()
    assert catalog.types["personal"].starts is Stage.IDEA
    assert catalog.types["personal"].effort is Effort.MEDIUM
    assert catalog.strategies["update-notices"].money is Money.VERY_LOW
    attributes = [
        value
        for _kind, entry in entries()
        for field in fields(entry)
        for value in _spread(getattr(entry, field.name))
        if field.name not in {"slug", "source", "parent"}
    ]
    assert [value for value in attributes if type(value) is str] == []


def _spread(value: object) -> Iterable[object]:
    return value if isinstance(value, tuple) else (value,)


def test_empty_phrases_are_exactly_those_of_the_product() -> None:
    assert dict(phrases()) == {
        Language.EN: listed(ENGLISH_PHRASES),
        Language.ES: listed(SPANISH_PHRASES),
        Language.PT_BR: listed(PORTUGUESE_PHRASES),
    }


def test_a_phrase_that_two_languages_share_is_carried_once() -> None:
    together = listed(ENGLISH_PHRASES) + listed(SPANISH_PHRASES) + listed(PORTUGUESE_PHRASES)
    assert doubles(together) == ["consumidores"]
    assert shipped().empty_phrases == tuple(dict.fromkeys(together))
    assert "" not in map(plain, shipped().empty_phrases)


def test_rules_are_set_as_the_engine_ships_them() -> None:
    settings = shipped().rules
    assert list(settings) == [rule.code for rule in RULES]
    assert [(s.code, s.severity, s.enabled) for s in settings.values()] == [
        (rule.code, rule.severity, True) for rule in RULES
    ]
    assert {s.code: s.threshold for s in settings.values() if s.threshold is not None} == {
        "dedicated-spread-thin": Decimal("0.25"),
        "human-at-scale": Decimal(1000),
        "too-much-at-once": Decimal(3),
    }


def test_every_text_is_there_in_three_languages() -> None:
    assert [
        (where, language, written)
        for where, text in all_texts()
        for language, written in into_each(text)
        if not written or written != " ".join(written.split())
    ] == []


def test_paragraphs_are_translated_and_not_left_in_another_language() -> None:
    """Names may be the same in two languages ("Marketplace"); sentences are not."""
    same = [
        where
        for where, text in all_texts()
        if not where.endswith((" name", " label", " aliases"))
        and len({text.en, text.es, text.pt_br}) < 3
    ]
    assert same == []


def test_definitions_are_one_line_without_a_full_stop() -> None:
    assert [
        (entry.slug, language, written)
        for _kind, entry in entries()
        for language, written in into_each(entry.definition)
        if len(written) > 120 or written.endswith(".") or not written[0].isupper()
    ] == []


def test_explanations_are_two_to_four_sentences() -> None:
    assert [
        (entry.slug, language, written)
        for _kind, entry in entries()
        for language, written in into_each(entry.explanation)
        if not 2 <= len(re.findall(r"[.?!](?= |$)", written)) <= 4
    ] == []


def test_paragraphs_are_whole_sentences_that_fit_a_page() -> None:
    assert [
        (entry.slug, field, language, written)
        for _kind, entry in entries()
        for field, text in texts_of(entry)
        if field not in {"name", "definition", "aliases"}
        for language, written in into_each(text)
        if written[-1] not in ".?!" or len(written) > 500
    ] == []


def test_spanish_opens_its_questions() -> None:
    assert [
        written
        for _where, text in all_texts()
        if (written := text.es).count("?") != written.count("¿")
        or written.count("!") != written.count("¡")
    ] == []


@pytest.mark.parametrize("kind", KINDS_OF_ENTRY)
def test_no_two_entries_of_a_kind_share_a_name(kind: str) -> None:
    names = [entry.name for entry in getattr(shipped(), kind).values()]
    assert {
        language: doubles(plain(name.into(language)) for name in names) for language in Language
    } == {language: [] for language in Language}


def test_no_name_is_an_alias_of_another_entry_of_its_kind() -> None:
    shared = [
        (kind, entry.slug, other.slug, language)
        for kind, entry in entries()
        for other in getattr(shipped(), kind).values()
        for language in Language
        if other.slug != entry.slug
        and plain(other.name.into(language))
        in [plain(alias) for alias in entry.aliases.into(language).split(",")]
    ]
    assert shared == []


def test_slugs_are_plain() -> None:
    catalog = shipped()
    slugs = [entry.slug for _kind, entry in entries()]
    slugs += [question.slug for question in catalog.questions]
    assert [slug for slug in slugs if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug)] == []
    assert [slug for slug in slugs if len(slug) > 50] == []
    for kind in KINDS_OF_ENTRY:
        assert [
            (slug, e.slug) for slug, e in getattr(catalog, kind).items() if e.slug != slug
        ] == []


def test_parents_are_one_level() -> None:
    types = shipped().types
    parents = [types[entry.parent] for entry in types.values() if entry.parent is not None]
    assert [parent.slug for parent in parents] == ["personal", "personal"]
    assert [parent.slug for parent in parents if parent.parent is not None] == []


def test_sources_are_texts_or_own_judgement() -> None:
    sources = [entry.source for _kind, entry in entries()]
    sources += [question.source for question in shipped().questions]
    known = re.compile(r"own judgement|00[0-4](, 00[0-4])*")
    assert [source for source in sources if not known.fullmatch(source)] == []
    assert [s for s in sources if s.split(", ") != sorted(set(s.split(", ")))] == []


def test_every_question_has_a_place_that_answers_it_and_every_place_a_question() -> None:
    places = {f"{head}.{field}" for head, held in PLACES.items() for field in held.split()}
    assert {question.place for question in shipped().questions} == places


def test_every_block_asks_one_question() -> None:
    asked = [q.place for q in shipped().questions if q.place.startswith("block.")]
    assert asked == [f"block.{block}" for block in Block]


def test_every_question_asks() -> None:
    assert [
        (question.slug, language)
        for question in shipped().questions
        for language, written in into_each(question.text)
        if not written.endswith("?") or len(written) > 200
    ] == []


def test_all_five_texts_are_heard() -> None:
    heard = {s for question in shipped().questions for s in question.source.split(", ")}
    assert heard == {"000", "001", "002", "003", "004", "own judgement"}


def test_the_statistics_that_name_no_study_are_left_out() -> None:
    assert [
        (where, written)
        for where, text in all_texts()
        for _language, written in into_each(text)
        if "%" in written or "37" in written or "67" in written
    ] == []


def test_every_word_of_the_vocabulary_has_a_label_and_a_hint() -> None:
    held = reading.read("vocabulary")
    assert {name: list(members) for name, members in held.items()} == {
        **{kind.__name__: [member.value for member in kind] for kind in vocabularies()},
        "importance": ["0", "1", "2", "3"],
    }
    assert [
        (name, value)
        for name, members in held.items()
        for value, texts in members.items()
        if list(texts) != (["label"] if name == "importance" else ["label", "hint"])
    ] == []


def test_labels_are_short_and_tell_the_members_of_a_class_apart() -> None:
    for kind in vocabularies():
        for language in Language:
            labels = [words.label(member, language) for member in kind]
            assert doubles(labels) == []
            assert [label for label in labels if len(label) > 28] == []
            assert [member for member in kind if len(words.hint(member, language)) > 110] == []


def test_labels_and_hints_are_in_the_language_asked_for() -> None:
    two_way = vocabulary.Capability.TWO_WAY
    assert [words.label(two_way, language) for language in Language] == [
        "Two-way",
        "De ida y vuelta",
        "De mão dupla",
    ]
    assert [words.hint(two_way, language) for language in Language] == [
        "The customer can answer on it",
        "El cliente puede responder por ahí",
        "O cliente pode responder por ali",
    ]


def test_words_with_one_value_in_two_classes_are_told_apart() -> None:
    assert words.hint(Effort.LOW, "en") != words.hint(Money.LOW, "en")
    assert words.label(Stage.GROWTH, "es") == "Crecimiento"
    assert words.label(vocabulary.Motivation.GROWTH, "es") == "Más ventas"


def test_importance_is_named_by_degree() -> None:
    assert [words.importance(degree, "en") for degree in range(4)] == [
        "Unimportant",
        "Somewhat important",
        "Important",
        "Decisive",
    ]
    with pytest.raises(IndexError):
        words.importance(4, "en")


def test_shipped_is_one_frozen_object() -> None:
    catalog = shipped()
    assert shipped() is catalog
    with pytest.raises(TypeError):
        catalog.types["mine"] = catalog.types["personal"]  # type: ignore[index]


def test_the_stamp_follows_the_content(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_another_name(name: str) -> dict[str, object]:
        held = reading.read(name)
        if name == "factors":
            held["guarantee"]["name"]["pt-br"] += "!"
        return held

    def fresh() -> Catalog:
        return shipped.__wrapped__()  # past the cache

    stamp = shipped().stamp
    assert re.fullmatch("shipped-[0-9a-f]{12}", stamp) is not None
    assert fresh().stamp == stamp
    monkeypatch.setattr(content, "read", with_another_name)
    assert fresh().stamp != stamp


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"needs": ["telepathy"]}, ValueError),
        ({"horizon": "eternal"}, ValueError),
        ({"name": {"en": "Name", "fr": "Nom"}}, ValueError),
        ({"name": {"es": "Nombre"}}, KeyError),
        ({"colour": "red"}, TypeError),
    ],
)
def test_a_slip_in_a_file_is_refused(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, object], error: type[Exception]
) -> None:
    def with_a_slip(name: str) -> dict[str, object]:
        held = reading.read(name)
        if name == "types":
            held["personal"].update(change)
        return held

    monkeypatch.setattr(content, "read", with_a_slip)
    with pytest.raises(error):
        shipped.__wrapped__()


def test_texts_fall_back_on_english_alone() -> None:
    text = shipped().factors["guarantee"].name
    assert [text.into(language) for language in ("en", "es", "pt-br", "fr")] == [
        "Guarantee",
        "Garantía",
        "Garantia",
        "Guarantee",
    ]
    assert replace(text, es="").into("es") == "Guarantee"


def test_the_ground_floor_imports_no_django() -> None:
    """In a process of its own, with everything that must run without Django brought in and used."""
    code = """
import importlib, pkgutil, sys
import relationships.blueprint, relationships.catalog, relationships.vocabulary
import relationships.coherence, relationships.content
for package in (relationships.coherence, relationships.content):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
from relationships.blueprint import Blueprint
from relationships.vocabulary import Stage
empty = Blueprint(title="t", language="es", stage=Stage.IDEA, currency="EUR")
assert relationships.coherence.check(empty, relationships.content.shipped()) == []
assert len(sys.modules) > 20
print(sorted(name for name in sys.modules if name.partition(".")[0] == "django"))
"""
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "[]\n"
