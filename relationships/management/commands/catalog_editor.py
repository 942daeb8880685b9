"""Make somebody a catalog editor, or take it back."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from relationships import editors


class Command(BaseCommand):
    help = (
        "Lets the person who signs in with EMAIL edit the catalog; with --remove no longer. "
        "Nothing else about the person changes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--remove", action="store_true")

    def handle(self, *_: Any, email: str, remove: bool, **__: Any) -> None:
        """Whoever administers the site keeps the admin, editor or not."""
        model: Any = get_user_model()
        try:
            person = model.objects.get_by_natural_key(email)
        except model.DoesNotExist:
            raise CommandError(f"Nobody signs in with {email}.") from None
        if remove:
            person.groups.remove(editors.group())
        else:
            person.groups.add(editors.group())
        person.is_staff = person.is_superuser or not remove
        person.save(update_fields=["is_staff"])
        self.stdout.write(
            f"{person} edits the catalog no longer." if remove else f"{person} edits the catalog."
        )
