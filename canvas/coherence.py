"""The coherence page as values: what its template shows, worked out from findings.

What one action would do is tried on the canvas for the findings on show alone, and so the page
shows a part of a long list. Each try checks the whole canvas: of a large one the parts are smaller.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from canvas.board import Badge, Remark, badges_of, remark_of
from canvas.models import SetAside
from canvas.subjects import finding_key
from canvas.wording import counted
from relationships.blueprint import Blueprint, Relationship
from relationships.catalog import Catalog
from relationships.coherence import Finding, texts
from relationships.coherence.findings import Identity
from relationships.coherence.mends import Mend, mends
from relationships.content import words
from relationships.thinking.grouping import MISSING_NOTES, WHOLE, By, Group, grouped
from relationships.vocabulary import Block, Severity

ON_A_PAGE = 30
"""Findings of a list; one that is a third longer is shown whole."""

ON_A_LARGE_PAGE = 15

LARGE = 400
"""Relationships and touchpoints of a canvas from which a try takes milliseconds."""

BY_LABELS = {
    By.SEVERITY: gettext_lazy("By severity"),
    By.RULE: gettext_lazy("By rule"),
    By.SEGMENT: gettext_lazy("By segment"),
    By.BLOCK: gettext_lazy("By block"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for. What it can't mean is taken for the usual."""

    by: By = By.SEVERITY
    page: int = 1
    strengths: int = 1
    aside: int = 1

    @classmethod
    def of(cls, query: QueryDict) -> "Wish":
        by = query.get("by", "")
        return cls(
            By(by) if by in tuple(By) else By.SEVERITY,
            *(_number(query.get(name, "")) for name in _PAGES),
        )

    def query(self, **changes: Any) -> str:
        """The query of an address that asks for the same but for the changes."""
        wish = replace(self, **changes)
        pages = {name: number for name in _PAGES if (number := getattr(wish, name)) != 1}
        return f"?{urlencode({'by': wish.by, **pages})}"


_PAGES = ("page", "strengths", "aside")


def _number(text: str) -> int:
    return int(text) if re.fullmatch("[0-9]{1,5}", text) else 1


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a list that is shown: "31–60 of 212", and the queries of those beside it."""

    first: int
    last: int
    total: int
    previous: str = ""
    following: str = ""

    @property
    def is_all(self) -> bool:
        return self.last - self.first + 1 >= self.total


@dataclass(frozen=True, slots=True)
class Step:
    """Where a finding is mended that no form of an element mends; `edits` is for editors alone."""

    text: str
    place: str
    edits: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a finding is set aside, or was before what its rule reads had changed."""

    text: str
    who: str
    at: Any


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with what can be done about it. `code`, `elements` and `about` name it.

    `talk` counts the open threads of comments on it; empty where none is.
    """

    remark: Remark
    code: str
    elements: str
    about: str
    guide: tuple[str, str] | None
    steps: tuple[Step, ...] = ()
    mends: tuple[tuple[str, str], ...] = ()
    reason: Reason | None = None
    talk: str = ""

    @property
    def query(self) -> str:
        """What names it in an address."""
        return urlencode({"code": self.code, "elements": self.elements, "about": self.about})


@dataclass(frozen=True, slots=True)
class RuleView:
    """What a rule says, and why that matters, once for all its findings of a group."""

    title: str
    why: str
    source: str
    severity: Severity
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """`anchor` is its place on the page; `total` counts all its findings, shown or not."""

    anchor: str
    title: str
    total: int
    query: str
    badge: Badge | None = None
    rules: tuple[RuleView, ...] = ()


@dataclass(frozen=True, slots=True)
class CoherencePage:
    by: By
    choices: tuple[tuple[str, str, bool], ...]
    tallies: tuple[tuple[Severity, str, str], ...]
    groups: tuple[GroupView, ...]
    contents: tuple[GroupView, ...]
    shown: Part
    strengths: tuple[RuleView, ...]
    strengths_shown: Part
    set_aside: tuple[RuleView, ...]
    set_aside_shown: Part
    is_blank: bool

    @property
    def holds_together(self) -> bool:
        return not self.is_blank and not self.shown.total


@dataclass
class Drawing:
    """What it takes to draw the findings of one canvas for one reader.

    `reasons` are the rows of what was set aside, by identity; mends are tried for editors alone.
    `talk` counts open threads, by the keys of `canvas.subjects`.
    """

    blueprint: Blueprint
    findings: Sequence[Finding]
    catalog: Catalog
    language: str
    wish: Wish
    reasons: Mapping[Identity, SetAside] = field(default_factory=dict)
    can_edit: bool = False
    talk: Mapping[str, int] = field(default_factory=dict)

    def page(self) -> CoherencePage:
        counting = [finding for finding in self.findings if not finding.is_set_aside]
        faults = [f for f in counting if f.severity is not Severity.STRENGTH]
        strengths = [f for f in counting if f.severity is Severity.STRENGTH]
        aside = [finding for finding in self.findings if finding.is_set_aside]
        groups = grouped(faults, self.wish.by, self.blueprint)
        entries = [(group, finding) for group in groups for finding in group.findings]
        on_page = self._page(entries, self.wish.page)
        held = self._page(strengths, self.wish.strengths)
        put_by = self._page(aside, self.wish.aside)
        contents = tuple(self._contents(groups))
        by_key = {group.key: view for group, view in zip(groups, contents, strict=True)}
        return CoherencePage(
            by=self.wish.by,
            choices=tuple(
                (str(label), Wish(by).query(), by is self.wish.by)
                for by, label in BY_LABELS.items()
            ),
            tallies=tuple(self._tallies(faults, strengths)),
            groups=tuple(
                replace(by_key[key], rules=self._rules(finding for _group, finding in some))
                for key, some in groupby(on_page, key=lambda entry: entry[0].key)
            ),
            contents=contents,
            shown=self._part(on_page, "page"),
            strengths=self._rules(held),
            strengths_shown=self._part(held, "strengths"),
            set_aside=self._rules(put_by),
            set_aside_shown=self._part(put_by, "aside"),
            is_blank=not self.blueprint.elements,
        )

    def finding(self, finding: Finding) -> FindingView:
        is_fault = finding.severity is not Severity.STRENGTH
        offers = self.can_edit and is_fault and not finding.is_set_aside
        return FindingView(
            remark=remark_of(finding, self.blueprint, self.catalog, self.language),
            code=finding.code,
            elements=" ".join(finding.elements),
            about=" ".join(finding.about),
            guide=self._guide(finding),
            steps=tuple(s for s in _steps(finding, self.language) if self.can_edit or not s.edits),
            mends=tuple(
                (mend.key, mend.label(self.language))
                for mend in (self._mends(finding) if offers else ())
            ),
            reason=self._reason(finding),
            talk=self._talk(finding),
        )

    def _talk(self, finding: Finding) -> str:
        return str((self.talk and self.talk.get(finding_key(finding.identity))) or "")

    def _contents(self, groups: Sequence[Group]) -> Iterator[GroupView]:
        for group, page in self._begun(groups):
            yield GroupView(
                anchor=f"group-{group.key}",
                title=self._title(group),
                total=len(group.findings),
                query=f"{self.wish.query(page=page)}#group-{group.key}",
                badge=self._badges.get(group.key) if self.wish.by is By.SEGMENT else None,
            )

    def _title(self, group: Group) -> str:
        match self.wish.by:
            case By.SEVERITY:
                severity = group.findings[0].severity
                told = counted(severity, len(group.findings))
                return told[:1].upper() + told[1:]
            case By.RULE:
                return group.findings[0].title(self.language)
            case _ if group.key == WHOLE:
                return _("The whole canvas")
            case By.BLOCK:
                return words.label(Block(group.key), self.language)
            case _:
                return self._badges[group.key].name

    def _tallies(
        self, faults: Sequence[Finding], strengths: Sequence[Finding]
    ) -> Iterator[tuple[Severity, str, str]]:
        """How many of each severity, and where they stand."""
        begun = {
            g.key: page for g, page in self._begun(grouped(faults, By.SEVERITY, self.blueprint))
        }
        for severity in Severity:
            count = sum(finding.severity is severity for finding in (*faults, *strengths))
            place = "#strengths" if severity is Severity.STRENGTH and count else ""
            if severity in begun:
                place = f"{Wish(page=begun[severity]).query()}#group-{severity}"
            yield severity, counted(severity, count), place

    def _rules(self, findings: Iterable[Finding]) -> tuple[RuleView, ...]:
        """Findings stand in the order of their rules' codes already."""
        return tuple(
            self._rule(list(said)) for _code, said in groupby(findings, key=lambda f: f.code)
        )

    def _rule(self, said: Sequence[Finding]) -> RuleView:
        return RuleView(
            title=said[0].title(self.language),
            why=said[0].why(self.language),
            source=texts.of(said[0].code).source,
            severity=said[0].severity,
            findings=tuple(map(self.finding, said)),
        )

    def _mends(self, finding: Finding) -> list[Mend]:
        """Tried once, though a finding may stand in several groups."""
        if finding.identity not in self._tried:
            self._tried[finding.identity] = mends(finding, self.catalog)
        return self._tried[finding.identity]

    @cached_property
    def _tried(self) -> dict[Identity, list[Mend]]:
        return {}

    @cached_property
    def _badges(self) -> dict[str, Badge]:
        return badges_of(self.blueprint)

    def _reason(self, finding: Finding) -> Reason | None:
        row = self.reasons.get(finding.identity)
        if row is None:
            return None
        return Reason(row.reason, str(row.by) if row.by else _("somebody who has left"), row.at)

    def _guide(self, finding: Finding) -> tuple[str, str] | None:
        """What the guide says of the strategy or the type that a finding is about."""
        slug = finding.about[0] if finding.about else ""
        if strategy := self.catalog.strategies.get(slug):
            return strategy.name.into(self.language), reverse("guide_strategy", args=[slug])
        if finding.code in _ABOUT_ITS_TYPE:
            row = self.blueprint.elements[finding.elements[0]]
            slug = row.type if isinstance(row, Relationship) else ""
        if entry := self.catalog.types.get(slug):
            return entry.name.into(self.language), reverse("guide_type", args=[slug])
        if section := _SECTIONS.get(finding.code):
            title, anchor = section
            return str(title), f"{reverse('guide')}#{anchor}"
        return None

    @cached_property
    def _most(self) -> int:
        """How many findings are shown at once."""
        size = len(self.blueprint.relationships) + len(self.blueprint.touchpoints)
        return ON_A_PAGE if size < LARGE else ON_A_LARGE_PAGE

    def _page(self, listed: Sequence[Any], number: int) -> Page[Any]:
        """The page of a number, or the last where there are not so many."""
        return Paginator(listed, self._most, orphans=self._most // 3).get_page(number)

    def _begun(self, groups: Sequence[Group]) -> Iterator[tuple[Group, int]]:
        """Each group with the number of the page on which it begins."""
        total = sum(len(group.findings) for group in groups)
        pages = self._page(range(total), 1).paginator.num_pages
        before = 0
        for group in groups:
            yield group, min(before // self._most + 1, pages)
            before += len(group.findings)

    def _part(self, page: Page[Any], name: str) -> Part:
        """Which part of a list is shown; its pages go by this name in the address."""

        def query(number: int) -> str:
            return self.wish.query(**{name: number})

        return Part(
            first=page.start_index(),
            last=page.end_index(),
            total=page.paginator.count,
            previous=query(page.number - 1) if page.has_previous() else "",
            following=query(page.number + 1) if page.has_next() else "",
        )


def _steps(finding: Finding, language: str) -> Iterator[Step]:
    """Where to go on: for findings that name no element, and those that miss one."""
    match finding.code:
        case "over-budget":
            yield Step(_("Change the budget"), "details/")
            yield Step(_("See what costs how much"), "costs/")
        case "over-capacity":
            yield Step(_("Change the team's hours"), "details/")
            yield Step(_("See what takes how long"), "costs/")
        case "one-type-for-all":
            yield Step(_("Look at the whole plan"), "plan/")
        case code if code in MISSING_NOTES:
            block = MISSING_NOTES[code]
            text = _("Add a note: %(block)s") % {"block": words.label(block, language)}
            yield Step(text, f"new/note/?block={block}", edits=True)
        case "segment-without-relationship":
            (segment,) = finding.elements
            text = _("Plan a relationship")
            yield Step(text, f"new/relationship/?segment={segment}", edits=True)
            yield Step(_("See which would suit"), f"segments/{segment}/advice/")
        case "expected-relationship-missing":
            yield Step(_("See which would suit"), f"segments/{finding.elements[0]}/advice/")


_ABOUT_ITS_TYPE = frozenset(
    {
        "channel-lacks-capability",
        "dedicated-spread-thin",
        "human-at-scale",
        "minimum-viable-too-heavy",
        "personal-through-partner",
        "transactional-but-lasting",
        "type-ahead-of-stage",
        "type-retired",
    }
)
"""The rules that judge by what the relationship's type is."""

_FACTORS = (gettext_lazy("Consumption factors"), "factors")
_CHANNELS = (gettext_lazy("Channels and relationships"), "channels-and-relationships")
_CAPABILITIES = (gettext_lazy("What a channel can do"), "capabilities")
_TYPES = (gettext_lazy("Relationship types"), "types")

_SECTIONS: Mapping[str, tuple[Any, str]] = {
    "channel-misses-segment": _CHANNELS,
    "channel-unused": _CHANNELS,
    "different-but-impersonal": _TYPES,
    "guarantee-without-after-sales": _FACTORS,
    "hours-unattended": _FACTORS,
    "one-type-for-all": _TYPES,
    "relationship-without-channel": _CHANNELS,
    "segment-only-spoken-to": _CAPABILITIES,
    "segment-unknown": _FACTORS,
    "segment-without-channel": _CHANNELS,
    "segment-without-relationship": _TYPES,
    "substitutes-without-retention": _FACTORS,
    "time-saving-but-manual": _FACTORS,
    "trust-without-people": _TYPES,
}
"""The sections of the guide that help with what a rule finds, where no entry of it does."""
