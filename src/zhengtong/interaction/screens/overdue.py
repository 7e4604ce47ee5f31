"""逾期清单: late answers by unit, each row with the way its limit was counted; as a spreadsheet too (5.7)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from zhengtong.duties.queries import sees_district, units_seen_by
from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks.models import Clock, ClockState
from zhengtong.engine.console.listing import Cell, ListView, Show
from zhengtong.interaction import access
from zhengtong.interaction.models import CitizenMessage, MessageKind, Source
from zhengtong.interaction.queries import messages_seen_by
from zhengtong.interaction.queries.overdue import Overdue, by_unit, late_clocks, told
from zhengtong.interaction.screens.reports import as_download
from zhengtong.interaction.sheets import workbook

STATES = [("", "全部"), ("open", "尚未办结"), ("closed", "已办结")]
NOBODYS = "none"
EXPORTED = (
    ("留言编号", 16), ("来源", 14), ("来源编号", 20), ("类别", 8), ("标题", 40), ("承办单位", 24), ("收到时间", 18), ("期限", 12),
    ("办结时间", 18), ("逾期工作日", 10), ("逾期情况", 22), ("计算过程", 80),
)  # fmt: skip


class OverdueFilter(forms.Form):
    unit = forms.ChoiceField(label="承办单位", required=False)
    state = forms.ChoiceField(label="办理状态", required=False, choices=STATES)
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *MessageKind.choices])
    source = forms.ChoiceField(label="来源", required=False, choices=[("", "全部"), *Source.choices])

    def __init__(self, *args: Any, units: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.choices = [("", "全部"), (NOBODYS, "（尚未转办）"), *units]


def _link(row: Overdue) -> str:
    try:
        return reverse("interaction_messages:inspect", args=[row.message.pk])
    except NoReverseMatch:  # the register of messages is not there
        return ""


def _explained(row: Overdue) -> SafeString:
    """Folded: how the limit was counted."""
    lines = format_html_join("", "<li>{}</li>", ((line,) for line in row.why))
    return format_html(
        '<details class="zt-how"><summary>{} <span>计算过程</span></summary><ol>{}</ol></details>',
        row.said,
        lines,
    )


class OverdueList(ListView):
    title = "逾期清单"
    template_name = "interaction/overdue.html"
    access = access.may_open
    model = CitizenMessage
    filter_form = OverdueFilter
    empty = "没有逾期的留言。"
    columns = (
        Show("留言", lambda row: row.message.title, link=_link),
        Show("类别", lambda row: row.message.get_kind_display(), narrow=True),
        Show("承办单位", lambda row: row.message.unit or "（尚未转办）"),
        Show("收到日期", lambda row: f"{business_date(row.message.received_at)}", narrow=True),
        Show("期限", lambda row: f"{row.clock.due_date}", narrow=True),
        Show("办结日期", lambda row: "尚未办结" if row.is_open else f"{row.until}", narrow=True),
        Show("逾期情况和计算过程", _explained),
    )

    @staticmethod
    def scope(  # type: ignore[override]
        queryset: QuerySet[CitizenMessage], person: Any, at: Any
    ) -> QuerySet[CitizenMessage]:
        return messages_seen_by(person, at, queryset)

    def seen(self) -> QuerySet[CitizenMessage] | None:
        """None stands for every message: nothing has to be sorted out for who sees the district."""
        return None if sees_district(self.person, self.at) else messages_seen_by(self.person, self.at)

    def rows(self) -> QuerySet[Clock]:
        return late_clocks(self.at, self.seen())

    def narrowed(self, rows: QuerySet[Clock], asked: dict[str, Any]) -> QuerySet[Clock]:
        if asked.get("state"):
            running = ClockState.RUNNING
            rows = rows.filter(state=running) if asked["state"] == "open" else rows.exclude(state=running)
        wanted = {name: asked[name] for name in ("kind", "source") if asked.get(name)}
        if asked.get("unit"):
            wanted |= {"unit__isnull": True} if asked["unit"] == NOBODYS else {"unit": asked["unit"]}
        return rows & late_clocks(self.at, CitizenMessage.objects.filter(**wanted)) if wanted else rows

    def lines(self, rows: Iterable[Any]) -> list[list[tuple[Show, Cell]]]:
        return super().lines(told(rows, self.at))

    def form(self) -> OverdueFilter:
        units = [(str(unit.pk), unit.name) for unit in units_seen_by(self.person, self.at).order_by("order")]
        return OverdueFilter(self.request.GET or None, units=units)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("export") == "xlsx":
            return self.exported()
        return super().get(request, *args, **kwargs)

    def exported(self) -> HttpResponse:
        form, rows = self.form(), self.rows()
        if form.is_valid():
            rows = self.narrowed(rows, form.cleaned_data)
        found = told(rows.iterator(chunk_size=2000), self.at)
        data = workbook("逾期清单", EXPORTED, map(_exported, found))
        return as_download(data, f"逾期清单-{business_date(self.at):%Y%m%d}.xlsx")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.form()
        page = self.page(form)
        given = {
            "columns": self.columns, "lines": self.lines(page.object_list), "page": page, "filter_form": form,
            "empty": self.empty, "units": [(one, self._address(one.key)) for one in by_unit(self.at, self.seen())],
            "export": f"?{urlencode({**self.request.GET.dict(), 'export': 'xlsx'})}",
        }  # fmt: skip
        return super(ListView, self).get_context_data(**(given | kwargs))

    def _address(self, unit: int | None) -> str:
        return f"?{urlencode({'unit': unit or NOBODYS})}"


def _exported(row: Overdue) -> list[Any]:
    message = row.message
    return [
        message.number, message.get_source_display(), message.source_number, message.get_kind_display(), message.title,
        str(message.unit or "（尚未转办）"), message.received_at, row.clock.due_date, None if row.is_open else row.clock.met_at,
        row.days, row.said, "\n".join(row.why),
    ]  # fmt: skip
