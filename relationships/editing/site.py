"""The admin as editors meet it: an overview of the catalog, and the catalog as a file."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from relationships import actions, catalog_file, editors, live
from relationships.catalog_file import BrokenCatalog
from relationships.editing import effects, overview


class CatalogSite(AdminSite):
    site_title = "Vínculo"
    site_header = gettext_lazy("The catalog")
    index_title = gettext_lazy("The catalog")
    enable_nav_sidebar = False

    def get_urls(self) -> list[Any]:
        return [
            path("export/", self.admin_view(self.export_view), name="catalog_export"),
            path("import/", self.admin_view(self.import_view), name="catalog_import"),
            *super().get_urls(),
        ]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The parts that this person may see, with what awaits in each, and the latest changes."""
        parts = overview.parts(request, self)
        others = [app for app in self.get_app_list(request) if app["app_label"] != "relationships"]
        context = {
            **self.each_context(request),
            "title": self.index_title,
            "parts": parts,
            "latest": overview.latest() if parts else (),
            "can_import": _keeps_all(request),
            "others": others,
        }
        return TemplateResponse(request, "admin/catalog/index.html", context)

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        if app_label == "relationships":
            return HttpResponseRedirect(reverse("admin:index", current_app=self.name))
        return super().app_index(request, app_label, extra_context)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Where everybody changes theirs."""
        return HttpResponseRedirect(reverse("account_change_password"))

    def password_change_done(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        return HttpResponseRedirect(reverse("account_change_password"))

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """The whole catalog as one file: a query a part."""
        return require_safe(_export)(request)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """A file is read and previewed first, and written when the preview is confirmed.

        422 for a file with faults, all of them listed; 409 with a new preview where the catalog
        has changed since the preview was made.
        """
        if not _keeps_all(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._import_page(request)
        data = _data(request)
        try:
            parsed = catalog_file.parse(data)
        except BrokenCatalog as broken:
            return self._import_page(
                request, status=HTTPStatus.UNPROCESSABLE_ENTITY, faults=broken.faults
            )
        document = data if isinstance(data, str) else data.decode("utf-8-sig")
        if "write" not in request.POST:
            return self._preview_page(request, document, parsed)
        done = actions.bring_in(parsed, seen=request.POST.get("seen", ""), by=_editor(request))
        if done is None:
            parsed = catalog_file.parse(document)
            return self._preview_page(request, document, parsed, status=HTTPStatus.CONFLICT)
        messages.success(
            request,
            _("Done: %(added)s added, %(changed)s changed, %(retired)s retired.")
            % {
                "added": len(done.added),
                "changed": len(done.changed),
                "retired": len(done.retired),
            },
        )
        return HttpResponseRedirect(reverse("admin:index", current_app=self.name))

    def _preview_page(
        self,
        request: HttpRequest,
        document: str,
        parsed: Any,
        *,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> HttpResponse:
        """The stamp is read first: what comes after it makes the preview stale, not the import."""
        seen = live.stamp()
        plan = actions.plan(parsed)
        return self._import_page(
            request,
            status=status,
            document=document,
            seen=seen,
            plan=plan,
            preview=overview.preview(plan),
            effect=effects.of(live.supposed(plan.rows)),
            has_moved_on=status is HTTPStatus.CONFLICT,
        )

    def _import_page(
        self, request: HttpRequest, *, status: HTTPStatus = HTTPStatus.OK, **context: Any
    ) -> HttpResponse:
        shared = {**self.each_context(request), "title": _("Bring in a catalog from a file")}
        return TemplateResponse(
            request, "admin/catalog/import.html", {**shared, **context}, status=status
        )


def _export(request: HttpRequest) -> HttpResponse:
    if not _may(request, "view"):
        raise PermissionDenied
    text = catalog_file.dump(catalog_file.stored())
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="vinculo-catalog.json"'
    return response


def _data(request: HttpRequest) -> bytes | str:
    """The file from the upload, or its text from the preview that carries it."""
    upload = request.FILES.get("file")
    if upload is None:
        return request.POST.get("document", "")
    return bytes(upload.read(catalog_file.MOST_BYTES + 1))


def _may(request: HttpRequest, *deeds: str) -> bool:
    """Whether a person may do something with all parts of the catalog."""
    wanted = [
        f"relationships.{name}" for name in editors.PERMISSIONS if name.partition("_")[0] in deeds
    ]
    return bool(request.user.has_perms(wanted))


def _keeps_all(request: HttpRequest) -> bool:
    return _may(request, "view", "add", "change")


def _editor(request: HttpRequest) -> Any:
    return request.user
