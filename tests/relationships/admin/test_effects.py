"""What a change would do to real canvases, told before it is saved."""

from typing import Any

import pytest
from django.test import Client

from canvas import actions, catalog_use
from canvas.models import Canvas
from relationships import live
from relationships.models import RelationshipType, RuleSetting
from relationships.uses import Effect
from relationships.vocabulary import Severity
from tests.canvas.building import EMPTY, full_blueprint
from tests.factories import UserFactory
from tests.relationships.admin.pages import typed, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalog")]


@pytest.fixture
def canvases() -> list[Canvas]:
    """Two with everything on them and an empty one; a deleted one besides."""
    owner = UserFactory()
    made = [actions.create_canvas(one, by=owner) for one in [full_blueprint()] * 3 + [EMPTY]]
    actions.delete_canvas(made[2], by=owner)
    return made


def _effect(model: str, key: str, client: Client, **changes: Any) -> Any:
    address = url(model, "change", key)
    told = typed(client.get(address)) | changes | {"effect": "1"}
    return client.post(address, told)


def _with(code: str, **changes: Any) -> Effect:
    row = RuleSetting.objects.get(pk=code)
    for name, value in changes.items():
        setattr(row, name, value)
    return catalog_use.effect(live.current(), live.supposed([row]), 60)


def test_a_rule_switched_off_takes_its_findings_away(canvases: list[Canvas]) -> None:
    codes = [finding.code for finding in _findings(canvases[0])]
    code = next(one for one in codes if codes.count(one) == 1)
    severity = next(one.severity for one in _findings(canvases[0]) if one.code == code)
    effect = _with(code, enabled=False)
    assert (effect.removed, effect.removed_on) == (2, 2)
    assert (effect.counted, effect.total) == (3, 3)
    assert effect.by_severity[severity].removed == 2


def test_a_severity_changes_findings_that_stay(canvases: list[Canvas]) -> None:
    code = next(one.code for one in _findings(canvases[0]) if one.severity is Severity.GAP)
    count = sum(one.code == code for one in _findings(canvases[0]))
    effect = _with(code, severity=Severity.CONFLICT)
    assert (effect.added, effect.regraded, effect.regraded_on) == (0, 2 * count, 2)
    assert effect.by_severity == {}


def test_a_type_that_needs_more_adds_findings(canvases: list[Canvas], editor: Client) -> None:
    slug = full_blueprint().relationships[0].type
    every = [box.data["value"] for box in _boxes(editor, slug)]
    response = _effect("relationshiptype", slug, editor, needs=every)
    told = response.context["effect"]
    assert response.status_code == 200
    assert told.sentence.startswith("This change adds 2 findings on 2 canvases and removes ")
    assert told.counted == "Counted on 3 of 3 canvases, the newest first."
    assert list(RelationshipType.objects.get(pk=slug).needs) != every


def test_what_changes_nothing_says_so(canvases: list[Canvas], editor: Client) -> None:
    response = _effect("relationshiptype", "community", editor, name_es="Comunidad nuestra")
    assert response.context["effect"].sentence == ("This change adds no findings and removes none.")


def test_nothing_of_the_canvases_is_shown(canvases: list[Canvas], editor: Client) -> None:
    slug = full_blueprint().relationships[0].type
    page = _effect("relationshiptype", slug, editor, needs=["push"]).content.decode()
    texts = [full_blueprint().title, full_blueprint().segments[0].name, str(canvases[0].pk)]
    assert [text in page for text in texts] == [False, False, False]


def test_htmx_gets_the_effect_alone(canvases: list[Canvas], editor: Client) -> None:
    address = url("rulesetting", "change", "over-budget")
    told = typed(editor.get(address)) | {"effect": "1"}
    page = editor.post(address, told, headers={"HX-Request": "true"}).content.decode()
    assert page.strip().startswith('<div id="effect"')


def test_a_new_entry_has_an_effect_too(canvases: list[Canvas], editor: Client) -> None:
    told = {"text": full_blueprint().segments[0].name, "effect": "1"}
    response = editor.post(url("emptyphrase", "add"), told)
    assert response.context["effect"].sentence == (
        "This change adds 2 findings on 2 canvases and removes none."
    )


def test_when_the_time_is_up_it_says_how_far_it_came(canvases: list[Canvas]) -> None:
    now = live.current()
    assert catalog_use.effect(now, live.supposed(), 0) == Effect(total=3)


def test_the_newest_come_first(canvases: list[Canvas], monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands until one canvas is counted: it is the one that was changed last."""
    clock = iter([0.0, 0.0, 10.0])
    monkeypatch.setattr(catalog_use, "monotonic", lambda: next(clock))
    row = RuleSetting.objects.get(pk=_findings(canvases[0])[0].code)
    row.enabled = False
    effect = catalog_use.effect(live.current(), live.supposed([row]), 2)
    assert (effect.counted, effect.total, effect.removed) == (1, 3, 0)


def test_counting_costs_a_query_for_each_batch(
    canvases: list[Canvas], django_assert_num_queries: Any
) -> None:
    before, after = live.current(), live.supposed()
    with django_assert_num_queries(2):
        assert catalog_use.effect(before, after, 60).counted == 3


def _findings(canvas: Canvas) -> Any:
    from canvas.findings import findings_of

    canvas.refresh_from_db()
    return findings_of(canvas, live.current())


def _boxes(client: Client, slug: str) -> Any:
    form = client.get(url("relationshiptype", "change", slug)).context["form"]
    return form["needs"].subwidgets
