"""The form in which an assignment is set."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from canvas.exchange import limits, vinculo_canvas
from canvas.exchange.vinculo_canvas import BrokenDocument
from canvas.forms.choices import offer
from classroom.forms.texts import PlainText
from classroom.models import Course
from classroom.models.assignments import MOST_LATE_DAYS, MOST_PEERS
from classroom.moments import NoSuchTime, at_that_time
from classroom.starters import Offer, document_of
from classroom.terms import NO_RUBRIC, Terms, in_words, peers_told, seen_in, written
from relationships.catalog import Catalog

LONGEST_BRIEF = 10_000
END_OF_DAY = time(23, 59)
"""When a deadline falls that names no time."""

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)

ALWAYS, SOME_DAYS, NEVER = "always", "days", "never"
LATE_POLICIES = {
    ALWAYS: _("It is always taken, and marked as late"),
    SOME_DAYS: _("It is taken for some days, and marked as late"),
    NEVER: _("It is not taken"),
}

KEEP, UPLOAD = "keep", "upload"

DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput({"type": "time"}, format="%H:%M")

ALIKE = ("title", "brief", "judged_by", "peer_reviews", "self_review", "is_anonymous")
"""Fields that are called in the form as in the terms."""


class Offers(NamedTuple):
    """What one person can choose from; queried before, so that a form never does."""

    rubrics: list[Offer]
    canvases: list[Offer]
    examples: list[Offer]


class AssignmentForm(forms.Form):
    """Makes `terms` of what was typed; `base` carries them as they were when it was shown.

    Days and times are those of the course's clock.
    """

    title = PlainText(label=_("Title"), most=120, least=1)
    brief = PlainText(
        label=_("What is to be done"),
        most=LONGEST_BRIEF,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("Which business, how far, and what you will look at. Addresses become links."),
    )
    due_day = forms.DateField(label=_("Due on"), required=False, widget=DATE)
    due_time = forms.TimeField(label=pgettext_lazy("of a day", "Time"), required=False, widget=TIME)
    late = forms.ChoiceField(
        label=_("Work that comes later"),
        choices=list(LATE_POLICIES.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    late_days = forms.IntegerField(
        label=_("For how many days"), required=False, min_value=1, max_value=MOST_LATE_DAYS
    )
    starter = forms.ChoiceField(
        label=_("Students start from"),
        help_text=_("Each student gets a copy. What is missing on it is theirs to fill."),
    )
    document = forms.FileField(
        label=_("The document, where you upload one"),
        required=False,
        widget=forms.FileInput({"accept": ".json,application/json"}),
        help_text=_("A canvas that was exported from Vínculo (vinculo-canvas/1, .json)."),
    )
    judged_by = forms.ChoiceField(
        label=_("Rubric"),
        required=False,
        help_text=_("Students see it with the assignment."),
    )
    peer_reviews = forms.TypedChoiceField(
        label=_("Each student reviews"), coerce=int, empty_value="0", required=False
    )
    self_review = forms.BooleanField(
        label=_("Each student reviews their own work too"), required=False
    )
    is_anonymous = forms.BooleanField(
        label=_("Students don’t learn who reviews them, nor whom they review"), required=False
    )
    reviews_due_day = forms.DateField(label=_("Reviews due on"), required=False, widget=DATE)
    reviews_due_time = forms.TimeField(
        label=pgettext_lazy("of a day", "Time"), required=False, widget=TIME
    )
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        course: Course,
        user_id: int,
        language: str,
        catalog: Catalog,
        now: Terms | None = None,
        shown: Terms | None = None,
        base: Terms | None = None,
        choice: str = "",
        offers: Offers,
    ) -> None:
        """`now` are the terms as they stand; `shown` those to fill in, where they are others.

        After a clash `shown` are the writer's, and `base` those that the other one saved.
        """
        self.course, self.user_id, self.language = course, user_id, language
        self.catalog, self.now = catalog, now
        filled = shown or now
        initial = _initial(filled, course) if filled else {"late": ALWAYS}
        seen = base or now
        initial["base"] = written(seen) if seen else ""
        initial["starter"] = choice or (KEEP if filled and filled.starter else "")
        super().__init__(data, files, initial=initial, label_suffix="")
        self.clashing: tuple[Any, ...] = ()
        self.broken: BrokenDocument | None = None
        keeps = [(KEEP, _("What it is now"))] if now and now.starter else []
        offer(
            self,
            "starter",
            [
                *keeps,
                ("", _("An empty canvas")),
                (_("One of your canvases"), offers.canvases),
                (_("An example"), offers.examples),
                (UPLOAD, _("A document that you upload")),
            ],
        )
        self.fields["starter"].required = False
        judges = [
            ("", _("Not chosen yet")),
            (NO_RUBRIC, _("No rubric: words alone")),
            *offers.rubrics,
        ]
        offer(self, "judged_by", judges)
        offer(self, "peer_reviews", [(n, peers_told(n)) for n in range(MOST_PEERS + 1)])
        self.rubrics = {key: str(title) for key, title in judges}

    def keep_rubric(self) -> None:
        """Work was scored by it already."""
        self.fields["judged_by"].disabled = True
        self.fields["judged_by"].help_text = _("Work was scored by this rubric already: it stays.")

    @property
    def asks_students(self) -> bool:
        """Whether the part on reviews by students is open from the start."""
        names = ("peer_reviews", "self_review", "is_anonymous", "reviews_due_day")
        wished = any(self[name].value() not in (None, "", False, 0, "0") for name in names)
        refused = (*names, "reviews_due_time")
        return wished or any(self[name].errors for name in refused)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        self.seen = seen_in(values.get("base", ""), self.now or Terms(title=""))
        due_at = self._moment("due", self.seen.due_at)
        reviews_due_at = self._moment("reviews_due", self.seen.reviews_due_at)
        if due_at and reviews_due_at and reviews_due_at <= due_at:
            self.add_error("reviews_due_day", _("Reviews come after the work: choose a later day."))
        late_days = self._late_days()
        starter = self._starter()
        if not self.errors:
            self.terms = Terms(
                due_at=due_at,
                late_days=late_days,
                starter=starter,
                reviews_due_at=reviews_due_at,
                **{name: values[name] for name in ALIKE if name != "peer_reviews"},
                peer_reviews=int(values["peer_reviews"]),
            )
        return values

    def _moment(self, name: str, before: datetime | None) -> datetime | None:
        """The moment that day and time mean in the course; one that is new must be to come."""
        day = self.cleaned_data.get(f"{name}_day")
        at = self.cleaned_data.get(f"{name}_time")
        if day is None:
            if at and f"{name}_day" not in self.errors:
                self.add_error(f"{name}_day", _("Say which day, too."))
            return None
        if not FIRST_DAY <= day <= LAST_DAY:
            self.add_error(f"{name}_day", _("That is too far away."))
            return None
        typed = datetime.combine(day, at or END_OF_DAY)
        if before and _shown(before, self.course) == typed:
            return before
        try:
            moment = at_that_time(typed, self.course.zone)
        except NoSuchTime:
            self.add_error(f"{name}_time", _("The clocks skip this time on that day."))
            return None
        if moment <= timezone.now():
            self.add_error(f"{name}_day", _("That has passed: choose a moment to come."))
        return moment

    def _late_days(self) -> int | None:
        policy = self.cleaned_data.get("late")
        if policy == NEVER:
            return 0
        if policy != SOME_DAYS or "late_days" in self.errors:
            return None
        days: int | None = self.cleaned_data.get("late_days")
        if days is None:
            self.add_error("late_days", _("Say for how many days."))
        return days

    def _starter(self) -> str:
        choice, file = self.cleaned_data.get("starter"), self.cleaned_data.get("document")
        if choice == UPLOAD or file:
            return self._uploaded(file)
        if choice == KEEP:
            return self.seen.starter
        if not choice:
            return ""
        document = document_of(choice, self.user_id, self.language)
        if document is None:
            self.add_error("starter", _("This canvas is gone. Choose another."))
        return document or ""

    def _uploaded(self, file: Any) -> str:
        """The document, written as we write it. Every fault of one that is broken is kept."""
        if not file:
            self.add_error("document", _("Choose a file."))
            return ""
        if file.size > limits.DOCUMENT_BYTES:
            self.add_error("document", _("The file is larger than 32 MiB."))
            return ""
        try:
            return vinculo_canvas.dump(vinculo_canvas.parse(file.read(), self.catalog))
        except BrokenDocument as broken:
            self.broken = broken
            self.add_error("document", _("This is not a canvas that can be read."))
            return ""

    def say(self, name: str, terms: Terms) -> str:
        """What the terms hold in a field, in words, for two people who changed it at once."""
        return in_words(name, terms, self.course, self.rubrics)

    def labelled(self, name: str) -> str:
        known = {"due_at": "due_day", "reviews_due_at": "reviews_due_day", "late_days": "late"}
        return str(self.fields[known.get(name, name)].label)


def _shown(moment: datetime, course: Course) -> datetime:
    """What the form shows of a moment: what the course's clock shows, to the minute."""
    return moment.astimezone(course.zone).replace(second=0, microsecond=0, tzinfo=None)


def _initial(terms: Terms, course: Course) -> dict[str, Any]:
    start: dict[str, Any] = {name: getattr(terms, name) for name in ALIKE}
    for name, moment in (("due", terms.due_at), ("reviews_due", terms.reviews_due_at)):
        if moment:
            local = _shown(moment, course)
            start |= {f"{name}_day": local.date(), f"{name}_time": local.time()}
    policy = ALWAYS if terms.late_days is None else (SOME_DAYS if terms.late_days else NEVER)
    return start | {"late": policy, "late_days": terms.late_days or None}
