"""The settings: safe for production as they stand, and eased only where `DEBUG` is set.

Everything that differs from one installation to the next comes from the environment;
`.env.example` lists it all, with its meaning.
"""

from pathlib import Path

from csp.constants import NONE, SELF

from config.database import database
from config.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

DEBUG = env.flag("DEBUG", default=False)

# There is no default. Django refuses an empty key where one is used, and `config.wsgi` refuses to
# start without one; commands that sign nothing (migrate, coherence) run without.
SECRET_KEY = env.text("SECRET_KEY")
_development_key = BASE_DIR / "var" / "secret-key"
if DEBUG and not SECRET_KEY and _development_key.is_file():
    SECRET_KEY = _development_key.read_text(encoding="ascii").strip()

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS")
# What links in mails begin with that no request has asked for: the first name, unless told.
_name = next(iter(ALLOWED_HOSTS), "localhost:8000").lstrip("*.")
SITE_URL = env.text("SITE_URL", f"{'http' if DEBUG else 'https'}://{_name}").rstrip("/")

# --- What it is made of -----------------------------------------------------------------------

INSTALLED_APPS = [
    "accounts",
    "relationships",
    "canvas",
    "classroom",
    "config.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "django_htmx",
    "heroicons",
    "template_partials",
]

MIDDLEWARE = [
    "config.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A board is a seventh of its size when compressed, for a tenth more time (docs/speed.md).
    # Tokens are masked anew for each page, and a page's length varies: it tells nothing of them.
    "django.middleware.gzip.GZipMiddleware",
    "config.middleware.NulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.PersonMiddleware",
    "config.middleware.SignInMiddleware",
    "config.middleware.HashingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        # Templates are compiled once even where DEBUG is set: `template_partials` wraps the
        # loaders, and `django.template.autoreload` empties them when a file changes.
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "config.forms.Renderer"

# --- Data ---------------------------------------------------------------------------------------

DATABASES = {
    "default": database(env.text("DATABASE_URL", "sqlite:///vinculo.sqlite3"), BASE_DIR),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# With several processes the limits on sign-in attempts must be counted together: the container
# sets CACHE_TABLE, and `createcachetable` makes it.
_cache_table = env.text("CACHE_TABLE")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": _cache_table}
        if _cache_table
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "default"}
    ),
    # Rendered pieces of pages, whose keys change with what they show: each process keeps its own.
    "fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 24},
    },
}

# The fields of a form; a file does not count. The longest that is in order, a relationship with
# all its texts and ten experiments, takes half of it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# --- People -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# The strongest that the standard library has. One check costs about a fifth of a second, so a
# process does one at a time (docs/adr/0016).
PASSWORD_HASHERS = [
    "accounts.hashing.ScryptPasswordHasher",
    "accounts.hashing.PBKDF2PasswordHasher",
]
# How many requests a process works on at once. Whatever starts the server tells both from here.
BLOCKING_THREADS = env.number("BLOCKING_THREADS", 4)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "canvas_list"
LOGOUT_REDIRECT_URL = "front"

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_ADAPTER = "accounts.addresses.Adapter"
ACCOUNT_FORMS = {
    "signup": "accounts.sign_up.SignUpForm",
    "login": "accounts.sign_in.SignInForm",
    "request_login_code": "accounts.sign_in.CodeRequestForm",
    "add_email": "accounts.changing.AddressForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
# Whoever joined a course has no password, and comes back by a code.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = "accounts.models.display_name"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEBUG else "https"
# A class of forty sits behind one address. The limits for each account stay at allauth's defaults.
ACCOUNT_RATE_LIMITS = {
    "signup": "120/m/ip",
    "login": "240/m/ip",
    "login_failed": "120/m/ip,5/300s/key",
    "reset_password": "80/m/ip,5/m/key",
    "reset_password_from_key": "80/m/ip",
    "request_login_code": "120/m/ip,5/600s/key",
    "join": "120/m/ip",
    # Wrong codes only, by a person and from an address: docs/adr/0017 has the sums.
    "course_code": "400/h/ip,10/600s/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0)

EMAIL_BACKEND = env.text(
    "EMAIL_BACKEND",
    f"django.core.mail.backends.{'console' if DEBUG else 'smtp'}.EmailBackend",
)
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Vínculo <vinculo@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Languages ----------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
# Each in its own words: whoever looks for hers can't be expected to read another.
LANGUAGES = [("en", "English"), ("es", "Español"), ("pt-br", "Português (Brasil)")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "UTC")

# --- Static files -------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
    },
}
# Where DEBUG is set, the files are served from where they are written, with no collectstatic.
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Each process knows every file by heart: under the name that pages ask for, and no other.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- The catalog's editors ----------------------------------------------------------------------

# The catalog knows no canvas: these tell its editors what uses an entry and what a change does.
CATALOG_USES = ["canvas.catalog_use.uses"]
CATALOG_EFFECT = "canvas.catalog_use.effect"

# --- What belongs to a person, and what is due ----------------------------------------------------

# The accounts know no canvas: these tell all that is held of a person, let what was tied to an
# address follow a change of it, and ask and do what the deletion of an account takes.
PERSONAL_DATA = ["canvas.personal.data_of", "classroom.personal.data_of"]
ADDRESS_CHANGES = ["canvas.personal.follow_address", "classroom.personal.follow_address"]
# Courses first: they are locked before canvases wherever both are.
ACCOUNT_DELETION = [
    "classroom.forms.departure.DepartureForm",
    "canvas.forms.departure.DepartureForm",
]

# What `manage.py tick` does, in this order.
DUE = [
    "canvas.keeping.purge_canvases",
    "canvas.keeping.purge_invitations",
    "classroom.keeping.purge_invitations",
    "canvas.keeping.purge_links",
    "canvas.keeping.purge_snapshots",
    "canvas.keeping.purge_sessions",
    "canvas.digests.send_digests",
    "classroom.letters.remind",
    "classroom.post.send_letters",
    "classroom.post.purge_letters",
]

# What `manage.py load_demo` adds to a development database, in this order.
DEMO = ["canvas.demo.add", "classroom.demo.add"]

# --- Safety -------------------------------------------------------------------------------------

_https = env.flag("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 365 * 24 * 3600) if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_INCLUDE_SUBDOMAINS", default=_https)
SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD", default=_https)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 24 * 3600
X_FRAME_OPTIONS = "DENY"
# Believed only where told so: anybody can send the header to a server that no proxy stands before.
if env.flag("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {
            "handlers": ["console"],
            "level": env.text("LOG_LEVEL", "INFO"),
            "propagate": False,
        },
    },
}
