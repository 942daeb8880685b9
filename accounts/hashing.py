"""Passwords are hashed one at a time in each process, and few may wait for it.

A hash costs about a fifth of a second of processor time, by design. When a class signs in, as many
of them at once as there are threads would leave nobody to answer those who are at work already.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock, local

from django.conf import settings
from django.contrib.auth import hashers


class Busy(Exception):
    """There is no place in the line. Nothing was hashed; it is worth trying again in seconds."""


class Line:
    """Who hashes a password in this process, and who waits for it: each a thread with a place.

    Places leave half of the threads to everybody else, rounded down: of four, one may hash and one
    wait. A thread that is alone always finds a place.
    """

    def __init__(self, threads: int) -> None:
        self._places = BoundedSemaphore(max(1, (threads + 1) // 2))
        self._turn = Lock()
        self._mine = local()

    @contextmanager
    def place(self) -> Iterator[None]:
        """Holds a place for this thread, or raises Busy. Waits for nothing.

        Who holds one already goes on with it: what takes two hashes is not turned away between.
        """
        if getattr(self._mine, "place", False):
            yield
            return
        if not self._places.acquire(blocking=False):
            raise Busy
        self._mine.place = True
        try:
            yield
        finally:
            self._mine.place = False
            self._places.release()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits until nobody else in this process hashes. Raises Busy where there is no place."""
        with self.place(), self._turn:
            yield


line = Line(settings.BLOCKING_THREADS)


class ScryptPasswordHasher(hashers.ScryptPasswordHasher):
    """Django's, in line: the same strength, and the same text in the database."""

    def encode(
        self,
        password: str,
        salt: str,
        n: int | None = None,
        r: int | None = None,
        p: int | None = None,
    ) -> str:
        """Raises Busy. Checking a password comes through here as well."""
        with line.turn():
            return super().encode(password, salt, n, r, p)


class PBKDF2PasswordHasher(hashers.PBKDF2PasswordHasher):
    """Django's, in line: for passwords that were set before there was a stronger hash."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        """Raises Busy. Checking a password comes through here as well."""
        with line.turn():
            return super().encode(password, salt, iterations)
