"""The page of the rules is written from the rules."""

import subprocess
import sys
from pathlib import Path

import pytest

from relationships.coherence import docs
from relationships.coherence.rules import RULES


def test_the_page_is_up_to_date() -> None:
    assert docs.PAGE.read_text(encoding="utf-8") == docs.page()


def test_every_rule_is_told_once() -> None:
    page = docs.page()
    assert [rule.code for rule in RULES if page.count(f"\n`{rule.code}`: Says it when ") != 1] == []


def test_a_stale_page_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stale = tmp_path / "coherence-rules.md"
    monkeypatch.setattr(docs, "PAGE", stale)
    assert docs.main([]) == 0
    assert docs.main(["--check"]) == 0
    stale.write_text(stale.read_text(encoding="utf-8") + "more\n", encoding="utf-8")
    assert docs.main(["--check"]) == 1
    assert "stale" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--chek"], ["--check", "x"]])
def test_other_arguments_are_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert docs.main(arguments) == 2
    assert "--check" in capsys.readouterr().err


def test_nothing_here_needs_django() -> None:
    """In a process of its own: this one has loaded it already."""
    program = (
        "import sys; import relationships.coherence.docs, relationships.coherence.mends; "
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
