"""Are the translations complete, and compiled? `python -m devtools.translations [--update]`.

Without GNU gettext it checks what stands in `locale/`: every text translated, with all plurals of
the language, none fuzzy, the same placeholders on both sides, and the compiled file equal to its
source. With gettext it also compares the texts with those in the code. `--update` collects the
texts (needs gettext) and compiles.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ("es", "pt_BR")
SOURCES = ("accounts", "canvas", "classroom", "config", "relationships", "templates", "locale")

PLURALS = re.compile(r"nplurals=(\d+)")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def source(root: Path, locale: str) -> Path:
    return root / "locale" / locale / "LC_MESSAGES" / "django.po"


def _entries(root: Path, locale: str) -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(source(root, locale))) if not entry.obsolete]


def faults(root: Path, locale: str) -> Iterator[str]:
    """What is wrong with a language's translation in itself, a line each."""
    path = source(root, locale)
    if not path.is_file():
        yield f"{locale}: there is no {path.relative_to(root)}"
        return
    entries = _entries(root, locale)
    plurals = _plurals(root, locale)
    for entry in entries:
        if entry.fuzzy or not entry.translated():
            yield f"{locale}: not translated: {entry.msgid!r}"
        elif entry.msgid_plural and len(entry.msgstr_plural) < plurals:
            yield f"{locale}: has fewer than {plurals} plurals: {entry.msgid!r}"
        elif lost := _placeholders_lost(entry):
            yield f"{locale}: placeholders differ ({lost}): {entry.msgid!r}"
    compiled = path.with_suffix(".mo")
    if not compiled.is_file():
        yield f"{locale}: not compiled; run `make messages`"
    elif _texts(polib.mofile(str(compiled))) != _texts([e for e in entries if e.translated()]):
        yield f"{locale}: the compiled file is not that of its source; run `make messages`"


def _plurals(root: Path, locale: str) -> int:
    """How many forms a number asks for: three in Spanish, where a round million has its own."""
    told = polib.pofile(str(source(root, locale))).metadata.get("Plural-Forms", "")
    found = PLURALS.search(told)
    return int(found[1]) if found else 2


def _placeholders_lost(entry: polib.POEntry) -> str:
    """The placeholders that stand on one side only. A plural may leave its number unsaid."""
    wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    texts = list(entry.msgstr_plural.values())[-1:] or [entry.msgstr]
    return ", ".join(sorted(set().union(*map(_placeholders, texts)) ^ wanted))


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _texts(entries: list[polib.POEntry]) -> dict[tuple[str | None, str], object]:
    return {
        (entry.msgctxt, entry.msgid): dict(entry.msgstr_plural) or entry.msgstr for entry in entries
    }


def faults_of_extraction(root: Path) -> Iterator[str]:
    """Texts of the code that a translation lacks, and those it has for nothing. Needs gettext."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in SOURCES:
            shutil.copytree(root / name, copy / name)
        shutil.copy(root / "manage.py", copy)
        _collect(copy)
        for locale in LOCALES:
            known, used = (set(map(_key, _entries(each, locale))) for each in (root, copy))
            for _, text, _ in sorted(used - known, key=repr):
                yield f"{locale}: not collected; run `make messages`: {text!r}"
            for _, text, _ in sorted(known - used, key=repr):
                yield f"{locale}: used no more; run `make messages`: {text!r}"


def _key(entry: polib.POEntry) -> tuple[str | None, str, str]:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def _collect(root: Path) -> None:
    """Brings the sources in `root` up to date with the code there. Needs GNU gettext."""
    chosen = [f"--locale={locale}" for locale in LOCALES]
    shape = ["--no-location", "--no-obsolete", "--no-wrap", "--verbosity=0"]
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", *chosen, *shape], cwd=root, check=True
    )


def _tidy(root: Path) -> None:
    """Keeps of each file's head what means something, and no date that changes by itself."""
    for locale in LOCALES:
        file = polib.pofile(str(source(root, locale)), wrapwidth=0)
        file.header = ""
        file.metadata_is_fuzzy = False
        file.metadata = {
            "Project-Id-Version": "Vínculo",
            "Language": locale,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": file.metadata["Plural-Forms"],
        }
        file.save()


def compile_all(root: Path) -> None:
    for locale in LOCALES:
        path = source(root, locale)
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def main(words: list[str]) -> int:
    if words == ["--update"]:
        _collect(ROOT)
        _tidy(ROOT)
        compile_all(ROOT)
    found = [fault for locale in LOCALES for fault in faults(ROOT, locale)]
    if not shutil.which("xgettext"):
        print("(GNU gettext is not installed, so the texts are not compared with the code)")
    elif all(source(ROOT, locale).is_file() for locale in LOCALES):
        found += faults_of_extraction(ROOT)
    for fault in found:
        print(fault)
    print(f"{len(found)} faults" if found else "The translations are complete and compiled.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
