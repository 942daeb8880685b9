"""The style sheets are whole: a brace that is missing takes all that follows it along, silently."""

from pathlib import Path

import pytest
from django.conf import settings

SHEETS = sorted((Path(settings.BASE_DIR) / "static" / "css").glob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_rule_is_closed(sheet: Path) -> None:
    depth = 0
    for sign in sheet.read_text(encoding="utf-8"):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0


def test_there_are_sheets_to_look_at() -> None:
    assert "classroom.css" in [sheet.name for sheet in SHEETS]
