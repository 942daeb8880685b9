"""How a step of the guided start asks: choices laid open, each with the line that explains it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from canvas.forms.elements import ElementForm, PhasesForm
from relationships.catalog import Catalog, Strategy
from relationships.content import words
from relationships.fit import missing
from relationships.thinking.path import Step, Subject, type_choices
from relationships.vocabulary import Capability, Motivation, Ownership, Phase, Trust


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose; one that `misfits` says in its hint what is against it."""

    value: str
    label: str = ""
    hint: str = ""
    misfits: bool = False
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Choices under one name, of which one or several are taken."""

    name: str
    label: str
    is_one: bool
    choices: tuple[Choice, ...]
    errors: tuple[str, ...] = ()


def groups(
    step: Step, on: Subject, form: ElementForm[Any], phases: PhasesForm | None, catalog: Catalog
) -> dict[str, Group]:
    """The choices that a step lays open, by the name of their field."""
    language = form.language
    laid = {
        name: _group(form, name, make(on, catalog, language))
        for name, make in _LAID_OPEN.items()
        if name in step.fields
    }
    if phases:
        laid["touchpoints"] = _phases(phases, language)
    return laid


Make = Callable[[Subject, Catalog, str], Iterable[Choice]]


def _group(form: ElementForm[Any], name: str, explained: Iterable[Choice]) -> Group:
    """The choices that the form's field offers: those explained first, no choice at all last."""
    bound = form[name]
    labels = {str(box.data["value"]): str(box.data["label"]) for box in bound.subwidgets}
    nothing = labels.pop("", "")
    known = {choice.value: choice for choice in explained if choice.value in labels}
    order = [*known, *(value for value in labels if value not in known)]
    choices = [replace(known.get(value) or Choice(value), label=labels[value]) for value in order]
    if nothing and name in _MAY_BE_OPEN:
        choices.append(Choice("", nothing))
    value = bound.value()
    chosen = set(map(str, value)) if isinstance(value, list | tuple) else {str(value or "")}
    return Group(
        name=bound.html_name,
        label=str(bound.label),
        is_one=name in _ONE,
        choices=tuple(replace(each, is_chosen=each.value in chosen) for each in choices),
        errors=tuple(map(str, bound.errors)),
    )


def _phases(form: PhasesForm, language: str) -> Group:
    (segment, name, boxes), *_others = form.rows()
    return Group(
        name=name,
        label=_("Phases in which it serves “%(name)s”") % {"name": segment.name},
        is_one=False,
        choices=tuple(
            Choice(
                phase,
                words.label(Phase(phase), language),
                words.hint(Phase(phase), language),
                is_chosen=ticked,
            )
            for phase, ticked in boxes
        ),
    )


_MAY_BE_OPEN = frozenset({"motivation", "trust", "trust_goal"})
_ONE = _MAY_BE_OPEN | {"type", "ownership"}
"""The fields that take one choice; some may be left undecided."""


def _hinted(members: type[Capability | Motivation | Ownership | Trust]) -> Make:
    def make(on: Subject, catalog: Catalog, language: str) -> Iterable[Choice]:
        return (Choice(member, hint=words.hint(member, language)) for member in members)

    return make


def _types(on: Subject, catalog: Catalog, language: str) -> Iterable[Choice]:
    """Each with what it is, or with what the channel lacks for it."""
    for choice in type_choices(on, catalog):
        lacks = _lacking(choice.lacks, language) if choice.lacks else ""
        hint = lacks or choice.type.definition.into(language)
        if choice.is_expected:
            hint = _("They expect it. %(more)s") % {"more": hint}
        yield Choice(choice.type.slug, hint=hint, misfits=bool(lacks))


def _expected(on: Subject, catalog: Catalog, language: str) -> Iterable[Choice]:
    return (Choice(e.slug, hint=e.definition.into(language)) for e in catalog.types.values())


def _strategies(on: Subject, catalog: Catalog, language: str) -> Iterable[Choice]:
    """Those first that serve the motivation and that the channel can carry."""

    def lacks(strategy: Strategy) -> tuple[Capability, ...]:
        return missing(strategy.needs, on.channel.capabilities) if on.channel else ()

    def is_off(strategy: Strategy) -> bool:
        wanted = on.row.motivation if on.row else None
        return wanted is not None and wanted not in strategy.motivations

    for strategy in sorted(
        catalog.strategies.values(), key=lambda each: (len(lacks(each)) > 0, is_off(each))
    ):
        if lacks(strategy):
            hint = _lacking(lacks(strategy), language)
            yield Choice(strategy.slug, hint=hint, misfits=True)
        else:
            yield Choice(strategy.slug, hint=strategy.definition.into(language))


def _lacking(lacks: Iterable[Capability], language: str) -> str:
    named = ", ".join(words.label(capability, language) for capability in lacks)
    return _("Lacks on this channel: %(lacks)s") % {"lacks": named}


def _plain(on: Subject, catalog: Catalog, language: str) -> Iterable[Choice]:
    return ()


_LAID_OPEN: dict[str, Make] = {
    "value_propositions": _plain,
    "expects": _expected,
    "trust": _hinted(Trust),
    "trust_goal": _hinted(Trust),
    "capabilities": _hinted(Capability),
    "ownership": _hinted(Ownership),
    "type": _types,
    "motivation": _hinted(Motivation),
    "strategies": _strategies,
}
