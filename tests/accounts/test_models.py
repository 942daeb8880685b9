import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from accounts.models import User

pytestmark = pytest.mark.django_db


def test_an_address_is_kept_in_lower_case() -> None:
    assert User.objects.create_user(" Ana@Example.COM ").email == "ana@example.com"


def test_one_person_an_address_whatever_its_case() -> None:
    User.objects.create(email="ana@example.com")
    for address in ("Ana@example.com", "ana@example.com"):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create(email=address)


def test_an_address_is_found_whatever_its_case() -> None:
    ana = User.objects.create_user("ana@example.com")
    assert User.objects.get_by_natural_key("ANA@example.com") == ana


def test_the_database_refuses_a_language_that_is_not_spoken_here() -> None:
    for language in ("", "en", "es", "pt-br"):
        User.objects.create(email=f"{language}@example.com", language=language)
    with pytest.raises(IntegrityError, match="accounts_user_language_known"):
        User.objects.create(email="ana@example.com", language="fr")


def test_the_database_refuses_a_digest_that_is_none() -> None:
    with pytest.raises(IntegrityError, match="accounts_user_digest_known"):
        User.objects.create(email="ana@example.com", digest="hourly")


def test_without_a_password_nobody_can_sign_in() -> None:
    assert User.objects.create_user("ana@example.com").has_usable_password() is False


def test_a_verified_person_has_one_verified_primary_address() -> None:
    ana = User.objects.create_verified("Ana@example.com", "a good password", name="Ana")
    addresses = EmailAddress.objects.filter(user=ana)
    assert list(addresses.values_list("email", "primary", "verified")) == [
        ("ana@example.com", True, True)
    ]
    assert (ana.is_staff, ana.is_superuser, ana.check_password("a good password")) == (
        False,
        False,
        True,
    )


def test_a_superuser_may_do_everything() -> None:
    root = User.objects.create_superuser("root@example.com", "a good password")
    assert (root.is_staff, root.is_superuser) == (True, True)


@pytest.mark.parametrize(
    ("name", "whole", "short"),
    [("Ana María Ruiz", "Ana María Ruiz", "Ana"), ("", "ana@example.com", "ana")],
)
def test_what_a_person_is_called(name: str, whole: str, short: str) -> None:
    ana = User(email="ana@example.com", name=name)
    assert (str(ana), ana.get_short_name()) == (whole, short)
