"""The pages of the catalog's entries: a list, a form, and what can be done with each.

Django's admin gives the addresses, the sign-in and the permissions; the pages are ours.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from relationships import actions, catalog_file, history, live, uses
from relationships.editing import clashes, effects, lists
from relationships.editing.forms import RowForm, form_class, with_theirs
from relationships.editing.rules import told as rule_told
from relationships.editing.weights import told as weight_told
from relationships.models import AdviceWeight, Deed, Revision, Row, RuleSetting, part_of

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Row]
else:
    _ModelAdmin = admin.ModelAdmin

View = Callable[..., HttpResponse]

LOST = gettext_lazy("This form has lost track of what it was opened with. Open the entry again.")


class RowAdmin(_ModelAdmin):
    """What the parts of the catalog share. `intro` says in a sentence or two what a part is for."""

    intro: ClassVar[str | Promise] = ""
    is_judged: ClassVar[bool] = True
    """Whether the checks read it, so that a change may add and remove findings."""
    add_label: ClassVar[str | Promise] = gettext_lazy("Add an entry")

    @property
    def part(self) -> str:
        return part_of(self.model)

    def get_urls(self) -> list[URLPattern]:
        """Django's addresses, and four of ours."""
        return [
            self._address("", self.changelist_view, "changelist"),
            self._address("add/", self.add_view, "add"),
            self._address("move/", self.move_view, "move"),
            self._address("<path:object_id>/change/", self.change_view, "change"),
            self._address("<path:object_id>/delete/", self.delete_view, "delete"),
            self._address("<path:object_id>/history/", self.history_view, "history"),
            self._address("<path:object_id>/retire/", self.retire_view, "retire"),
            self._address("<path:object_id>/return/<int:revision_id>/", self.return_view, "return"),
        ]

    def _address(self, route: str, view: View, name: str) -> URLPattern:
        full = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        return path(route, self.admin_site.admin_view(view), name=full)

    def url(self, page: str, *args: Any) -> str:
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}",
            args=args,
            current_app=self.admin_site.name,
        )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The part as a list, in the catalog's order."""
        _need(self.has_view_permission(request))
        rows = self.model.objects.all().in_order()
        if self.part == "types":
            rows = cast("Any", rows).select_related("parent")
        context: dict[str, Any] = {
            "listing": lists.listing(self.part, rows, request.GET),
            "intro": self.intro,
            "add_label": self.add_label,
            "can_add": self.has_add_permission(request),
            "can_change": self.has_change_permission(request),
        }
        return self._page(request, "list", self.opts.verbose_name_plural, **context)

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        _need(self.has_add_permission(request))
        made = form_class(self.model)
        if request.method != "POST":
            return self._form_page(request, made(initial=dict(request.GET.items())), None)
        form = made(request.POST)
        if not form.is_valid():
            return self._refused(request, form, None)
        if "effect" in request.POST:
            return self._effect_page(request, form, None)
        try:
            actions.add(form.instance, by=_editor(request))
        except ValidationError as error:
            form.add_error(None, error)
            return self._form_page(request, form, None, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        messages.success(request, _("“%(name)s” is added.") % {"name": lists.name(form.instance)})
        return self._after(request, form.instance)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """An entry's form; 409 with both versions where another editor has saved it meanwhile."""
        _need(self.has_view_permission(request))
        row = self._row(object_id)
        made = form_class(self.model)
        if request.method != "POST":
            return self._form_page(request, made(instance=row), row)
        _need(self.has_change_permission(request))
        form = made(with_theirs(request.POST, row, made), instance=self._row(object_id))
        if not form.is_valid():
            return self._refused(request, form, row)
        if "effect" in request.POST:
            return self._effect_page(request, form, row)
        return self._save(request, form, row)

    def _save(self, request: HttpRequest, form: RowForm, row: Row) -> HttpResponse:
        seen = form.cleaned_data["seen"]
        try:
            if not seen:
                raise ValidationError(LOST)
            differed = actions.change(form.instance, seen=seen, by=_editor(request))
        except actions.Clash as clash:
            return self._clash_page(request, form, clash.theirs, seen)
        except ValidationError as error:
            form.add_error(None, "; ".join(error.messages))
            return self._form_page(request, form, row, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        except self.model.DoesNotExist:
            raise Http404(_("Somebody has deleted this entry.")) from None
        said = _("“%(name)s” is saved.") if differed else _("“%(name)s” is as it was.")
        messages.success(request, said % {"name": lists.name(form.instance)})
        return self._after(request, form.instance)

    def _after(self, request: HttpRequest, row: Row) -> HttpResponse:
        """Back to the list at the entry, or on to its form."""
        if "_continue" in request.POST:
            return HttpResponseRedirect(self.url("change", quote(row.pk)))
        return HttpResponseRedirect(self.url("changelist"))

    def _clash_page(
        self, request: HttpRequest, form: RowForm, theirs: Row, seen: str
    ) -> HttpResponse:
        clash, data = clashes.merged(form, theirs, seen)
        again = form_class(self.model)(data, instance=self._row(quote(theirs.pk)))
        return self._form_page(request, again, theirs, status=HTTPStatus.CONFLICT, clash=clash)

    def _refused(self, request: HttpRequest, form: RowForm, row: Row | None) -> HttpResponse:
        """422: the form with its faults; these alone for htmx, which asked for the effect."""
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if request.headers.get("HX-Request") != "true":
            return self._form_page(request, form, row, status=status)
        faults = form.errors.items()
        problems = [f"{_label(form, name)}: {' '.join(map(str, told))}" for name, told in faults]
        return TemplateResponse(
            request, "admin/catalog/_effect.html", {"problems": problems}, status=status
        )

    def _effect_page(self, request: HttpRequest, form: RowForm, row: Row | None) -> HttpResponse:
        """What saving would do; nothing is saved. The answer alone for htmx."""
        if row is not None:
            actions.keep(form.instance, row)
        found = effects.of(live.supposed([form.instance]))
        if request.headers.get("HX-Request") == "true":
            return TemplateResponse(request, "admin/catalog/_effect.html", {"effect": found})
        return self._form_page(request, form, row, effect=found)

    def _form_page(
        self,
        request: HttpRequest,
        form: RowForm,
        row: Row | None,
        *,
        status: HTTPStatus = HTTPStatus.OK,
        effect: effects.EffectTold | None = None,
        clash: clashes.Clash | None = None,
    ) -> HttpResponse:
        context = {
            "form": form,
            "row": row,
            "line": lists.line(self.part, row) if row else None,
            "effect": effect,
            "clash": clash,
            "rule": rule_told(row.pk) if isinstance(row, RuleSetting) else None,
            "weight": weight_told(row.pk) if isinstance(row, AdviceWeight) else None,
            "is_judged": self.is_judged,
            "can_save": self.has_change_permission(request) if row else True,
            "can_retire": row is not None and hasattr(row, "retired"),
            "has_fields": bool(form.key_field() or form.attributes() or self.model.TEXTS),
        }
        title = lists.name(row) if row else self.add_label
        return self._page(request, "form", title, status=status, **context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Asks first, and says at once where it can't be: in use, or part of every release."""
        _need(self.has_delete_permission(request))
        row = self._row(object_id)
        status = HTTPStatus.OK
        if request.method == "POST":
            try:
                actions.delete(row, by=_editor(request))
            except (actions.InUse, actions.Shipped):
                status = HTTPStatus.CONFLICT
            else:
                messages.success(request, _("“%(name)s” is deleted.") % {"name": lists.name(row)})
                return HttpResponseRedirect(self.url("changelist"))
        title = _("Delete “%(name)s”?") % {"name": lists.name(row)}
        context: dict[str, Any] = {
            "row": row,
            "line": lists.line(self.part, row),
            "uses": uses.uses_of(row),
        }
        return self._page(request, "delete", title, status=status, **context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        _need(self.has_view_permission(request))
        row = self._row(object_id)
        context: dict[str, Any] = {
            "row": row,
            "moments": history.moments(self.part, row.pk, catalog_file.digest(row)),
            "can_change": self.has_change_permission(request),
        }
        title = _("History of “%(name)s”") % {"name": lists.name(row)}
        return self._page(request, "history", title, **context)

    def retire_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Asks, with the effect on real canvases; brings back what is retired already."""
        _need(self.has_change_permission(request))
        row = self._row(object_id)
        if not hasattr(row, "retired"):
            raise Http404(_("This is set, not retired."))
        back = row.retired
        if request.method == "POST":
            actions.retire(row, retired=request.POST.get("retired") == "yes", by=_editor(request))
            said = _("“%(name)s” is back.") if back else _("“%(name)s” is retired.")
            messages.success(request, said % {"name": lists.name(row)})
            return HttpResponseRedirect(self.url("change", quote(row.pk)))
        supposed = self._row(object_id)
        cast("Any", supposed).retired = not back
        ask = _("Bring “%(name)s” back?") if back else _("Retire “%(name)s”?")
        return self._page(
            request,
            "retire",
            ask % {"name": lists.name(row)},
            row=row,
            back=back,
            uses=uses.uses_of(row),
            effect=effects.of(live.supposed([supposed])),
        )

    def return_view(self, request: HttpRequest, object_id: str, revision_id: int) -> HttpResponse:
        """Shows what returning to an earlier state changes, and does it; 409 if it moved on."""
        _need(self.has_change_permission(request))
        row, earlier = self._row(object_id), self._row(object_id)
        revision = Revision.objects.filter(part=self.part, key=row.pk, pk=revision_id).first()
        if revision is None or revision.deed == Deed.DELETE:
            raise Http404(_("The history of this entry has no such state."))
        seen, status, fault = catalog_file.digest(row), HTTPStatus.OK, ""
        if request.method == "POST":
            try:
                asked = request.POST.get("seen", "")
                actions.return_to(revision, earlier, seen=asked, by=_editor(request))
            except actions.Clash:
                status = HTTPStatus.CONFLICT
            except ValidationError as error:
                status, fault = HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(error.messages)
            else:
                messages.success(
                    request, _("“%(name)s” is as it was then.") % {"name": lists.name(earlier)}
                )
                return HttpResponseRedirect(self.url("history", quote(row.pk)))
        catalog_file.take(earlier, revision.state)
        actions.keep(earlier, row)
        return self._page(
            request,
            "return",
            _("Return “%(name)s” to an earlier state?") % {"name": lists.name(row)},
            status=status,
            row=row,
            revision=revision,
            seen=seen,
            has_moved_on=status is HTTPStatus.CONFLICT,
            fault=fault,
            differences=tuple(
                history.differences(
                    self.model, catalog_file.encode(row), catalog_file.encode(earlier)
                )
            ),
            effect=effects.of(live.supposed([earlier])) if self.is_judged else None,
        )

    def move_view(self, request: HttpRequest) -> HttpResponse:
        """`up` or `down` name an entry to move by one; `entry` goes `before` another, or last."""
        return require_POST(self._move)(request)

    def _move(self, request: HttpRequest) -> HttpResponse:
        _need(self.has_change_permission(request))
        editor, told = _editor(request), request.POST
        if key := told.get("up") or told.get("down"):
            actions.step(self.model, key, up="up" in told, by=editor)
        elif key := told.get("entry"):
            actions.move(self.model, key, before=told.get("before") or None, by=editor)
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        return HttpResponseRedirect(f"{self.url('changelist')}#{_anchor(key)}")

    def _row(self, object_id: str) -> Row:
        row = self.model.objects.filter(pk=unquote(object_id)).first()
        if row is None:
            raise Http404(_("The catalog has no such entry."))
        return row

    def _page(
        self,
        request: HttpRequest,
        name: str,
        title: Any,
        *,
        status: HTTPStatus = HTTPStatus.OK,
        **context: Any,
    ) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "part": self.part,
        }
        return TemplateResponse(
            request, f"admin/catalog/{name}.html", {**shared, **context}, status=status
        )


class RelationshipTypeAdmin(RowAdmin):
    intro = gettext_lazy(
        "The ways in which a business can relate to its customers. What a type needs of a "
        "channel, who delivers it and how much effort it takes is what the checks read."
    )
    add_label = gettext_lazy("Add a relationship type")


class StrategyAdmin(RowAdmin):
    intro = gettext_lazy(
        "Concrete practices that a relationship is made of: a survey, a help forum."
    )
    add_label = gettext_lazy("Add a strategy")


class ChannelKindAdmin(RowAdmin):
    intro = gettext_lazy(
        "Means of reaching customers. A new channel starts with the owner and the capabilities "
        "of its kind; each canvas can change them."
    )
    add_label = gettext_lazy("Add a channel kind")


class FactorAdmin(RowAdmin):
    intro = gettext_lazy(
        "What weighs on the customer when buying. The checks read a factor's role; without one "
        "it is for people to read."
    )
    add_label = gettext_lazy("Add a consumption factor")


class QuestionAdmin(RowAdmin):
    intro = gettext_lazy(
        "Questions that help to fill in a canvas, each asked where it is answered."
    )
    add_label = gettext_lazy("Add a guiding question")


class EmptyPhraseAdmin(RowAdmin):
    intro = gettext_lazy(
        "Names that say nothing, in whatever language. Case, accents and punctuation do not "
        "matter when a name is compared with them."
    )
    add_label = gettext_lazy("Add an empty phrase")


class SettingAdmin(RowAdmin):
    """For what comes with the program: an editor sets it, and neither adds nor deletes any."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False


class RuleSettingAdmin(SettingAdmin):
    intro = gettext_lazy(
        "What a canvas is checked for. Rules come with Vínculo: you switch them on and off, say "
        "how grave their findings are, and set the number T of those that have one."
    )


class AdviceWeightAdmin(SettingAdmin):
    intro = gettext_lazy(
        "What advice weighs when it ranks the relationship types for a segment. Whether a term "
        "speaks for a type or against it is its own; you say how many points it counts."
    )
    is_judged = False


def _label(form: RowForm, name: str) -> str:
    """A field as its fault is told apart from the form; a text with its language."""
    label = str(form.fields[name].label) if name in form.fields else name
    return label[:1].upper() + label[1:]


def _need(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _editor(request: HttpRequest) -> AbstractBaseUser:
    """Who is at work; the admin lets nobody else through."""
    return cast("AbstractBaseUser", request.user)


def _anchor(key: str | None) -> str:
    return f"entry-{quote(key)}" if key else ""
