"""阵地台账: the list with filters and export, and the page of a record."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import Button

from zhengtong.duties.models import Unit
from zhengtong.duties.queries import units_seen_by
from zhengtong.duties.rules import business_date
from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.items import Fact, ItemView, Tag
from zhengtong.engine.console.listing import ScopedIndexView, TagColumn
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.refusals import Refusal
from zhengtong.registry import national, platforms, queries
from zhengtong.registry.models import Channel, ChannelKind, ChannelState, Identifier, RecordState
from zhengtong.registry.models.kinds import GONE
from zhengtong.registry.rules import Particulars, doubts
from zhengtong.registry.screens import acts
from zhengtong.registry.screens.map import Map
from zhengtong.registry.screens.sheets import EXPORTED, Sheet, sheets
from zhengtong.registry.shown import as_text
from zhengtong.registry.verbs import REGISTERED

TONES = {
    ChannelState.APPLIED: "wait", ChannelState.NORMAL: "good", ChannelState.SUSPENDED: "warn", ChannelState.CLOSING: "warn",
}  # fmt: skip


def state_of(channel: Channel) -> Tag:
    """Both states in one word where they go together; a draft says so first."""
    if channel.record_state == RecordState.DRAFT:
        return Tag(f"{RecordState.DRAFT.label}·{channel.get_channel_state_display()}", "wait")
    return Tag(channel.get_channel_state_display(), TONES.get(ChannelState(channel.channel_state), "plain"))


def lacking_told(sheet: Sheet) -> Tag:
    """What a list says of completeness: a closed channel is not asked for more."""
    if sheet.channel.channel_state in GONE:
        return Tag("—")
    return Tag(f"缺{len(sheet.missing)}项", "warn") if sheet.missing else Tag("齐全", "good")


def hosts_seen(request: HttpRequest) -> QuerySet[Unit]:
    return units_seen_by(request.user, timezone.now()).filter(channels__isnull=False).distinct()


class ChannelFilters(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(label="类别", choices=ChannelKind.choices)
    platform = django_filters.MultipleChoiceFilter(label="平台", choices=platforms.choices)
    host = django_filters.ModelMultipleChoiceFilter(label="主办单位", queryset=hosts_seen)
    channel_state = django_filters.MultipleChoiceFilter(label="运行状态", choices=ChannelState.choices)
    record_state = django_filters.MultipleChoiceFilter(label="登记状态", choices=RecordState.choices)
    identifier = django_filters.CharFilter(label="标识内容", method="bearing")
    completeness = django_filters.ChoiceFilter(
        label="登记完整度",
        method="lacking",
        empty_label="全部",
        choices=[("complete", "齐全"), ("lacking", "有缺项")],
    )

    class Meta:
        model = Channel
        fields = ["kind", "platform", "host", "channel_state", "record_state", "identifier", "completeness"]

    def bearing(self, channels: QuerySet[Channel], name: str, value: str) -> QuerySet[Channel]:
        """Channels with an identifier, past ones included, that contains this."""
        return channels.filter(pk__in=Identifier.objects.filter(value__icontains=value).values("channel"))

    def lacking(self, channels: QuerySet[Channel], name: str, value: str) -> QuerySet[Channel]:
        """By what a record lacks: read in a constant number of queries, closed channels left out as they are asked no more."""
        # The register's rows come with hosts and identifiers already.
        rows = list(channels.exclude(channel_state__in=sorted(GONE)))
        missing = queries.completeness_of(rows, timezone.now())
        wanted = [row.pk for row in rows if bool(missing[row.pk]) == (value == "lacking")]
        return channels.filter(pk__in=wanted)


class ChannelIndex(ScopedIndexView):
    """The list; what it shows beside the fields is gathered once for the whole page.

    `?export=xlsx&record=site` (or account) exports what is listed in the form of a national system.
    """

    at: datetime
    list_export = tuple(EXPORTED)
    form: national.Form | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.form = national.forms().get(request.GET.get("record", ""))
        if self.form is not None:
            self.list_export = tuple(label for label, _ in self.form.fields)

    def get_table(self, object_list: Any) -> Any:
        rows = list(object_list)
        for row, sheet in zip(rows, sheets(rows, self.at), strict=True):
            row.sheet = sheet
        return super().get_table(rows)

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Beside the exports of the list as it is: the same rows for the national systems."""
        buttons = super().header_more_buttons.copy()
        for place, form in enumerate(national.forms().values()):
            url = f"{self.get_export_url('xlsx')}&record={form.code}"
            label = f"导出{form.label}格式"
            buttons.append(Button(label, url=url, icon_name="download", priority=110 + place))
        return buttons

    def get_filename(self) -> str:
        return f"{self.form.label}-{timezone.localdate():%Y%m%d}" if self.form else super().get_filename()

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        rows: Any = sheets(queryset, self.at)
        if self.form is not None:
            found = national.national_records(
                [one for one in queryset if one.kind in self.form.kinds], self.at
            )
            rows = list(found.values())
        return super().as_spreadsheet(rows, spreadsheet_format)

    def get_heading(self, queryset: Any, field: str) -> str:
        return field

    def to_row_dict(self, item: Any) -> dict[str, str]:
        if self.form is not None:
            return dict(item)
        return {heading: tell(item) for heading, tell in EXPORTED.items()}


class ChannelPage(ItemView):
    template_name = "registry/channel.html"

    def kind(self) -> str:
        return f"{platforms.kind_label(self.object.kind, self.object.platform)} {self.object.code}"

    def state(self) -> Tag:
        return state_of(self.object)

    def facts(self) -> Iterable[Fact]:
        channel: Channel = self.object
        people = queries.people_of({channel.host_id}, self.at).get(channel.host_id, queries.People())
        yield Fact("主办单位", channel.host.name)
        yield Fact("承办单位", channel.operator_name)
        yield Fact("负责人", "、".join(people.responsible))
        yield Fact("联系人", "、".join(people.contacts))
        # Shown, not linked: a record may hold an address that has changed hands.
        yield Fact("访问地址", channel.url)
        if channel.platform:
            yield Fact("账号标识", channel.handle)
        yield Fact("功能", as_text(channel, "functions"))
        yield Fact("登记状态", channel.get_record_state_display())
        yield Fact("运行状态", channel.get_channel_state_display())
        yield Fact("开通日期", channel.opened_on)
        if channel.closed_on:
            yield Fact("关停（注销）日期", channel.closed_on)
        if channel.exception_reason:
            yield Fact("例外开设理由", f"{channel.exception_reason}（批准人：{channel.exception_by}）")
        yield Fact("备注", channel.note)

    def subjects(self) -> Sequence[Model]:
        return (self.object, *self.object.identifiers.all())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        channel: Channel = self.object
        (sheet,) = sheets([channel], self.at)
        told = Particulars(**{field: getattr(channel, field) for field in Particulars.__dataclass_fields__})
        in_force = {one.pk for one in sheet.identifiers}
        given = {
            "missing": [] if channel.channel_state in GONE else sheet.missing,
            "doubts": self.doubts(told, sheet) if channel.stands else [],
            "identifiers": [(one, one.pk in in_force) for one in channel.identifiers.all()],
            # What the entry first said stands in the story below.
            "history": [one for one in queries.history_of(channel) if one.verb != REGISTERED.code],
            "inherits": channel.kind == ChannelKind.SUBSITE,
            **_national(channel, self.at),
        }
        return super().get_context_data(**(given | kwargs))

    def doubts(self, told: Particulars, sheet: Sheet) -> list[Refusal]:
        certified = sheet.value("certification")
        return doubts(told, self.object.host, certified, on=business_date(self.at))


def _national(channel: Channel, at: datetime) -> dict[str, Any]:
    """The record as the national system asks for it."""
    record = national.national_record(channel, at)
    return {
        "national": record, "national_text": national.as_lines(record), "national_filled": national.filled(record),
        "national_form": national.form_of(channel.kind),
    }  # fmt: skip


class ChannelRegister(ScopedModelViewSet):
    model = Channel
    name = "registry_channels"
    url_prefix = "registry/channels"
    icon = "list-ul"
    menu_section = "registry"
    menu_label = "阵地台账"
    ordering = ("code",)
    search_fields = ("code", "name", "handle", "url")
    filterset_class = ChannelFilters
    index_view_class = ChannelIndex
    item_view = ChannelPage
    new = acts.Register
    acts = {
        "correct": acts.Correct,
        "admit": acts.Admit,
        "identifier": acts.SetIdentifier,
        "end-identifier": acts.EndIdentifier,
    }
    views = {"map": Map}
    list_export = tuple(EXPORTED)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        given = super().get_index_view_kwargs(**kwargs)
        return given | {"links": [*given["links"], ("导入台账", "registry_imports:new")]}

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return everyone(person, subject, at)

    def get_rows(self) -> QuerySet[Channel]:
        return queries.with_identifiers(Channel.objects.select_related("host", "exception_by"))

    def scope(self, queryset: QuerySet[Channel], person: Any, at: datetime) -> QuerySet[Channel]:
        return queries.seen_by(queryset, person, at)

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("name", label="名称", sort_key="name", get_url=self.item_address),
            Column("code", label="登记编号", sort_key="code"),
            Column(
                "kind",
                label="类别（平台）",
                accessor=lambda one: platforms.kind_label(one.kind, one.platform),
            ),
            Column("host", label="主办单位", sort_key="host__order"),
            Column("handle", label="账号标识或地址", accessor=lambda one: one.handle or one.url),
            TagColumn("state", label="状态", accessor=state_of, sort_key="channel_state"),
            TagColumn("missing", label="登记完整度", accessor=lambda one: lacking_told(one.sheet)),
        ]
