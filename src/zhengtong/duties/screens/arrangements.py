"""承办委托 and 放宽申请: what a unit arranges beyond its own staff, each until a date."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from zhengtong.duties import access, actions, queries, rules
from zhengtong.duties.models import Commission, Relaxation, Unit
from zhengtong.duties.screens import forms
from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.acts import ActView
from zhengtong.engine.console.items import Fact, ItemView, Tag
from zhengtong.engine.console.listing import MomentColumn, YesNoFilter
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.refusals import Refusal


class EndCommission(ActView):
    label = "终止承办"
    explanation = "终止后，承办人员的任职即时终止。"
    success_message = "已终止"
    form_class = forms.ReasonForm
    access = access.may_end_commission
    danger = True

    @classmethod
    def offered(cls, person: Any, subject: Commission, at: datetime) -> bool:
        return subject.ended_at is None

    def perform(self, reason: str) -> Any:
        return actions.end_commission(self.object, reason=reason, by=self.person, at=self.at)


class CommissionPage(ItemView):
    def state(self) -> Tag:
        if self.object.ended_at:
            return Tag("已终止")
        return Tag("有效", "good") if rules.alive(self.object, self.at) else Tag("未开始或已到期")

    def facts(self) -> Iterable[Fact]:
        commission = self.object
        yield Fact("主办单位", commission.host, reverse("duties_units:inspect", args=[commission.host_id]))
        yield Fact("承办方", commission.operator_name)
        yield Fact("外部机构", commission.outside)
        yield Fact("合同或委托书编号", commission.reference)
        yield Fact("起始日期", commission.valid_from)
        yield Fact("截止日期", commission.valid_until)
        yield Fact("承办栏目", "、".join(map(str, commission.columns.all())) or "本单位全部栏目")
        held = queries.appointments_at(self.at).filter(commission=commission).select_related("person")
        yield Fact("承办人员", "、".join(str(one.person) for one in held) or "尚未指派")
        if commission.ended_at:
            yield Fact("终止时间", commission.ended_at)
            yield Fact("终止原因", commission.ended_reason)

    def subjects(self) -> tuple[Any, ...]:
        return ()  # its lines stand in the story of the host


class CommissionFilters(WagtailFilterSet):
    host = django_filters.ModelChoiceFilter(label="主办单位", queryset=Unit.objects.all())
    outside = YesNoFilter(label="外部机构")

    class Meta:
        model = Commission
        fields = ["host", "outside"]


class CommissionRegister(ScopedModelViewSet):
    model = Commission
    name = "duties_commissions"
    url_prefix = "duties/commissions"
    icon = "link"
    menu_section = "duties"
    menu_label = "承办委托"
    menu_order = 40
    ordering = ("host__order", "valid_until")
    filterset_class = CommissionFilters
    item_view = CommissionPage
    acts = {"end": EndCommission}
    list_export = (
        "host",
        "operator_name",
        "outside",
        "reference",
        "valid_from",
        "valid_until",
        "ended_at",
        "ended_reason",
    )
    export_headings = {"operator_name": "承办方"}

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return everyone(person, subject, at)

    def get_rows(self) -> QuerySet[Commission]:
        return Commission.objects.select_related("host", "operator")

    def scope(self, queryset: QuerySet[Commission], person: Any, at: datetime) -> QuerySet[Commission]:
        """A unit sees what it commissions and what it is commissioned with."""
        seen = queries.units_seen_by(person, at).values("pk")
        return queryset.filter(Q(host__in=seen) | Q(operator__in=seen))

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("operator", label="承办方", accessor="operator_name", get_url=self.item_address),
            Column("host", label="主办单位", sort_key="host__order"),
            Column("reference", label="合同或委托书编号"),
            Column(
                "valid_until",
                label="截止日期",
                accessor=lambda one: one.valid_until.isoformat(),
                sort_key="valid_until",
            ),
            Column("ended", label="终止原因", accessor="ended_reason"),
        ]


class DecideRelaxation(ActView):
    label = "审批放宽"
    explanation = "同意后，申请单位在期限内可由一人承担两个审级；每一条使用放宽的内容均会标明并计数。"
    success_message = "已审批"
    form_class = forms.DecisionForm
    access = access.may_decide_relaxation
    primary = True

    @classmethod
    def offered(cls, person: Any, subject: Relaxation, at: datetime) -> bool:
        return subject.approved is None

    def perform(self, **decision: Any) -> Any:
        return actions.decide_relaxation(self.object, by=self.person, at=self.at, **decision)


def relaxation_state(relaxation: Relaxation) -> Tag:
    if relaxation.approved is None:
        return Tag("待审批", "wait")
    return Tag("已同意", "good") if relaxation.approved else Tag("不同意", "bad")


class RelaxationPage(ItemView):
    def state(self) -> Tag:
        return relaxation_state(self.object)

    def facts(self) -> Iterable[Fact]:
        relaxation = self.object
        yield Fact("申请单位", relaxation.unit, reverse("duties_units:inspect", args=[relaxation.unit_id]))
        yield Fact("放宽事项", relaxation.get_kind_display())
        yield Fact("申请理由", relaxation.reason)
        yield Fact("截止日期", relaxation.valid_until)
        yield Fact("申请人", relaxation.requested_by)
        yield Fact("申请时间", relaxation.requested_at)
        if relaxation.decided_at:
            yield Fact("审批人", relaxation.decided_by)
            yield Fact("审批时间", relaxation.decided_at)
            yield Fact("审批理由", relaxation.decision_reason)


class RelaxationFilters(WagtailFilterSet):
    unit = django_filters.ModelChoiceFilter(label="申请单位", queryset=Unit.objects.all())
    waiting = YesNoFilter(label="待审批", field_name="approved", lookup_expr="isnull")

    class Meta:
        model = Relaxation
        fields = ["unit", "waiting"]


class RelaxationRegister(ScopedModelViewSet):
    model = Relaxation
    name = "duties_relaxations"
    url_prefix = "duties/relaxations"
    icon = "warning"
    menu_section = "duties"
    menu_label = "放宽申请"
    menu_order = 50
    ordering = ("-requested_at",)
    filterset_class = RelaxationFilters
    item_view = RelaxationPage
    acts = {"decide": DecideRelaxation}
    list_export = (
        "unit", "get_kind_display", "reason", "valid_until", "requested_by", "requested_at", "approved", "decided_by",
        "decided_at", "decision_reason",
    )  # fmt: skip
    export_headings = {"get_kind_display": "放宽事项"}

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return everyone(person, subject, at)

    def get_rows(self) -> QuerySet[Relaxation]:
        return Relaxation.objects.select_related("unit", "requested_by", "decided_by")

    def scope(self, queryset: QuerySet[Relaxation], person: Any, at: datetime) -> QuerySet[Relaxation]:
        return queryset.filter(unit__in=queries.units_seen_by(person, at).values("pk"))

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("unit", label="申请单位", sort_key="unit__order", get_url=self.item_address),
            Column("kind", label="放宽事项", accessor="get_kind_display"),
            Column(
                "state", label="状态", accessor=lambda one: relaxation_state(one).text, sort_key="approved"
            ),
            MomentColumn("requested_at", label="申请时间", sort_key="requested_at"),
            Column(
                "valid_until",
                label="截止日期",
                accessor=lambda one: one.valid_until.isoformat(),
                sort_key="valid_until",
            ),
        ]
