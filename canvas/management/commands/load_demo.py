"""Fill a development database with people, canvases and a course to look at."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.module_loading import import_string

from relationships import live


class Command(BaseCommand):
    help = (
        "Adds the demo people, Ana's six canvases and the course of Inés and Iván where they are "
        "missing, and changes nothing that is there: what was renamed, edited or deleted and "
        "passwords stay as they are. Needs DEBUG. VINCULO_DEMO_PASSWORD sets the password of "
        "people who are added."
    )

    def handle(self, *_: Any, **__: Any) -> None:
        """One transaction. Each part of the setting DEMO says what it added, a line each."""
        if not settings.DEBUG:
            raise CommandError(
                "DEBUG is off, so this may be a production database. Everybody knows the demo "
                "people and their password: they are added only where DEBUG is on."
            )
        if not live.stamp():
            raise CommandError("The catalog is empty. Run load_catalog first.")
        parts: list[Callable[[], list[str]]] = [import_string(name) for name in settings.DEMO]
        with transaction.atomic():
            told = [part() for part in parts]
        for first, *more in told:
            self.stdout.write(f"Demo: {first}")
            for line in more:
                self.stdout.write(f"  {line}")
