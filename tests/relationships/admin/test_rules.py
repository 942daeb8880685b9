"""The settings of the coherence rules."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from relationships import live
from relationships.coherence.rules import RULES
from relationships.models import RuleSetting
from relationships.vocabulary import Severity
from tests.relationships.admin.pages import save, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalog")]


def test_every_rules_page_tells_why_it_exists(editor: Client) -> None:
    for rule in RULES:
        page = editor.get(
            url("rulesetting", "change", rule.code), headers={"Accept-Language": "es"}
        )
        told = page.context["rule"]
        assert (rule.code, bool(told.why), bool(told.what), "{" in told.what + told.mend) == (
            rule.code,
            True,
            True,
            False,
        )


def test_a_rule_is_switched_off_and_made_graver(editor: Client) -> None:
    assert save(editor, "rulesetting", "over-budget", enabled="", severity="gap").status_code == 302
    setting = live.current().rules["over-budget"]
    assert (setting.severity, setting.enabled) == (Severity.GAP, False)


def test_a_strength_stays_one_and_nothing_becomes_one(editor: Client) -> None:
    offered = {
        code: [
            value
            for value, _ in editor.get(url("rulesetting", "change", code))
            .context["form"]["severity"]
            .field.choices
        ]
        for code in ("journey-complete", "over-budget")
    }
    assert offered == {
        "journey-complete": ["strength"],
        "over-budget": ["conflict", "risk", "gap"],
    }
    refused = [
        save(editor, "rulesetting", "journey-complete", severity="risk").status_code,
        save(editor, "rulesetting", "over-budget", severity="strength").status_code,
    ]
    assert refused == [422, 422]


@pytest.mark.parametrize(
    ("code", "severity"), [("journey-complete", "risk"), ("over-budget", "strength")]
)
def test_the_database_refuses_it_too(code: str, severity: str) -> None:
    with pytest.raises(IntegrityError, match="rulesetting_strength_stays"), transaction.atomic():
        RuleSetting.objects.filter(pk=code).update(severity=severity)


def test_a_threshold_is_asked_where_there_is_one(editor: Client) -> None:
    asked = [
        code
        for code in [rule.code for rule in RULES]
        if "threshold" in editor.get(url("rulesetting", "change", code)).context["form"].fields
    ]
    assert asked == ["dedicated-spread-thin", "human-at-scale", "too-much-at-once"]


def test_a_threshold_is_typed_as_people_write_numbers(editor: Client) -> None:
    page = editor.get(
        url("rulesetting", "change", "dedicated-spread-thin"), headers={"Accept-Language": "es"}
    )
    assert 'value="0,25"' in page.content.decode()
    seen = page.context["form"]["seen"].value()
    told = {"seen": seen, "severity": "risk", "enabled": "on", "threshold": "0,5"}
    response = editor.post(
        url("rulesetting", "change", "dedicated-spread-thin"),
        told,
        headers={"Accept-Language": "es"},
    )
    assert response.status_code == 302
    assert live.current().rules["dedicated-spread-thin"].threshold == Decimal("0.5")


@pytest.mark.parametrize("wrong", ["", "-1", "many", "1e400"])
def test_a_threshold_that_is_none_is_refused(editor: Client, wrong: str) -> None:
    response = save(editor, "rulesetting", "human-at-scale", threshold=wrong)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["threshold"])
    assert live.current().rules["human-at-scale"].threshold == 1000


def test_rules_are_neither_added_nor_deleted_nor_retired(editor: Client) -> None:
    statuses = [
        editor.post(url("rulesetting", "add"), {"code": "new"}).status_code,
        editor.post(url("rulesetting", "delete", "over-budget")).status_code,
        editor.post(url("rulesetting", "retire", "over-budget"), {"retired": "yes"}).status_code,
    ]
    assert statuses == [403, 403, 404]
