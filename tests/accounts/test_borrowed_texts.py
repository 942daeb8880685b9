"""The packages' texts that people read speak as the rest of the interface does."""

import gettext
from datetime import date
from pathlib import Path

import allauth
import django
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.formats import date_format
from django.utils.translation import override

from accounts import borrowed_texts

SHIPPED = {
    "django": Path(django.__file__).parent / "conf" / "locale",
    "auth": Path(django.__file__).parent / "contrib" / "auth" / "locale",
    "allauth": Path(allauth.__file__).parent / "locale",
}


def _has(package: str, text: str) -> bool:
    """Whether the package's own Spanish has the text: it knows it, so it says it."""
    return gettext.translation("django", SHIPPED[package], ["es"]).gettext(text) != text


@pytest.mark.parametrize("text", borrowed_texts.DJANGO)
def test_django_still_says_it(text: str) -> None:
    assert _has("django", text) or _has("auth", text)


@pytest.mark.parametrize("text", borrowed_texts.ALLAUTH)
def test_allauth_still_says_it(text: str) -> None:
    assert _has("allauth", text)


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("es", 1, "Debe tener al menos 1 carácter."),
        ("es", 8, "Debe tener al menos 8 caracteres."),
        ("pt-br", 8, "A senha precisa ter pelo menos 8 caracteres."),
    ],
)
def test_counted_texts_agree_with_their_number(language: str, count: int, said: str) -> None:
    with override(language):
        assert borrowed_texts.COUNTED[-1] % {"min_length": count} == said


@pytest.mark.django_db
def test_a_refused_sign_up_speaks_to_a_friend(client: Client) -> None:
    cache.clear()
    response = client.post(
        "/accounts/signup/",
        {"email": "ana", "password1": "1234567"},
        headers={"accept-language": "es"},
    )
    assert response.context["form"].errors == {
        "email": ["Escribe un correo electrónico válido, como ana@example.com."],
        "password1": [
            "Esta contraseña es demasiado corta: necesita al menos 8 caracteres.",
            "Esta contraseña es demasiado común.",
            "Esta contraseña solo tiene números.",
        ],
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "El correo electrónico o la contraseña no son correctos."),
        ("pt-br", "E-mail ou senha incorretos."),
    ],
)
def test_a_refused_sign_in_speaks_to_a_friend(client: Client, language: str, said: str) -> None:
    cache.clear()
    response = client.post(
        "/accounts/login/",
        {"login": "nobody@example.com", "password": "wrong"},
        headers={"accept-language": language},
    )
    assert response.context["form"].non_field_errors() == [said]


@pytest.mark.parametrize(
    ("language", "said"), [("es", "26 de marzo de 2026"), ("pt-br", "26 de março de 2026")]
)
def test_months_are_written_small(language: str, said: str) -> None:
    with override(language):
        assert date_format(date(2026, 3, 26)) == said
