"""The weights of advice."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from relationships import live
from relationships.content import shipped
from relationships.models import AdviceWeight, Revision
from relationships.thinking.advice import SCARCE_SHARE, SIGNS
from tests.relationships.admin.pages import save, typed, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalog")]

KEY = "trust-by-people"


def _points(code: str = KEY) -> int:
    return live.current().weights[code].points


def _export(client: Client) -> dict[str, Any]:
    return dict(json.loads(client.get(reverse("admin:catalog_export")).content))


def _send(client: Client, document: dict[str, Any]) -> Any:
    data = SimpleUploadedFile("catalog.json", json.dumps(document).encode())
    return client.post(reverse("admin:catalog_import"), {"file": data})


@pytest.mark.parametrize("code", [*SIGNS, SCARCE_SHARE])
def test_every_page_tells_why_it_weighs_in_the_editors_language(editor: Client, code: str) -> None:
    address = url("adviceweight", "change", code)
    why = {
        language: editor.get(address, headers={"Accept-Language": language}).context["weight"].why
        for language in ("en", "es", "pt-br")
    }
    assert len(set(why.values())) == 3
    assert "{" not in editor.get(address).context["weight"].says


def test_a_weight_is_set_and_counts_at_once(editor: Client) -> None:
    before = live.stamp()
    assert save(editor, "adviceweight", KEY, points="25").status_code == 302
    assert (_points(), live.stamp() == before) == (25, False)
    call_command("load_catalog", verbosity=0)
    assert _points() == 25


@pytest.mark.parametrize("wrong", ["", "-1", "101", "many", "2.5"])
def test_a_weight_out_of_bounds_is_refused(editor: Client, wrong: str) -> None:
    response = save(editor, "adviceweight", KEY, points=wrong)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["points"])
    assert _points() == shipped().weights[KEY].points


@pytest.mark.parametrize("points", [-1, 101])
def test_the_database_refuses_it_too(points: int) -> None:
    with pytest.raises(IntegrityError, match="points"), transaction.atomic():
        AdviceWeight.objects.filter(pk=KEY).update(points=points)


def test_weights_are_neither_added_nor_deleted_nor_retired(editor: Client) -> None:
    statuses = [
        editor.post(url("adviceweight", "add"), {"code": "new", "points": "1"}).status_code,
        editor.post(url("adviceweight", "delete", KEY)).status_code,
        editor.post(url("adviceweight", "retire", KEY), {"retired": "yes"}).status_code,
    ]
    assert statuses == [403, 403, 404]


def test_two_who_set_one_weight_see_both(editor: Client, other_editor: Client) -> None:
    address = url("adviceweight", "change", KEY)
    mine = typed(editor.get(address))
    save(other_editor, "adviceweight", KEY, points="25")
    response = editor.post(address, mine | {"points": "30"})
    assert response.status_code == 409
    assert [(one.mine, one.theirs) for one in response.context["clash"].choices] == [("30", "25")]
    assert _points() == 25


def test_a_weight_returns_to_an_earlier_state(editor: Client) -> None:
    save(editor, "adviceweight", KEY, points="25")
    first = Revision.objects.filter(part="weights", key=KEY).order_by("pk")[0]
    address = url("adviceweight", "return", KEY, first.pk)
    page = editor.get(address)
    assert [(one.before, one.after) for one in page.context["differences"]] == [("25", "10")]
    assert editor.post(address, {"seen": page.context["seen"]}).status_code == 302
    assert _points() == 10


def test_the_list_says_what_speaks_for_a_type_and_what_against(editor: Client) -> None:
    for value, sign in (("for", 1), ("against", -1)):
        page = editor.get(url("adviceweight", "changelist"), {"sign": value})
        shown = [line.row.pk for line in page.context["listing"].lines]
        assert shown == [code for code, speaks in SIGNS.items() if speaks == sign]


def test_a_file_that_is_older_than_the_weights_leaves_them_alone(editor: Client) -> None:
    save(editor, "adviceweight", KEY, points="25")
    document = _export(editor)
    del document["weights"]
    preview = _send(editor, document)
    assert preview.status_code == 200
    assert preview.context["plan"].is_nothing is True
    assert _points() == 25


def test_a_file_brings_weights_in(editor: Client) -> None:
    document = _export(editor)
    next(one for one in document["weights"] if one["code"] == KEY)["points"] = 77
    preview = _send(editor, document)
    told = {name: preview.context[name] for name in ("document", "seen")}
    editor.post(reverse("admin:catalog_import"), told | {"write": "1"})
    assert _points() == 77


def test_faults_in_a_file_are_named_by_term(editor: Client) -> None:
    document = _export(editor)
    by_code = {one["code"]: one for one in document["weights"]}
    by_code["expected"]["points"] = 101
    by_code["planned"]["points"] = -1
    by_code["dropped"]["points"] = "many"
    del by_code["stage-ready"]["points"]
    document["weights"].append({"code": "luck", "points": 5})
    response = _send(editor, document)
    assert response.status_code == 422
    assert [fault.path for fault in response.context["faults"]] == [
        "weights[expected].points",
        "weights[stage-ready].points",
        "weights[planned].points",
        "weights[dropped].points",
        "weights[luck].code",
    ]
