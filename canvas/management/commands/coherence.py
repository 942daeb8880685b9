"""Checks canvases that stand in files, without storing them and without a database.

Exit status: 2 where a file can't be read or breaks the format, else 1 where a finding is as
grave as `--fail-on` says, else 0.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from canvas.exchange import json_text, limits, vinculo_canvas
from canvas.exchange.faults import UNFIT_TO_SHOW, BrokenDocument, refusal
from canvas.wording import counted
from relationships.blueprint import Blueprint
from relationships.catalog import Catalog
from relationships.coherence import Finding, check
from relationships.content import shipped, words
from relationships.live import current
from relationships.vocabulary import Language, Severity

FAULTS_LISTED = 1_000
"""Of one file; of those beyond only the number is told."""

MISSING = gettext_lazy("There is no such file.")
A_FOLDER = gettext_lazy("This is a folder.")
FORBIDDEN = gettext_lazy("This may not be read.")
UNREADABLE = gettext_lazy("This can't be read: %(reason)s.")


class Command(BaseCommand):
    help = "Say where the canvases in these files hold together, and where not."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a vinculo-canvas/1 document")
        parser.add_argument(
            "--json", action="store_true", help="print a line of JSON for each file"
        )
        parser.add_argument(
            "--fail-on",
            choices=[severity.value for severity in Severity],
            metavar="SEVERITY",
            help="exit with 1 at a finding of this severity or a graver one: %(choices)s",
        )
        parser.add_argument(
            "--language",
            choices=[language.value for language in Language],
            metavar="LANG",
            help="of the messages: %(choices)s; that of each document where it is left out",
        )
        parser.add_argument(
            "--live", action="store_true", help="check against the database's catalog"
        )

    def handle(self, *, files: list[str], **options: Any) -> None:
        catalog = _catalog(live=options["live"])
        broken = grave = False
        for file in files:
            try:
                blueprint, language = _read(file, catalog, options["language"])
            except BrokenDocument as fault:
                self._tell_faults(file, fault)
                broken = True
                continue
            findings = check(blueprint, catalog)
            grave = grave or _fails(findings, options["fail_on"])
            self._tell(file, blueprint, findings, language, as_json=options["json"])
        if broken or grave:
            sys.exit(2 if broken else 1)

    def _tell(
        self,
        file: str,
        blueprint: Blueprint,
        findings: list[Finding],
        language: str,
        *,
        as_json: bool,
    ) -> None:
        if as_json:
            _write(self.stdout, _as_json(file, findings, language))
            return
        with translation.override(language):
            _write(self.stdout, "\n".join(_as_text(file, blueprint, findings, language)))

    def _tell_faults(self, file: str, broken: BrokenDocument) -> None:
        for fault in broken.faults[:FAULTS_LISTED]:
            _write_line(self.stderr, f"{file}: {fault.path}: {fault.message}")
        if broken.total > FAULTS_LISTED:
            _write_line(self.stderr, f"{file}: $: {_more(broken.total)}")


def _more(total: int) -> str:
    """How many faults there are beyond those that are listed."""
    more = total - FAULTS_LISTED
    if total >= limits.FAULTS_COUNTED:
        return _("%(count)d more faults, and perhaps others beyond.") % {"count": more}
    return ngettext("%(count)d more fault.", "%(count)d more faults.", more) % {"count": more}


def _catalog(*, live: bool) -> Catalog:
    """Raises `CommandError` where the database that is asked for it does not answer."""
    if not live:
        return shipped()
    try:
        return current()
    except DatabaseError as error:
        reason = " ".join(str(error).split())
        raise CommandError(
            f"The database's catalog can't be read: {reason}", returncode=2
        ) from error


def _read(file: str, catalog: Catalog, language: str | None) -> tuple[Blueprint, str]:
    """The canvas of a file, and the language to speak of it."""
    with translation.override(language or Language.EN):
        document = json_text.load(_bytes(file))
    language = language or _language_of(document)
    with translation.override(language):
        return vinculo_canvas.decode(document, catalog), language


def _bytes(file: str) -> bytes:
    try:
        with open(file, "rb") as opened:
            return opened.read(limits.DOCUMENT_BYTES + 1)
    except FileNotFoundError:
        raise refusal(MISSING) from None
    except IsADirectoryError:
        raise refusal(A_FOLDER) from None
    except PermissionError:
        raise refusal(FORBIDDEN) from None
    except (OSError, ValueError) as error:
        raise refusal(UNREADABLE, reason=getattr(error, "strerror", None) or error) from None


def _language_of(document: object) -> Language:
    """The document's own language; English where it states none that is known here."""
    stated = document.get("language") if isinstance(document, dict) else None
    return Language(stated) if stated in tuple(Language) else Language.EN


def _fails(findings: list[Finding], fail_on: str | None) -> bool:
    if fail_on is None:
        return False
    limit = Severity(fail_on).rank
    return any(finding.severity.rank <= limit for finding in findings)


def _as_json(file: str, findings: list[Finding], language: str) -> str:
    """One line, ASCII alone: whatever the terminal's encoding, it arrives whole."""
    listed = [
        {
            "code": finding.code,
            "severity": finding.severity,
            "elements": finding.elements,
            "about": finding.about,
            "message": finding.message(language),
        }
        for finding in findings
    ]
    return json.dumps({"file": file, "findings": listed})


def _as_text(
    file: str, blueprint: Blueprint, findings: list[Finding], language: str
) -> Iterator[str]:
    yield _one_line(f"{file}: {blueprint.title}")
    for severity, group in groupby(findings, key=lambda finding: finding.severity):
        yield f"  {words.label(severity, language)}"
        for finding in group:
            yield _one_line(f"    - {finding.message(language)}")
            if mend := finding.mend(language):
                yield _one_line(f"      → {mend}")
    yield f"  {_summary(findings)}"
    yield ""


def _summary(findings: list[Finding]) -> str:
    """How many of each severity; that it holds together, where none but strengths are there."""
    severities = [finding.severity for finding in findings]
    counts = [
        counted(severity, severities.count(severity))
        for severity in Severity
        if severity in severities
    ]
    if set(severities) <= {Severity.STRENGTH}:
        counts.insert(0, _("This canvas holds together"))
    return ", ".join(counts) + "."


def _one_line(text: str) -> str:
    """With what would break the line, or steer a terminal, written as an escape."""
    return UNFIT_TO_SHOW.sub(lambda sign: sign[0].encode("unicode_escape").decode(), text)


def _write_line(stream: OutputWrapper, text: str) -> None:
    _write(stream, _one_line(text))


def _write(stream: OutputWrapper, text: str) -> None:
    """What the stream's encoding lacks is written as an escape, and nothing is coloured."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    fitting = text.encode(encoding, "backslashreplace").decode(encoding)
    stream.write(fitting + "\n", style_func=str, ending="")
