"""账号口令保管: the list, the page of a custody, the handover form."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import django_filters
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from zhengtong.duties.models import Unit
from zhengtong.duties.queries import units_seen_by
from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.items import Fact, ItemView, Tag
from zhengtong.engine.console.listing import ScopedIndexView, TagColumn, YesNoFilter
from zhengtong.engine.console.views import SubjectView
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.refusals import Refusal
from zhengtong.registry.platforms import kind_label
from zhengtong.security import handover_sheet, limits
from zhengtong.security.models import Custody, CustodyKind, SignInMethod
from zhengtong.security.queries import custody as queries
from zhengtong.security.rules import custody as rules
from zhengtong.security.views import custody_acts as acts

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def state_of(custody: Any) -> Tag:
    """How a custody stands, in words; needs the annotations of `queries.with_state`."""
    if custody.ended_at is not None:
        return Tag("已终止")
    words = [
        word
        for word, holds in (("待移交", not custody.in_post), ("口令超期", custody.overdue), ("移交待确认", custody.going))
        if holds
    ]  # fmt: skip
    tone = "bad" if not custody.in_post or custody.overdue else ("wait" if custody.going else "good")
    return Tag("·".join(words) or "在管", tone)


def channel_told(custody: Custody) -> str:
    return f"{custody.channel.name}（{kind_label(custody.channel.kind, custody.channel.platform)}）"


def in_scope(rows: QuerySet[Custody], person: Any, at: datetime) -> QuerySet[Custody]:
    return queries.seen_by(rows, person, at)


class CustodyFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label="状态", method="standing", empty_label="全部",
        choices=[
            ("current", "现行保管"), ("orphaned", "待移交"), ("overdue", "口令超期"), ("going", "移交待确认"), ("ended", "已终止"),
        ],
    )  # fmt: skip
    host = django_filters.ModelChoiceFilter(
        label="主办单位", field_name="channel__host", queryset=Unit.objects.none(), empty_label="全部"
    )
    what = django_filters.MultipleChoiceFilter(label="保管内容", choices=CustodyKind.choices)
    second_factor = YesNoFilter(label="双因素认证")

    class Meta:
        model = Custody
        fields = ["state", "host", "what", "second_factor"]

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.filters["host"].queryset = units_seen_by(request.user, timezone.now())

    def standing(self, rows: QuerySet[Custody], name: str, value: str) -> QuerySet[Custody]:
        wanted = {
            "current": Q(ended_at__isnull=True),
            "orphaned": Q(ended_at__isnull=True, in_post=False),
            "overdue": Q(overdue=True),
            "going": Q(going=True),
            "ended": Q(ended_at__isnull=False),
        }
        return rows.filter(wanted[value])


# Heading → what stands below it in an export.
EXPORTED: dict[str, Callable[[Any], Any]] = {
    "登记编号": lambda row: row.channel.code,
    "阵地": channel_told,
    "主办单位": lambda row: row.channel.host.name,
    "保管内容": lambda row: row.get_what_display(),
    "保管人": lambda row: str(row.custodian),
    "重置人（途径）": lambda row: row.resetter_told,
    "绑定情况": lambda row: row.bound_to,
    "登录方式": lambda row: row.get_method_display(),
    "双因素认证": lambda row: row.second_factor,
    "最近更换日期": lambda row: row.password_changed_on,
    "保管起始日期": lambda row: row.since,
    "状态": lambda row: state_of(row).text,
    "终止时间": lambda row: row.ended_at,
    "终止原因": lambda row: row.ended_reason,
}


class CustodyIndex(ScopedIndexView):
    list_export = tuple(EXPORTED)

    def get_heading(self, queryset: Any, field: str) -> str:
        return field

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {heading: tell(item) for heading, tell in EXPORTED.items()}


class CustodyPage(ItemView):
    template_name = "security/custody.html"

    def get_title(self) -> str:
        return f"{self.object.channel.name} {self.object.get_what_display()}"

    def kind(self) -> str:
        return "账号口令保管"

    def state(self) -> Tag:
        return state_of(self.object)

    def facts(self) -> Iterable[Fact]:
        custody: Custody = self.object
        yield Fact("阵地", f"{channel_told(custody)} {custody.channel.code}", self.channel_url())
        yield Fact("主办单位", custody.channel.host.name)
        yield Fact("保管人", str(custody.custodian))
        yield Fact("重置人（途径）", custody.resetter_told)
        yield Fact("绑定情况", custody.bound_to)
        yield Fact("登录方式", custody.get_method_display())
        yield Fact("双因素认证", "已启用" if custody.second_factor else "未启用")
        yield Fact("最近更换日期", custody.password_changed_on)
        if custody.method == SignInMethod.PASSWORD and custody.ended_at is None:
            days = limits.password_age(self.at).days
            yield Fact("最迟更换日期", custody.password_changed_on + timedelta(days=days))
        yield Fact("保管起始日期", custody.since)
        if custody.ended_at is not None:
            yield Fact("终止时间", custody.ended_at)
            yield Fact("终止原因", custody.ended_reason)

    def channel_url(self) -> str:
        """The register is closed to the security administrator, who does no business."""
        seen = units_seen_by(self.person, self.at).filter(pk=self.object.channel.host_id)
        return reverse("registry_channels:inspect", args=[self.object.channel_id]) if seen.exists() else ""

    @cached_property
    def line(self) -> list[Custody]:
        return list(queries.line_of(self.object))

    def subjects(self) -> Sequence[Model]:
        return self.line

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        custody: Custody = self.object
        going = queries.open_handover(custody)
        in_post = queries.resets_in_post(custody.resetter, custody.channel.host, self.at)
        current = custody.ended_at is None
        given = {
            "going": going,
            "orphan": current and not self.object.in_post,
            "overdue": self.object.overdue,
            "doubts": rules.doubts(custody, queries.others_of(custody), resetter_in_post=in_post)
            if current
            else [],
            "line": [(one, one.pk == custody.pk) for one in self.line],
            "sheet_url": reverse("security_handover:sheet", args=[custody.pk]) if current else "",
        }
        return super().get_context_data(**(given | kwargs))


class HandoverSheet(SubjectView):
    """移交登记表: filled in as far as the custody and a waiting handover say, the rest to be written by hand."""

    model = Custody
    scope = in_scope
    access = everyone
    title = handover_sheet.TITLE

    def get_queryset(self) -> QuerySet[Custody]:
        return in_scope(queries.custodies(), self.person, self.at)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        made = handover_sheet.as_docx(self.object, queries.open_handover(self.object))
        response = HttpResponse(made, content_type=DOCX)
        name = f"移交登记表-{self.object.channel.code}-{self.object.get_what_display()}.docx"
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response


class Custodies(ScopedModelViewSet):
    """Who holds which credentials (7.2, 7.4); no other unit sees anything of it (2.3)."""

    model = Custody
    name = "security_custodies"
    url_prefix = "security/custodies"
    icon = "key"
    menu_section = "security"
    menu_label = "账号口令保管"
    menu_order = 15
    ordering = ("past", "channel__code", "what")
    search_fields = ("channel__name", "channel__code", "custodian__name")
    filterset_class = CustodyFilters
    index_view_class = CustodyIndex
    item_view = CustodyPage
    new = acts.Take
    acts = {
        "confirm": acts.Confirm,
        "hand-over": acts.HandOver,
        "withdraw": acts.Withdraw,
        "changed": acts.Changed,
        "restate": acts.Restate,
        "release": acts.Release,
    }
    list_export = tuple(EXPORTED)

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return everyone(person, subject, at)

    def get_rows(self) -> QuerySet[Custody]:
        return queries.custodies()

    def scope(self, queryset: QuerySet[Custody], person: Any, at: datetime) -> QuerySet[Custody]:
        return queries.with_state(queries.seen_by(queryset, person, at), at)

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("channel", label="阵地", accessor=channel_told, sort_key="channel__name", get_url=self.item_address),
            Column("host", label="主办单位", accessor=lambda row: row.channel.host, sort_key="channel__host__order"),
            Column("what", label="保管内容", accessor="get_what_display", sort_key="what", width="8.5em"),
            Column("custodian", label="保管人", sort_key="custodian__name"),
            Column("resetter", label="重置人（途径）", accessor="resetter_told"),
            Column(
                "password_changed_on", label="最近更换日期", sort_key="password_changed_on",
                accessor=lambda row: row.password_changed_on.isoformat(),
            ),
            TagColumn("state", label="状态", accessor=state_of),
        ]  # fmt: skip
