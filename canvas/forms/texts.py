"""Texts as they were typed."""

from typing import Any

from django import forms


class TextField(forms.CharField):
    """Left as typed: the format's codec trims it and refuses what it must, NUL included."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, strip=False, **options)

    def run_validators(self, value: Any) -> None:
        """None: the codec's words are the ones to be shown."""
