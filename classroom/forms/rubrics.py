"""The form of a rubric: its criteria and levels in one, so that it can be edited as a whole.

Its names count: `c0-title` is the title of the first criterion, `c0-l1-points` are the points of
the second level of that. Criteria and levels are added, removed and moved by buttons that send the
form: `arranged` answers with what was typed in its new order, and nothing is stored before it is
saved.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from canvas.forms.amounts import MoneyField
from canvas.forms.canvases import LANGUAGE_NAMES
from classroom.drafts import (
    MOST_CRITERIA,
    MOST_LEVELS,
    CriterionDraft,
    LevelDraft,
    RubricDraft,
)
from classroom.forms.texts import PlainText
from classroom.models.rubrics import MOST_POINTS

Typed = dict[str, Any]
"""What was typed, not yet read: the rubric's own fields, and `criteria` with their `levels`."""

HEAD = ("title", "description", "language", "version")
CRITERION = ("key", "title", "description")
LEVEL = ("key", "title", "points", "description")

NEW_LEVELS = (("0", ""), ("1", ""))
"""Points and titles of the levels that the first criterion gets."""


class PointsField(MoneyField):
    """Points, with two decimals at most, as the language writes them; cleans to a number."""

    example = Decimal("2.50")

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if text is None:
            raise forms.ValidationError(_("Say how many points."))
        points = Decimal(text)
        if points > MOST_POINTS:
            raise forms.ValidationError(_("At most %(most)s points.") % {"most": MOST_POINTS})
        return points


class NewRubricForm(forms.Form):
    """What a rubric begins with."""

    start = forms.ChoiceField(
        label=_("Begin with"),
        choices=[
            ("shipped", _("The eight criteria that come with Vínculo")),
            ("empty", _("An empty rubric")),
        ],
        widget=forms.RadioSelect,
        initial="shipped",
    )
    language = forms.ChoiceField(
        label=_("Language it is written in"), choices=list(LANGUAGE_NAMES.items())
    )
    title = PlainText(
        label=_("Title"), most=120, help_text=_("Can be left empty, and changed at any time.")
    )

    def __init__(self, data: Mapping[str, Any] | None, *, language: str) -> None:
        super().__init__(data, initial={"language": language}, label_suffix="")


class Button(NamedTuple):
    """One that adds, moves or removes: what it sends, what it is called, how it looks."""

    id: str
    wish: str
    label: str
    sign: str


class LevelForm(forms.Form):
    key = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = PlainText(label=_("Level"), most=80, least=1)
    points = PointsField(label=_("Points"))
    description = PlainText(
        label=_("What is to be seen"), most=500, widget=forms.Textarea({"rows": 3})
    )

    buttons: Sequence[Button] = ()

    def draft(self) -> LevelDraft:
        return LevelDraft(**self.cleaned_data)


class CriterionForm(forms.Form):
    key = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = PlainText(label=_("Criterion"), most=120, least=1)
    description = PlainText(label=_("What it asks"), most=500, widget=forms.Textarea({"rows": 2}))

    levels: Sequence[LevelForm] = ()
    buttons: Sequence[Button] = ()
    add: Button | None = None

    def draft(self) -> CriterionDraft:
        levels = tuple(level.draft() for level in self.levels)
        return CriterionDraft(**self.cleaned_data, levels=levels)


class RubricForm(forms.Form):
    """A rubric with everything on it. Bound where `sent` is true, and then checked."""

    title = PlainText(label=_("Title"), most=120, least=1)
    description = PlainText(
        label=_("What it is for"), most=2_000, widget=forms.Textarea({"rows": 2})
    )
    language = forms.ChoiceField(
        label=_("Language it is written in"), choices=list(LANGUAGE_NAMES.items())
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, typed: Typed, *, sent: bool = False, focus: str = "") -> None:
        """`focus` is the id of what the person goes on with."""
        self.focus = focus
        head = {name: typed.get(name, "") for name in HEAD}
        super().__init__(head if sent else None, initial=head, label_suffix="")
        self.criteria = [
            _criterion_form(n, criterion, sent) for n, criterion in enumerate(typed["criteria"])
        ]
        for part in (part for each in self.criteria for part in (each, *each.levels)):
            if part["title"].id_for_label == focus:
                part.fields["title"].widget.attrs["autofocus"] = True

    def is_valid(self) -> bool:
        """Looks at all parts, so that each shows what is wrong with it."""
        parts = [form for criterion in self.criteria for form in (criterion, *criterion.levels)]
        fine = [form.is_valid() for form in parts]
        for criterion in self.criteria:
            if not criterion.levels:
                criterion.add_error("title", _("Give it at least one level."))
        return super().is_valid() and all(fine) and all(each.levels for each in self.criteria)

    def draft(self) -> RubricDraft:
        own = {name: self.cleaned_data[name] for name in ("title", "description", "language")}
        return RubricDraft(**own, criteria=tuple(each.draft() for each in self.criteria))

    @property
    def most(self) -> Decimal:
        """The most points to be had, as far as what was typed can be read."""
        return sum((_best(each) for each in self.criteria), Decimal(0))

    @property
    def can_grow(self) -> bool:
        return len(self.criteria) < MOST_CRITERIA


def _best(criterion: CriterionForm) -> Decimal:
    return max(map(_points, criterion.levels), default=Decimal(0))


def _points(level: LevelForm) -> Decimal:
    """Nothing for what can't be read: the field says so once it is saved."""
    typed = level["points"].value()
    try:
        return typed if isinstance(typed, Decimal) else PointsField().clean(typed)
    except forms.ValidationError:
        return Decimal(0)


def _criterion_form(n: int, typed: Typed, sent: bool) -> CriterionForm:
    form = CriterionForm(**_filled(f"c{n}", typed, CRITERION, sent))
    form.levels = [
        LevelForm(**_filled(f"c{n}-l{m}", level, LEVEL, sent))
        for m, level in enumerate(typed["levels"])
    ]
    name = gettext("criterion %(n)s") % {"n": n + 1}
    form.buttons = _buttons(f"c{n}", str(n), name)
    for m, level in enumerate(form.levels):
        level.buttons = _buttons(
            f"c{n}-l{m}",
            f"{n} {m}",
            gettext("%(criterion)s, level %(m)s") % {"criterion": name, "m": m + 1},
        )
    if len(form.levels) < MOST_LEVELS:
        form.add = Button(f"add-c{n}-l", f"add {n}", gettext("Add a level"), "+")
    return form


def _buttons(prefix: str, places: str, name: str) -> list[Button]:
    """The moves of one criterion or level, for a column or a row."""
    return [
        Button(f"up-{prefix}", f"up {places}", gettext("Move up: %(name)s") % {"name": name}, "↑"),
        Button(
            f"down-{prefix}", f"down {places}", gettext("Move down: %(name)s") % {"name": name}, "↓"
        ),
        Button(
            f"remove-{prefix}",
            f"remove {places}",
            gettext("Remove: %(name)s") % {"name": name},
            "×",
        ),
    ]


def _filled(prefix: str, typed: Typed, names: Iterable[str], sent: bool) -> dict[str, Any]:
    own = {name: typed.get(name, "") for name in names}
    data = {f"{prefix}-{name}": value for name, value in own.items()} if sent else None
    return {"data": data, "initial": own, "prefix": prefix, "label_suffix": ""}


def typed_in(sent: Mapping[str, Any]) -> Typed:
    """What was sent, without what goes beyond the ceilings; a form of ours sends no more."""
    typed: Typed = {name: sent.get(name, "") for name in HEAD}
    typed["criteria"] = []
    for n in range(MOST_CRITERIA):
        if f"c{n}-title" not in sent:
            break
        criterion: Typed = {name: sent.get(f"c{n}-{name}", "") for name in CRITERION}
        criterion["levels"] = [
            {name: sent.get(f"c{n}-l{m}-{name}", "") for name in LEVEL}
            for m in range(MOST_LEVELS)
            if f"c{n}-l{m}-title" in sent
        ]
        typed["criteria"].append(criterion)
    return typed


def typed_of(draft: RubricDraft, version: int) -> Typed:
    """A rubric as it stands, as if somebody had typed it."""
    typed: Typed = _listed(asdict(draft))
    return typed | {"version": version}


def _listed(value: Any) -> Any:
    """With lists, which can be rearranged, for tuples."""
    if isinstance(value, dict):
        return {name: _listed(part) for name, part in value.items()}
    return [_listed(part) for part in value] if isinstance(value, tuple) else value


def arranged(typed: Typed, wish: str) -> str:
    """Adds, removes or moves a criterion (`up 2`) or a level (`up 2 0`); what can't be is left.

    Returns the id of the field or the button on which the person goes on.
    """
    verb, *places = wish.split(" ")[:3]
    if not all(place.isascii() and place.isdigit() and len(place) < 4 for place in places):
        return ""
    numbers = [int(place) for place in places]
    criteria: list[Typed] = typed["criteria"]
    if verb == "add" and not numbers:
        return _add_criterion(criteria)
    if not numbers or numbers[0] >= len(criteria):
        return ""
    prefix, levels = f"c{numbers[0]}", criteria[numbers[0]]["levels"]
    if verb == "add":
        return _add_level(levels, prefix)
    if len(numbers) == 1:
        return _move(criteria, verb, numbers[0], "c")
    return _move(levels, verb, numbers[1], f"{prefix}-l")


def _add_criterion(criteria: list[Typed]) -> str:
    """One with the levels of the one before: titles and points are seldom others."""
    if len(criteria) >= MOST_CRITERIA:
        return ""
    before = criteria[-1]["levels"] if criteria else []
    like = [(level["points"], level["title"]) for level in before] or list(NEW_LEVELS)
    levels = [{"points": points, "title": title} for points, title in like]
    criteria.append({"levels": levels})
    return f"id_c{len(criteria) - 1}-title"


def _add_level(levels: list[Typed], prefix: str) -> str:
    if len(levels) >= MOST_LEVELS:
        return ""
    levels.append({})
    return f"id_{prefix}-l{len(levels) - 1}-title"


def _move(rows: list[Typed], verb: str, place: int, prefix: str) -> str:
    """Up, down, or away."""
    if place >= len(rows):
        return ""
    if verb == "remove":
        del rows[place]
        return f"add-{prefix}"
    target = place + {"up": -1, "down": 1}.get(verb, 0)
    if target == place or not 0 <= target < len(rows):
        return ""
    rows.insert(target, rows.pop(place))
    return f"{verb}-{prefix}{target}"
