"""The phrases that an instructor keeps at hand."""

from django.db import transaction

from accounts.models import User
from classroom.models import Phrase

MOST = 200
"""Of one person."""


class TooMany(Exception):
    """The person keeps as many as there is room for."""


def keep(text: str, *, by: User) -> Phrase:
    """Keeps a phrase; one that is kept already stays. Raises `TooMany`."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        kept = by.phrases.filter(text=text).first()
        if kept is None and by.phrases.count() >= MOST:
            raise TooMany
        return kept or by.phrases.create(text=text)


def drop(phrase_id: int, *, by: User) -> None:
    """Nothing happens where it is gone already, or is somebody else's."""
    by.phrases.filter(pk=phrase_id).delete()
