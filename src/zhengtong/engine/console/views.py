"""Bases of our own screens. Each asks the same two questions before it does anything: is this thing in the person's scope
(else "not found"), and what stands against it (else a page with every reason).

    class Overview(ConsoleView):
        title = "全区总览"
        template_name = "desk/overview.html"
        access = staticmethod(access.may_see_overview)      # (person, subject, at) -> list[Refusal]
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from zhengtong.engine.console.pages import not_found, refused
from zhengtong.engine.refusals import Refusal

Scope = Callable[[QuerySet[Any], Any, datetime], QuerySet[Any]]
Crumbs = Iterable[tuple[str, str]]


class ConsoleView(TemplateView):
    """A staff screen: title, crumbs, access. `at` is the one moment at which everything on it is judged."""

    template_name = "console/page.html"
    title = ""
    subtitle = ""
    access: ClassVar[Callable[[Any, Any, datetime], Iterable[Refusal]] | None] = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = timezone.now()
        self.person: Any = request.user

    @property
    def subject(self) -> Any:
        """What the screen is about; None for a screen about nothing in particular."""
        return None

    def reasons(self) -> list[Refusal]:
        """What stands against this person here and now. A view without `access` does not start."""
        if self.access is None:
            raise ImproperlyConfigured(f"{type(self).__name__} must say who may: set `access`")
        return list(type(self).access(self.person, self.subject, self.at))  # type: ignore[misc]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("wagtailadmin_login"))
        try:
            reasons = self.reasons()
            return self.refuse(reasons) if reasons else super().dispatch(request, *args, **kwargs)
        except Http404:
            return not_found(request)

    def refuse(self, reasons: list[Refusal]) -> HttpResponse:
        return refused(self.request, reasons, what=str(self.get_title()))

    def get_title(self) -> str:
        return self.title

    def get_subtitle(self) -> str:
        return self.subtitle

    def crumbs(self) -> Crumbs:
        """The way here, [(label, url), …], without the page itself."""
        return ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given: Mapping[str, Any] = {
            "title": self.get_title(), "subtitle": self.get_subtitle(), "crumbs": list(self.crumbs()), "at": self.at,
            "person": self.person, "subject": self.subject,
        }  # fmt: skip
        return super().get_context_data(**(dict(given) | kwargs))


class SubjectView(ConsoleView):
    """A screen about one row. `model` and `scope(queryset, person, at)` are required: what is outside the scope is not there."""

    model: type[Model] | None = None
    scope: ClassVar[Scope | None] = None
    pk_url_kwarg = "pk"

    def get_queryset(self) -> QuerySet[Any]:
        """Rows within the person's scope; override to add select_related."""
        if self.model is None or self.scope is None:
            raise ImproperlyConfigured(f"{type(self).__name__} must set `model` and `scope`")
        return type(self).scope(self.model._default_manager.all(), self.person, self.at)  # type: ignore[misc]

    @cached_property
    def object(self) -> Any:
        found = self.get_queryset().filter(pk=self.kwargs[self.pk_url_kwarg]).first()
        if found is None:
            raise Http404
        return found

    @property
    def subject(self) -> Any:
        return self.object

    def reasons(self) -> list[Refusal]:
        _ = self.object  # what does not exist for the person is "not found" before anything is said about it
        return super().reasons()

    def get_title(self) -> str:
        return self.title or str(self.object)
