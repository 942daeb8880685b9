"""Fills the floor's database, and prints as JSON what the client must know."""

import json

import django

PERSON_BOARDS = 200
OTHERS = 30
NOTES = 60


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", run_syncdb=True, verbosity=0)
    with transaction.atomic():
        print(json.dumps(_fill()))


def _fill() -> dict[str, object]:
    from django.contrib.auth.models import User

    from benchmarks.floor.models import Board, Membership, Note
    from benchmarks.floor.views import BLOCKS
    from benchmarks.sessions import open_session

    people = [User.objects.create(username=f"person{n}") for n in range(OTHERS)]
    codes, colors = list(BLOCKS), ("yellow", "pink", "green")
    for number in range(1, PERSON_BOARDS + 1):
        board = Board.objects.create(id=number, title=f"Board {number}: a corner shop")
        Membership.objects.bulk_create(Membership(board=board, user=person) for person in people)
        notes = Note.objects.bulk_create(
            Note(
                board=board,
                block=codes[n % len(codes)],
                position=n // len(codes),
                text=f"a call when the order is ready, no. {n}",
                color=colors[n % len(colors)],
            )
            for n in range(NOTES)
        )
        _link(board, notes)
    backend = "django.contrib.auth.backends.ModelBackend"
    return {"session": open_session(people[0], backend), "boards": PERSON_BOARDS}


def _link(board, notes) -> None:
    """Three in four channels and relationships serve a segment."""
    from benchmarks.floor.models import Serves

    segments = [note for note in notes if note.block == "segments"]
    serving = [note for note in notes if note.block in ("channels", "relationships")]
    Serves.objects.bulk_create(
        Serves(board=board, by=note, segment=segments[n % len(segments)])
        for n, note in enumerate(serving)
        if n % 4
    )


if __name__ == "__main__":
    main()
