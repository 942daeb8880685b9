"""The phrases that an instructor keeps at hand."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from canvas.views.elements import show_and_save
from canvas.views.requests import SignedInRequest
from classroom import phrases
from classroom.forms.reviews import PhraseForm
from classroom.phrases import TooMany


@show_and_save
def phrase_list(request: SignedInRequest) -> HttpResponse:
    """One's own, and a form to keep another. One query of its own."""
    form = PhraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            phrases.keep(form.cleaned_data["text"], by=request.user)
        except TooMany:
            form.add_error("text", _("You keep as many as there is room for. Delete some first."))
        else:
            messages.success(request, _("Kept."))
            return redirect("phrase_list")
    kept = list(request.user.phrases.order_by("text", "pk"))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "phrases": kept}
    return render(request, "classroom/phrase_list.html", context, status=status)


@require_POST
def phrase_delete(request: SignedInRequest, phrase_id: int) -> HttpResponse:
    phrases.drop(phrase_id, by=request.user)
    messages.success(request, _("Deleted."))
    return redirect("phrase_list")
