"""The phrases that an instructor keeps at hand."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from classroom import phrases
from classroom.models import Phrase
from classroom.phrases import TooMany

pytestmark = pytest.mark.django_db


def test_a_phrase_is_kept_once_and_seen_by_nobody_else(
    as_ines: Client, as_ivan: Client, ines: User
) -> None:
    for _twice in range(2):
        as_ines.post(reverse("phrase_list"), {"text": "  Say who exactly. "})
    assert Phrase.objects.get().text == "Say who exactly."
    assert "Say who exactly." in as_ines.get(reverse("phrase_list")).content.decode()
    assert "Say who exactly." not in as_ivan.get(reverse("phrase_list")).content.decode()


@pytest.mark.parametrize("text", ["", " \n ", "x" * 501, "a\x00b", "x" * 10_000])
def test_what_is_no_phrase_is_refused(as_ines: Client, text: str) -> None:
    assert as_ines.post(reverse("phrase_list"), {"text": text}).status_code == 422
    assert not Phrase.objects.exists()


def test_there_is_room_for_so_many(
    as_ines: Client, ines: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phrases, "MOST", 1)
    phrases.keep("One", by=ines)
    with pytest.raises(TooMany):
        phrases.keep("Two", by=ines)
    assert phrases.keep("One", by=ines) == Phrase.objects.get()
    response = as_ines.post(reverse("phrase_list"), {"text": "Two"})
    assert response.status_code == 422
    assert "Delete some first" in response.content.decode()


def test_a_phrase_is_deleted_by_its_owner_alone(
    as_ines: Client, as_ivan: Client, ines: User
) -> None:
    kept = phrases.keep("Say who exactly.", by=ines)
    address = reverse("phrase_delete", args=[kept.pk])
    as_ivan.post(address)
    assert Phrase.objects.exists()
    for _twice in range(2):
        assert as_ines.post(address).status_code == 302
    assert not Phrase.objects.exists()
