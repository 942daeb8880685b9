"""The settings under which the tests run: the real ones, with what is slow made quick."""

import os
import tempfile
from pathlib import Path

os.environ["DEBUG"] = "0"
os.environ["SECRET_KEY"] = "for tests only, and long enough to be taken for a real secret key"
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["HTTPS"] = "0"

from config.settings import *
from config.settings import DATABASES, STORAGES

# A file, since threads (the live server's among them) then have connections of their own; named
# after the process, since several runs may share the machine.
if "sqlite" in DATABASES["default"]["ENGINE"]:
    _file = Path(tempfile.gettempdir()) / f"vinculo-test-{os.getpid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(_file)}

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
