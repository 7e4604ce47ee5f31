"""责任栏目: the duty table of the district, column → unit → person → how often."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from zhengtong.duties import access, actions, queries
from zhengtong.duties.clocks import COLUMN_UPDATE
from zhengtong.duties.models import PORTAL, ContentKind, ResponsibleColumn, Unit
from zhengtong.duties.screens import forms
from zhengtong.engine.clocks.queries import running
from zhengtong.engine.clocks.rules import last_day
from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.acts import ActForm, ActView
from zhengtong.engine.console.items import Fact, ItemView, Tag
from zhengtong.engine.console.listing import MomentColumn, YesNoFilter
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.refusals import Refusal


def why_not_kept(column: ResponsibleColumn) -> list[Refusal]:
    return [Refusal("column.closed", f"栏目“{column}”已撤销。", "5.5")] if column.valid_until else []


def may_assign(person: Any, column: ResponsibleColumn, at: datetime) -> list[Refusal]:
    return access.may_assign_column(person, column, column.unit, at) + why_not_kept(column)


def may_close(person: Any, column: ResponsibleColumn, at: datetime) -> list[Refusal]:
    return access.may_keep_columns(person, column.site, column.unit, at) + why_not_kept(column)


class AssignColumn(ActView):
    label = "分解责任"
    explanation = "更换责任单位或更新周期的，自即时起重新计时；只更换责任人的，原期限不变。"
    success_message = "已分解"
    form_class = forms.AssignForm
    access = may_assign
    primary = True

    def get_initial(self) -> dict[str, Any]:
        column = self.object
        return {
            "unit": column.unit_id,
            "person": column.person_id,
            "update_every_days": column.update_every_days,
        }

    def perform(self, unit: Unit, **duty: Any) -> Any:
        return actions.assign_column(self.object, unit, by=self.person, at=self.at, **duty)


class CloseColumn(ActView):
    label = "撤销栏目"
    explanation = "内容难以保障的栏目应当及时撤并。撤销后不再计算更新期限。"
    success_message = "已撤销"
    form_class = forms.ReasonForm
    access = may_close
    danger = True

    def perform(self, reason: str) -> Any:
        return actions.close_column(self.object, reason=reason, by=self.person, at=self.at)


def sites_for(person: Any, at: datetime) -> list[tuple[str, str]]:
    """Where the person may set up columns: everywhere for the Office, the own sub-site for a site manager."""
    portal = [(PORTAL, "门户网站")] if access.is_office_clerk(person, at) else []
    units = queries.open_units(at) if portal else queries.units_of(person, at, {"site_manager"})
    return portal + [(unit.code, f"{unit}子站") for unit in units]


def may_add(person: Any, subject: Any, at: datetime) -> list[Refusal]:
    if sites_for(person, at):
        return []
    message = "门户网站责任栏目由区政府办公室分解，子站栏目由本单位管理员设置，您现无此权限。"
    return [Refusal("column.not_yours", message, "2.3")]


class AddColumn(ActForm):
    label = "设置责任栏目"
    success_message = "已设置"
    form_class = forms.ColumnForm
    access = may_add

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"sites": sites_for(self.person, self.at)}

    def perform(self, code: str, name: str, unit: Unit, **column: Any) -> ResponsibleColumn:
        return actions.add_column(code, name, unit, by=self.person, at=self.at, **column)

    def get_success_url(self, done: ResponsibleColumn) -> str:
        return reverse("duties_columns:inspect", args=[done.pk])


class ColumnPage(ItemView):
    def state(self) -> Tag:
        return Tag("已撤销", "bad") if self.object.valid_until else Tag("在用", "good")

    def facts(self) -> Iterable[Fact]:
        column = self.object
        yield Fact("栏目代码", column.code)
        yield Fact("所在站点", site_told(column))
        yield Fact("内容类别", column.get_kind_display())
        yield Fact("责任单位", column.unit, reverse("duties_units:inspect", args=[column.unit_id]))
        yield Fact("责任人", column.person or "尚未明确，由本单位管理员负责")
        yield Fact("更新周期", every_told(column))
        yield Fact("最近更新", column.last_updated_at)
        yield Fact("起始日期", column.valid_from)
        if column.valid_until:
            yield Fact("撤销日期", column.valid_until)


def site_told(column: ResponsibleColumn) -> str:
    if column.site == PORTAL:
        return "门户网站"
    return f"{column.unit if column.site == column.unit.code else column.site}子站"


def every_told(column: ResponsibleColumn) -> str:
    return f"{column.update_every_days}天" if column.update_every_days else "不定期"


class ColumnFilters(WagtailFilterSet):
    unit = django_filters.ModelChoiceFilter(label="责任单位", queryset=Unit.objects.all())
    kind = django_filters.ChoiceFilter(label="内容类别", choices=ContentKind.choices)
    name = django_filters.CharFilter(label="栏目", lookup_expr="icontains")
    late = YesNoFilter(label="逾期未更新", method="by_lateness")

    class Meta:
        model = ResponsibleColumn
        fields = ["unit", "kind", "name", "late"]

    def by_lateness(
        self, columns: QuerySet[ResponsibleColumn], name: str, value: str
    ) -> QuerySet[ResponsibleColumn]:
        """Past the moment at which its running clock is due; what has no clock is not late."""
        late = Q(due_at__lte=timezone.now())
        return columns.filter(late) if value == "true" else columns.exclude(late)


class ColumnRegister(ScopedModelViewSet):
    model = ResponsibleColumn
    name = "duties_columns"
    url_prefix = "duties/columns"
    icon = "list-ul"
    menu_section = "duties"
    menu_label = "责任栏目"
    menu_order = 30
    ordering = ("site", "unit__order", "code")
    filterset_class = ColumnFilters
    item_view = ColumnPage
    new = AddColumn
    acts = {"assign": AssignColumn, "close": CloseColumn}
    list_export = (
        "code",
        "name",
        "site",
        "get_kind_display",
        "unit",
        "person",
        "update_every_days",
        "last_updated_at",
    )
    export_headings = {"get_kind_display": "内容类别"}

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return everyone(person, subject, at)

    def get_rows(self) -> QuerySet[ResponsibleColumn]:
        due = running().filter(
            kind=COLUMN_UPDATE.code, subject_type=ResponsibleColumn._meta.label_lower,
            subject_id=Cast(OuterRef("pk"), CharField()),
        )  # fmt: skip
        return ResponsibleColumn.objects.select_related("unit", "person").annotate(
            due_at=Subquery(due.values("due_at")[:1])
        )

    def scope(
        self, queryset: QuerySet[ResponsibleColumn], person: Any, at: datetime
    ) -> QuerySet[ResponsibleColumn]:
        """A unit sees its own share and no more (2.3): the columns it keeps and those of its own sub-site."""
        seen = queries.units_seen_by(person, at)
        return queryset.filter(Q(unit__in=seen.values("pk")) | Q(site__in=seen.values("code")))

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("name", label="栏目", sort_key="name", get_url=self.item_address),
            Column("site", label="站点", accessor=site_told, sort_key="site"),
            Column("unit", label="责任单位", sort_key="unit__order"),
            Column("person", label="责任人", accessor=lambda column: column.person or "尚未明确"),
            Column("every", label="更新周期", accessor=every_told, sort_key="update_every_days"),
            MomentColumn("last_updated_at", label="最近更新", sort_key="last_updated_at"),
            Column("due_at", label="最迟更新日", accessor=due_told, sort_key="due_at"),
        ]


def due_told(column: Any) -> str:
    return last_day(column.due_at).isoformat() if column.due_at else ""
