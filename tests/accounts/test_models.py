import pytest
from django.db import IntegrityError

from accounts.models import User

pytestmark = pytest.mark.django_db


def test_an_address_is_kept_in_lower_case() -> None:
    assert User.objects.create_user(" Ana@Example.COM ").email == "ana@example.com"


def test_one_person_an_address_whatever_its_case() -> None:
    User.objects.create(email="ana@example.com")
    with pytest.raises(IntegrityError, match="any_case|unique"):
        User.objects.create(email="Ana@example.com")
