"""The only door to a canvas: turns an id from the address into the canvas, or refuses.

Who may not see a canvas learns nothing of it (404); who sees it and may not do this is told so
(403).
"""

import uuid
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from canvas.models import Canvas, Role
from relationships.blueprint import Blueprint, Element

E = TypeVar("E", bound=Element)


def get_canvas(
    user: User | AnonymousUser, canvas_id: uuid.UUID, *, need: Role = Role.VIEWER
) -> Canvas:
    """The canvas with its document and the person's `role`, in one query."""
    return _admitted(user, canvas_id, need, deleted=False)


def get_deleted_canvas(user: User | AnonymousUser, canvas_id: uuid.UUID) -> Canvas:
    """A deleted canvas, for its owner to bring back."""
    return _admitted(user, canvas_id, Role.OWNER, deleted=True)


def _admitted(
    user: User | AnonymousUser, canvas_id: uuid.UUID, need: Role, *, deleted: bool
) -> Canvas:
    if not isinstance(user, User):
        raise Http404
    visible = Canvas.objects.visible_to(user.pk)
    try:
        canvas = visible.get(pk=canvas_id, deleted_at__isnull=not deleted)
    except Canvas.DoesNotExist:
        raise Http404 from None
    if not Role(canvas.role).allows(need):
        raise PermissionDenied
    return canvas


def get_element(blueprint: Blueprint, kind: type[E], ref: str) -> E:
    """The element of this kind and ref, or 404."""
    element = blueprint.elements.get(ref)
    if not isinstance(element, kind):
        raise Http404
    return element
