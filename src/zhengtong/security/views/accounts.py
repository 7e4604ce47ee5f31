"""账号安全管理 and 登录记录: for those who keep accounts, unlock them, and read who signed in."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from zhengtong.duties.models import Person
from zhengtong.duties.queries import posts_of
from zhengtong.engine.console.acts import ActView
from zhengtong.engine.console.items import Fact, ItemView, Tag
from zhengtong.engine.console.listing import MomentColumn
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.refusals import Refusal, Refused
from zhengtong.security import access, actions, limits, queries
from zhengtong.security.actions.accounts import why_not_unlock
from zhengtong.security.actions.passwords import why_not_issue
from zhengtong.security.actions.second_factor import why_not_enrolled
from zhengtong.security.actions.sittings import why_not_end
from zhengtong.security.forms import Reason
from zhengtong.security.models import Outcome, SignIn


def may_unlock(by: Any, person: Any, at: datetime) -> list[Refusal]:
    return access.may_unlock(by, person, at) + why_not_unlock(person, at)


def may_reset(by: Any, person: Any, at: datetime) -> list[Refusal]:
    return access.may_reset_second_factor(by, person, at) + why_not_enrolled(person)


def may_end(by: Any, person: Any, at: datetime) -> list[Refusal]:
    return access.may_end_sittings(by, person, at) + why_not_end(person, at)


def may_issue(by: Any, person: Any, at: datetime) -> list[Refusal]:
    return access.may_issue_password(by, person, at) + why_not_issue(person)


class WithReason(ActView):
    form_class = Reason


class Unlock(WithReason):
    access = may_unlock
    label = "解锁"
    explanation = "请先核实连续输错口令的是否本人；不能确认的，请勿解锁。"
    success_message = "账号已解锁"
    primary = True

    def perform(self, reason: str) -> None:
        actions.unlock(self.object, reason=reason, by=self.person, at=self.at)


class ResetSecondFactor(WithReason):
    access = may_reset
    label = "重置双因素认证"
    explanation = "用于手机遗失且没有恢复码的情形。重置后本人的登录全部退出，须重新绑定。请当面核实本人身份。"
    success_message = "双因素认证已重置"
    danger = True

    def perform(self, reason: str) -> None:
        actions.reset_second_factor(self.object, reason=reason, by=self.person, at=self.at)


class EndSittings(WithReason):
    access = may_end
    label = "强制退出"
    explanation = "该账号在所有设备上的登录立即结束；未保存的内容不能提交。"
    success_message = "该账号的登录已全部结束"
    danger = True

    def perform(self, reason: str) -> None:
        actions.end_sittings(self.object, reason=reason, by=self.person, at=self.at)


class IssuePassword(WithReason):
    access = may_issue
    label = "重置口令"
    explanation = "系统生成一个临时口令，只显示一次，请当面或以保密方式告知本人；本人登录时须立即更换。"
    danger = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page that answers is the only place where the password is ever shown, so there is no redirect."""
        form = self.get_form()
        if not form.is_valid():
            return self.show(form)
        try:
            issued = actions.issue_password(self.object, by=self.person, at=self.at, **form.cleaned_data)
        except Refused as refusal:
            return self.show(form, list(refusal.refusals), status=409)
        context = self.get_context_data(issued=issued, back=self.get_back_url())
        return render(request, "security/issued.html", context)


class Account(ItemView):
    def kind(self) -> str:
        return "账号"

    def get_subtitle(self) -> str:
        return ""

    def state(self) -> Tag:
        if not self.object.is_active:
            return Tag("已停用")
        return (
            Tag("已锁定", "bad")
            if queries.locked_until(self.object.username, self.at)
            else Tag("正常", "good")
        )

    def facts(self) -> Iterable[Fact]:
        person = self.object
        yield Fact("用户名", person.username)
        yield Fact(
            "现任岗位", "、".join(str(post) for post in posts_of(person, self.at)) or "无（不能进入工作台）"
        )
        until = queries.locked_until(person.username, self.at)
        if until:
            yield Fact("锁定至", until)
        yield Fact("口令更换时间", person.password_changed_at or "尚未更换")
        yield Fact("下次登录须换口令", "是" if person.must_change_password else "否")
        enrolled = queries.second_factor_of(person)
        left = queries.recovery_codes_left(person)
        yield Fact("双因素认证", f"已启用，恢复码尚余{left}个" if enrolled else "未启用")
        yield Fact("目前登录", f"{len(queries.open_sittings(person, self.at))}处")


class Accounts(ScopedModelViewSet):
    """Every account of the installation, for the administrators who keep them safe; they see no business by it."""

    model = Person
    name = "security_accounts"
    url_prefix = "security/accounts"
    icon = "lock"
    menu_section = "security"
    menu_label = "账号安全管理"
    menu_order = 20
    ordering = ("name", "username")
    search_fields = ("name", "username")
    item_view = Account
    acts = {
        "unlock": Unlock, "second-factor-reset": ResetSecondFactor, "password": IssuePassword, "sign-out": EndSittings,
    }  # fmt: skip

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return access.may_see_accounts(person, at)

    def scope(self, queryset: QuerySet[Any], person: Any, at: datetime) -> QuerySet[Any]:
        return queries.accounts(queryset, at)

    @property
    def list_display(self) -> list[Any]:
        return [
            "name",
            Column("username", label="用户名", sort_key="username"),
            Column("state", label="状态", accessor=state_of),
            Column(
                "factor",
                label="双因素认证",
                accessor=lambda row: "已启用" if row.has_second_factor else "未启用",
            ),
            MomentColumn("password_changed_at", label="口令更换时间", sort_key="password_changed_at"),
            MomentColumn("last_seen_at", label="最近操作"),
        ]


def state_of(row: Any) -> str:
    if not row.is_active:
        return "已停用"
    return "已锁定" if row.failures >= limits.failures_allowed(timezone.now()) else "正常"


class SignInFilters(WagtailFilterSet):
    outcome = django_filters.ChoiceFilter(label="结果", choices=Outcome.choices)
    at = django_filters.DateFromToRangeFilter(label="日期", widget=DateRangePickerWidget)
    name_tried = django_filters.CharFilter(label="用户名")

    class Meta:
        model = SignIn
        fields = ["outcome", "name_tried"]


class SignInPage(ItemView):
    def get_title(self) -> str:
        return f"{self.object.name_tried} {Outcome(self.object.outcome).label}"

    def get_subtitle(self) -> str:
        return ""

    def facts(self) -> Iterable[Fact]:
        row = self.object
        yield Fact("时间", row.at)
        yield Fact("人员", str(row.person) if row.person else "无此用户名", url=self.account_url())
        yield Fact("所用用户名", row.name_tried)
        yield Fact("结果", Outcome(row.outcome).label)
        yield Fact("网络地址", row.address or "未知")
        yield Fact("浏览器", row.agent)
        yield Fact("留存至", row.keep_until)

    def account_url(self) -> str:
        person = self.object.person
        if person is None or access.may_see_accounts(self.person, self.at):
            return ""
        return reverse("security_accounts:inspect", args=[person.pk])


class SignIns(ScopedModelViewSet):
    model = SignIn
    name = "security_sign_ins"
    url_prefix = "security/sign-ins"
    icon = "history"
    menu_section = "security"
    menu_label = "登录记录"
    menu_order = 30
    ordering = ("-at", "-pk")
    filterset_class = SignInFilters
    item_view = SignInPage
    list_export = ("at", "name_tried", "person", "get_outcome_display", "address", "agent")
    export_headings = {"get_outcome_display": "结果"}

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return access.may_see_sign_ins(person, at)

    def get_rows(self) -> QuerySet[Any]:
        return SignIn.objects.select_related("person")

    def scope(self, queryset: QuerySet[Any], person: Any, at: datetime) -> QuerySet[Any]:
        return queryset

    @property
    def list_display(self) -> list[Any]:
        return [
            "name_tried",
            Column(
                "person", label="姓名", accessor=lambda row: str(row.person) if row.person else "无此用户名"
            ),
            Column("outcome", label="结果", accessor="get_outcome_display", sort_key="outcome"),
            MomentColumn("at", label="时间", sort_key="at"),
            Column("address", label="网络地址"),
        ]
