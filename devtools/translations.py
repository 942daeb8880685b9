"""Are the translations complete, and compiled? `python -m devtools.translations [--update]`.

Without GNU gettext it checks what stands in `locale/`: every text translated, none fuzzy, the same
placeholders on both sides, and the compiled file equal to its source. With gettext it also compares
the texts with those in the code. `--update` collects the texts (needs gettext) and compiles.
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
SOURCES = ("accounts", "canvas", "config", "relationships", "templates", "locale")

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")

Key = tuple[str | None, str]
"""A text and the context that tells it from its like."""


def source(locale: str, root: Path = ROOT) -> Path:
    return root / "locale" / locale / "LC_MESSAGES" / "django.po"


def faults(locale: str) -> Iterator[str]:
    """What is wrong with a language's translation, a line each."""
    path = source(locale)
    if not path.is_file():
        yield f"{locale}: there is no {path.relative_to(ROOT)}"
        return
    entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
    for entry in entries:
        if entry.fuzzy or not entry.translated():
            yield f"{locale}: not translated: {entry.msgid!r}"
        elif lost := _placeholders_lost(entry):
            yield f"{locale}: placeholders differ ({lost}): {entry.msgid!r}"
    yield from _faults_of_compiled(locale, path, entries)
    if shutil.which("xgettext"):
        yield from _faults_of_extraction(locale, entries)


def _placeholders_lost(entry: polib.POEntry) -> str:
    """The placeholders that stand on one side only. A plural may leave its number unsaid."""
    wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    texts = list(entry.msgstr_plural.values())[-1:] or [entry.msgstr]
    return ", ".join(sorted(set().union(*map(_placeholders, texts)) ^ wanted))


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _faults_of_compiled(locale: str, path: Path, entries: list[polib.POEntry]) -> Iterator[str]:
    compiled = path.with_suffix(".mo")
    if not compiled.is_file():
        yield f"{locale}: not compiled; run `make messages`"
    elif _texts(polib.mofile(str(compiled))) != _texts(entries):
        yield f"{locale}: the compiled file is not that of its source; run `make messages`"


def _texts(entries: list[polib.POEntry]) -> dict[Key, object]:
    return {
        (entry.msgctxt, entry.msgid): dict(entry.msgstr_plural) or entry.msgstr for entry in entries
    }


def _faults_of_extraction(locale: str, entries: list[polib.POEntry]) -> Iterator[str]:
    known = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in entries}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in SOURCES:
            shutil.copytree(ROOT / name, copy / name)
        shutil.copy(ROOT / "manage.py", copy)
        _collect(copy, [locale])
        fresh = [entry for entry in polib.pofile(str(source(locale, copy))) if not entry.obsolete]
    used = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in fresh}
    for _, text, _ in sorted(used - known, key=repr):
        yield f"{locale}: not collected; run `make messages`: {text!r}"
    for _, text, _ in sorted(known - used, key=repr):
        yield f"{locale}: used no more; run `make messages`: {text!r}"


def _collect(root: Path, locales: list[str]) -> None:
    """Brings the sources in `root` up to date with the code there. Needs GNU gettext."""
    chosen = [f"--locale={locale}" for locale in locales]
    shape = ["--no-location", "--no-obsolete", "--no-wrap", "--verbosity=0"]
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", *chosen, *shape],
        cwd=root,
        check=True,
    )


def update() -> None:
    _collect(ROOT, list(LOCALES))
    for locale in LOCALES:
        path = source(locale)
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def main(words: list[str]) -> int:
    if words == ["--update"]:
        update()
    found = [fault for locale in LOCALES for fault in faults(locale)]
    for fault in found:
        print(fault)
    if not shutil.which("xgettext"):
        print("(GNU gettext is not installed, so the texts were not compared with the code)")
    print(f"{len(found)} faults in {len(LOCALES)} translations" if found else "complete")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
