from pathlib import Path

import polib
import pytest

from devtools import translations


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for locale in translations.LOCALES:
        translations.source(tmp_path, locale).parent.mkdir(parents=True)
    return tmp_path


def _translate(root: Path, *entries: polib.POEntry) -> list[str]:
    """The faults of translations that hold these entries and are compiled."""
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    file.extend(entries)
    for locale in translations.LOCALES:
        file.save(str(translations.source(root, locale)))
    translations.compile_all(root)
    return list(translations.faults(root, "es"))


GOOD = (
    polib.POEntry(msgid="Save", msgstr="Guardar"),
    polib.POEntry(msgid="Open", msgctxt="verb", msgstr="Abrir"),
    polib.POEntry(msgid="Hello %(name)s", msgstr="Hola, %(name)s"),
    polib.POEntry(
        msgid="%(n)s note",
        msgid_plural="%(n)s notes",
        msgstr_plural={0: "una nota", 1: "%(n)s notas"},
    ),
)


def test_what_is_complete_has_no_fault(root: Path) -> None:
    assert _translate(root, *GOOD) == []


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (polib.POEntry(msgid="Close", msgstr=""), "not translated: 'Close'"),
        (
            polib.POEntry(msgid="Close", msgstr="Cerrar", flags=["fuzzy"]),
            "not translated: 'Close'",
        ),
        (
            polib.POEntry(msgid="By %(name)s", msgstr="Por %(nombre)s"),
            "placeholders differ (%(name)s, %(nombre)s): 'By %(name)s'",
        ),
        (
            polib.POEntry(msgid="Up to {limit}", msgstr="Hasta"),
            "placeholders differ ({limit}): 'Up to {limit}'",
        ),
        (
            polib.POEntry(msgid="one", msgid_plural="%(n)s", msgstr_plural={0: "uno", 1: "varios"}),
            "placeholders differ (%(n)s): 'one'",
        ),
    ],
)
def test_what_is_wrong_is_named(root: Path, entry: polib.POEntry, fault: str) -> None:
    assert _translate(root, *GOOD, entry) == [f"es: {fault}"]


def test_every_plural_of_the_language_is_asked_for(root: Path) -> None:
    _translate(root, *GOOD)
    path = translations.source(root, "es")
    file = polib.pofile(str(path))
    file.metadata["Plural-Forms"] = "nplurals=3; plural=n == 1 ? 0 : n % 1000000 == 0 ? 1 : 2;"
    file.save()
    translations.compile_all(root)
    assert list(translations.faults(root, "es")) == ["es: has fewer than 3 plurals: '%(n)s note'"]


def test_a_compiled_file_of_another_day_is_found(root: Path) -> None:
    _translate(root, *GOOD)
    path = translations.source(root, "es")
    path.write_text(path.read_text().replace("Guardar", "Salvar"))
    assert list(translations.faults(root, "es")) == [
        "es: the compiled file is not that of its source; run `make messages`"
    ]
    path.with_suffix(".mo").unlink()
    assert list(translations.faults(root, "es")) == ["es: not compiled; run `make messages`"]


def test_a_missing_translation_is_found(tmp_path: Path) -> None:
    assert list(translations.faults(tmp_path, "es")) == [
        "es: there is no locale/es/LC_MESSAGES/django.po"
    ]
