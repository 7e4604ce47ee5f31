"""A screen that calls one verb: the form and the reasons against it before the click, the same reasons after it."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from zhengtong.engine.console.items import Act
from zhengtong.engine.console.views import ConsoleView, SubjectView
from zhengtong.engine.refusals import Refusal, Refused


class NothingToFill(forms.Form):
    """The form of an act that only asks to be confirmed."""


class ActForm(ConsoleView):
    """Shows `form_class`, posts it to `perform(**cleaned_data)`. The typed data survives every refusal.

    Answers: 200 the form; 403 the form with what `access` says against it; 409 the form with what the verb refused;
    302 when done. A second click meets the verb's own refusal, since the verb looks at the row again under a lock.
    """

    template_name = "console/act.html"
    form_class: type[forms.BaseForm] = NothingToFill
    label = ""
    explanation = ""
    success_message = "已办理"
    danger = False

    def perform(self, *args: Any, **cleaned: Any) -> Any:
        """Call the room's action (a verb) with what was typed; its `Refused` is shown as a list of reasons."""
        raise ImproperlyConfigured(f"{type(self).__name__} must say what it does: define `perform`")

    def get_initial(self) -> dict[str, Any]:
        return {}

    def get_form_kwargs(self) -> dict[str, Any]:
        given: dict[str, Any] = {"initial": self.get_initial()}
        if self.request.method == "POST":
            given |= {"data": self.request.POST, "files": self.request.FILES}
        if issubclass(self.form_class, forms.BaseModelForm):
            given["instance"] = self.subject
        return given

    def get_form(self) -> Any:
        return self.form_class(**self.get_form_kwargs())

    def refuse(self, reasons: list[Refusal]) -> HttpResponse:
        return self.show(self.get_form(), reasons, status=403)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.get_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            return self.show(form)
        try:
            done = self.perform(**form.cleaned_data)
        except Refused as refusal:
            return self.show(form, list(refusal.refusals), status=409)
        messages.success(request, self.get_success_message(done))
        return HttpResponseRedirect(self.get_success_url(done))

    def show(self, form: Any, reasons: list[Refusal] | None = None, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form, refusals=reasons or [], label=self.label, explanation=self.explanation, danger=self.danger,
            back=self.get_back_url(),
        )  # fmt: skip
        return self.render_to_response(context, status=status)

    def get_title(self) -> str:
        return self.title or self.label

    def get_success_message(self, done: Any) -> str:
        return self.success_message

    def get_success_url(self, done: Any) -> str:
        """Where to go afterwards; `done` is what `perform` returned."""
        return self.get_back_url()

    def get_back_url(self) -> str:
        return reverse("wagtailadmin_home")


class ActView(SubjectView, ActForm):
    """A verb on one row. `access(person, row, at)` says all that can be known before the click, who may and what forbids.

    Declared beside an item (see `ScopedModelViewSet.acts`) it stands on the item's page, greyed with its reasons if refused.
    """

    primary = False
    item_url_name = ""

    def get_title(self) -> str:
        return self.title or self.label

    def get_subtitle(self) -> str:
        return self.subtitle or str(self.object)

    def get_back_url(self) -> str:
        return (
            reverse(self.item_url_name, args=[self.object.pk])
            if self.item_url_name
            else super().get_back_url()
        )

    @classmethod
    def offered(cls, person: Any, subject: Any, at: datetime) -> bool:
        """Whether the act makes sense on this row at all; if not it is not even shown greyed."""
        return True

    @classmethod
    def as_act(cls, url_name: str, person: Any, subject: Any, at: datetime) -> Act:
        if cls.access is None:
            raise ImproperlyConfigured(f"{cls.__name__} must say who may: set `access`")
        reasons = tuple(cls.access(person, subject, at))
        return Act(cls.label, reverse(url_name, args=[subject.pk]), reasons, primary=cls.primary)
