"""The canvas's part of the demo: people, and an entrepreneur with six canvases."""

import os
import uuid
from typing import NamedTuple

from accounts.models import User
from canvas import actions
from canvas.examples import Example, examples
from canvas.models import Canvas
from relationships import editors
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


def add() -> list[str]:
    """Adds the people and Ana's canvases where they are missing; what was added, a line each."""
    people = sum(map(add_person, PEOPLE))
    titles = _add_canvases()
    return [
        f"{people} of {len(PEOPLE)} people and "
        f"{len(titles)} of {len(examples(Language.ES))} canvases added, the rest were there.",
        *titles,
    ]


def add_person(person: Person) -> bool:
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
