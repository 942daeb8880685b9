"""Which mails about courses a person gets."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from canvas.views.requests import SignedInRequest
from classroom import letters
from classroom.forms.letters import LettersForm
from classroom.models import Occasion


@require_http_methods(["GET", "HEAD", "POST"])
def letter_choices(request: SignedInRequest) -> HttpResponse:
    """One query of its own."""
    if request.method != "POST":
        unwanted = letters.unwanted_by(request.user)
        form = LettersForm(initial={"wanted": [o for o in Occasion if o not in unwanted]})
        return render(request, "classroom/letter_choices.html", {"form": form})
    form = LettersForm(request.POST)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "classroom/letter_choices.html", {"form": form}, status=status)
    letters.choose(request.user, unwanted=form.unwanted)
    messages.success(request, _("Saved."))
    return redirect("letter_choices")
