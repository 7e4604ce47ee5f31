"""办件: the register of cases, and the page of one: picture, checklist, what I can do now, its story."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import django_filters
from django import forms as django_forms
from django.db.models import Model, QuerySet
from django.urls import path, reverse
from django.utils.safestring import mark_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.acts import ActView
from zhengtong.engine.console.items import Act, Fact, ItemView, Tag
from zhengtong.engine.console.listing import MomentColumn, TagColumn
from zhengtong.engine.console.menu import section_label
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.procedures import access, actions, queries, registry
from zhengtong.engine.procedures.actions.performing import latest, subject_of, why_not_perform
from zhengtong.engine.procedures.declaration import BY_HAND
from zhengtong.engine.procedures.drawing import drawing
from zhengtong.engine.procedures.models import Case, CaseState, StepState
from zhengtong.engine.procedures.screens.papers import DownloadPaper, papers_of
from zhengtong.engine.procedures.screens.steps import PerformStep, links_of
from zhengtong.engine.refusals import Refusal

TONES = {
    CaseState.OPEN: "wait", CaseState.DONE: "good", CaseState.REFUSED: "bad", CaseState.WITHDRAWN: "plain",
    CaseState.STOPPED: "plain",
}  # fmt: skip
STEP_TONES = {
    StepState.OPEN: "wait", StepState.DONE: "good", StepState.REFUSED: "bad", StepState.RETURNED: "warn",
}  # fmt: skip


def tag_of(case: Case) -> Tag:
    return Tag(case.get_state_display(), TONES[CaseState(case.state)])


def section_choices() -> list[tuple[str, str]]:
    return [
        (code, section_label(code)) for code in sorted({one.section for one in registry.procedures.values()})
    ]


def procedure_choices() -> list[tuple[str, str]]:
    return sorted(((one.code, one.label) for one in registry.procedures.values()), key=lambda pair: pair[1])


class CaseFilters(WagtailFilterSet):
    section = django_filters.ChoiceFilter(label="类别", choices=section_choices)
    procedure = django_filters.ChoiceFilter(label="程序", choices=procedure_choices)
    state = django_filters.ChoiceFilter(label="状态", choices=CaseState.choices)
    party_name = django_filters.CharFilter(label="申请单位", lookup_expr="icontains")

    class Meta:
        model = Case
        fields = ["section", "procedure", "state", "party_name"]


class WhyForm(django_forms.Form):
    why = django_forms.CharField(
        label="原因", required=False, max_length=500, widget=django_forms.Textarea(attrs={"rows": 3})
    )


def may_withdraw(person: Any, case: Case, at: datetime) -> list[Refusal]:
    return access.why_not_withdraw(case, person, at)


def may_oversee(person: Any, case: Case, at: datetime) -> list[Refusal]:
    return access.why_not_oversee(case, person, at)


class Withdraw(ActView):
    label = "撤回申请"
    explanation = "撤回后本办件终止，已办理的记录保留。"
    success_message = "已撤回"
    form_class = WhyForm
    access = may_withdraw
    danger = True

    @classmethod
    def offered(cls, person: Any, subject: Case, at: datetime) -> bool:
        return subject.state == CaseState.OPEN and subject.party in registry.parties_of(person, at)

    def perform(self, why: str) -> Case:
        return actions.withdraw(self.object, by=self.person, at=self.at, why=why)


class Stop(ActView):
    label = "终止办理"
    explanation = "用于无法继续的办件。终止后不能恢复，已办理的记录保留。"
    success_message = "已终止"
    form_class = WhyForm
    access = may_oversee
    danger = True

    @classmethod
    def offered(cls, person: Any, subject: Case, at: datetime) -> bool:
        return not access.why_not_oversee(subject, person, at)

    def perform(self, why: str) -> Case:
        return actions.stop(self.object, by=self.person, at=self.at, why=why)


def other_parties() -> list[tuple[str, str]]:
    return [("", "请选择"), *registry.all_parties()]


class HandOverForm(WhyForm):
    party = django_forms.ChoiceField(label="改由哪个单位办理", choices=other_parties, required=False)
    field_order = ("party", "why")


class HandOver(ActView):
    label = "移交其他单位"
    explanation = "单位撤并、职责划转时，办件改由承接单位继续办理，已办理的环节有效。"
    success_message = "已移交"
    form_class = HandOverForm
    access = may_oversee

    @classmethod
    def offered(cls, person: Any, subject: Case, at: datetime) -> bool:
        return not access.why_not_oversee(subject, person, at)

    def perform(self, party: str, why: str) -> Case:
        return actions.hand_over(self.object, party, by=self.person, at=self.at, why=why)


class CasePage(ItemView):
    template_name = "procedures/case.html"

    def kind(self) -> str:
        return f"{self.object.text.label} {self.object.number}"

    def state(self) -> Tag:
        return tag_of(self.object)

    def get_title(self) -> str:
        return str(self.object.title)

    def facts(self) -> Iterable[Fact]:
        case: Case = self.object
        yield Fact("申请单位", case.party_name)
        yield Fact("申请人", str(case.opened_by or "系统"))
        subject = subject_of(case)
        if subject is not None:
            yield Fact("办理对象", subject, registry.address_of(subject))
        for label, value in queries.answers_in_words(case):
            yield Fact(label, value)
        if case.reused:
            yield Fact("免填项数", f"{case.reused}项由系统带出，未要求重复填写")
        if case.ended_at:
            yield Fact("办结时间", case.ended_at)
        if case.ended_why:
            yield Fact("终止原因", case.ended_why)

    def clocks(self) -> Iterable[Any]:
        """On top only what presses most; each step shows its own."""
        return list(super().clocks())[:1]

    def subjects(self) -> Sequence[Model]:
        return (self.object, *self.object.steps.all())

    def acts(self) -> Iterable[Act]:
        """The open steps first: mine to do, others' greyed with who acts; then what ends or moves the case."""
        case: Case = self.object
        for row in case.steps.filter(state=StepState.OPEN).order_by("place"):
            if row.text.kind in BY_HAND:
                reasons = why_not_perform(case, row, row.text, self.person, self.at)
                url = reverse("cases:step", args=[case.pk, row.code])
                yield Act(row.label, url, reasons, primary=not reasons)
        yield from super().acts()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case: Case = self.object
        rows = queries.checklist(case)
        states = {row.step.code: (row.row.state, row.row.get_state_display()) for row in rows}
        who = {row.step.code: row.who for row in rows}
        given = {
            "case": case, "rows": [(row, self._tag(row), links_of(case, latest(case, row.step.code))) for row in rows],
            "picture": mark_safe(drawing(case.text, who, states)),
            "papers": papers_of(case), "done": sum(row.row.state in ("done", "skipped") for row in rows),
        }  # fmt: skip
        return super().get_context_data(**(given | kwargs))

    def _tag(self, row: queries.Row) -> Tag:
        words = row.row.outcome_label if row.row.state == StepState.DONE else row.row.get_state_display()
        return Tag(words or row.row.get_state_display(), STEP_TONES.get(StepState(row.row.state), "plain"))


class CaseRegister(ScopedModelViewSet):
    model = Case
    name = "cases"
    url_prefix = "cases"
    icon = "tasks"
    menu_label = "办件"
    ordering = ("-opened_at",)
    search_fields = ("number", "title", "party_name", "subject_name")
    filterset_class = CaseFilters
    item_view = CasePage
    acts = {"withdraw": Withdraw, "hand-over": HandOver, "stop": Stop}
    list_export = ("number", "title", "party_name", "state", "opened_at", "ended_at", "reused")

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return everyone(person, subject, at)

    def get_rows(self) -> QuerySet[Case]:
        return Case.objects.select_related("edition", "opened_by")

    def scope(self, queryset: QuerySet[Case], person: Any, at: datetime) -> QuerySet[Case]:
        return access.scope(queryset, person, at)

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("title", label="办件", sort_key="title", get_url=self.item_address),
            Column("number", label="编号", sort_key="number"),
            Column(
                "procedure",
                label="程序",
                accessor=lambda case: case.edition.text.get("label", case.procedure),
            ),
            Column("party_name", label="申请单位", sort_key="party_name"),
            MomentColumn("opened_at", label="申请时间", sort_key="opened_at"),
            TagColumn("state", label="状态", accessor=tag_of, sort_key="state"),
        ]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/steps/<str:code>/", self.view_for(PerformStep), name="step"),
            path("<int:pk>/papers/<str:code>.<str:ending>", self.view_for(DownloadPaper), name="paper"),
        ]
