"""What instructors write: a level and a word on a criterion, the whole, remarks, phrases."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from classroom.forms.texts import PlainText
from classroom.models import Criterion, Phrase
from classroom.models.reviews import LONGEST
from classroom.reviews import digest_of

PHRASE_LENGTH = Phrase._meta.get_field("text").max_length or 0


def with_phrase(sent: QueryDict, name: str = "text") -> QueryDict:
    """What was sent, with the chosen phrase after what was typed: the way without JavaScript."""
    both = sent.copy()
    both[name] = " ".join(filter(None, (sent.get(name, ""), sent.get("phrase", ""))))
    return both


class ScoreForm(forms.Form):
    """One criterion of several that are sent together: its fields carry its id.

    `seen` names the score that the page showed, with a digest of it.
    """

    level = forms.IntegerField(required=False)
    remark = PlainText(most=LONGEST)
    seen = forms.RegexField(r"^[0-9]{1,9}\.[0-9a-f]{12}$")

    def __init__(self, data: Mapping[str, Any] | None, criterion: Criterion) -> None:
        super().__init__(data, prefix=str(criterion.pk))
        self.levels = {level.pk: level.title for level in criterion.levels.all()}

    def add_prefix(self, field_name: str) -> str:
        """`level-7`."""
        return f"{field_name}-{self.prefix}"

    def clean_level(self) -> int | None:
        level: int | None = self.cleaned_data["level"]
        if level is not None and level not in self.levels:
            raise forms.ValidationError(_("Choose one of the levels."))
        return level

    @property
    def typed_level(self) -> int | None:
        """The level that was sent, where it is one of the criterion's."""
        sent = self.data.get(self.add_prefix("level"), "")
        level = int(sent) if re.fullmatch("[0-9]{1,18}", sent) else None
        return level if level in self.levels else None

    @property
    def typed_remark(self) -> str:
        return str(self.data.get(self.add_prefix("remark"), ""))

    @property
    def version(self) -> int:
        return int(self.cleaned_data["seen"].partition(".")[0])

    @property
    def is_untouched(self) -> bool:
        """Whether it says what the page said already."""
        said = digest_of(self.cleaned_data["level"], self.cleaned_data["remark"])
        return bool(said == self.cleaned_data["seen"].partition(".")[2])


class OverallForm(forms.Form):
    text = PlainText(most=LONGEST)
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class RemarkForm(forms.Form):
    text = PlainText(most=LONGEST, least=1)
    is_private = forms.BooleanField(required=False)


class PhraseForm(forms.Form):
    text = PlainText(
        most=PHRASE_LENGTH,
        least=1,
        label=_("A sentence that you say often"),
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")
