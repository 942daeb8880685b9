import json
import os
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from canvas.exchange import limits, vinculo_canvas
from canvas.management.commands.coherence import FAULTS_LISTED
from relationships.coherence import check
from relationships.content import shipped
from relationships.vocabulary import Severity
from tests.canvas.exchange.documents import MINIMAL, Document, changed, full

ROOT = Path(__file__).resolve().parents[2]
UNREACHABLE = "postgres://nobody:nothing@127.0.0.1:1/nowhere"


class Run:
    """One call of the command: what it printed and its exit status."""

    def __init__(self, *arguments: object) -> None:
        out, err = StringIO(), StringIO()
        self.status = 0
        try:
            call_command("coherence", *map(str, arguments), stdout=out, stderr=err)
        except SystemExit as leaving:
            self.status = leaving.code
        self.out, self.err = out.getvalue(), err.getvalue()

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


def outside(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a shell calls it, where no database can be reached."""
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", "coherence", *map(str, arguments)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": UNREACHABLE} | environment,
        capture_output=True,
    )


@pytest.fixture
def written(tmp_path: Path):
    """Writes a document to a file: `written("a.json", document)`."""

    def write(name: str, document: Document | str | bytes) -> Path:
        path = tmp_path / name
        text = document if isinstance(document, str | bytes) else json.dumps(document)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def expected(document: Document, language: str) -> list[dict[str, Any]]:
    findings = check(vinculo_canvas.decode(document, shipped()), shipped())
    return [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "elements": list(finding.elements),
            "about": list(finding.about),
            "message": finding.message(language),
        }
        for finding in findings
    ]


# --- With --json ----------------------------------------------------------------------------------


def test_a_line_a_file_in_the_order_of_the_arguments(written):
    small, large = written("small.json", MINIMAL), written("large.json", full())
    run = Run(large, small, large, "--json")
    assert run.lines == [
        {"file": str(large), "findings": expected(full(), "pt-br")},
        {"file": str(small), "findings": expected(MINIMAL, "en")},
        {"file": str(large), "findings": expected(full(), "pt-br")},
    ]
    assert (run.err, run.status) == ("", 0)
    assert [list(line) for line in run.lines] == [["file", "findings"]] * 3
    assert list(run.lines[0]["findings"][0]) == ["code", "severity", "elements", "about", "message"]


def test_the_full_document_has_findings_of_every_kind():
    """Else the tests beside this one would compare nothing with nothing."""
    assert {finding["severity"] for finding in expected(full(), "en")} >= {
        "conflict",
        "risk",
        "gap",
    }
    assert any(finding["about"] for finding in expected(full(), "en"))


def test_the_language_can_be_chosen(written):
    run = Run(written("a.json", full()), "--json", "--language", "es")
    assert run.lines[0]["findings"] == expected(full(), "es")
    assert expected(full(), "es") != expected(full(), "pt-br")


def test_a_file_is_named_as_it_was_given(written, monkeypatch):
    path = written("á\n b.json", MINIMAL)
    monkeypatch.chdir(path.parent)
    run = Run("./á\n b.json", "--json")
    assert run.lines == [{"file": "./á\n b.json", "findings": []}]
    assert run.out.isascii()


# --- Files that can't be read ---------------------------------------------------------------------


def test_a_broken_file_has_its_faults_on_standard_error_and_the_others_are_checked(written):
    broken = written("broken.json", changed("notes", 0, "text", to="") | {"a b": 1})
    sound = written("sound.json", MINIMAL)
    run = Run(broken, sound, "--json", "--language", "en")
    assert run.lines == [{"file": str(sound), "findings": expected(MINIMAL, "en")}]
    assert run.err.splitlines() == [
        f"{broken}: $.notes[0].text: This is needed.",
        f'{broken}: $["a b"]: The format has no such key here.',
    ]
    assert run.status == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "This is not JSON: see line 1, column 1."),
        (b"\xef\xbb\xbf{}", "This starts with a byte order mark; save it as UTF-8 without one."),
        (b"\xff", "This is not UTF-8 text."),
        (b"[]", "Write an object, with keys and values."),
        (b"[" * 100_000, "This is nested too deeply."),
        (b" " * (limits.DOCUMENT_BYTES + 1), "This document is larger than 32 MiB."),
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_a_file_that_holds_no_document_is_at_fault_as_a_whole(written, content, message):
    path = written("a.json", content)
    run = Run(path, "--json")
    assert (run.out, run.err, run.status) == ("", f"{path}: $: {message}\n", 2)


def test_a_file_that_can_not_be_opened_is_at_fault_as_a_whole(tmp_path: Path):
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    run = Run(tmp_path / "none.json", tmp_path, loop, "null\x00byte", "--json")
    assert run.err.splitlines() == [
        f"{tmp_path}/none.json: $: There is no such file.",
        f"{tmp_path}: $: This is a folder.",
        f"{loop}: $: This can't be read: Too many levels of symbolic links.",
        r"null\x00byte: $: This can't be read: embedded null byte.",
    ]
    assert (run.out, run.status) == ("", 2)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_at_fault_as_a_whole(written):
    path = written("a.json", MINIMAL)
    path.chmod(0)
    run = Run(path)
    assert (run.err, run.status) == (f"{path}: $: This may not be read.\n", 2)


def test_a_fault_is_one_line_whatever_the_file_is_called(written):
    path = written("a\nb\u2028c\x1b[31m\x85.json", changed("notes", 0, "ref", to="x\ny"))
    run = Run(path, "--language", "en")
    assert len(run.err.splitlines()) == 2
    assert run.err.startswith(rf"{path.parent}/a\nb\u2028c\x1b[31m\x85.json: $.notes[0].ref: ")


@pytest.mark.parametrize(
    ("faults", "last"),
    [
        (FAULTS_LISTED, f"$.k{FAULTS_LISTED - 1}: The format has no such key here."),
        (FAULTS_LISTED + 1, "$: 1 more fault."),
        (FAULTS_LISTED + 234, "$: 234 more faults."),
        (limits.FAULTS_KEPT + 5, f"$: {limits.FAULTS_KEPT - FAULTS_LISTED + 5} more faults."),
        (limits.FAULTS_COUNTED, "$: 99000 more faults, and perhaps others beyond."),
    ],
)
def test_past_a_thousand_faults_only_their_number_is_told(written, faults: int, last: str):
    path = written("a.json", MINIMAL | {f"k{n}": 0 for n in range(faults)})
    run = Run(path, "--json")
    assert run.err.splitlines()[-1] == f"{path}: {last}"
    assert len(run.err.splitlines()) == min(faults, FAULTS_LISTED + 1)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("es", "100.000"),
        ("pt-br", "100.000"),
        ("en", "100,000"),
        ("xx", "100,000"),
        (["es"], "100,000"),
        (None, "100,000"),
    ],
)
def test_faults_are_told_in_the_documents_language_where_it_states_one(written, language, told):
    broken = MINIMAL | {"language": language, "team_hours_per_month": -1}
    path = written("a.json", broken)
    assert [line for line in Run(path).err.splitlines() if told in line] != []
    assert [line for line in Run(path, "--language", "pt-br").err.splitlines() if "100.000" in line]


# --- Exit status ----------------------------------------------------------------------------------


def with_worst(severity: Severity) -> Document:
    """A document whose gravest finding is of this severity."""
    document = {
        Severity.STRENGTH: sound(),
        Severity.GAP: sound() | {"notes": sound()["notes"][1:]},
        Severity.RISK: sound() | {"stage": "idea"},
        Severity.CONFLICT: sound() | {"monthly_budget": "1.00"},
    }[severity]
    if severity is Severity.GAP:
        document["segments"][0]["value_propositions"] = []
    return document


def sound() -> Document:
    """A canvas that holds together."""
    everywhere = ["awareness", "evaluation", "purchase", "delivery", "after_sales"]
    return MINIMAL | {
        "stage": "growth",
        "monthly_budget": "100.00",
        "notes": [
            {"ref": "n1", "block": "value_propositions", "text": "Bread at the door by eight"},
            {"ref": "n2", "block": "cost_structure", "text": "Oven and rent"},
            {"ref": "n3", "block": "key_resources", "text": "Two bakers"},
        ],
        "segments": [
            {
                "ref": "s1",
                "name": "Families near the park",
                "value_propositions": ["n1"],
                "habits": [{"what": "bread"}],
                "expects": ["personal"],
            }
        ],
        "channels": [
            {
                "ref": "c1",
                "name": "The shop",
                "kind": "store",
                "ownership": "own",
                "capabilities": ["two_way", "human", "live", "transaction"],
                "monthly_cost": "10",
            }
        ],
        "touchpoints": [{"segment": "s1", "channel": "c1", "phases": everywhere}],
        "relationships": [
            {
                "ref": "r1",
                "segment": "s1",
                "type": "personal",
                "channel": "c1",
                "motivation": "retention",
                "objective": "Know every family by name within a year",
                "justification": "They come daily",
                "monthly_cost": "5",
                "hours_per_month": 10,
                "setup_cost": "0",
            }
        ],
    }


@pytest.mark.parametrize("worst", Severity)
@pytest.mark.parametrize("fail_on", Severity)
def test_the_status_is_one_at_a_finding_so_grave_or_graver(written, worst, fail_on):
    path = written("a.json", with_worst(worst))
    run = Run(path, "--json", "--fail-on", fail_on.value)
    found = {finding["severity"] for finding in run.lines[0]["findings"]}
    assert min(Severity(severity).rank for severity in found) == worst.rank
    assert run.status == (1 if worst.rank <= fail_on.rank else 0)


def test_findings_alone_fail_nothing(written):
    assert Run(written("a.json", full()), "--json").status == 0


def test_a_broken_file_goes_before_a_finding(written):
    broken, grave = written("a.json", b"{"), written("b.json", full())
    for order in ([broken, grave], [grave, broken]):
        assert Run(*order, "--json", "--fail-on", "conflict").status == 2


@pytest.mark.parametrize(
    "arguments",
    [[], ["--json"], ["a.json", "--fail-on", "grave"], ["a.json", "--language", "fr"], ["--nope"]],
)
def test_a_wrong_call_is_refused(arguments):
    with pytest.raises(CommandError):
        Run(*arguments)


# --- To be read -----------------------------------------------------------------------------------


def test_the_text_lists_findings_by_severity_with_what_would_mend_them(written):
    path = written("a.json", full())
    findings = check(vinculo_canvas.decode(full(), shipped()), shipped())
    lines = Run(path, "--language", "en").out.splitlines()
    assert lines[0] == f"{path}: Oficina de bicicletas"
    told = [line for line in lines if line.startswith(("    - ", "      → "))]
    assert told == [
        line
        for finding in findings
        for line in (f"    - {finding.message('en')}", f"      → {finding.mend('en')}")
    ]
    present = [severity for severity in Severity if severity in {f.severity for f in findings}]
    headings = {"conflict": "Conflict", "risk": "Risk", "gap": "Gap", "strength": "Strength"}
    assert [line for line in lines if line.startswith("  ") and line[2] != " "][:-1] == [
        f"  {headings[severity]}" for severity in present
    ]


def test_the_text_ends_with_a_summary(written):
    findings = check(vinculo_canvas.decode(full(), shipped()), shipped())
    counted = [sum(f.severity is severity for f in findings) for severity in Severity]
    lines = Run(written("a.json", full()), "--language", "en").out.splitlines()
    assert counted == [2, 2, 9, 1]
    assert lines[-2:] == ["  2 conflicts, 2 risks, 9 gaps, 1 strength.", ""]


def test_a_canvas_that_holds_together_says_so(written):
    assert Run(written("a.json", MINIMAL)).out.splitlines()[1:] == [
        "  This canvas holds together.",
        "",
    ]
    summary = Run(written("b.json", sound())).out.splitlines()[-2]
    assert summary.startswith("  This canvas holds together, ")


def test_a_title_of_several_lines_stays_on_one(written):
    path = written("a.json", MINIMAL | {"title": "one\ntwo"})
    assert Run(path).out.splitlines()[0] == rf"{path}: one\ntwo"


# --- From a shell, without a database -------------------------------------------------------------


@pytest.mark.slow
def test_no_database_is_needed(written):
    path = written("a.json", full())
    done = outside(path, "--json", "--fail-on", "conflict")
    assert done.stderr == b""
    assert json.loads(done.stdout) == {"file": str(path), "findings": expected(full(), "pt-br")}
    assert done.returncode == 1


@pytest.mark.slow
def test_a_terminal_of_any_encoding_is_served(written):
    good, bad = written("é.json", full()), written("ü.json", b"{")
    for environment in ({"LANG": "C"}, {"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}):
        as_text = outside(good, bad, "--language", "en", **environment)
        assert as_text.returncode == 2
        assert b"Traceback" not in as_text.stderr
        assert b"json: $: This is not JSON: see line 1, column 2." in as_text.stderr
        assert as_text.stdout.count(b"\n") > 3
    assert "→".encode() in outside(good, LANG="C").stdout


@pytest.mark.slow
def test_a_file_name_that_is_no_text_is_named_all_the_same(written):
    path = os.fsencode(written("a.json", MINIMAL))
    odd = os.path.join(os.path.dirname(path), b"\xff.json")
    os.rename(path, odd)
    done = subprocess.run(
        [sys.executable, "manage.py", "coherence", odd, b"\xfe", "--json"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": UNREACHABLE},
        capture_output=True,
    )
    assert json.loads(done.stdout) == {"file": os.fsdecode(odd), "findings": []}
    assert done.stderr == b"\\udcfe: $: There is no such file.\n"
    assert done.returncode == 2


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [[], ["x", "--fail-on", "grave"]])
def test_a_wrong_call_leaves_with_two(arguments):
    done = outside(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"usage: ")


@pytest.mark.slow
def test_a_file_whose_name_begins_with_a_dash_comes_after_two(written):
    path = written("-a.json", MINIMAL)
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "coherence", "--json", "--", path.name],
        cwd=path.parent,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": UNREACHABLE},
        capture_output=True,
    )
    assert json.loads(done.stdout) == {"file": "-a.json", "findings": []}


@pytest.mark.slow
def test_a_thousand_files_go_in_one_call(written):
    paths = [written(f"{n}.json", MINIMAL | {"title": f"Canvas {n}"}) for n in range(1000)]
    started = time.monotonic()
    done = outside(*paths, "--json")
    took = time.monotonic() - started
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines == [{"file": str(path), "findings": []} for path in paths]
    assert (done.returncode, done.stderr) == (0, b"")
    assert took < 60


@pytest.mark.django_db
def test_live_checks_against_the_databases_catalog(written):
    path = written("a.json", full())
    assert Run(path, "--live").status == 2
    call_command("load_catalog", stdout=StringIO())
    run = Run(path, "--json", "--live")
    assert (run.lines, run.status) == (
        [{"file": str(path), "findings": expected(full(), "pt-br")}],
        0,
    )


@pytest.mark.slow
def test_live_without_its_database_is_refused(written):
    done = outside(written("a.json", MINIMAL), "--live")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"CommandError: The database's catalog can't be read: ")
