"""Doing one step of a case on screen."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.acts import ActView
from zhengtong.engine.evidence.models import Evidence
from zhengtong.engine.procedures import actions, queries, registry
from zhengtong.engine.procedures.actions.performing import (
    fields_of,
    inquiry_of,
    latest,
    why_not_perform,
)
from zhengtong.engine.procedures.declaration import APPLICATION, DONE, Step
from zhengtong.engine.procedures.models import Case, CaseStep
from zhengtong.engine.procedures.screens import forms
from zhengtong.engine.refusals import Refusal, Refused


class PerformStep(ActView):
    """One step: what it is about, what is known, what is asked; the verb's every refusal above the kept form."""

    template_name = "procedures/step.html"
    access = everyone  # what stands against it, `reasons` asks the step itself

    @property
    def case(self) -> Case:
        return self.object

    @property
    def step(self) -> Step:
        try:
            return self.case.text.step(self.kwargs["code"])
        except KeyError:
            raise Http404 from None

    @property
    def row(self) -> CaseStep:
        return latest(self.case, self.step.code)

    def reasons(self) -> list[Refusal]:
        _ = self.object
        return why_not_perform(self.case, self.row, self.step, self.person, self.at)

    def refuse(self, reasons: list[Refusal]) -> HttpResponse:
        from zhengtong.engine.console.pages import refused

        return refused(self.request, reasons, what=self.step.label)

    def show(self, form: Any, reasons: list[Refusal] | None = None, *, status: int = 200) -> HttpResponse:
        self.label = self.step.label  # the button says what is done
        return super().show(form, reasons, status=status)

    def get_title(self) -> str:
        return self.step.label

    def get_subtitle(self) -> str:
        return str(self.case)

    def crumbs(self) -> Any:
        return [("办件", reverse("cases:index")), (self.case.number, self.get_back_url())]

    def get_back_url(self) -> str:
        return reverse("cases:inspect", args=[self.case.pk])

    def known(self) -> dict[str, Any]:
        """What the form begins with: what the case says already, and for an application that came back its answers."""
        if self.step.kind == APPLICATION:
            return dict(self.case.asked)
        return forms.known_answers(
            self.step.gives, inquiry_of(self.case, self.step, self.person, self.at, {})
        )

    def kept(self) -> dict[str, Evidence]:
        """Files of the rounds before, and those that came in with an attempt that was refused."""
        labels = {paper.label: paper.code for paper in self.step.files}
        earlier = {
            labels[one.label]: one.evidence for one in reversed(queries.files_of(self.case, self.step.code))
            if one.label in labels
        }  # fmt: skip
        return earlier | forms.redeemed(self.request.POST.get("kept", ""), self.person)

    def get_form(self) -> forms.CaseForm:
        posted = self.request.method == "POST"
        inquiry = inquiry_of(self.case, self.step, self.person, self.at, {})
        papers = tuple(one for one in self.step.files)
        fields = tuple(fields_of(self.case, self.step))
        sources = forms.Sources(fields, papers, inquiry, self.known(), self.kept())
        return forms.form_for(
            sources,
            self.step,
            data=self.request.POST if posted else None,
            files=self.request.FILES if posted else None,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            return self.show(form)
        try:
            files = forms.take_in(form, self.step.files, by=self.person, at=self.at)
            self.carry_out(form, files)
        except Refused as refusal:
            return self.show(form, list(refusal.refusals), status=409)
        messages.success(request, f"“{self.step.label}”已办理")
        return HttpResponseRedirect(self.get_back_url())

    def carry_out(self, form: forms.CaseForm, files: dict[str, Evidence]) -> None:
        answers = form.answers()
        outcome = form.cleaned_data.get("outcome") or (DONE if len(self.step.outcomes) == 1 else "")
        counted = forms.reused(self.known(), answers) + sum(1 for _, value in self.sheet() if value)
        actions.perform(
            self.case, self.step.code, by=self.person, at=self.at, outcome=outcome,
            opinion=form.cleaned_data.get("opinion", ""), given=answers, files=files, reused=counted,
        )  # fmt: skip

    def sheet(self) -> list[tuple[str, str]]:
        """The record for a system without an interface, in the order of its form."""
        if not self.step.sheet:
            return []
        inquiry = inquiry_of(self.case, self.step, self.person, self.at, {})
        return list(registry.sheets[self.step.sheet].run(inquiry))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form")
        kept = form.kept if isinstance(form, forms.CaseForm) else {}
        sheet = self.sheet()
        given = {
            "case": self.case, "step": self.step, "answers": queries.answers_in_words(self.case),
            "rows": [row for row in queries.checklist(self.case) if row.row.state == "done"],
            "sheet": sheet, "sheet_text": "\n".join(f"{label}\t{value}" for label, value in sheet),
            "links": links_of(self.case, self.row), "ticket": forms.ticket(kept, self.person) if kept else "",
        }  # fmt: skip
        return super().get_context_data(**(given | kwargs))


def links_of(case: Case, row: CaseStep) -> list[tuple[str, str]]:
    """Where to look while a step goes on."""
    step = row.text
    return list(registry.shown[step.shows].run(case, row)) if step.shows else []
