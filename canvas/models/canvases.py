"""The canvas itself, and the people who may see or change it."""

import uuid
from collections.abc import Iterable
from enum import StrEnum
from functools import reduce

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from canvas.models.constraints import between, choices, not_empty, one_of
from relationships.vocabulary import Language, Stage

MOST_MONEY = 10**10
MOST_HOURS = 100_000
MOST_CUSTOMERS = 1_000_000_000


class Role(StrEnum):
    """What a member may do. Each role may do what the ones after it may."""

    OWNER = "owner"
    EDITOR = "editor"
    COMMENTER = "commenter"
    VIEWER = "viewer"

    def allows(self, need: "Role") -> bool:
        """Whether someone in this role may do what `need` asks for."""
        roles = list(Role)
        return roles.index(self) <= roles.index(need)


class CanvasQuerySet(models.QuerySet["Canvas"]):
    def alive(self) -> "CanvasQuerySet":
        return self.filter(deleted_at=None)

    def in_use(self) -> "CanvasQuerySet":
        """Neither deleted nor archived."""
        return self.alive().filter(archived_at=None)

    def holding(self, words: Iterable[str]) -> "CanvasQuerySet":
        """Those on which every word stands; words are folded (`canvas.searching`)."""
        return reduce(lambda found, word: found.filter(search__contains=word), words, self)

    def visible_to(self, user_id: int) -> "CanvasQuerySet":
        """Those that a person is a member of, each annotated with their `role`."""
        return self.filter(members__user_id=user_id).annotate(role=F("members__role"))

    def owned_by(self, user_id: int) -> "CanvasQuerySet":
        return self.filter(
            pk__in=Member.objects.filter(user_id=user_id, role=Role.OWNER).values("canvas")
        )

    def newest_first(self) -> "CanvasQuerySet":
        return self.order_by("-changed_at", "-pk")

    def without_document(self) -> "CanvasQuerySet":
        """For lists: what they show stands on the canvas's own row."""
        return self.defer("document", "search", "set_aside", "open_threads")


class Canvas(models.Model):
    """One business model: nine blocks, an owner, members, a stage.

    `document` holds the blueprint of the current `version` as `vinculo-canvas/1`, written in the
    transaction of every edit, so that a page reads one row (ADR 0001). Counts stand on the row
    for the same reason, and so does what a check needs to know of findings that were `set_aside`:
    `[code, elements, about, fingerprint]` of each (ADR 0010). `open_threads` counts, by the key of
    their subject, the threads of comments that are open, 0 where all are resolved (ADR 0014).
    Money is in `currency`; hours are those of the whole team. `role` is the reader's, where the
    queryset was `visible_to` somebody; `door` the token of the secret link that the reader came
    by, empty for members. `task` is the address of a piece of a page that tells whoever works on
    the canvas what it is for; most are for nothing but themselves, and have none.
    """

    role: str
    door: str = ""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    language = models.CharField(max_length=5, choices=choices(Language))
    stage = models.CharField(max_length=10, choices=choices(Stage))
    currency = models.CharField(max_length=3)
    monthly_budget = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    team_hours_per_month = models.PositiveIntegerField(null=True, blank=True)
    hourly_rate = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)

    document = models.TextField()
    search = models.TextField(blank=True, default="")
    set_aside = models.JSONField(default=list, blank=True)
    open_threads = models.JSONField(default=dict, blank=True)
    version = models.PositiveBigIntegerField(default=0)
    last_ref = models.PositiveBigIntegerField(default=0)
    note_count = models.PositiveIntegerField(default=0)
    segment_count = models.PositiveIntegerField(default=0)
    channel_count = models.PositiveIntegerField(default=0)
    relationship_count = models.PositiveIntegerField(default=0)

    task = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    last_deletion = models.ForeignKey(
        "canvas.Event", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = CanvasQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "canvases"
        indexes = [
            # Counting somebody's canvases need not read past the documents, which stand before
            # these columns in the rows.
            models.Index(fields=["id", "deleted_at", "archived_at"], name="canvas_shelf"),
        ]
        constraints = [
            not_empty("title", "canvas_title_not_empty"),
            one_of("language", Language, "canvas_language_known"),
            one_of("stage", Stage, "canvas_stage_known"),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="canvas_currency_code"
            ),
            between("monthly_budget", 0, MOST_MONEY, "canvas_monthly_budget_bounds"),
            between("team_hours_per_month", 0, MOST_HOURS, "canvas_team_hours_bounds"),
            between("hourly_rate", 0, MOST_MONEY, "canvas_hourly_rate_bounds"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The board, where the reader may open it: below the secret link if there was one."""
        return reverse("board", args=[self.door or self.pk])

    @property
    def open_thread_count(self) -> str:
        """Of threads on the canvas and all that is on it; empty where none is open."""
        return str(sum(self.open_threads.values()) or "")


class Member(models.Model):
    """A person on a canvas. Each canvas has one owner.

    `seen_at` is when a page of theirs last asked what is new, give or take ten seconds;
    `caught_up_at` when they last took everything that had happened for seen.
    """

    canvas = models.ForeignKey(Canvas, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=10, choices=choices(Role))
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    caught_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["canvas", "user"], name="member_once_per_canvas"),
            models.UniqueConstraint(
                fields=["canvas"], condition=Q(role=Role.OWNER), name="member_one_owner"
            ),
            one_of("role", Role, "member_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"
