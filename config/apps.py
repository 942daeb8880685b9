"""Django's admin, with a site of ours."""

from django.contrib.admin import apps


class AdminConfig(apps.AdminConfig):
    default_site = "relationships.editing.site.CatalogSite"
