"""Canvases with four people each, for `benchmarks.live`; prints id, version and sessions as JSON.

`python -m benchmarks.filling_live PEOPLE`, upon a database that `benchmarks.filling` made.
"""

import json
import sys

import django


def main(people: int) -> None:
    django.setup()
    from accounts.models import User
    from benchmarks import canvases
    from benchmarks.live import PEOPLE_ON_A_CANVAS
    from benchmarks.sessions import open_session
    from canvas import actions
    from canvas.models import Member, Role
    from relationships import live

    blueprint = canvases.planned(live.current())
    known = []
    for first in range(0, people, PEOPLE_ON_A_CANVAS):
        team = [
            User.objects.create_verified(f"team{n}@bench.invalid", name=f"Person {n}")
            for n in range(first, min(first + PEOPLE_ON_A_CANVAS, people))
        ]
        canvas = actions.create_canvas(blueprint, by=team[0])
        for user in team[1:]:
            Member.objects.create(canvas=canvas, user=user, role=Role.EDITOR)
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        known.append(
            (str(canvas.pk), canvas.version, [open_session(user, backend) for user in team])
        )
    print(json.dumps(known))


if __name__ == "__main__":
    main(int(sys.argv[1]))
