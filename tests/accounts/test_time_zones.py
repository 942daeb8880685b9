"""Every time is told in the reader's own zone: the chosen one, the browser's, the server's."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts import time_zones
from accounts.models import User

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def _told(client: Client) -> str:
    """The moment as the account page tells it, at noon in UTC."""
    with time_machine.travel(NOON, tick=False):
        page = client.get("/accounts/").content.decode()
    said = "Now, in your time zone: "
    return page.partition(said)[2].partition("</p>")[0]


@pytest.mark.parametrize(
    ("chosen", "cookie", "told"),
    [
        ("", "", "July 1, 2026, noon"),
        ("America/Bogota", "", "July 1, 2026, 7 a.m."),
        ("", "Europe/Madrid", "July 1, 2026, 2 p.m."),
        ("", "America/Buenos_Aires", "July 1, 2026, 9 a.m."),
        ("America/Sao_Paulo", "Asia/Tokyo", "July 1, 2026, 9 a.m."),
    ],
)
def test_the_choice_goes_before_the_browser_and_the_browser_before_the_server(
    alice: User, signed_in: Callable[[User], Client], chosen: str, cookie: str, told: str
) -> None:
    client = signed_in(alice)
    client.post("/accounts/", {"name": "A", "time_zone": chosen})
    client.cookies[time_zones.COOKIE] = cookie
    assert _told(client) == told


@pytest.mark.parametrize(
    "wrong",
    [
        "x" * 10_000,
        "../../etc/passwd",
        "/etc/localtime",
        "America",
        "Mars/Base",
        "%00",
        "é",
        "UTC+3",
    ],
)
def test_a_zone_that_nobody_knows_is_the_servers(
    client: Client, alice: User, signed_in: Callable[[User], Client], wrong: str
) -> None:
    client.cookies[time_zones.COOKIE] = wrong
    assert client.get("/").status_code == 200
    assert time_zones.zone(wrong) is None
    answer = signed_in(alice).post("/accounts/", {"name": "A", "time_zone": wrong})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["time_zone"])
    alice.refresh_from_db()
    assert alice.time_zone == ""


def test_one_persons_zone_does_not_leak_into_what_comes_after(
    client: Client, alice: User, signed_in: Callable[[User], Client]
) -> None:
    User.objects.filter(pk=alice.pk).update(time_zone="America/Lima")
    signed_in(alice).get("/accounts/")
    assert timezone.get_current_timezone_name() == "UTC"
    User.objects.filter(pk=alice.pk).update(time_zone="")
    assert _told(signed_in(alice)) == "July 1, 2026, noon"


def test_it_costs_no_query(alice: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(alice)
    with CaptureQueriesContext(connection) as without:
        client.get("/accounts/")
    User.objects.filter(pk=alice.pk).update(time_zone="America/Lima")
    with CaptureQueriesContext(connection) as queries:
        client.get("/accounts/")
    assert (len(without), len(queries)) == (3, 3)


def test_the_common_zones_come_first_and_each_zone_once() -> None:
    groups = time_zones.choices()
    with translation.override("en"):
        titles = [str(title) for title, _zones in groups]
    assert titles[:4] == ["Latin America", "Spain and Portugal", "Brazil", "Europe"]
    names = [name for _title, zones in groups for name, _place in zones]
    assert len(names) == len(set(names))
    assert {name for _title, named in time_zones.COMMON for name in named} <= set(names)
    assert dict(groups[4][1])["America/Argentina/Salta"] == "Argentina: Salta"


def test_the_database_refuses_what_can_be_no_zone() -> None:
    with pytest.raises(IntegrityError, match="accounts_user_time_zone_is_a_name"):
        User.objects.create(email="ana@example.com", time_zone="<script>")
