"""The sentences of the views: complete in three languages, with the same values in each."""

import pytest

from relationships.coherence.texts import PLACE
from relationships.content import shipped
from relationships.thinking.phrases import phrases
from relationships.vocabulary import Effort, Language, Stage, Trust

FILES = ("experiments", "ladder")
SOURCES = {"000", "001", "002", "003", "004", "own judgement"}
VALUES = {
    "type": shipped().types["personal"],
    "segment": "Families",
    "stage": Stage.GROWTH,
    "here": Stage.IDEA,
}

every_file = pytest.mark.parametrize("name", FILES)


@every_file
def test_every_phrase_is_there_in_three_languages_and_has_a_source(name: str) -> None:
    for path, phrase in phrases(name).items():
        missing = [language for language in Language if not phrase.text.is_translated(language)]
        assert (path, missing, phrase.source in SOURCES) == (path, [], True)


@every_file
def test_the_languages_name_the_same_values(name: str) -> None:
    for path, phrase in phrases(name).items():
        named = [sorted(PLACE.findall(phrase.text.into(language))) for language in Language]
        assert (path, named[1:]) == (path, [named[0], named[0]])


@every_file
def test_no_two_languages_say_the_same(name: str) -> None:
    for path, phrase in phrases(name).items():
        assert (path, len({phrase.text.into(language) for language in Language})) == (path, 3)


def test_what_is_said_of_each_word_is_there_and_no_more() -> None:
    said = phrases("experiments").keys()
    assert {path for path in said if "effort" in path} == {
        *(f"reason.effort-{effort}" for effort in Effort),
        "reason.effort-unknown",
    }
    rungs = {path.split(".")[1] for path in phrases("ladder") if path.startswith("rung.")}
    assert rungs == set(Trust)


def test_a_phrase_is_told_with_its_values() -> None:
    told = phrases("experiments")["done.raise"].told
    assert told(Language.EN, VALUES) == (
        "“Personal assistance” with “Families” is now meant for this stage: growth."
    )
    assert told(Language.ES, VALUES) == (
        "«Asistencia personal» con «Families» ahora es para esta etapa: crecimiento."
    )
