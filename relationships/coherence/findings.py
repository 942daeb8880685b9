"""What a rule says about a canvas."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from relationships.coherence import texts
from relationships.coherence.reading import Reading
from relationships.vocabulary import Severity

Identity: TypeAlias = tuple[str, tuple[str, ...], tuple[str, ...]]
"""Code, elements and about: the same on every check that finds the same thing."""

SetAside: TypeAlias = tuple[str, tuple[str, ...], tuple[str, ...], str]
"""An identity, and the fingerprint that the finding had when it was set aside."""


class Found(NamedTuple):
    """What a rule yields: the engine adds the code and the severity.

    `read` holds the values that the rule read to get here, for the fingerprint; `values`
    what the texts may name beside the elements (see `texts.say`).
    """

    elements: tuple[str, ...]
    read: tuple[Any, ...] = ()
    about: tuple[str, ...] = ()
    values: Mapping[str, Any] = {}


class Finding(NamedTuple):
    """A finding, frozen. Its texts and its fingerprint are made when asked for, not before."""

    code: str
    severity: Severity
    elements: tuple[str, ...]
    about: tuple[str, ...]
    is_set_aside: bool
    read: tuple[Any, ...]
    values: Mapping[str, Any]
    reading: Reading

    @property
    def identity(self) -> Identity:
        return (self.code, self.elements, self.about)

    @property
    def fingerprint(self) -> str:
        """A SHA-256 of what the rule read: another one as soon as any of it changes."""
        return fingerprint(self.read)

    @property
    def set_aside_as(self) -> SetAside:
        """What `check` has to be given to count this finding no more."""
        return (*self.identity, self.fingerprint)

    def title(self, language: str) -> str:
        """What the rule is called."""
        return texts.of(self.code).title.into(language)

    def message(self, language: str) -> str:
        """What holds not together (or does), naming the elements."""
        return texts.say(self.code, "what", self.elements, self.values, self.reading, language)

    def why(self, language: str) -> str:
        """Why it matters."""
        return texts.of(self.code).why.into(language)

    def mend(self, language: str) -> str:
        """What would mend it."""
        return texts.say(self.code, "mend", self.elements, self.values, self.reading, language)

    def __eq__(self, other: object) -> bool:
        """Two findings are equal when they say the same, and for the same reasons."""
        return isinstance(other, Finding) and self._essence() == other._essence()

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.identity)

    def _essence(self) -> tuple[object, ...]:
        return (self.identity, self.severity, self.is_set_aside, self.fingerprint)


def fingerprint(read: tuple[Any, ...]) -> str:
    """The same in every process, for values that are equal: 5 and 5.00 are one amount."""
    canonical = json.dumps(_canonical(read), separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_canonical(item) for item in value]
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value
