"""Fills the application's database for a run, and prints as JSON what the client must know.

`python -m benchmarks.filling OTHERS HISTORY`, under the settings of `benchmarks.settings`: so many
canvases of other people, so many events behind the canvas `worked_on`.
"""

import json
import sys

import django


def main(others: int, history: int) -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_catalog", verbosity=0)
    print(json.dumps(_fill(others, history)))


def _fill(others: int, history: int) -> dict[str, object]:
    from accounts.models import User
    from benchmarks import canvases
    from benchmarks.sessions import open_session
    from canvas import actions
    from relationships import live

    catalog = live.current()
    person = User.objects.create_verified("ana@bench.invalid", name="Ana")
    full = canvases.planned(catalog)
    for n in range(others):
        stranger = User.objects.create_verified(f"person{n}@bench.invalid")
        actions.create_canvas(full, by=stranger)

    def made(**sizes: int) -> str:
        return str(actions.create_canvas(canvases.planned(catalog, **sizes), by=person).pk)

    known = {
        "session": open_session(person, "allauth.account.auth_backends.AuthenticationBackend"),
        "board": made(),
        "twice": made(notes=120),
        "fivefold": made(notes=300),
        "cold": made(),
        "raced": made(),
        "worked_on": made(),
        "edited": [made() for _ in range(40)],
    }
    _lengthen_history(known["worked_on"], history)
    count = 200 - len(known["edited"]) - 6
    for n in range(count):
        actions.create_canvas(canvases.sketched(f"Sketch {n}", full), by=person)
    return known


def _lengthen_history(canvas_id: str, events: int) -> None:
    """As many events behind a canvas as years of work leave."""
    from canvas.models import Canvas, Event, Verb

    Event.objects.bulk_create(
        (
            Event(canvas_id=canvas_id, number=number, verb=Verb.CHANGE, before="{}", after="{}")
            for number in range(2, events + 2)
        ),
        batch_size=500,
    )
    Canvas.objects.filter(pk=canvas_id).update(version=events + 1)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
