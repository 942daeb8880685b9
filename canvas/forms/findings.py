"""The form in which a finding is set aside."""

from django import forms
from django.utils.translation import gettext_lazy as _

from canvas.exchange import limits
from canvas.exchange.faults import BrokenDocument
from canvas.exchange.values import Reading, Text
from canvas.forms.texts import TextField

REASON = Text(limits.LONG_TEXT, least=1)


class SetAsideForm(forms.Form):
    """`seen` is the finding's fingerprint as it was when the form was shown."""

    reason = TextField(
        label=_("Why does this not matter here?"),
        help_text=_(
            "It counts no more, and stays listed with your reason. It comes back by itself when"
            " anything changes that it was judged by."
        ),
        widget=forms.Textarea({"rows": 3, "required": True}),
        template_name="canvas/_field.html",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_reason(self) -> str:
        """As the format's codec reads a text, and refused in its words."""
        reading = Reading(None)
        reason = REASON.read(self.cleaned_data["reason"], (None, "reason"), reading)
        try:
            reading.faults.refuse()
        except BrokenDocument as broken:
            raise forms.ValidationError([fault.message for fault in broken.faults]) from broken
        return str(reason)
