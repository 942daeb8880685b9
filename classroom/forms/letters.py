"""Which mails about courses a person wants."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from classroom.models import Occasion

TOLD: dict[Occasion, str | Promise] = {
    Occasion.PUBLISHED: _("A new assignment is there"),
    Occasion.DUE: _("Something is due within a day, and I have not handed it in"),
    Occasion.SUBMITTED: _("Students of mine have handed something in"),
    Occasion.RELEASED: _("There is feedback on my work"),
    Occasion.REPLIED: _("Somebody has replied to feedback"),
}


class LettersForm(forms.Form):
    wanted = forms.MultipleChoiceField(
        label=_("Mail me when"),
        choices=[(str(occasion), told) for occasion, told in TOLD.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    @property
    def unwanted(self) -> set[str]:
        """What was not ticked."""
        return {str(occasion) for occasion in Occasion} - set(self.cleaned_data["wanted"])
