"""What findings say: complete in three languages, and as each language writes it."""

import re
from decimal import Decimal

import pytest

from relationships.blueprint import Blueprint
from relationships.coherence import Finding, check, texts
from relationships.coherence.rules import RULES, Rule
from relationships.content import shipped
from relationships.vocabulary import Language
from tests.coherence.building import (
    AFTER_SALES,
    PURCHASE,
    canvas,
    channel,
    edited,
    money,
    note,
    row,
    segment,
    touch,
)
from tests.coherence.test_rules import CASES

EN, ES, PT_BR = Language
SOURCES = {"000", "001", "002", "003", "004", "own judgement"}

every_rule = pytest.mark.parametrize("rule", [pytest.param(r, id=r.code) for r in RULES])


def the(code: str, blueprint: Blueprint) -> Finding:
    return next(finding for finding in check(blueprint, shipped()) if finding.code == code)


def test_every_rule_has_texts_and_no_text_is_left_over() -> None:
    assert list(texts.all_texts()) == [rule.code for rule in RULES]


@every_rule
def test_complete_in_three_languages(rule: Rule) -> None:
    told = texts.of(rule.code)
    for part in (told.title, told.what, told.why, told.mend):
        assert [language for language in Language if not part.is_translated(language)] == []


@every_rule
def test_the_languages_name_the_same_values(rule: Rule) -> None:
    told = texts.of(rule.code)
    for part in (told.what, told.mend):
        named = [sorted(texts.PLACE.findall(part.into(language))) for language in Language]
        assert named[1:] == [named[0], named[0]]


@every_rule
def test_sentences_end_and_titles_do_not(rule: Rule) -> None:
    told = texts.of(rule.code)
    for language in Language:
        ends = [part.into(language)[-1] for part in (told.what, told.why, told.mend)]
        assert ends == [".", ".", "."]
        assert told.title.into(language)[-1].isalpha()


@every_rule
def test_the_source_is_that_of_the_docstring(rule: Rule) -> None:
    sources = re.findall(r"Source:\s+(\d{3}|own judgement)", rule.find.__doc__ or "")
    assert sources == [rule.source]
    assert rule.source in SOURCES


def test_no_two_rules_share_a_title() -> None:
    for language in Language:
        titles = [texts.of(rule.code).title.into(language) for rule in RULES]
        assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(
    "code", [pytest.param(code, id=code) for code in CASES if code != "type-retired"]
)
def test_all_values_named_are_given(code: str) -> None:
    """In everything that the rule finds in its own cases: a value that is missing raises."""
    raised = [
        finding
        for _, blueprint, _ in CASES[code]
        for finding in check(blueprint, shipped())
        if finding.code == code
    ]
    assert raised
    for finding in raised:
        for language in Language:
            for said in (finding.message(language), finding.mend(language), finding.why(language)):
                assert texts.PLACE.findall(said) == []


def test_a_retired_type_is_told() -> None:
    catalog = edited("types", "personal", retired=True)
    finding = next(f for f in check(canvas(segment(), row()), catalog) if f.code == "type-retired")
    assert [finding.message(language) for language in Language] == [
        "The relationship with “Families nearby” is of a type that has been retired from the "
        "catalog: “Personal assistance”.",
        "La relación con «Families nearby» es de un tipo retirado del catálogo: "
        "«Asistencia personal».",
        "O relacionamento com “Families nearby” é de um tipo retirado do catálogo: "
        "“Assistência pessoal”.",
    ]


def test_capabilities_are_listed_as_the_form_names_them() -> None:
    blueprint = canvas(segment(name="Familias"), channel(name="Twitter"), touch(), row(channel="c"))
    finding = the("channel-lacks-capability", blueprint)
    assert [finding.message(language) for language in Language] == [
        "The channel “Twitter” cannot carry “Personal assistance” with “Familias”. "
        "It lacks: “Two-way” and “Human”.",
        "El canal «Twitter» no puede sostener «Asistencia personal» con «Familias». "
        "Esto es lo que le falta: «De ida y vuelta» y «Con personas».",
        "O canal “Twitter” não sustenta “Assistência pessoal” com “Familias”. "
        "O que falta a ele: “De mão dupla” e “Com pessoas”.",
    ]


def test_phases_are_listed_in_order() -> None:
    blueprint = canvas(segment(), channel(), touch("s", "c", PURCHASE, AFTER_SALES))
    finding = the("phases-uncovered", blueprint)
    assert [finding.message(language) for language in Language] == [
        "The channels of “Families nearby” leave phases uncovered: "
        "awareness, evaluation and delivery.",
        "Los canales de «Families nearby» dejan fases sin cubrir: "
        "conocimiento, evaluación y entrega.",
        "Os canais de “Families nearby” deixam fases descobertas: descoberta, avaliação e entrega.",
    ]


def test_money_as_the_language_writes_it() -> None:
    blueprint = canvas(channel(monthly_cost=money("1234567.5")), monthly_budget=money("1200"))
    finding = the("over-budget", blueprint)
    assert [finding.message(language) for language in Language] == [
        "Relationships and channels cost EUR\u00a01,234,567.50 a month, "
        "more than the budget of EUR\u00a01,200.00.",
        "Las relaciones y los canales cuestan 1.234.567,50\u00a0EUR al mes, "
        "más que el presupuesto de 1.200,00\u00a0EUR.",
        "Os relacionamentos e os canais custam EUR\u00a01.234.567,50 por mês, "
        "mais que o orçamento de EUR\u00a01.200,00.",
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("0.25", ("0.25", "0,25", "0,25")),
        ("0.250", ("0.25", "0,25", "0,25")),
        ("1000", ("1,000", "1.000", "1.000")),
        ("1E+3", ("1,000", "1.000", "1.000")),
        ("3", ("3", "3", "3")),
    ],
)
def test_numbers_as_the_language_writes_them(value: str, written: tuple[str, ...]) -> None:
    assert tuple(texts.number(Decimal(value), language) for language in Language) == written


@pytest.mark.parametrize(
    ("items", "joined"),
    [
        ([], ("", "", "")),
        (["a"], ("a", "a", "a")),
        (["a", "b"], ("a and b", "a y b", "a e b")),
        (["a", "b", "c"], ("a, b and c", "a, b y c", "a, b e c")),
        (["b", "«Individual»"], ("b and «Individual»", "b e «Individual»", "b e «Individual»")),
        (["b", "hilo"], ("b and hilo", "b e hilo", "b e hilo")),
        (["b", "hielo"], ("b and hielo", "b y hielo", "b e hielo")),
        (["b", "Índice"], ("b and Índice", "b e Índice", "b e Índice")),
    ],
)
def test_lists_as_the_language_joins_them(items: list[str], joined: tuple[str, ...]) -> None:
    assert tuple(texts.listed(items, language) for language in Language) == joined


@pytest.mark.parametrize("name", ["{segment}", "{0} {name!r:>{1}}", "100 %s \\g<1>", "{", "<b>"])
def test_names_are_put_in_as_they_were_typed(name: str) -> None:
    blueprint = canvas(segment(name=name))
    assert the("segment-without-channel", blueprint).message(EN) == f"No channel reaches “{name}”."
    assert the("segment-without-channel", blueprint).message(ES) == (
        f"Ningún canal llega a «{name}»."
    )


def test_a_type_that_is_gone_goes_by_its_slug() -> None:
    finding = the("relationship-without-channel", canvas(segment(), row(type="gone")))
    assert finding.message(PT_BR) == (
        "O relacionamento “gone” com “Families nearby” não tem um canal que o sustente."
    )


def test_a_note_is_told_in_full() -> None:
    finding = the("value-proposition-without-segment", canvas(note(text="Bread\nat the door")))
    assert (
        finding.message(EN) == "The value proposition “Bread\nat the door” is made to no segment."
    )
