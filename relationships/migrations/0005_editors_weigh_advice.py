"""Catalog editors may see and set what advice weighs."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GROUP = "Catalog editors"
PERMISSIONS = ("view_adviceweight", "change_adviceweight")


def allow(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Permissions are made after all migrations otherwise, too late for this one."""
    config = apps.get_app_config("relationships")
    config.models_module = True  # type: ignore[assignment]
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    group, _ = Group.objects.get_or_create(name=GROUP)
    group.permissions.add(
        *Permission.objects.filter(
            content_type__app_label="relationships", codename__in=PERMISSIONS
        )
    )


class Migration(migrations.Migration):
    dependencies = [("relationships", "0004_advice_weights")]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
