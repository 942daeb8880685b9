"""What the tests ask of the catalog's pages."""

from typing import Any

from django.contrib.admin.utils import quote
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse


def url(model: str, page: str, *args: object) -> str:
    """The address of a page of a part; keys are quoted as the pages do."""
    told = [quote(arg) if isinstance(arg, str) else arg for arg in args]
    return reverse(f"admin:relationships_{model}_{page}", args=told)


def typed(response: Any) -> dict[str, Any]:
    """What the form of a page would send if nobody typed anything."""
    form = response.context["form"]
    told = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in told.items() if value not in (None, False)}


def save(client: Client, model: str, key: str, **changes: Any) -> HttpResponse:
    """Open an entry, change some fields and save it."""
    address = url(model, "change", key)
    return client.post(address, typed(client.get(address)) | changes)
