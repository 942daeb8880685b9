"""The application as a server calls it. Refuses to start without a secret key."""

import os

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Utf8Request(WSGIRequest):
    """A request in UTF-8, whatever it says of itself: no browser sends our forms otherwise.

    Django would decode the address and the form with any codec of Python's that is named, before
    any middleware can refuse. Some of them decode no text at all: a page would end in 500.
    """

    @property
    def encoding(self) -> str | None:
        return None

    @encoding.setter
    def encoding(self, declared: str) -> None:
        """Is heard, and not followed."""


application: WSGIHandler = get_wsgi_application()
application.request_class = Utf8Request
settings.SECRET_KEY  # noqa: B018 - reading it raises ImproperlyConfigured when it is empty
