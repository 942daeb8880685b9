"""What is written on the review screen: levels, words, remarks.

Every address that takes what is typed shows the whole screen as well: with what was refused, or
could not be saved while the session was gone, still in its field.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import unsaved
from canvas.views.elements import show_and_save
from canvas.views.requests import SignedInRequest
from classroom import reviewing
from classroom.forms.reviews import OverallForm, RemarkForm, ScoreForm, with_phrase
from classroom.models import Criterion, Score
from classroom.replying import mark_replies_read
from classroom.reviewing import Clash
from classroom.reviews import Box, Typed, Unsaved
from classroom.views.review_desk import ReviewDesk

REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


@require_safe
def review(request: SignedInRequest, submission_id: uuid.UUID) -> HttpResponse:
    """Sixteen queries of its own; for the sheet of an element alone, nine.

    Whatever students replied counts as read once it was shown here.
    """
    desk = ReviewDesk(request, submission_id)
    response = desk.show()
    mark_replies_read(desk.rows.new_replies)
    return response


@require_POST
def review_take_up(request: SignedInRequest, submission_id: uuid.UUID) -> HttpResponse:
    desk = ReviewDesk(request, submission_id)

    def write() -> Any:
        return reviewing.take_up(desk.submission, attempt=desk.written_on, by=request.user)

    return desk.write(write) or desk.back()


@require_POST
def carry_over(request: SignedInRequest, submission_id: uuid.UUID) -> HttpResponse:
    """Takes over the levels and remarks of the review before."""
    desk = ReviewDesk(request, submission_id)

    def write() -> Any:
        return reviewing.carry_over(desk.submission, attempt=desk.written_on, by=request.user)

    return desk.write(write) or desk.back()


@show_and_save
def score_save(
    request: SignedInRequest, submission_id: uuid.UUID, criterion_id: int
) -> HttpResponse:
    """Saves one criterion."""
    desk = ReviewDesk(request, submission_id)
    chosen = [each for each in desk.rows.criteria if each.pk == criterion_id]
    if not chosen:
        raise Http404
    return _scores(desk, chosen)


@show_and_save
def scores_save(request: SignedInRequest, submission_id: uuid.UUID) -> HttpResponse:
    """Saves all criteria that were touched, each by itself."""
    desk = ReviewDesk(request, submission_id)
    return _scores(desk, desk.rows.criteria)


def _scores(desk: ReviewDesk, criteria: Sequence[Criterion]) -> HttpResponse:
    request = desk.request
    if request.method != "POST":
        return _restored(desk, lambda kept: Unsaved(scores=_typed(kept, criteria)))
    sent = with_phrase(request.POST, f"remark-{request.POST.get('phrase_to', '')}")
    forms = [ScoreForm(sent, criterion) for criterion in criteria]
    left, status = {}, HTTPStatus.OK
    for criterion, form in zip(criteria, forms, strict=True):
        if not form.is_valid():
            faults = tuple(str(fault) for errors in form.errors.values() for fault in errors)
            left[criterion.pk] = Typed(form.typed_level, Box(form.typed_remark, faults))
            status = REFUSED
            continue
        if form.is_untouched:
            continue
        try:
            refused = desk.write(
                lambda: _score(desk, criterion, form),  # noqa: B023 - called at once
                Unsaved(scores=_typed(sent, criteria)),
            )
        except Clash as clash:
            left[criterion.pk] = _clashing(form, clash)
            status = HTTPStatus.CONFLICT
            continue
        if refused:
            return refused
    desk.forget()
    desk.unsaved = Unsaved(scores=left)
    if request.htmx:
        return desk.answer(criteria=[criterion.pk for criterion in criteria], status=status)
    return desk.show(status) if left else desk.back("#rubric")


def _score(desk: ReviewDesk, criterion: Criterion, form: ScoreForm) -> Score:
    return reviewing.score(
        desk.submission,
        criterion.pk,
        attempt=desk.written_on,
        level=form.cleaned_data["level"],
        remark=form.cleaned_data["remark"],
        version=form.version,
        by=desk.request.user,
    )


def _clashing(form: ScoreForm, clash: Clash) -> Typed:
    theirs = clash.theirs
    assert isinstance(theirs, Score)  # noqa: S101 - it is what `score` raises
    return Typed(
        level=form.cleaned_data["level"],
        box=Box(form.cleaned_data["remark"], theirs=theirs.remark, who=str(theirs.by or "")),
        theirs_level=theirs.level.title if theirs.level else "",
    )


def _typed(sent: Mapping[str, Any], criteria: Sequence[Criterion]) -> Mapping[int, Typed]:
    """What was sent of criteria, as it was sent."""
    forms = {criterion.pk: ScoreForm(sent, criterion) for criterion in criteria}
    return {
        pk: Typed(form.typed_level, Box(form.typed_remark))
        for pk, form in forms.items()
        if form.add_prefix("seen") in sent
    }


@show_and_save
def overall_save(request: SignedInRequest, submission_id: uuid.UUID) -> HttpResponse:
    """Saves what there is to say of the whole."""
    desk = ReviewDesk(request, submission_id)
    if request.method != "POST":
        return _restored(desk, lambda kept: Unsaved(overall=Box(kept.get("text", ""))))
    sent = with_phrase(request.POST)
    form = OverallForm(sent)
    typed = Box(sent.get("text", ""), tuple(map(str, form.errors.get("text", ()))))
    if not form.is_valid():
        return _shown(desk, Unsaved(overall=typed), REFUSED)

    def write() -> Any:
        said = {"attempt": desk.written_on, "by": request.user, **form.cleaned_data}
        return reviewing.overall(desk.submission, **said)

    try:
        refused = desk.write(write, Unsaved(overall=typed))
    except Clash as clash:
        theirs = getattr(clash.theirs, "overall", "")
        return _shown(desk, Unsaved(overall=replace(typed, theirs=theirs)), HTTPStatus.CONFLICT)
    return refused or _shown(desk, Unsaved(), HTTPStatus.OK)


def _shown(desk: ReviewDesk, left: Unsaved, status: HTTPStatus) -> HttpResponse:
    """The field of the whole, as it stands now."""
    desk.unsaved = left
    if desk.request.htmx:
        return desk.answer(overall=True, status=status)
    return desk.show(status) if left.overall else desk.back("#overall")


@show_and_save
def remark_new(request: SignedInRequest, submission_id: uuid.UUID) -> HttpResponse:
    """Adds a remark on what is opened on the board: `?on=`."""
    desk = ReviewDesk(request, submission_id)
    if request.method != "POST":
        return _restored(
            desk,
            lambda kept: Unsaved(remark=Box(kept.get("text", "")), is_private="is_private" in kept),
        )
    sent = with_phrase(request.POST)
    form = RemarkForm(sent)
    faults = tuple(map(str, form.errors.get("text", ())))
    typed = Unsaved(
        remark=Box(sent.get("text", ""), faults), is_private="is_private" in request.POST
    )
    if not form.is_valid():
        desk.unsaved = typed
        return _remarks(desk, REFUSED)

    def write() -> Any:
        said = {"attempt": desk.written_on, "by": request.user, **form.cleaned_data}
        return reviewing.remark(desk.submission, key=request.GET.get("on", ""), **said)

    return desk.write(write, typed) or _remarks(desk)


@show_and_save
def remark_edit(request: SignedInRequest, submission_id: uuid.UUID, remark_id: int) -> HttpResponse:
    """Edits a remark of one's own."""
    desk = ReviewDesk(request, submission_id)
    if request.method != "POST":
        return _restored(desk, lambda kept: Unsaved(edits={remark_id: Box(kept.get("text", ""))}))
    form = RemarkForm(request.POST)
    faults = tuple(map(str, form.errors.get("text", ())))
    typed = Unsaved(edits={remark_id: Box(request.POST.get("text", ""), faults)})
    if not form.is_valid():
        desk.unsaved = typed
        return _remarks(desk, REFUSED)

    def write() -> Any:
        text, attempt = form.cleaned_data["text"], desk.written_on
        return reviewing.reword(
            desk.submission, remark_id, attempt=attempt, text=text, by=request.user
        )

    return desk.write(write, typed) or _remarks(desk)


@require_POST
def remark_delete(
    request: SignedInRequest, submission_id: uuid.UUID, remark_id: int
) -> HttpResponse:
    desk = ReviewDesk(request, submission_id)

    def write() -> Any:
        attempt = desk.written_on
        return reviewing.retract(desk.submission, remark_id, attempt=attempt, by=request.user)

    return desk.write(write) or _remarks(desk)


def _remarks(desk: ReviewDesk, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    """The remarks on what is opened, and its mark on the board."""
    if not desk.request.htmx:
        return desk.back("#remarks") if status == HTTPStatus.OK else desk.show(status)
    more = {**desk.sheet(), "marked": desk.drawing.marked()}
    return desk.answer("classroom/review_remarks.html", status=status, more=more)


def _restored(desk: ReviewDesk, typed: Any) -> HttpResponse:
    """The screen, with what was sent here while nobody was signed in."""
    kept = unsaved.take(desk.request)
    if kept:
        desk.unsaved = replace(typed(kept), told=_("You were signed out. This is not saved yet."))
    return desk.show()
