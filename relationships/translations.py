"""Which texts of the catalog still lack a language.

A text is missing in a language where it stands in English and not in that language.
"""

from dataclasses import dataclass

from django.conf import settings

from relationships.catalog_file import LANGUAGES
from relationships.models import Row

OTHERS = {code: suffix for code, suffix in LANGUAGES.items() if code != "en"}


@dataclass(frozen=True, slots=True)
class Missing:
    """How many texts an entry lacks in a language."""

    code: str
    language: str
    count: int


def missing(row: Row) -> tuple[Missing, ...]:
    """The languages in which an entry lacks texts. No query."""
    found = (
        Missing(
            code,
            dict(settings.LANGUAGES)[code],
            sum(
                bool(getattr(row, f"{text}_en")) and not getattr(row, f"{text}_{suffix}")
                for text in row.TEXTS
            ),
        )
        for code, suffix in OTHERS.items()
    )
    return tuple(one for one in found if one.count)
