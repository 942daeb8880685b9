"""The page that explains the format tells the truth."""

import json
import re

from canvas.exchange import limits, schema, vinculo_canvas
from relationships.content import shipped

PAGE = (schema.FILE.parent / "exchange-format.md").read_text(encoding="utf-8")


def test_the_example_is_what_an_export_looks_like():
    [example] = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    written = vinculo_canvas.encode(vinculo_canvas.parse(example, shipped()))
    assert json.dumps(written) == json.dumps(json.loads(example))


def test_the_limits_are_those_of_the_code():
    [table] = re.findall(r"## How much fits\n(.*?)\n## ", PAGE, re.DOTALL)
    told = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*\d|\d", table)]
    assert told == [
        *(limits.NAME, 1),
        *(limits.SHORT_TEXT, 1),
        limits.SHORT_TEXT,
        limits.LONG_TEXT,
        *(limits.HOURS, limits.CUSTOMERS, 3),
        *(limits.NOTES, limits.SEGMENTS, limits.CHANNELS),
        *(limits.TOUCHPOINTS, limits.RELATIONSHIPS),
        *(limits.HABITS, limits.FACTORS, limits.EXPERIMENTS),
        *(limits.DOCUMENT_BYTES // 1024**2, 8),
    ]
    assert f"more than {limits.FAULTS_COUNTED:,} faults" in PAGE
