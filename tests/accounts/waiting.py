"""A line in which no place is free."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.conf import settings

from accounts import hashing


@contextmanager
def no_place() -> Iterator[None]:
    """Other threads hold every place, as they do while they hash."""
    done, held = Event(), [Event() for _ in range((settings.BLOCKING_THREADS + 1) // 2)]

    def hold(ready: Event) -> None:
        with hashing.line.place():
            ready.set()
            done.wait(60)

    threads = [Thread(target=hold, args=[ready]) for ready in held]
    for thread in threads:
        thread.start()
    try:
        assert all(ready.wait(10) for ready in held)
        yield
    finally:
        done.set()
        for thread in threads:
            thread.join()
