"""The only door to a canvas: turns an id from the address into the canvas, or refuses.

Who may not see a canvas learns nothing of it (404); who sees it and may not do this is told so
(403).
"""

import uuid
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from canvas.models import Canvas, Role, SecretLink
from canvas.models.canvases import CanvasQuerySet
from relationships.blueprint import Blueprint, Element

E = TypeVar("E", bound=Element)

CanvasKey = uuid.UUID | str
"""What an address calls a canvas by: its id, for members, or the token of a secret link."""


def get_canvas(user: User | AnonymousUser, key: CanvasKey, *, need: Role = Role.VIEWER) -> Canvas:
    """The canvas with its document and the person's `role`, in one query."""
    if isinstance(key, str):
        return _shown_by_link(key, need)
    return _admitted(user, key, need, deleted=False)


def get_deleted_canvas(user: User | AnonymousUser, canvas_id: uuid.UUID) -> Canvas:
    """A deleted canvas, for its owner to bring back."""
    return _admitted(user, canvas_id, Role.OWNER, deleted=True)


def _admitted(
    user: User | AnonymousUser, canvas_id: uuid.UUID, need: Role, *, deleted: bool
) -> Canvas:
    if not isinstance(user, User):
        raise Http404
    visible = Canvas.objects.visible_to(user.pk)
    return _allowed(_only(visible.filter(pk=canvas_id, deleted_at__isnull=not deleted)), need)


def _shown_by_link(token: str, need: Role) -> Canvas:
    """The canvas behind a secret link that is not revoked and has not expired, to be read."""
    link = SecretLink.objects.open(timezone.now()).filter(token=token)
    canvas = _only(Canvas.objects.alive().filter(links__in=link))
    if canvas is not None:
        canvas.role, canvas.door = Role.VIEWER, token
    return _allowed(canvas, need)


def _only(canvases: CanvasQuerySet) -> Canvas | None:
    """The canvas that was found, if any: one at most, so that `first` need not order them."""
    return next(iter(canvases), None)


def _allowed(canvas: Canvas | None, need: Role) -> Canvas:
    if canvas is None:
        raise Http404
    if not Role(canvas.role).allows(need):
        raise PermissionDenied
    return canvas


def get_element(blueprint: Blueprint, kind: type[E], ref: str) -> E:
    """The element of this kind and ref, or 404."""
    element = blueprint.elements.get(ref)
    if not isinstance(element, kind):
        raise Http404
    return element
