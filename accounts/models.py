"""The person who signs in: by e-mail, with no user name."""

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.time_zones import LONGEST


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who has yet to verify the address. Without a password nobody can sign in."""
        user = self._with_password(email, password, **fields)
        user.save(using=self._db)
        return user

    def create_verified(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who can sign in at once: the address counts as verified. Two rows."""
        user = self._with_password(email, password, **fields)
        with transaction.atomic(using=self._db):
            user.save(using=self._db)
            EmailAddress.objects.using(self._db).create(
                user=user, email=user.email, primary=True, verified=True
            )
        return user

    def _with_password(self, email: str, password: str | None, **fields: Any) -> "User":
        """Hashes the password, which takes long: not while others wait to write."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        return user

    def create_unverified(self, email: str, **fields: Any) -> "User":
        """A person without a password, who has yet to prove the address. Two rows, and no hash.

        Raises `IntegrityError` where the address has an account.
        """
        with transaction.atomic(using=self._db):
            user = self.create_user(email, **fields)
            EmailAddress.objects.using(self._db).create(
                user=user, email=user.email, primary=True, verified=False
            )
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Whoever can run this command need not prove the address."""
        return self.create_verified(
            email, password, **{"is_staff": True, "is_superuser": True} | fields
        )

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Lower case throughout: no provider in use tells addresses apart by case."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.alias(address=Lower("email")).get(address=self.normalize_email(username))


class Digest(models.TextChoices):
    """How often somebody is mailed what is unread in the inbox."""

    DAILY = "daily", _("Once a day, when there is something")
    NEVER = "never", _("Never")


class User(AbstractBaseUser, PermissionsMixin):
    """`language` and `time_zone` are empty while the browser's are to be followed.

    `unread` counts what waits in the inbox, so that every page can show it; `digest_sent_at` is
    when the last mail about it was sent.
    """

    email = models.EmailField(
        _("e-mail"),
        unique=True,
        error_messages={"unique": _("Somebody already signs in with this e-mail.")},
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, blank=True, default=""
    )
    time_zone = models.CharField(_("time zone"), max_length=LONGEST, blank=True, default="")
    digest = models.CharField(max_length=10, choices=Digest.choices, default=Digest.DAILY)
    digest_sent_at = models.DateTimeField(null=True, blank=True)
    unread = models.PositiveIntegerField(default=0)
    is_staff = models.BooleanField(_("may edit the catalog"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_any_case"),
            models.CheckConstraint(
                condition=models.Q(language__in=["", *dict(settings.LANGUAGES)]),
                name="accounts_user_language_known",
            ),
            models.CheckConstraint(
                condition=models.Q(time_zone__regex=r"^[A-Za-z0-9_+/-]*$"),
                name="accounts_user_time_zone_is_a_name",
            ),
            models.CheckConstraint(
                condition=models.Q(digest__in=Digest.values), name="accounts_user_digest_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = type(self).objects.normalize_email(self.email)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email.partition("@")[0]


def display_name(user: User) -> str:
    """What the account pages and mails call a person."""
    return str(user)
