"""A class signs in at once: passwords are hashed in line, and nobody at work is held up.

A gate stops the hash of the standard library for as long as a test likes; all else is the real
thing, with real threads.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from itertools import islice
from threading import Barrier, Event
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth import hashers
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from accounts import hashing
from accounts.hashing import Busy, Line
from accounts.models import User
from config import settings as shipped
from tests.accounts.waiting import no_place
from tests.factories import PASSWORD, UserFactory

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _real_hashes(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = shipped.PASSWORD_HASHERS


class Gate:
    """Every hash waits before it, and is counted."""

    def __init__(self) -> None:
        self.opened, self.reached, self.crowded = Event(), Event(), Event()
        self.inside = self.most = 0

    def hash(self, *args: Any, **kwargs: Any) -> bytes:
        self.inside += 1
        self.most = max(self.most, self.inside)
        self.reached.set()
        if self.inside > 1:
            self.crowded.set()
        assert self.opened.wait(30)
        self.inside -= 1
        return SCRYPT(*args, **kwargs)


SCRYPT = hashlib.scrypt


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate()
    monkeypatch.setattr(hashlib, "scrypt", gate.hash)
    yield gate
    gate.opened.set()


@pytest.fixture
def full() -> Iterator[None]:
    with no_place():
        yield


# --- The line ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("threads", "places"), [(1, 1), (2, 1), (3, 2), (4, 2), (8, 4), (0, 1)])
def test_half_of_the_threads_find_a_place_and_no_more(threads: int, places: int) -> None:
    line, together = Line(threads), Barrier(10)

    def finds_a_place() -> bool:
        try:
            with line.place():
                together.wait(10)
        except Busy:
            together.wait(10)
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        found = [pool.submit(finds_a_place) for _ in range(10)]
    assert [one.result() for one in found].count(True) == places
    _enter(line)


def test_who_has_a_place_keeps_it_through_several_hashes() -> None:
    line = Line(1)
    with line.place():
        for _ in range(3):
            with line.turn():
                pass
        with ThreadPoolExecutor(1) as another, pytest.raises(Busy):
            another.submit(_enter, line).result()
    _enter(line)


def _enter(line: Line) -> None:
    with line.place():
        pass


def test_a_fault_gives_the_place_back() -> None:
    line = Line(1)
    with pytest.raises(ZeroDivisionError), line.turn():
        raise ZeroDivisionError
    with line.turn():
        pass


@pytest.mark.slow
def test_passwords_are_hashed_one_at_a_time(gate: Gate) -> None:
    with ThreadPoolExecutor(2) as pool:
        hashed = [pool.submit(hashers.make_password, PASSWORD) for _ in range(2)]
        assert gate.reached.wait(10)
        assert gate.crowded.wait(0.3) is False
        gate.opened.set()
        texts = [one.result() for one in hashed]
    assert gate.most == 1
    assert [hashers.check_password(PASSWORD, text) for text in texts] == [True, True]


@pytest.mark.slow
@pytest.mark.parametrize("algorithm", ["scrypt", "pbkdf2_sha256"])
def test_passwords_stay_what_they_were_for_django(
    algorithm: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashers.PBKDF2PasswordHasher, "iterations", 1000)
    ours = hashers.make_password(PASSWORD, salt="s" * 22, hasher=algorithm)
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    assert hashers.make_password(PASSWORD, salt="s" * 22, hasher=algorithm) == ours
    assert hashers.check_password(PASSWORD, ours) is True
    settings.PASSWORD_HASHERS = shipped.PASSWORD_HASHERS
    assert hashers.check_password(PASSWORD, ours) is True
    assert hashers.check_password("wrong", ours) is False


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("algorithm", ["scrypt", "pbkdf2_sha256"])
def test_without_a_place_nothing_is_hashed(algorithm: str) -> None:
    with pytest.raises(Busy):
        hashers.make_password(PASSWORD, hasher=algorithm)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_command_is_never_refused(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing.ScryptPasswordHasher, "work_factor", 2**10)
    settings.DEBUG = True
    call_command("load_catalog", verbosity=0)
    call_command("load_demo", verbosity=0)
    assert User.objects.get(email="ana@example.com").check_password("vinculo-demo") is True


@pytest.mark.django_db
@pytest.mark.usefixtures("full")
def test_a_person_without_a_place_is_not_half_made() -> None:
    with pytest.raises(Busy):
        User.objects.create_verified("eva@example.com", PASSWORD)
    assert User.objects.count() == 0


# --- A class, through the application -----------------------------------------------------------


class Server:
    """The application behind as many threads as a process of it has, as a server calls it."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(configured.BLOCKING_THREADS)

    def ask(self, work: Callable[[], HttpResponse]) -> "Future[HttpResponse]":
        def answer() -> HttpResponse:
            try:
                return work()
            finally:
                connection.close()

        return self.pool.submit(answer)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.pool.shutdown()


def _sign_in(email: str) -> HttpResponse:
    return Client().post(LOGIN, {"login": email, "password": PASSWORD})


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_while_thirty_sign_in_a_page_waits_for_no_hash(
    gate: Gate, server: Server, signed_in: Callable[[User], Client]
) -> None:
    gate.opened.set()
    everybody = [UserFactory().email for _ in range(3)]
    alice = signed_in(UserFactory())
    gate.opened.clear()
    gate.reached.clear()

    signing_in = [server.ask(lambda n=n: _sign_in(everybody[n % 3])) for n in range(30)]
    assert gate.reached.wait(10)
    pages = [server.ask(lambda: alice.get("/accounts/")) for _ in range(5)]
    assert [page.result(timeout=20).status_code for page in pages] == [200] * 5
    away = [one.result() for one in islice(as_completed(signing_in, timeout=20), 28)]
    assert Counter(answer.status_code for answer in away) == {503: 28}

    gate.opened.set()
    answers = [one.result(timeout=30) for one in signing_in]
    assert Counter(answer.status_code for answer in answers) == {503: 28, 302: 2}
    assert gate.most == 1
    told = {int(answer["Retry-After"]) for answer in answers if answer.status_code == 503}
    assert told <= {2, 3, 4, 5}
    assert len(told) > 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_class_of_forty_behind_one_address_is_in_after_trying_again(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing.ScryptPasswordHasher, "work_factor", 2**11)  # an eighth of the time
    everybody = [UserFactory().email for _ in range(40)]
    waiting, tries = list(everybody), 0
    while waiting:
        answers = [server.ask(lambda email=email: _sign_in(email)) for email in waiting]
        statuses = [answer.result(timeout=60).status_code for answer in answers]
        tries += len(statuses)
        assert set(statuses) <= {302, 503}
        waiting = [email for email, status in zip(waiting, statuses, strict=True) if status != 302]
    assert tries > len(everybody)
