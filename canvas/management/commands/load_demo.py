"""Fill a development database with people and canvases to look at."""

import os
import uuid
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from canvas import actions
from canvas.examples import Example, examples
from canvas.models import Canvas
from relationships import editors, live
from relationships.vocabulary import Language

PASSWORD = "vinculo-demo"  # noqa: S105 - printed for everyone who runs it, and never in production


class Person(NamedTuple):
    email: str
    name: str
    is_editor: bool = False


ANA = Person("ana@example.com", "Ana Ríos")

PEOPLE = (
    ANA,
    Person("eva@example.com", "Eva Prado", is_editor=True),
    Person("ines@example.com", "Inés Ibarra"),
    Person("ivan@example.com", "Iván Salas"),
    Person("saul@example.com", "Saúl Campos"),
    Person("lucia@example.com", "Lucía Peña"),
    Person("mateus@example.com", "Mateus Rocha"),
    Person("zoe@example.com", "Zoe Winter"),
)
"""An entrepreneur, a catalog editor, two instructors and four students, all of them invented."""


class Command(BaseCommand):
    help = (
        "Adds the demo people and Ana's six canvases where they are missing, and changes nothing "
        "that is there: renamed, edited and deleted canvases and passwords stay as they are. "
        "Needs DEBUG. VINCULO_DEMO_PASSWORD sets the password of people who are added."
    )

    def handle(self, *_: Any, **__: Any) -> None:
        """One transaction."""
        if not settings.DEBUG:
            raise CommandError(
                "DEBUG is off, so this may be a production database. Everybody knows the demo "
                "people and their password: they are added only where DEBUG is on."
            )
        if not live.stamp():
            raise CommandError("The catalog is empty. Run load_catalog first.")
        with transaction.atomic():
            people = sum(_add_person(person) for person in PEOPLE)
            canvases = _add_canvases()
        self.stdout.write(
            f"Demo: {people} of {len(PEOPLE)} people and "
            f"{len(canvases)} of {len(examples(Language.ES))} canvases added, the rest were there."
        )
        for title in canvases:
            self.stdout.write(f"  {title}")


def _add_person(person: Person) -> bool:
    """Whether it took adding. The password of somebody who is there is not touched."""
    if User.objects.filter(email=person.email).exists():
        return False
    password = os.environ.get("VINCULO_DEMO_PASSWORD") or PASSWORD
    user = User.objects.create_verified(
        person.email, password, name=person.name, is_staff=person.is_editor
    )
    if person.is_editor:
        user.groups.add(editors.group())
    return True


def _add_canvases() -> list[str]:
    """Gives Ana what she lacks, the first example last, so that it heads her list; their titles."""
    ana = User.objects.get(email=ANA.email)
    missing = [one for one in examples(Language.ES) if not _is_there(one)]
    for one in reversed(missing):
        actions.create_canvas(one.blueprint, by=ana, canvas_id=canvas_id(one.slug))
    return [one.blueprint.title for one in missing]


def _is_there(example: Example) -> bool:
    """Under any title, and also where Ana has deleted it."""
    return Canvas.objects.filter(pk=canvas_id(example.slug)).exists()


def canvas_id(slug: str) -> uuid.UUID:
    """The same in every database, so that a canvas that she has renamed is known again."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"vinculo:demo:{slug}")
