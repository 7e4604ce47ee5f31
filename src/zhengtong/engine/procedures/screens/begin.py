"""Applying: first for whom and about what, then the questions, with everything that is known already filled in."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.acts import ActForm
from zhengtong.engine.procedures import access, actions, registry
from zhengtong.engine.procedures.declaration import Procedure
from zhengtong.engine.procedures.models import Case
from zhengtong.engine.procedures.registry import Inquiry
from zhengtong.engine.procedures.screens import forms
from zhengtong.engine.procedures.screens.procedures import procedure_or_404
from zhengtong.engine.refusals import Refusal, Refused


class Begin(ActForm):
    """The application form of a procedure. Reached with ?party=…&subject=… once these are settled."""

    template_name = "procedures/begin.html"
    label = "提交申请"
    access = everyone  # what stands against it, `reasons` asks the procedure itself

    @property
    def procedure(self) -> Procedure:
        return procedure_or_404(self.kwargs["code"])

    def reasons(self) -> list[Refusal]:
        if self.parties:
            return []
        return access.why_not_begin(self.procedure, "", self.person, self.at)

    def refuse(self, reasons: list[Refusal]) -> HttpResponse:
        from zhengtong.engine.console.pages import refused

        return refused(self.request, reasons, what=self.procedure.label)

    @property
    def parties(self) -> list[str]:
        return access.parties_to_begin(self.procedure, self.person, self.at)

    @property
    def party(self) -> str:
        """Chosen, or the only one there is; empty where it must be chosen first."""
        asked = self.request.GET.get("party", "")
        if asked in self.parties:
            return asked
        return self.parties[0] if len(self.parties) == 1 else ""

    def subjects(self) -> list[Model]:
        name = self.procedure.subjects
        return list(registry.subjects[name].run(self.party)) if name and self.party else []

    def chosen(self) -> Any:
        asked = self.request.GET.get("subject", "")
        there = self.subjects()
        if len(there) == 1 and not asked:
            return there[0]
        return next((one for one in there if str(one.pk) == asked), None)

    def get_title(self) -> str:
        return self.procedure.label

    def get_subtitle(self) -> str:
        subject = self.chosen()
        return f"{registry.party_name(self.party)}{f' · {subject}' if subject else ''}" if self.party else ""

    def crumbs(self) -> Any:
        return [(self.procedure.label, reverse("cases_procedure", args=[self.procedure.code]))]

    def get_back_url(self) -> str:
        return reverse("cases_procedure", args=[self.procedure.code])

    def settled(self) -> bool:
        return bool(self.party) and (not self.procedure.subjects or self.chosen() is not None)

    def inquiry(self, answers: dict[str, Any] | None = None) -> Inquiry:
        return Inquiry(
            self.procedure, self.party, answers or {}, self.at, by=self.person, subject=self.chosen(),
            step=self.procedure.application,
        )  # fmt: skip

    def known(self) -> dict[str, Any]:
        return forms.known_answers(self.procedure.asks, self.inquiry())

    def get_form(self) -> forms.CaseForm:
        posted = self.request.method == "POST"
        kept = forms.redeemed(self.request.POST.get("kept", ""), self.person) if posted else {}
        sources = forms.Sources(
            self.procedure.asks, self.procedure.application.files, self.inquiry(), self.known(), kept
        )
        return forms.form_for(
            sources, self.procedure.application, data=self.request.POST if posted else None,
            files=self.request.FILES if posted else None,
        )  # fmt: skip

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.get_form() if self.settled() else None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.settled():
            return self.show(
                None,
                [Refusal("case.no_subject", "请先选择申请单位和办理对象。", self.procedure.clause)],
                status=409,
            )
        form = self.get_form()
        if not form.is_valid():
            return self.show(form)
        try:
            files = forms.take_in(form, self.procedure.application.files, by=self.person, at=self.at)
            case = self.apply(form, files)
        except Refused as refusal:
            return self.show(form, list(refusal.refusals), status=409)
        return self.done(case)

    def apply(self, form: forms.CaseForm, files: Any) -> Case:
        answers = form.answers()
        return actions.begin(
            self.procedure, party=self.party, by=self.person, at=self.at, asked=answers, subject=self.chosen(),
            files=files, opinion=form.cleaned_data.get("opinion", ""), reused=forms.reused(self.known(), answers),
        )  # fmt: skip

    def done(self, case: Case) -> HttpResponse:
        from django.contrib import messages

        messages.success(self.request, f"已提交申请，办件编号{case.number}")
        return HttpResponseRedirect(reverse("cases:inspect", args=[case.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form")
        kept = form.kept if isinstance(form, forms.CaseForm) else {}
        given = {
            "procedure": self.procedure, "party": self.party,
            "parties": [(code, registry.party_name(code)) for code in self.parties], "subjects": self.subjects(),
            "subject": self.chosen() if self.party else None, "ticket": forms.ticket(kept, self.person) if kept else "",
            "nothing_to_choose": bool(self.party and self.procedure.subjects and not self.subjects()),
            "questions": len(self.procedure.asks), "filled": len(self.known()) if self.settled() else 0,
        }  # fmt: skip
        return super().get_context_data(**(given | kwargs))
