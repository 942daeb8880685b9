"""The application as a server calls it. Refuses to start without a secret key."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
settings.SECRET_KEY  # noqa: B018 - reading it raises ImproperlyConfigured when it is empty
