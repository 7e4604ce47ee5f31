"""The only base for registers in the console: a list with filters and export, and a page for each row, all within one scope.

Wagtail's ModelViewSet asks only the model-level right: without this base a person of another unit could list, export and open
any row by its number. Nothing is created, edited or deleted by it: state changes in verbs alone (`acts`).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import NoneType
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import IntegerField, QuerySet
from django.http import Http404, HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from zhengtong.engine.console import menu
from zhengtong.engine.console.acts import ActForm, ActView
from zhengtong.engine.console.items import ItemView
from zhengtong.engine.console.listing import ScopedIndexView
from zhengtong.engine.console.pages import not_found, refused
from zhengtong.engine.console.policies import ByVerbs
from zhengtong.engine.console.views import ConsoleView
from zhengtong.engine.refusals import Refusal


class Scoped:
    """Mixed into every view of a scoped viewset: access first, then the row must be in scope, then the view itself.

    Every later query of the view starts from the scoped rows as well, so a list, an export and an object agree.
    """

    viewset: "ScopedModelViewSet"
    request: HttpRequest
    kwargs: dict[str, Any]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.at = timezone.now()
        self.request, self.kwargs = request, kwargs
        self.require_in_scope()
        super().setup(request, *args, **kwargs)  # type: ignore[misc]

    def require_in_scope(self) -> None:
        """Raise Http404 for a row number out of scope, before the view has looked at anything."""
        if "pk" in self.kwargs and not self.scoped().filter(pk=self.kwargs["pk"]).exists():
            raise Http404

    def scoped(self) -> QuerySet[Any]:
        return self.viewset.rows_for(self.request.user, self.at)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        reasons = list(self.viewset.access(request.user, None, self.at))
        if reasons:
            return refused(request, reasons, what=str(self.viewset.label()))
        try:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except Http404:
            return not_found(request)

    def get_base_queryset(self) -> QuerySet[Any]:
        return self.scoped()

    def get_base_object_queryset(self) -> QuerySet[Any]:
        return self.scoped()


class ScopedModelViewSet(ModelViewSet):
    """A register. Required: `model`, `scope`, `access`. See docs/rooms/console.md for an example.

    `item_view` is the page of a row, `acts` the verbs on a row by name, `new` the verb that makes one, `views` further screens
    of the register by name, linked above the list by their titles.
    """

    index_view_class = ScopedIndexView
    item_view: type[ItemView] | None = None
    acts: Mapping[str, type[ActView]] = {}
    new: type[ActForm] | None = None
    views: Mapping[str, type[ConsoleView]] = {}

    menu_section = ""
    menu_label = ""
    add_to_reference_index = False
    add_to_admin_menu = False
    copy_view_enabled = False
    inspect_view_enabled = True
    sort_order_field = None
    list_per_page = 30

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        for required in ("scope", "access"):
            if getattr(type(self), required) is getattr(ScopedModelViewSet, required):
                raise ImproperlyConfigured(
                    f"{type(self).__name__} must define `{required}`: nothing is shown by default"
                )
        # Wagtail gives the user model a policy of its own, by model permissions, which nobody here has.
        if type(policy_registry.get_by_type(self.model, fallback=False)) in {NoneType, ModelPermissionPolicy}:
            register_permission_policy(self.model, ByVerbs(self.model), exact_class=True)

    def scope(self, queryset: QuerySet[Any], person: Any, at: datetime) -> QuerySet[Any]:
        """The rows that exist for this person at this moment; all other rows are "not found"."""
        raise NotImplementedError

    def access(self, person: Any, subject: Any, at: datetime) -> Iterable[Refusal]:
        """What stands against opening the register at all (subject is None)."""
        raise NotImplementedError

    def get_rows(self) -> QuerySet[Any]:
        """All rows before scope; override to add select_related."""
        return self.model._default_manager.all()

    def rows_for(self, person: Any, at: datetime) -> QuerySet[Any]:
        return self.scope(self.get_rows(), person, at)

    @property
    def pk_path_converter(self) -> str:
        """As the CMS chooses it, but through links to a parent row: a page of some kind has a number as well."""
        pk = self.model_opts.pk
        if isinstance(getattr(pk, "target_field", pk), IntegerField):
            return "int"
        return str(super().pk_path_converter)

    def label(self) -> str:
        return self.menu_label or str(self.model._meta.verbose_name_plural)

    def item_address(self, row: Any) -> str:
        """The page of a row; for `TitleColumn(get_url=self.item_address)`."""
        return reverse(self.get_url_name("inspect"), args=[row.pk])

    def may(self, person: Any, at: datetime) -> bool:
        return not list(self.access(person, None, at))

    # Views

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        scoped = type(
            view_class.__name__, (Scoped, view_class), {"viewset": self, "__module__": view_class.__module__}
        )
        return super().construct_view(scoped, **kwargs)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        closed = {"add_url_name": None, "edit_url_name": None, "delete_url_name": None, "history_url_name": None,
                  "usage_url_name": None, "copy_url_name": None}  # fmt: skip
        return super().get_common_view_kwargs(**(closed | kwargs))

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            **{"page_title": self.label(), "new_url_name": self.get_url_name("new") if self.new else "",
               "new_label": self.new.label if self.new else "", "export_filename": self.label(),
               "links": [(str(view.title), self.get_url_name(name)) for name, view in self.views.items()], **kwargs}
        )  # fmt: skip

    def bind(self, view: type[ConsoleView]) -> Any:
        """One of our own views made part of this register: its model, its scope, its access, its way back."""
        bound: dict[str, Any] = {"viewset": self, "model": self.model, "__module__": view.__module__}
        bound["scope"] = staticmethod(lambda queryset, person, at: self.rows_for(person, at))
        if view.access is None:
            bound["access"] = staticmethod(self.access)
        if issubclass(view, ActView):
            bound["item_url_name"] = self.get_url_name("inspect")
        if issubclass(view, ItemView):
            bound["act_views"] = [
                (self.get_url_name(name), self.bind(act)) for name, act in self.acts.items()
            ]
        return type(view.__name__, (OfRegister, view), bound)

    def view_for(self, view: type[ConsoleView]) -> Any:
        return self.bind(view).as_view()

    @property
    def inspect_view(self) -> Any:
        return self.view_for(self.item_view) if self.item_view else super().inspect_view

    def get_urlpatterns(self) -> list[Any]:
        conv = self.pk_path_converter
        patterns = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path(f"<{conv}:pk>/", self.inspect_view, name="inspect"),
        ]
        if self.new:
            patterns.append(path("new/", self.view_for(self.new), name="new"))
        patterns += [path(f"{name}/", self.view_for(view), name=name) for name, view in self.views.items()]
        return patterns + [
            path(f"<{conv}:pk>/{name}/", self.view_for(act), name=name) for name, act in self.acts.items()
        ]

    # Registration

    def register_menu_item(self) -> None:
        if self.menu_section:
            menu.add(
                self.menu_section, self.label(), self.get_url_name("index"), may=self.may,
                order=self.menu_order or 100, icon=self.icon,
            )  # fmt: skip

    def register_admin_url_finder(self) -> None:
        """Rows have no edit screen to be found."""

    def register_permissions(self) -> None:
        """Rights follow from posts; there is nothing to tick in a group."""


class OfRegister:
    """Mixed into our own views under a viewset: the register's access stands before the view's own."""

    viewset: ScopedModelViewSet
    person: Any
    at: datetime
    kwargs: dict[str, Any]

    def reasons(self) -> list[Refusal]:
        return list(self.viewset.access(self.person, None, self.at)) or super().reasons()  # type: ignore[misc]

    def register_address(self) -> str:
        return reverse(self.viewset.get_url_name("index"))

    def crumbs(self) -> Iterable[tuple[str, str]]:
        given = tuple(super().crumbs())  # type: ignore[misc]
        return given or ((self.viewset.label(), self.register_address()),)

    def get_back_url(self) -> str:
        return super().get_back_url() if "pk" in self.kwargs else self.register_address()  # type: ignore[misc]
