"""留痕: every line of the ledger, for audit administrators, and the check of the whole chain."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from zhengtong.engine.console.access import who
from zhengtong.engine.console.actions import verify_ledger
from zhengtong.engine.console.acts import ActForm
from zhengtong.engine.console.items import Fact, ItemView
from zhengtong.engine.console.listing import MomentColumn
from zhengtong.engine.console.queries import last_verification, verifications
from zhengtong.engine.console.stories import label_of
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.digests import matches
from zhengtong.engine.ledger.chain import content
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.ledger.registry import verbs
from zhengtong.engine.refusals import Refusal

READ = "ledger.read"


def verb_label(entry: Entry) -> str:
    return label_of(entry.verb)


def verb_choices() -> list[tuple[str, str]]:
    return sorted(((code, verb.label) for code, verb in verbs.items()), key=lambda choice: choice[1])


class EntryFilters(WagtailFilterSet):
    at = django_filters.DateFromToRangeFilter(label="日期", widget=DateRangePickerWidget)
    verb = django_filters.ChoiceFilter(label="动作", choices=verb_choices)
    actor_name = django_filters.CharFilter(label="操作人", lookup_expr="icontains")
    subject_name = django_filters.CharFilter(label="对象", lookup_expr="icontains")

    class Meta:
        model = Entry
        fields = ["at", "verb", "actor_name", "subject_name"]


class EntryPage(ItemView):
    template_name = "console/screens/entry.html"

    def kind(self) -> str:
        return "留痕"

    def get_title(self) -> str:
        return f"第{self.object.seq}行　{verb_label(self.object)}"

    def clocks(self) -> list[Any]:
        return []

    def facts(self) -> Iterable[Fact]:
        entry = self.object
        yield Fact("时间", entry.at)
        yield Fact("动作", f"{verb_label(entry)}（{entry.verb}）")
        yield Fact("对象", entry.subject_name)
        yield Fact("对象编号", f"{entry.subject_type} {entry.subject_id}")
        yield Fact("操作人", entry.actor_name)
        yield Fact("身份", entry.acting_as)
        yield Fact("依据条款", entry.clause)
        yield Fact("内容", json.dumps(entry.data, ensure_ascii=False) if entry.data else "")
        yield Fact("上一行摘要", entry.previous)
        yield Fact("本行摘要", entry.hash)
        yield Fact("内容与摘要", "相符" if matches(content(entry), entry.hash) else "不相符")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        same = Entry.objects.filter(subject_type=self.object.subject_type, subject_id=self.object.subject_id)
        return context | {"same": [(line, verb_label(line)) for line in same.order_by("-seq")[:50]]}


class Verification(ActForm):
    """Asks the worker to check the chain, and shows what came out of the latest checks."""

    title = "核验留痕"
    label = "开始核验"
    explanation = "逐行重新计算摘要，指出被改动、缺失、插入或调换的行。核验在后台进行，可以离开本页；每日凌晨自动核验一次。"
    success_message = "已安排核验，结果将显示在本页"
    template_name = "console/screens/verification.html"
    access = who(READ)

    def perform(self) -> None:
        verify_ledger(self.at)

    def get_success_url(self, done: Any) -> str:
        return self.request.path

    def show(self, form: Any, reasons: list[Refusal] | None = None, *, status: int = 200) -> HttpResponse:
        self.extra_context = {"jobs": verifications(), "last": last_verification()}
        return super().show(form, reasons, status=status)


class LedgerRegister(ScopedModelViewSet):
    model = Entry
    name = "ledger"
    icon = "history"
    menu_section = "system"
    menu_label = "留痕"
    ordering = ("-seq",)
    filterset_class = EntryFilters
    item_view = EntryPage
    views = {"verification": Verification}
    list_export = (
        "seq", "at", "verb", "subject_name", "subject_type", "subject_id", "actor_name", "acting_as", "clause", "data",
        "previous", "hash",
    )  # fmt: skip

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return who(READ)(person, subject, at)

    def scope(self, queryset: QuerySet[Entry], person: Any, at: datetime) -> QuerySet[Entry]:
        """An audit sees everything; nobody else sees the ledger as such, only the stories of their own things."""
        return queryset

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("seq", label="序号", sort_key="seq", get_url=self.item_address),
            MomentColumn("at", label="时间", sort_key="at"),
            Column("verb", label="动作", accessor=verb_label),
            Column("subject_name", label="对象"),
            Column("actor_name", label="操作人"),
            Column("acting_as", label="身份"),
            Column("clause", label="依据条款"),
        ]
