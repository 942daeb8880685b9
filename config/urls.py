"""The addresses of the whole site; each app carries its own in full."""

from django.urls import URLResolver, include, path
from django.urls.resolvers import RoutePattern

from config.views import healthz, readyz


class OnDemand(URLResolver):
    """A namespace whose addresses are loaded when one of them is first asked for (ADR 0015)."""

    def _populate(self) -> None:
        """Names of a namespace are looked up in it alone: the whole site need not know them."""


urlpatterns = [
    path("", include("canvas.urls")),
    path("", include("classroom.urls")),
    path("", include("relationships.urls")),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    OnDemand(RoutePattern("admin/"), "config.editing", app_name="admin", namespace="admin"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
