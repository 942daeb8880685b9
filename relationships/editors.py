"""The people who keep the catalog, and what they may do."""

from django.contrib.auth.models import Group, Permission

GROUP = "Catalog editors"

ENTRIES = ("relationshiptype", "strategy", "channelkind", "factor", "question", "emptyphrase")
PERMISSIONS = (
    *(f"{deed}_{model}" for model in ENTRIES for deed in ("view", "add", "change", "delete")),
    *(
        f"{deed}_{model}"
        for model in ("rulesetting", "adviceweight")
        for deed in ("view", "change")
    ),
)
"""Rules and what advice weighs come with the program: editors set them, and neither add nor delete
any.
"""


def group() -> Group:
    """The group that the migrations make; made again where somebody has deleted it."""
    found, created = Group.objects.get_or_create(name=GROUP)
    if created:
        found.permissions.set(
            Permission.objects.filter(
                content_type__app_label="relationships", codename__in=PERMISSIONS
            )
        )
    return found
