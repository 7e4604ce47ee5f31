"""更新登记: every running account with its update clock, and the form that reports an update (4.8)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html

from zhengtong.duties.rules import business_date
from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.acts import ActView
from zhengtong.engine.console.items import Tag
from zhengtong.engine.console.listing import Cell, ListView, Show
from zhengtong.engine.evidence.actions import keep
from zhengtong.engine.procedures.screens.forms import DayInput
from zhengtong.newmedia import access, actions, queries
from zhengtong.newmedia.models import AccountUpdate
from zhengtong.newmedia.screens.tags import tag_html
from zhengtong.registry.models import Channel
from zhengtong.registry.platforms import choices, kind_label
from zhengtong.registry.queries import seen_by


class AccountFilter(forms.Form):
    platform = forms.ChoiceField(label="平台", required=False, choices=lambda: [("", "全部"), *choices()])
    name = forms.CharField(label="名称或单位", required=False, max_length=60)


def state_of(row: Any) -> Tag:
    """How an account stands with its clock, in a word."""
    clock, at = row.update_clock, row.seen_at
    if clock is None:
        return Tag("尚未计时")
    if clock.due_at <= at:
        return Tag(clock.left_at(at), "bad")
    warned = clock.warn_at is not None and clock.warn_at <= at
    return Tag(clock.left_at(at), "warn" if warned else "good")


def last_told(row: Any) -> str:
    return f"{row.last_update.on:%Y-%m-%d}" if row.last_update else "尚未登记"


def followers_told(row: Any) -> str:
    known = row.last_update.followers if row.last_update else None
    return "" if known is None else f"{known}"


class Accounts(ListView):
    """Accounts in the person's scope, those that must be updated first at the top."""

    title = "新媒体更新登记"
    template_name = "newmedia/accounts.html"
    access = everyone
    model = Channel
    scope = seen_by
    filter_form = AccountFilter
    empty = "没有在运行的新媒体账号。"
    columns = (
        Show(
            "账号", lambda row: row.name, link=lambda row: reverse("registry_channels:inspect", args=[row.pk])
        ),
        Show("平台", lambda row: kind_label(row.kind, row.platform), narrow=True),
        Show("主办单位", lambda row: row.host),
        Show("运行状态", lambda row: row.get_channel_state_display(), narrow=True),
        Show("最近更新", last_told, narrow=True),
        Show("更新期限", lambda row: tag_html(state_of(row)), narrow=True),
        Show("关注用户数", followers_told, number=True),
        Show("办理", lambda row: row.act, narrow=True),
    )

    def rows(self) -> QuerySet[Channel]:
        return queries.most_pressing_first(seen_by(queries.running_accounts(), self.person, self.at))

    def narrowed(self, rows: QuerySet[Channel], asked: dict[str, Any]) -> QuerySet[Channel]:
        if asked.get("platform"):
            rows = rows.filter(platform=asked["platform"])
        if asked.get("name"):
            named = rows.filter(name__icontains=asked["name"])
            rows = (
                named
                | rows.filter(host__name__icontains=asked["name"])
                | rows.filter(host__short_name__icontains=asked["name"])
            )
        return rows

    def lines(self, rows: Iterable[Any]) -> list[list[tuple[Show, Cell]]]:
        """Clocks and reports of the page are read once."""
        listed = list(rows)
        clocks, updates = queries.update_clocks(listed), queries.last_updates(listed)
        for row in listed:
            row.update_clock, row.last_update, row.seen_at = clocks.get(row.pk), updates.get(row.pk), self.at
            row.act = self._act(row)
        return super().lines(listed)

    def _act(self, row: Channel) -> str:
        if access.why_not_note(self.person, row, self.at):
            return ""
        url = reverse("newmedia_note_update", args=[row.pk])
        return format_html(
            '<a class="button button-small" href="{}" aria-label="登记更新：{}">登记更新</a>', url, row.name
        )


class UpdateForm(forms.Form):
    on = forms.DateField(
        label="最近一次更新的日期",
        required=False,
        widget=DayInput(),
        error_messages={"invalid": "请填写有效日期。"},
    )
    followers = forms.IntegerField(
        label="关注用户数（选填）", required=False, min_value=0, max_value=2_000_000_000,
        error_messages={"invalid": "请填写整数。"},
    )  # fmt: skip
    proof = forms.FileField(
        label="更新截图（选填）", required=False, help_text="账号主页显示最近内容和日期的截图。"
    )


def may_note(person: Any, account: Channel, at: datetime) -> list[Any]:
    return access.why_not_note(person, account, at)


class NoteUpdate(ActView):
    label = "登记更新"
    explanation = "登记账号最近一次发布内容的日期，更新期限随即重新计算。本系统不抓取平台内容，请如实登记。"
    success_message = "已登记更新，更新期限重新计算"
    form_class = UpdateForm
    model = Channel
    scope = seen_by
    access = may_note

    def get_queryset(self) -> QuerySet[Channel]:
        return super().get_queryset().select_related("host")

    def get_initial(self) -> dict[str, Any]:
        return {"on": business_date(self.at)}

    def get_subtitle(self) -> str:
        account = self.object
        return f"{account.host} · {kind_label(account.kind, account.platform)}“{account.name}”"

    def crumbs(self) -> Any:
        return [("新媒体更新登记", reverse("newmedia_accounts"))]

    def get_back_url(self) -> str:
        return reverse("newmedia_accounts")

    def perform(self, on: date | None, followers: int | None, proof: Any) -> AccountUpdate:
        kept = keep(proof.read(), proof.name, by=self.person, at=self.at) if proof else None
        return actions.note_update(
            self.object, on=on, followers=followers, proof=kept, by=self.person, at=self.at
        )
