"""What others did on a person's canvases since she last looked at them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from canvas.models import Event, Member
from canvas.telling import Teller
from canvas.views.requests import SignedInRequest
from relationships import live

MOST = 30

_READ = (
    "number",
    "verb",
    "at",
    "before",
    "after",
    "places",
    "finding",
    "thread",
    "by__name",
    "by__email",
    "whom__name",
    "whom__email",
    "canvas__title",
)
"""Never the canvas's document."""


@dataclass(frozen=True)
class Happening:
    """An event as the list tells it."""

    sentence: str
    by: str
    at: datetime
    canvas_id: str
    title: str


@require_safe
def activity(request: SignedInRequest) -> HttpResponse:
    """The latest thirty, one query; bare for htmx, which fetches it into the dashboard."""
    since = F("canvas__members__since")
    events = (
        Event.objects.filter(
            Q(at__gt=Coalesce("canvas__members__seen_at", since)),
            Q(at__gt=Coalesce("canvas__members__caught_up_at", since)),
            canvas__members__user=request.user,
            canvas__deleted_at=None,
        )
        .exclude(by=request.user)
        .select_related("by", "whom", "canvas")
        .only(*_READ)
        .order_by("-at", "-pk")[:MOST]
    )
    teller = Teller(live.current(), request.LANGUAGE_CODE, {})
    told = [
        Happening(
            teller.tell(event).sentence,
            str(event.by or _("somebody who has left")),
            event.at,
            str(event.canvas_id),
            event.canvas.title,
        )
        for event in events
    ]
    template = "canvas/activity.html"
    name = f"{template}#list" if request.htmx else template
    return render(request, name, {"happenings": told})


@require_POST
def activity_seen(request: SignedInRequest) -> HttpResponse:
    """Takes everything for seen."""
    Member.objects.filter(user=request.user).update(caught_up_at=timezone.now())
    return redirect("canvas_list")
