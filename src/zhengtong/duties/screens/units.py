"""单位: each unit with its leaders, posts, written systems, columns, operators and relaxations."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from zhengtong.duties import access, actions, queries
from zhengtong.duties.models import PostKind, ResponsibleColumn, SystemKind, Unit, UnitKind, WrittenSystem
from zhengtong.duties.screens import forms
from zhengtong.engine.clocks.queries import running
from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.acts import ActForm, ActView
from zhengtong.engine.console.items import Fact, ItemView, Tag
from zhengtong.engine.console.listing import TagColumn
from zhengtong.engine.console.subjects import any_of
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.evidence.actions import keep
from zhengtong.engine.evidence.models import Exhibit
from zhengtong.engine.refusals import Refusal


def why_not_open(unit: Unit) -> list[Refusal]:
    return [Refusal("unit.closed", f"{unit}已撤销。", "2.1")] if unit.valid_until else []


class OfUnit(ActView):
    """An act on a unit page: what can be said before the click is who may, and that the unit still exists."""

    @classmethod
    def offered(cls, person: Any, subject: Unit, at: datetime) -> bool:
        return subject.valid_until is None


def may_give_any(person: Any, unit: Unit, at: datetime) -> list[Refusal]:
    if access.posts_to_give(person, unit, at):
        return why_not_open(unit)
    message = f"岗位由区政府办公室主管单位经办登记，或由{unit}网站（新媒体）管理员指派，您现无此权限。"
    return [Refusal("post.not_yours_to_give", message, "2.4"), *why_not_open(unit)]


class Appoint(OfUnit):
    label = "指派岗位"
    explanation = "权限随岗位即时生效、即时终止；不得为本人指派。"
    success_message = "已指派"
    form_class = forms.AppointForm
    access = may_give_any
    primary = True

    def get_form_kwargs(self) -> dict[str, Any]:
        posts = access.posts_to_give(self.person, self.object, self.at)
        return super().get_form_kwargs() | {"posts": posts, "unit": self.object}

    def perform(self, person: Any, post: str, **more: Any) -> Any:
        return actions.appoint(person, self.object, post, by=self.person, at=self.at, **more)


class SetWrittenSystem(OfUnit):
    label = "登记制度"
    explanation = "登记新版本后，原版本保留备查、不再生效。"
    success_message = "已登记"
    form_class = forms.WrittenSystemForm
    access = access.may_set_written_system

    def perform(self, file: Any, **system: Any) -> Any:
        evidence = keep(file.read(), file.name, by=self.person, at=self.at)
        return actions.set_written_system(
            self.object, evidence=evidence, by=self.person, at=self.at, **system
        )


class ChangeReviewTable(OfUnit):
    label = "变更审核分工"
    explanation = "自变更起提交的内容适用新的分工。"
    success_message = "已变更"
    form_class = forms.ReviewTableForm
    access = access.may_change_review_table

    def get_initial(self) -> dict[str, Any]:
        table = queries.review_table(self.object)
        return {
            "principal_signs": table.principal_signs,
            "separate_proofreaders": table.separate_proofreaders,
        }

    def perform(self, **table: Any) -> Any:
        return actions.change_review_table(self.object, by=self.person, at=self.at, **table)


class RequestRelaxation(OfUnit):
    label = "申请放宽（一人承担两个审级）"
    explanation = "经区政府办公室同意后，在期限内适用；每一条使用放宽的内容均会标明并计数。"
    success_message = "已提交区政府办公室审批"
    form_class = forms.RelaxationForm
    access = access.may_request_relaxation

    @classmethod
    def offered(cls, person: Any, subject: Unit, at: datetime) -> bool:
        return super().offered(person, subject, at) and not subject.is_office

    def perform(self, **request: Any) -> Any:
        return actions.request_relaxation(self.object, by=self.person, at=self.at, **request)


class CommissionOperator(OfUnit):
    label = "委托承办"
    explanation = "到期自动终止；承办人员只能担任信息员，审核由主办单位负责。"
    success_message = "已登记委托"
    form_class = forms.CommissionForm
    access = access.may_commission

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"unit": self.object}

    def perform(self, **commission: Any) -> Any:
        return actions.commission_operator(self.object, by=self.person, at=self.at, **commission)


def may_change(person: Any, unit: Unit, at: datetime) -> list[Refusal]:
    return access.may_keep_units(person, at)


class ChangeUnit(OfUnit):
    label = "变更单位信息"
    success_message = "已变更"
    form_class = forms.UnitChangeForm
    access = may_change

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in forms.UnitChangeForm.base_fields}

    def perform(self, **changes: Any) -> Any:
        return actions.change_unit(self.object, by=self.person, at=self.at, **changes)


class CloseUnit(OfUnit):
    label = "撤销单位"
    explanation = "单位合并或撤销后，其全部任职和承办委托即时终止。"
    success_message = "已撤销"
    form_class = forms.ReasonForm
    access = may_change
    danger = True

    def perform(self, reason: str) -> Any:
        return actions.close_unit(self.object, reason=reason, by=self.person, at=self.at)


class OpenUnit(ActForm):
    label = "登记单位"
    success_message = "已登记"
    form_class = forms.UnitForm

    access = may_change

    def perform(self, **unit: Any) -> Unit:
        return actions.open_unit(by=self.person, at=self.at, **unit)

    def get_success_url(self, done: Unit) -> str:
        return reverse("duties_units:inspect", args=[done.pk])


class UnitPage(ItemView):
    template_name = "duties/unit.html"

    def get_title(self) -> str:
        return self.object.name

    def state(self) -> Tag | None:
        if self.object.valid_until:
            return Tag("已撤销", "bad")
        missing = len(queries.missing_systems(self.object))
        return Tag(f"缺少{missing}项制度", "warn") if missing else Tag("三项制度齐备", "good")

    def facts(self) -> Iterable[Fact]:
        unit, answers = self.object, queries.responsible(self.object, self.at)
        yield Fact("简称", unit.short_name)
        yield Fact("代码", unit.code)
        yield Fact("类别", unit.get_kind_display())
        yield Fact("主要负责人（第一责任人）", answers.principal or "尚未登记")
        yield Fact("分管负责人（直接责任人）", "、".join(map(str, answers.deputies)) or "尚未登记")
        yield Fact("联系电话", unit.phone)
        yield Fact("地址", unit.address)
        yield Fact("职责事项", unit.matters or "尚未填写（填写后用于转办建议）")
        table = queries.review_table(unit)
        signs = [
            label
            for kind, label in ResponsibleColumn._meta.get_field("kind").choices
            if kind in table.principal_signs
        ]
        yield Fact("由主要负责人终审", "、".join(signs) or "无")
        yield Fact("另设专门校对", table.separate_proofreaders)

    def clocks(self) -> Iterable[Any]:
        return ()  # those of the columns stand in their table

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            posts=self.posts(), systems=self.systems(), columns=self.columns(),
            commissions=self.object.commissions.select_related("host", "operator").prefetch_related("columns"),
            relaxations=self.object.relaxations.select_related("decided_by"), **kwargs,
        )  # fmt: skip

    def posts(self) -> list[dict[str, Any]]:
        held = queries.appointments_at(self.at).filter(unit=self.object).select_related(
            "person", "commission__operator", "commission__host", "unit"
        )  # fmt: skip
        order = list(PostKind)
        return [
            {
                "held": one,
                "may_end": not access.may_end_appointment(self.person, self.object, one.post, self.at),
            }
            for one in sorted(held, key=lambda one: (order.index(PostKind(one.post)), one.person.name))
        ]

    def systems(self) -> list[dict[str, Any]]:
        """All three, the missing ones as well, each with its file."""
        kept = {system.kind: system for system in queries.written_systems_in_force(self.object)}
        files = {one.subject_id: one for one in Exhibit.objects.filter(any_of(kept.values()))}
        return [
            {"label": kind.label, "system": system, "file": files.get(str(system.pk)) if system else None}
            for kind in SystemKind
            for system in [kept.get(kind.value)]
        ]

    def columns(self) -> list[dict[str, Any]]:
        columns = list(queries.columns_of(self.object, self.at))
        clocks = {clock.subject_id: clock for clock in running().filter(any_of(columns))}
        return [{"column": column, "clock": clocks.get(str(column.pk))} for column in columns]


class UnitFilters(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label="类别", choices=UnitKind.choices)
    name = django_filters.CharFilter(label="名称", lookup_expr="icontains")

    class Meta:
        model = Unit
        fields = ["kind", "name"]


class UnitRegister(ScopedModelViewSet):
    model = Unit
    name = "duties_units"
    url_prefix = "duties/units"
    icon = "group"
    menu_section = "duties"
    menu_label = "单位"
    menu_order = 10
    ordering = ("order", "code")
    filterset_class = UnitFilters
    item_view = UnitPage
    new = OpenUnit
    acts = {
        "appoint": Appoint, "written-system": SetWrittenSystem, "review-table": ChangeReviewTable,
        "relaxation": RequestRelaxation, "commission": CommissionOperator, "change": ChangeUnit, "close": CloseUnit,
    }  # fmt: skip
    list_export = (
        "code",
        "name",
        "short_name",
        "get_kind_display",
        "principal_name",
        "missing",
        "column_count",
        "phone",
    )
    export_headings = {
        "get_kind_display": "类别", "principal_name": "主要负责人", "missing": "缺少制度", "column_count": "责任栏目",
    }  # fmt: skip

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return everyone(person, subject, at)

    def scope(self, queryset: QuerySet[Unit], person: Any, at: datetime) -> QuerySet[Unit]:
        principal = queries.appointments_at(at).filter(unit=OuterRef("pk"), post=PostKind.PRINCIPAL)
        kept = WrittenSystem.objects.filter(unit=OuterRef("pk"), superseded_at__isnull=True).order_by()
        return queryset.filter(pk__in=queries.units_seen_by(person, at).values("pk")).annotate(
            principal_name=Subquery(principal.values("person__name")[:1]),
            missing=len(SystemKind) - _counted(kept),
            column_count=Count("columns", filter=Q(columns__valid_until__isnull=True)),
        )

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("short_name", label="单位", sort_key="order", get_url=self.item_address),
            Column("kind", label="类别", accessor="get_kind_display", sort_key="kind"),
            Column(
                "principal_name", label="主要负责人", accessor=lambda unit: unit.principal_name or "尚未登记"
            ),
            TagColumn("missing", label="三项制度", accessor=_missing_told, sort_key="missing"),
            Column("column_count", label="责任栏目", sort_key="column_count"),
            Column("phone", label="联系电话"),
        ]


def _counted(rows: QuerySet[Any]) -> Any:
    return Coalesce(Subquery(rows.values("unit").annotate(n=Count("pk")).values("n")), 0)


def _missing_told(unit: Any) -> Tag:
    return Tag(f"缺少{unit.missing}项", "warn") if unit.missing else Tag("齐备", "good")
