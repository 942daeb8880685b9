"""Do what is due: purge what is past its time, send what is to be sent."""

import logging
import os
import time
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string

Due = Callable[[datetime], int]

PAUSE = 1.0
"""Seconds between two looks at whether the process that this one runs beside is still there."""

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Does what is due, as the setting DUE lists it: deletes what is past its time, sends "
        "digests. Can be run at any time and as often as you like, also twice at once. Says what "
        "it did; exits 1 where a part failed, once the others are done."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--loop", type=int, metavar="SECONDS", help="do it again and again, so long after"
        )
        parser.add_argument(
            "--beside",
            type=int,
            metavar="PID",
            help="with --loop: end as soon as this process, which started this one, has ended",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        seconds, beside = options["loop"], options["beside"]
        if seconds is None:
            if failed := self.do_what_is_due():
                raise CommandError(f"failed: {', '.join(failed)}")
            return
        if seconds < 1:
            raise CommandError("--loop takes a number of seconds, from 1.")
        try:
            while is_beside(beside):
                close_old_connections()
                self.do_what_is_due()
                wait(seconds, beside)
        except KeyboardInterrupt:
            return

    def do_what_is_due(self) -> list[str]:
        """One round. The parts that failed: each is logged, and keeps no other from its turn."""
        failed = []
        for name in settings.DUE:
            try:
                function: Due = import_string(name)
                count = function(timezone.now())
            except Exception:
                log.exception("%s failed", name)
                failed.append(name)
            else:
                if count:
                    self.stdout.write(f"{name}: {count}")
        return failed


def is_beside(pid: int | None) -> bool:
    """Whether the process still runs that started this one; always so where none is named."""
    return pid is None or os.getppid() == pid


def wait(seconds: int, beside: int | None) -> None:
    until = time.monotonic() + seconds
    while is_beside(beside) and (left := until - time.monotonic()) > 0:
        time.sleep(min(left, PAUSE))
