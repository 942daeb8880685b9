"""Django's admin, with a site of ours, loaded by the first editor who comes (ADR 0015)."""

from typing import Any

from django.contrib.admin import apps, autodiscover, checks
from django.core.checks import CheckMessage, Tags, register


class AdminConfig(apps.SimpleAdminConfig):
    default_site = "relationships.editing.site.CatalogSite"

    def ready(self) -> None:
        super().ready()
        register(check_editing, Tags.admin)


def check_editing(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The admin's own check has nothing to look at before its parts are loaded."""
    autodiscover()
    return list(checks.check_admin_app(app_configs, **kwargs))
