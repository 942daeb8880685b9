"""Rubrics: a person's list, and making, editing, copying and deleting one."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts import unsaved
from accounts.models import User
from canvas.board import shortened
from canvas.exchange import limits
from canvas.views.editing import bare
from canvas.views.elements import show_and_save
from canvas.views.requests import SignedInRequest
from classroom import rubrics
from classroom.access import get_rubric
from classroom.content import shipped_rubric
from classroom.drafts import MOST_CRITERIA, RubricDraft
from classroom.forms.rubrics import NewRubricForm, RubricForm, Typed, arranged, typed_in, typed_of
from classroom.models import Course, Rubric, Score
from classroom.rubrics import NotSaved
from relationships.vocabulary import Language

PAGE_LENGTH = 50
USES_SHOWN = 10

REFUSALS: dict[str, str | Promise] = {
    "scored": gettext_lazy("Work was scored by this rubric already: it stays as it is."),
    "used": gettext_lazy("An assignment uses this rubric: it can’t be deleted."),
    "many": gettext_lazy("You have as many rubrics as one person can hold. Delete some first."),
}


@require_safe
def rubric_list(request: SignedInRequest) -> HttpResponse:
    """One's own, and those of the courses one teaches."""
    mine = Rubric.objects.filter(pk__in=Rubric.objects.usable_by(request.user.pk).values("pk"))
    found = _counted(mine).order_by("-created_at", "-pk")
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "classroom/rubric_list.html", {"page": page})


def _counted(found: QuerySet[Rubric]) -> QuerySet[Rubric]:
    """With the number of criteria and uses, and whether somebody was judged by it."""
    scored = Score.objects.filter(criterion__rubric=OuterRef("pk"))
    return found.select_related("owner").annotate(
        criterion_count=Count("criteria", distinct=True),
        use_count=Count("assignments", distinct=True),
        is_scored=Exists(scored),
    )


@show_and_save
def rubric_new(request: SignedInRequest) -> HttpResponse:
    """Empty, or from the one that ships, in one of its languages."""
    sent = request.POST if request.method == "POST" else None
    form = NewRubricForm(sent, language=request.LANGUAGE_CODE)
    if form.is_valid():
        try:
            return redirect("rubric", rubrics.create(_beginning(form), by=request.user).pk)
        except NotSaved as refused:
            form.add_error(None, str(REFUSALS[refused.reason]))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "classroom/rubric_new.html", {"form": form}, status=status)


def _beginning(form: NewRubricForm) -> RubricDraft:
    title, start, language = (form.cleaned_data[name] for name in ("title", "start", "language"))
    if start == "shipped":
        draft = shipped_rubric(Language(language))
        return replace(draft, title=title or draft.title)
    return RubricDraft(title=title or _("New rubric"), language=language)


@show_and_save
def rubric(request: SignedInRequest, rubric_id: int) -> HttpResponse:
    """To be edited until the first score; then to be read, with the reason."""
    found = get_rubric(request.user, rubric_id)
    if request.method == "POST":
        return _save(request, found)
    if rubrics.is_scored(found):
        context = {"rubric": found, "sheet": rubrics.sheet_of(found)}
        return render(request, "classroom/rubric_read.html", context)
    kept = unsaved.take(request)
    typed = typed_in(kept) if kept else typed_of(rubrics.draft_of(found), found.version)
    return _show(request, found, RubricForm(typed), restored=kept is not None)


def _save(request: SignedInRequest, found: Rubric) -> HttpResponse:
    """Saves, or, where a button asks for it (`do`), shows what was typed in its new order."""
    typed = typed_in(request.POST)
    wish = request.POST.get("do", "")
    if wish not in ("", "copy"):
        focus = arranged(typed, wish)
        return _show(request, found, RubricForm(typed, focus=focus))
    form = RubricForm(typed, sent=True)
    if not form.is_valid():
        return _show(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if wish == "copy":
            found = rubrics.create(form.draft(), by=request.user)
        else:
            rubrics.save(found, form.draft(), version=form.cleaned_data["version"])
    except NotSaved as refused:
        return _refused(request, found, typed, refused)
    messages.success(request, _("Saved."))
    return _to(request, reverse("rubric", args=[found.pk]))


def _refused(
    request: SignedInRequest, found: Rubric, typed: Typed, refused: NotSaved
) -> HttpResponse:
    """What was typed, beside what stands there now. It can be kept as a rubric of one's own.

    After a clash it is of the new version: saving again overwrites knowingly.
    """
    now = Rubric.objects.filter(pk=found.pk).first()
    clashes = refused.reason == "clash" and now is not None
    if clashes and now:
        typed["version"] = now.version
    context = {
        "theirs": now,
        "theirs_sheet": rubrics.sheet_of(now) if now else None,
        "clashes": clashes,
        "refusal": REFUSALS.get(refused.reason, ""),
    }
    return _show(request, found, RubricForm(typed), HTTPStatus.CONFLICT, **context)


def _show(
    request: SignedInRequest,
    found: Rubric,
    form: RubricForm,
    status: HTTPStatus = HTTPStatus.OK,
    **more: Any,
) -> HttpResponse:
    """The form: bare for htmx, else inside its page."""
    context = {
        "rubric": found,
        "form": form,
        "use_count": found.assignments.count(),
        "most_criteria": MOST_CRITERIA,
        **more,
    }
    name = "classroom/rubric.html#form" if request.htmx else "classroom/rubric.html"
    return bare(render(request, name, context, status=status))


def _to(request: SignedInRequest, address: str) -> HttpResponse:
    """The whole page anew, with htmx too."""
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


@require_POST
def rubric_duplicate(request: SignedInRequest, rubric_id: int) -> HttpResponse:
    """A copy of one's own, open to edits whatever became of the first."""
    found = get_rubric(request.user, rubric_id)
    title = shortened(_("Copy of %(title)s") % {"title": found.title}, limits.NAME)
    try:
        twin = rubrics.create(replace(rubrics.draft_of(found), title=title), by=request.user)
    except NotSaved as refused:
        messages.error(request, str(REFUSALS[refused.reason]))
        return redirect("rubric_list")
    messages.success(request, _("Copied: this is yours to change."))
    return redirect("rubric", twin.pk)


@show_and_save
def rubric_delete(request: SignedInRequest, rubric_id: int) -> HttpResponse:
    """Asks first; says why where it can't be."""
    found = get_rubric(request.user, rubric_id)
    context = {"rubric": found, "uses": _uses(found, request.user)}
    if request.method != "POST":
        return render(request, "classroom/rubric_delete.html", context)
    try:
        rubrics.delete(found)
    except NotSaved as refused:
        context["refusal"] = REFUSALS.get(refused.reason, "")
        status = HTTPStatus.CONFLICT
        return render(request, "classroom/rubric_delete.html", context, status=status)
    messages.success(request, _("“%(title)s” was deleted.") % {"title": found.title})
    return redirect("rubric_list")


def _uses(found: Rubric, person: User) -> list[tuple[str, str]]:
    """The assignments that refer to it, with their courses; none that the person does not teach."""
    uses = found.assignments.select_related("course").order_by("pk")
    taught = set(Course.objects.taught_by(person.pk).values_list("pk", flat=True))
    elsewhere = _("an assignment of a course that you don’t teach")
    return [
        (use.title, use.course.title) if use.course_id in taught else (elsewhere, "")
        for use in uses[:USES_SHOWN]
    ]
