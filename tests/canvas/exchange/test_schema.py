import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from canvas.exchange import limits, schema, vinculo_canvas
from relationships.content import shipped
from tests.canvas.exchange.documents import MINIMAL, Document, changed, documents, full, without

VALIDATOR = Draft202012Validator(schema.schema())


def places_of(document: Document) -> list[str]:
    return [error.json_path for error in VALIDATOR.iter_errors(document)]


def test_the_published_schema_is_fresh():
    assert schema.FILE.read_text(encoding="utf-8") == schema.text()


def test_a_stale_schema_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(schema, "FILE", tmp_path / "schema.json")
    assert schema.main(["--check"]) == 1
    assert schema.main([]) == 0
    assert schema.main(["--check"]) == 0
    assert json.loads(schema.FILE.read_text(encoding="ascii")) == schema.schema()
    schema.FILE.write_text("{}", encoding="ascii")
    assert schema.main(["--check"]) == 1
    assert schema.main(["--whatever"]) == 2


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(schema.schema())


@pytest.mark.parametrize("document", [full(), MINIMAL], ids=["full", "minimal"])
def test_the_schema_takes_what_is_read(document: Document):
    assert places_of(document) == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_the_schema_takes_every_document_that_is_read_and_its_export(document: Document):
    written = vinculo_canvas.encode(vinculo_canvas.decode(document, shipped()))
    assert places_of(document) == []
    assert places_of(written) == []


@pytest.mark.parametrize(
    "document",
    [
        without("title"),
        without("relationships", 0, "type"),
        changed("extra", to=1),
        changed("segments", 0, "extra", to=1),
        changed("format", to="vinculo-canvas/2"),
        changed("language", to="pt"),
        changed("title", to=None),
        changed("title", to="  "),
        changed("title", to="x" * 121),
        changed("title", to="a\x00b"),
        changed("title", to="\x1ca"),
        changed("description", to="x" * 2001),
        changed("monthly_budget", to="01"),
        changed("monthly_budget", to=5),
        changed("team_hours_per_month", to=-1),
        changed("team_hours_per_month", to=True),
        changed("team_hours_per_month", to=100_001),
        changed("notes", 0, "block", to="channels"),
        changed("notes", 0, "color", to="red"),
        changed("notes", 0, "ref", to="a b"),
        changed(
            "notes", to=[{"ref": f"n{n}", "block": "key_partners", "text": "t"} for n in range(301)]
        ),
        changed("touchpoints", 0, "phases", to=[]),
        changed("touchpoints", 0, "phases", to=["purchase", "purchase"]),
        changed("segments", 0, "habits", to=[{"what": "x"}] * (limits.HABITS + 1)),
        changed("relationships", 0, "minimum_viable", to=1),
        changed("relationships", 0, "experiments", 0, "verdict", to="maybe"),
    ],
)
def test_the_schema_refuses_what_is_refused(document: Document):
    with pytest.raises(vinculo_canvas.BrokenDocument):
        vinculo_canvas.decode(document, shipped())
    assert len(places_of(document)) == 1


@pytest.mark.parametrize(
    "title",
    [
        "x" * 120,
        " " * 200 + "x" * 120 + "\r\n" * 50,
        "x" + "\r\n" * 118 + "x",
        "🙂" * 120,
        "\ufeff",
    ],
    ids=lambda title: ascii(title)[:20],
)
def test_the_schema_measures_texts_as_reading_does(title: str):
    document = MINIMAL | {"title": title}
    assert vinculo_canvas.decode(document, shipped()).title == title.replace("\r\n", "\n").strip()
    assert places_of(document) == []
