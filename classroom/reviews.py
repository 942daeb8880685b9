"""The review screen as values: what its template shows, worked out from rows.

Nothing here queries beyond what `ReviewRows` reads, and nothing is checked anew.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from hashlib import sha256

from django.utils.translation import gettext as _

from canvas.board import BlockView, Board, Item
from canvas.telling import Detail
from classroom.changes import Changes, Side, changes_between
from classroom.frozen import Thawed
from classroom.models import Criterion, Level, Remark, Reply, Score
from classroom.review_rows import ReviewRows
from classroom.showing import Opening, Sheet, board_of, name_at, opened_at, sheet_of
from relationships.coherence.texts import number


@dataclass(frozen=True, slots=True)
class Box:
    """A field to write in.

    `faults` is what was refused of the text that stands in it; `theirs` is what somebody else,
    `who`, wrote there in the meantime.
    """

    text: str = ""
    faults: tuple[str, ...] = ()
    theirs: str | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A level and a word on a criterion that are not saved."""

    level: int | None
    box: Box
    theirs_level: str = ""


@dataclass(frozen=True)
class Unsaved:
    """What somebody typed that is not saved, and why it is not.

    `edits` are remarks that were to be edited, by id. `told` is said at the top of the page.
    """

    scores: Mapping[int, Typed] = field(default_factory=dict)
    overall: Box | None = None
    remark: Box | None = None
    is_private: bool = False
    edits: Mapping[int, Box] = field(default_factory=dict)
    told: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """All of it, for a page on which there is no field to show it in."""
        boxes = [typed.box for typed in self.scores.values()]
        boxes += [box for box in (self.overall, self.remark, *self.edits.values()) if box]
        return tuple(box.text for box in boxes if box.text)


NOTHING = Unsaved()


@dataclass(frozen=True, slots=True)
class LevelView:
    id: str
    title: str
    description: str
    points: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class CriterionView:
    """`seen` says which score is shown, `told` who gave it, `earlier` what the last review said."""

    id: str
    title: str
    description: str
    most: str
    levels: tuple[LevelView, ...]
    box: Box
    theirs_level: str
    seen: str
    told: tuple[str, datetime] | None
    earlier: tuple[str, str] | None

    @property
    def is_described(self) -> bool:
        return bool(self.description) or any(level.description for level in self.levels)


@dataclass(frozen=True, slots=True)
class Total:
    """What the levels come to so far; criteria without one count neither for nor against."""

    points: str
    most: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReplyView:
    pk: str
    who: str
    at: datetime
    text: str
    by_instructor: bool


@dataclass(frozen=True, slots=True)
class RemarkView:
    """`name` is what it is on, and `place` opens that; `edit` is for its author.

    Of an earlier one `became` says what became of that since: empty where nothing did.
    """

    pk: str
    review: str
    key: str
    name: str
    place: str
    text: str
    who: str
    at: datetime
    is_private: bool
    is_edited: bool
    edit: Box | None
    became: str
    replies: tuple[ReplyView, ...]


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """What is opened on the board.

    `is_gone` says that it stood on the earlier attempt only; `became` what became of it since, and
    `details` are its fields that changed.
    """

    sheet: Sheet
    is_gone: bool
    became: str
    details: tuple[Detail, ...]


def seen_of(score: Score | None) -> str:
    """Which score a form shows, and a digest of it: whoever sends it unchanged wants nothing."""
    if score is None:
        return f"0.{digest_of(None, '')}"
    return f"{score.version}.{digest_of(score.level_id, score.remark)}"


def digest_of(level: int | None, remark: str) -> str:
    return sha256(f"{level or ''} {remark}".encode()).hexdigest()[:12]


@dataclass
class ReviewDrawing:
    """What it takes to draw one review for one instructor.

    `on` is the key of what is opened, `rest` what else the query of the address holds.
    """

    rows: ReviewRows
    language: str
    on: str = ""
    rest: str = ""
    marks_changes: bool = True
    unsaved: Unsaved = NOTHING

    @cached_property
    def opened(self) -> ReviewSheet:
        """The sheet that is asked for; that of the whole canvas where it is nowhere."""
        rows, since = self.rows, self.rows.since
        if sheet := self._sheet(rows.thawed, self.on):
            became = since.became(self.on) if since and self.on else ""
            details = since.details(self.on, self.language) if since and became else ()
            return ReviewSheet(sheet, False, became, details)
        if since and (gone := self._sheet(since.before, self.on)):
            return ReviewSheet(gone, True, since.became(self.on), ())
        whole = self._sheet(rows.thawed, "")
        assert whole is not None  # noqa: S101 - the whole canvas is always there
        return ReviewSheet(whole, False, "", ())

    def _sheet(self, thawed: Thawed, key: str) -> Sheet | None:
        return sheet_of(thawed, key, self.language, opening=Opening(self.rest))

    def marked(self) -> Item | BlockView | None:
        """What is opened, as it stands on the board; none for the whole canvas."""
        blocks = self.board().blocks.values()
        for block in blocks:
            if self.key == f"block:{block.code}":
                return block
        items = (item for block in blocks for item in block.items)
        return next((item for item in items if item.ref == self.key), None)

    @property
    def key(self) -> str:
        """Of what is opened."""
        return self.opened.sheet.key

    def board(self) -> Board:
        return board_of(
            self.rows.thawed,
            self.language,
            on=self.key,
            talk=self._talk(),
            since=self.rows.since if self.marks_changes else None,
            opening=Opening(self.rest),
        )

    def _talk(self) -> Mapping[str, str]:
        """How many remarks are on each key."""
        counted = Counter(remark.key for remark in self.rows.remarks_of(self.rows.review))
        return {key: str(count) for key, count in counted.items() if key}

    def changes(self) -> Changes | None:
        """What has changed since the review before; none where there is none."""
        since = self.rows.since
        if since is None:
            return None
        before, after = (
            Side(thawed.blueprint, thawed.findings, thawed.catalog)
            for thawed in (since.before, since.after)
        )
        return changes_between(before, after, self.language)

    def criteria(self) -> tuple[CriterionView, ...]:
        return tuple(map(self.criterion, self.rows.criteria))

    def criterion(self, criterion: Criterion) -> CriterionView:
        score = self._scores.get(criterion.pk)
        typed = self.unsaved.scores.get(criterion.pk)
        chosen = typed.level if typed else (score.level_id if score else None)
        before = self._earlier_scores.get(criterion.pk)
        return CriterionView(
            id=str(criterion.pk),
            title=criterion.title,
            description=criterion.description,
            most=self._number(_most(criterion)),
            levels=tuple(
                LevelView(
                    id=str(level.pk),
                    title=level.title,
                    description=level.description,
                    points=self._number(level.points),
                    is_chosen=level.pk == chosen,
                )
                for level in _levels(criterion)
            ),
            box=typed.box if typed else Box(score.remark if score else ""),
            theirs_level=typed.theirs_level if typed else "",
            seen=seen_of(score),
            told=(_who(score.by), score.at) if score else None,
            earlier=(before.level.title if before.level else "", before.remark) if before else None,
        )

    @cached_property
    def _scores(self) -> Mapping[int, Score]:
        return self.rows.scores_of(self.rows.review)

    @cached_property
    def _earlier_scores(self) -> Mapping[int, Score]:
        return self.rows.scores_of(self.rows.earlier)

    def total(self) -> Total:
        points, most, missing = Decimal(0), Decimal(0), []
        for criterion in self.rows.criteria:
            score = self._scores.get(criterion.pk)
            if score and score.level:
                points += score.level.points
                most += _most(criterion)
            else:
                missing.append(criterion.title)
        return Total(self._number(points), self._number(most), tuple(missing))

    def _number(self, value: Decimal) -> str:
        return number(value, self.language)

    def overall(self) -> Box:
        review = self.rows.review
        return self.unsaved.overall or Box(review.overall if review else "")

    def new_remark(self) -> Box:
        return self.unsaved.remark or Box()

    def remarks(self, on: str | None = None) -> tuple[RemarkView, ...]:
        """Those of this review; `on` a key, or all."""
        return self._told(self.rows.remarks_of(self.rows.review), on)

    def earlier_remarks(self, on: str | None = None) -> tuple[RemarkView, ...]:
        """Those of the review before, and what became of what they are on."""
        return self._told(self.rows.remarks_of(self.rows.earlier), on, is_earlier=True)

    def _told(
        self, remarks: Iterable[Remark], on: str | None, is_earlier: bool = False
    ) -> tuple[RemarkView, ...]:
        wanted = (remark for remark in remarks if on is None or remark.key == on)
        return tuple(self._remark(remark, is_earlier) for remark in wanted)

    def _remark(self, remark: Remark, is_earlier: bool) -> RemarkView:
        since = self.rows.since if is_earlier else None
        holder = since.before if since else self.rows.thawed
        is_mine = remark.by_id == self.rows.reader.pk
        edit = self.unsaved.edits.get(remark.pk) or Box(remark.text)
        return RemarkView(
            pk=str(remark.pk),
            review=str(remark.review_id),
            key=remark.key,
            name=name_at(holder, remark.key, self.language),
            place=opened_at(remark.key, self.rest),
            text=remark.text,
            who=_who(remark.by),
            at=remark.at,
            is_private=remark.is_private,
            is_edited=remark.edited_at is not None,
            edit=edit if is_mine and self.rows.may_write and not is_earlier else None,
            became=since.became(remark.key) if since else "",
            replies=self._replies(r for r in self.rows.replies if r.remark_id == remark.pk),
        )

    def replies(self, *, to_earlier: bool = False) -> tuple[ReplyView, ...]:
        """What was replied to the whole review."""
        review = self.rows.earlier if to_earlier else self.rows.review
        ours = (r for r in self.rows.replies if review and r.review_id == review.pk)
        return self._replies(reply for reply in ours if reply.remark_id is None)

    def _replies(self, replies: Iterable[Reply]) -> tuple[ReplyView, ...]:
        return tuple(
            ReplyView(str(r.pk), _who(r.by), r.at, r.text, r.by_instructor) for r in replies
        )


def _levels(criterion: Criterion) -> Sequence[Level]:
    """In order, from what was prefetched."""
    return sorted(criterion.levels.all(), key=lambda level: (level.position, level.pk))


def _most(criterion: Criterion) -> Decimal:
    return max((level.points for level in criterion.levels.all()), default=Decimal(0))


def _who(person: object | None) -> str:
    return str(person) if person else _("somebody who has left")
