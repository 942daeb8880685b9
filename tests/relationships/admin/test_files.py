"""The whole catalog as one file, out and in."""

import copy
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from relationships import catalog_file, live
from relationships.models import PARTS, EmptyPhrase, RelationshipType, Revision, Strategy
from tests.relationships.admin.pages import save, url
from tests.relationships.factories import StrategyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalog")]


def _export(client: Client) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(client.get(reverse("admin:catalog_export")).content)
    return document


def _send(client: Client, document: Any) -> Any:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return client.post(
        reverse("admin:catalog_import"), {"file": SimpleUploadedFile("catalog.json", data)}
    )


def _confirm(client: Client, preview: Any) -> Any:
    told = {name: preview.context[name] for name in ("document", "seen")}
    return client.post(reverse("admin:catalog_import"), told | {"write": "1"})


def _entry(document: dict[str, Any], part: str, key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in document[part] if key in one.values())
    return found


def _faults(client: Client, document: Any) -> list[str]:
    response = _send(client, document)
    assert response.status_code == 422
    return [fault.path for fault in response.context["faults"]]


def test_a_round_trip_changes_nothing(editor: Client) -> None:
    StrategyFactory(slug="own", name_en="Own", retired=True)
    EmptyPhrase.objects.filter(pk="todos").update(retired=True)
    save(editor, "rulesetting", "dedicated-spread-thin", threshold="0.125", enabled="")
    before = editor.get(reverse("admin:catalog_export")).content
    stamp = live.stamp()
    preview = _send(editor, before)
    assert preview.context["plan"].is_nothing is True
    assert preview.context["plan"].unchanged == sum(m.objects.count() for m in PARTS.values())
    assert (editor.get(reverse("admin:catalog_export")).content, live.stamp()) == (before, stamp)


def test_a_file_rebuilds_the_catalog_from_nothing(editor: Client) -> None:
    before = editor.get(reverse("admin:catalog_export")).content
    RelationshipType.objects.exclude(parent=None).delete()
    for model in PARTS.values():
        model.objects.all().delete()
    assert _confirm(editor, _send(editor, before)).status_code == 302
    assert editor.get(reverse("admin:catalog_export")).content == before


def test_the_preview_tells_and_writes_nothing(editor: Client) -> None:
    document = _export(editor)
    stamp = live.stamp()
    _entry(document, "strategies", "customer-calls")["name"]["es"] = "Telefonemas"
    own = copy.deepcopy(_entry(document, "strategies", "customer-calls"))
    document["strategies"].append(own | {"slug": "own"})
    document["strategies"].remove(_entry(document, "strategies", "launch-offer"))
    preview = _send(editor, document)
    (part,) = preview.context["preview"]
    assert [line.key for line in part.added] == ["own"]
    assert [line.key for line in part.changed] == ["customer-calls"]
    assert [line.key for line in part.retired] == ["launch-offer"]
    assert [one.after for one in part.changed[0].differences] == ["Telefonemas"]
    assert live.stamp() == stamp


def test_a_confirmed_preview_is_written_whole(editor: Client) -> None:
    document = _export(editor)
    _entry(document, "strategies", "customer-calls")["name"]["es"] = "Telefonemas"
    del document["strategies"][-1]["position"]
    gone = document["empty_phrases"].pop(0)["text"]
    assert _confirm(editor, _send(editor, document)).status_code == 302
    catalog = live.current()
    assert catalog.strategies["customer-calls"].name.es == "Telefonemas"
    assert gone not in catalog.empty_phrases
    assert EmptyPhrase.objects.get(pk=gone).retired is True
    last = Revision.objects.get(key="customer-calls", deed="import")
    assert str(last.by) == "Eva Prado"


def test_a_rule_that_the_file_lacks_stays_as_it_is(editor: Client) -> None:
    document = _export(editor)
    document["rules"].remove(_entry(document, "rules", "over-budget"))
    assert _send(editor, document).context["plan"].is_nothing is True


def test_a_preview_that_is_stale_is_made_anew(editor: Client, other_editor: Client) -> None:
    document = _export(editor)
    _entry(document, "strategies", "customer-calls")["name"]["es"] = "Telefonemas"
    preview = _send(editor, document)
    save(other_editor, "strategy", "customer-calls", name_es="Timbrazos")
    refused = _confirm(editor, preview)
    assert refused.status_code == 409
    assert Strategy.objects.get(pk="customer-calls").name_es == "Timbrazos"
    assert _confirm(editor, refused).status_code == 302
    assert Strategy.objects.get(pk="customer-calls").name_es == "Telefonemas"


def test_faults_are_named_by_entry_field_and_language(editor: Client) -> None:
    document = _export(editor)
    _entry(document, "types", "personal")["name"]["es"] = "x" * 301
    _entry(document, "types", "community")["name"]["fr"] = "Communauté"
    _entry(document, "types", "self-service")["needs"] = ["telepathy"]
    _entry(document, "types", "transactional")["parent"] = "nobody"
    _entry(document, "types", "co-creation")["exclusive"] = "no"
    _entry(document, "types", "long-term")["colour"] = "red"
    del _entry(document, "types", "personal-direct")["effort"]
    _entry(document, "strategies", "customer-calls")["name"]["en"] = "  "
    _entry(document, "kinds", "store")["definition"] = "One text"
    _entry(document, "factors", "guarantee")["role"] = "luck"
    _entry(document, "questions", "who-are-they")["place"] = "nowhere"
    _entry(document, "rules", "over-budget")["severity"] = "strength"
    _entry(document, "rules", "journey-complete")["threshold"] = 3
    _entry(document, "rules", "human-at-scale")["threshold"] = -1
    document["rules"].append(_entry(document, "rules", "over-capacity"))
    document["strategies"].append({"name": {"en": "No slug"}})
    document["empty_phrases"].append({"text": "…", "retired": False})
    before = live.stamp()
    assert _faults(editor, document) == [
        "types[personal].name.es",
        "types[personal-direct].effort",
        "types[self-service].needs",
        "types[co-creation].exclusive",
        "types[community].name.fr",
        "types[long-term].colour",
        "strategies[customer-calls].name.en",
        "strategies[12].slug",
        "kinds[store].definition",
        "factors[guarantee].role",
        "questions[who-are-they].place",
        "empty_phrases[…].text",
        "rules[over-budget].severity",
        "rules[human-at-scale].threshold",
        "rules[journey-complete].threshold",
        "rules[over-capacity]",
        "types[transactional].parent",
    ]
    assert live.stamp() == before


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ["$"]),
        (b"\xff\xfe", ["$"]),
        (b"[1]", ["$"]),
        (b"{", ["$"]),
        (b'{"format": NaN}', ["$"]),
        (b"[" * 100_000, ["$"]),
        (b'{"format": "\xff"}', ["$"]),
        (b'{"format": ' + b"9" * 5000 + b"}", ["$"]),
        (
            b'{"format": "vinculo-catalog/2"}',
            ["format", *(part for part in PARTS if part != "weights")],
        ),
        (b" " * (catalog_file.MOST_BYTES + 1), ["$"]),
    ],
)
def test_what_is_no_catalog_is_refused(editor: Client, data: bytes, expected: list[str]) -> None:
    assert _faults(editor, data) == expected


def test_keys_that_stand_twice_are_refused(editor: Client) -> None:
    text = editor.get(reverse("admin:catalog_export")).content.decode()
    doubled = text.replace('"slug": "personal",', '"slug": "personal", "exclusive": true,', 1)
    assert _faults(editor, doubled.encode()) == ["types[personal].exclusive"]


@pytest.mark.parametrize("odd", ["1e999", "-1", "true", "1234567890123", '"3"'])
def test_a_number_that_is_none_is_refused(editor: Client, odd: str) -> None:
    text = editor.get(reverse("admin:catalog_export")).content.decode()
    wrong = text.replace('"threshold": 1000', f'"threshold": {odd}')
    assert _faults(editor, wrong.encode()) == ["rules[human-at-scale].threshold"]


@pytest.mark.parametrize("odd", ["a\x00b", "a\x1bb", "a\ud800b"])
def test_characters_that_are_none_are_refused(editor: Client, odd: str) -> None:
    document = _export(editor)
    _entry(document, "types", "personal")["example"]["pt-br"] = odd
    assert _faults(editor, document) == ["types[personal].example.pt-br"]


def test_two_levels_of_parents_are_refused(editor: Client) -> None:
    document = _export(editor)
    _entry(document, "types", "personal")["parent"] = "community"
    assert _faults(editor, document) == [
        "types[personal-direct].parent",
        "types[personal-indirect].parent",
    ]


def test_an_import_of_nothing_asks_for_a_file(editor: Client) -> None:
    assert editor.post(reverse("admin:catalog_import")).status_code == 422


def test_a_missing_language_is_no_fault(editor: Client) -> None:
    document = _export(editor)
    del _entry(document, "types", "personal")["cautions"]["pt-br"]
    preview = _send(editor, document)
    assert preview.context["plan"].is_nothing is False
    _confirm(editor, preview)
    assert RelationshipType.objects.get(pk="personal").cautions_pt_br == ""
    listed = editor.get(url("relationshiptype", "changelist"), {"translations": "pt-br"})
    assert [line.row.pk for line in listed.context["listing"].lines] == ["personal"]
