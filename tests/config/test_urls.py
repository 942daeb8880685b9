"""Pages whose code is loaded when they are first asked for (ADR 0015)."""

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.core.checks import Tags, run_checks
from django.urls import URLPattern, URLResolver, get_resolver

OURS = ("accounts.", "canvas.", "classroom.", "config.", "relationships.views")


def _views(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        elif pattern.callback.__module__.startswith(OURS):
            yield pattern.callback.__module__, pattern.callback.__qualname__


@pytest.mark.parametrize(
    ("module", "name"),
    sorted(view for view in set(_views(get_resolver().url_patterns)) if "<" not in view[1]),
)
def test_the_view_of_every_address_is_there(module: str, name: str) -> None:
    assert callable(getattr(import_module(module), name))


@pytest.mark.slow
def test_a_process_loads_the_pages_that_are_asked_for_and_no_others() -> None:
    program = """
import sys
import config.wsgi
from django.urls import resolve, reverse

reverse("front")
resolve("/canvases/6f3c1d1e-8a40-4c09-9a3b-0d1c2e3f4a5b/costs/")
assert "canvas.views.boards" in sys.modules
late = {"canvas.views.costs", "classroom.views.reviews", "relationships.editing.entries"}
assert not late & set(sys.modules), late & set(sys.modules)
assert reverse("admin:relationships_factor_changelist") == "/admin/relationships/factor/"
assert "relationships.editing.entries" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_a_check_looks_at_the_editors_pages_though_nobody_has_asked_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not run_checks(tags=[Tags.admin])
    monkeypatch.setattr(
        "relationships.editing.entries.FactorAdmin.list_display", ("no_such_column",)
    )
    assert [each.id for each in run_checks(tags=[Tags.admin])][:1] == ["admin.E108"]
