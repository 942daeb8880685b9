"""Bring the shipped catalog into the database, past what editors have made of it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from relationships.actions import record
from relationships.content import shipped
from relationships.models import (
    STEP,
    AdviceWeight,
    CatalogStamp,
    ChannelKind,
    Deed,
    EmptyPhrase,
    Factor,
    Question,
    RelationshipType,
    Row,
    RuleSetting,
    Strategy,
)


class Outcome(StrEnum):
    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    LEFT_ALONE = "left alone"


class Command(BaseCommand):
    help = (
        "Adds what is missing of the shipped catalog and updates what no editor has touched. "
        "Lists what it left alone; never takes an entry out of retirement."
    )

    def handle(self, *_: Any, verbosity: int, **__: Any) -> None:
        """One transaction, which waits for whoever else is writing the catalog.

        Silent at verbosity 0.
        """
        counts: Counter[Outcome] = Counter()
        with transaction.atomic():
            CatalogStamp.hold()
            for model, values in _parts():
                for key, outcome in _load(model, values):
                    counts[outcome] += 1
                    if outcome is Outcome.LEFT_ALONE and verbosity:
                        self.stdout.write(f"Left alone: {model._meta.verbose_name} {key}")
        if verbosity:
            told = ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome)
            self.stdout.write(f"Catalog: {told}.")


def _parts() -> list[tuple[type[Row], Mapping[str, Any]]]:
    """What ships, by model and key."""
    catalog = shipped()
    return [
        (RelationshipType, catalog.types),
        (Strategy, catalog.strategies),
        (ChannelKind, catalog.kinds),
        (Factor, catalog.factors),
        (Question, {question.slug: question for question in catalog.questions}),
        (EmptyPhrase, {phrase: phrase for phrase in catalog.empty_phrases}),
        (RuleSetting, catalog.rules),
        (AdviceWeight, catalog.weights),
    ]


def _load(model: type[Row], values: Mapping[str, Any]) -> Iterator[tuple[str, Outcome]]:
    """Load the entries of one kind: one query, two more for all that are new, two for each change.

    What is new comes in one statement, so that a type may stand before its parent.
    """
    rows = {row.pk: row for row in model.objects.all()}
    fresh = {
        key: _fresh(model, value, place) for place, (key, value) in enumerate(values.items(), 1)
    }
    added = [row for key, row in fresh.items() if key not in rows]
    if added:
        model.objects.bulk_create(added)
        record(added, Deed.LOAD, by=None)
    for key, row in fresh.items():
        yield key, _replace(rows[key], row) if key in rows else Outcome.ADDED


def _fresh(model: type[Row], value: Any, place: int) -> Row:
    row = model(position=place * STEP)
    row.take(value)
    row.shipped_fingerprint = row.fingerprint()
    return row


def _replace(row: Row, fresh: Row) -> Outcome:
    """Put the shipped entry in the place of a row, where no editor has another mind."""
    if row.is_touched and row.fingerprint() != fresh.fingerprint():
        return Outcome.LEFT_ALONE
    if getattr(row, "retired", False):
        _retire(fresh)
    if row.shipped_fingerprint == fresh.shipped_fingerprint:
        return Outcome.UNCHANGED
    fresh.save(force_update=True)
    record([fresh], Deed.LOAD, by=None)
    return Outcome.UPDATED


def _retire(fresh: Row) -> None:
    setattr(fresh, "retired", True)  # noqa: B010 - a rule setting has none
    fresh.shipped_fingerprint = fresh.fingerprint()
