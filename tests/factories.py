"""People for the tests. What belongs to a canvas is made in `tests/canvas/`."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import User

PASSWORD = "a password for tests"


class UserFactory(DjangoModelFactory[User]):
    """Somebody who can sign in: the address is verified, the password is PASSWORD."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = "Some Person"
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_verified(*args, **kwargs)
