"""Views whose modules are loaded when somebody first asks for one of their pages (ADR 0015)."""

from importlib import import_module

from django.http import HttpResponse

from canvas.views.links import View


class OnDemand:
    """A module of views, by its name: `costs = OnDemand("canvas.views.costs")`.

    `costs.costs` is its view of that name. What a decorator marks a view with is not known of it
    before its module is loaded: to be signed in is asked of all, and public views are no such.
    """

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> View:
        module = self._module

        def view(*args: object, **kwargs: object) -> HttpResponse:
            shown: HttpResponse = getattr(import_module(module), name)(*args, **kwargs)
            return shown

        view.__module__, view.__name__, view.__qualname__ = module, name, name
        return view
