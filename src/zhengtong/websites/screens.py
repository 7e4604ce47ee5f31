"""Screens of websites beside their cases: where the content of a closed site went, and the old domains that are watched."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from wagtail.admin.ui.tables import Column, TitleColumn

from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.acts import ActView
from zhengtong.engine.console.items import Fact, ItemView, Tag
from zhengtong.engine.console.listing import ListView, Show, TagColumn
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.evidence.actions import keep
from zhengtong.engine.procedures import access as cases
from zhengtong.engine.procedures.models import Case
from zhengtong.engine.refusals import Refusal
from zhengtong.websites import access, actions, queries
from zhengtong.websites.models import ContentAccount, DomainLook, DomainWatch


def of_cases_seen(rows: QuerySet[Any], person: Any, at: datetime) -> QuerySet[Any]:
    return rows.filter(case__in=cases.scope(Case.objects.all(), person, at))


class ContentList(ListView):
    """Every item of a closed site: found again, or why not (3.8)."""

    title = "内容去向清单"
    model = ContentAccount
    access = everyone
    empty = "尚未核对内容去向。"
    columns = [
        Show("行号", lambda one: one.line, number=True),
        Show("原标题", lambda one: one.title),
        Show("原网址", lambda one: one.old_url),
        Show("现网址", lambda one: one.new_path, link=lambda one: one.new_path),
        Show("不迁移的理由", lambda one: one.left_out),
    ]

    scope = of_cases_seen

    def rows(self) -> QuerySet[ContentAccount]:
        """Of one case, which must exist for the person."""
        if not cases.scope(Case.objects.filter(pk=self.kwargs["case"]), self.person, self.at).exists():
            raise Http404
        return super().rows().filter(case=self.kwargs["case"]).order_by("line")

    def crumbs(self) -> Iterable[tuple[str, str]]:
        return [("办件", reverse("cases:index"))]


class LookForm(forms.Form):
    fine = forms.TypedChoiceField(
        label="查看结果", choices=[("yes", "未见异常"), ("no", "发现异常")], coerce=lambda said: said == "yes",
        widget=forms.RadioSelect, error_messages={"required": "请选择查看结果。"},
    )  # fmt: skip
    found = forms.CharField(
        label="查看情况", required=False, max_length=300, help_text="例如：无法访问；已被他人注册并展示无关内容",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    shot = forms.FileField(label="截图（选填）", required=False)


def may_look(person: Any, watch: DomainWatch, at: datetime) -> list[Refusal]:
    return access.why_not_look(person, watch.channel, at)


class Look(ActView):
    label = "登记查看情况"
    success_message = "已登记，下次查看重新计时"
    form_class = LookForm
    access = may_look
    primary = True

    @classmethod
    def offered(cls, person: Any, subject: DomainWatch, at: datetime) -> bool:
        return subject.ended_on is None

    def perform(self, fine: bool, found: str, shot: Any) -> DomainLook:
        kept = keep(shot.read(), shot.name, by=self.person, at=self.at) if shot else None
        return actions.look(self.object, fine=fine, found=found, by=self.person, at=self.at, evidence=kept)


class WhyForm(forms.Form):
    why = forms.CharField(label="停止监看的原因", required=False, max_length=200)


class EndWatch(ActView):
    label = "停止监看"
    explanation = "域名已由注册机构收回或由本区重新启用的，可停止监看。"
    success_message = "已停止监看"
    form_class = WhyForm
    access = may_look
    danger = True

    @classmethod
    def offered(cls, person: Any, subject: DomainWatch, at: datetime) -> bool:
        return subject.ended_on is None

    def perform(self, why: str) -> DomainWatch:
        return actions.end_watch(self.object, why=why, by=self.person, at=self.at)


def tag_of(watch: DomainWatch) -> Tag:
    latest = next(iter(watch.looks.all()), None)
    if watch.ended_on is not None:
        return Tag("已停止")
    if latest is None:
        return Tag("待查看", "wait")
    return Tag("未见异常", "good") if latest.fine else Tag("发现异常", "bad")


class WatchPage(ItemView):
    template_name = "websites/watch.html"

    def kind(self) -> str:
        return "原域名监看"

    def state(self) -> Tag:
        return tag_of(self.object)

    def facts(self) -> Iterable[Fact]:
        watch: DomainWatch = self.object
        channel = reverse("registry_channels:inspect", args=[watch.channel_id])
        yield Fact("原域名", watch.domain)
        yield Fact("原网站", watch.channel.name, channel)
        yield Fact("原主办单位", watch.channel.host.name)
        yield Fact("起始日期", watch.since)
        if watch.ended_on:
            yield Fact("终止日期", watch.ended_on)
            yield Fact("终止原因", watch.ended_why)


class WatchRegister(ScopedModelViewSet):
    model = DomainWatch
    name = "websites_watches"
    url_prefix = "websites/watches"
    icon = "view"
    menu_section = "websites"
    menu_label = "原域名监看"
    menu_order = 30
    ordering = ("-since",)
    search_fields = ("domain",)
    item_view = WatchPage
    acts = {"look": Look, "end": EndWatch}
    list_export = ("domain", "channel", "since", "ended_on")

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return everyone(person, subject, at)

    def get_rows(self) -> QuerySet[DomainWatch]:
        return queries.watches()

    def scope(self, queryset: QuerySet[DomainWatch], person: Any, at: datetime) -> QuerySet[DomainWatch]:
        return queries.seen_by(queryset, person, at)

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("domain", label="原域名", sort_key="domain", get_url=self.item_address),
            Column("channel", label="原网站"),
            Column("host", label="原主办单位", accessor=lambda one: one.channel.host),
            Column("since", label="起始日期", sort_key="since"),
            TagColumn("state", label="状态", accessor=tag_of),
        ]
