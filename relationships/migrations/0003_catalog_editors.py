"""The group of catalog editors, with exactly the permissions that they need."""

from django.contrib.auth.management import create_permissions
from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GROUP = "Catalog editors"
ENTRIES = ("relationshiptype", "strategy", "channelkind", "factor", "question", "emptyphrase")
PERMISSIONS = (
    *(f"{deed}_{model}" for model in ENTRIES for deed in ("view", "add", "change", "delete")),
    "view_rulesetting",
    "change_rulesetting",
)


def make_group(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Permissions are made after all migrations otherwise, too late for this one."""
    config = apps.get_app_config("relationships")
    config.models_module = True  # type: ignore[assignment]
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    group, _ = Group.objects.get_or_create(name=GROUP)
    group.permissions.set(
        Permission.objects.filter(
            content_type__app_label="relationships", codename__in=PERMISSIONS
        )
    )


class Migration(migrations.Migration):
    dependencies = [
        ("relationships", "0002_history"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
