"""Writes docs/coherence-rules.md from the rules, or with `--check` fails where it is stale.

python -m relationships.coherence.docs [--check]
"""

import inspect
import re
import sys
from itertools import groupby
from pathlib import Path

from relationships.coherence import texts
from relationships.coherence.mends import MENDED
from relationships.coherence.rules import RULES, Rule
from relationships.coherence.texts import number
from relationships.vocabulary import Language, Severity

PAGE = Path(__file__).parents[2] / "docs" / "coherence-rules.md"

_OPENING = """\
# The coherence rules

What a canvas is checked for, one function a rule in `relationships/coherence/rules/`. This page
is written by `python -m relationships.coherence.docs`; change the rules, not the page.

Severities: a **conflict** can't work as planned, a **risk** can work and is likely to hurt, a
**gap** is something that is missing, a **strength** holds together. Rules read active
relationships only (those that are not dropped) and attributes of the catalog, never a slug. The
severity, the threshold and whether a rule is on can be edited in the catalog; below is what ships.
"""

_FAMILIES = {
    "profile": "Is each segment known, and tied to the rest?",
    "channels": "Can the channels carry the plan?",
    "plan": "Is each row of the plan complete and expected?",
    "motivation": "Does the motivation agree with the rest?",
    "strategies": "Can each strategy work?",
    "money": "Is the plan paid for?",
    "stage": "Is the plan small enough for now?",
    "factors": "Does the plan answer to what weighs on the purchase?",
    "trust": "Can the trust that is aimed at be reached?",
    "wording": "Do the words say anything?",
    "strengths": "What holds together",
}


def page() -> str:
    families = list(_FAMILIES)
    by_family = sorted(RULES, key=lambda rule: families.index(rule.family))
    parts = [_OPENING, _counts(), _overview(by_family)]
    for family, rules in groupby(by_family, key=lambda rule: rule.family):
        parts.append(f"## {_FAMILIES[family]}\n")
        parts.extend(_section(rule) for rule in rules)
    return "\n".join(parts)


def _counts() -> str:
    counts = (
        f"{sum(rule.severity is severity for rule in RULES)} of severity {severity}"
        for severity in Severity
    )
    return f"{len(RULES)} rules: {', '.join(counts)}.\n"


def _overview(rules: list[Rule]) -> str:
    """Which rules have a mend, and what each action does."""
    lines = [
        "Where one action mends a finding, the coherence page offers it as a button. It has been",
        "tried on the canvas: it removes the finding and adds no conflict. Elsewhere what to do is",
        "the person's choice.",
        "",
        "| rule | severity | what one action does |",
        "| --- | --- | --- |",
    ]
    for rule in rules:
        code, actions = rule.code, "; ".join(map(_action, MENDED.get(rule.code, ())))
        lines.append(f"| [`{code}`](#{_anchor(rule)}) | {rule.severity} | {actions or '–'} |")
    return "\n".join([*lines, ""])


def _action(kind: str) -> str:
    """What a button says, with what it names in italics: Switch on *missing* on *channel*."""
    return texts.PLACE.sub(r"*\1*", texts.mend_labels()[kind].en)


def _anchor(rule: Rule) -> str:
    """Where the heading of a rule is found on the page."""
    title = re.sub(r"[^\w\s-]", "", texts.of(rule.code).title.en.lower())
    return re.sub(r"\s", "-", title)


def _section(rule: Rule) -> str:
    when, *because = _paragraphs(rule)
    told = texts.of(rule.code)
    threshold = [] if rule.threshold is None else [f"- T: {number(rule.threshold, Language.EN)}"]
    lines = [
        f"### {told.title.en}",
        "",
        f"`{rule.code}`: {when}",
        "",
        *because,
        "",
        f"- Severity: {rule.severity}",
        f"- Names: {', '.join(rule.names) or 'nothing, it is about the whole canvas'}",
        *threshold,
        f"- In the panel: {told.why.en}",
        f"- Source: {rule.source}",
        "",
    ]
    return "\n".join(lines)


def _paragraphs(rule: Rule) -> list[str]:
    """The docstring in lines of any length, without its source, which is told apart."""
    told = inspect.getdoc(rule.find) or ""
    told = re.sub(
        r"\s*Source:\s+(\d{3}|own\s+judgement)(; the threshold is own judgement)?\.$", "", told
    )
    return [" ".join(paragraph.split()) for paragraph in told.split("\n\n")]


def main(arguments: list[str]) -> int:
    written = page()
    if arguments == ["--check"]:
        if PAGE.read_text(encoding="utf-8") != written:
            print(
                f"{PAGE.name} is stale: run python -m relationships.coherence.docs", file=sys.stderr
            )
            return 1
        return 0
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    PAGE.write_text(written, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
