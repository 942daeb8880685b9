"""A class that can sign in, for `benchmarks.signing_in`; prints the addresses as JSON.

`python -m benchmarks.filling_class PEOPLE PASSWORD`, upon a database that `benchmarks.filling`
made.
"""

import json
import sys

import django


def main(people: int, password: str) -> None:
    django.setup()
    from django.contrib.auth.hashers import make_password

    from accounts.models import User

    hashed = make_password(password)
    known = []
    for n in range(people):
        student = User.objects.create_verified(f"student{n}@bench.invalid", name=f"Student {n}")
        student.password = hashed
        student.save(update_fields=["password"])
        known.append(student.email)
    print(json.dumps(known))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
