"""人员与岗位: every appointment, present and past, with its end; 账号: the accounts behind them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from zhengtong.duties import access, actions, queries
from zhengtong.duties.models import Appointment, Person, PostKind, Unit
from zhengtong.duties.models.kinds import ADMINISTRATORS
from zhengtong.duties.rules import in_force
from zhengtong.duties.screens import forms
from zhengtong.engine.console.access import everyone
from zhengtong.engine.console.acts import ActForm, ActView
from zhengtong.engine.console.items import Fact, ItemView, Tag
from zhengtong.engine.console.listing import YesNoFilter
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.refusals import Refusal


def may_end(person: Any, held: Appointment, at: datetime) -> list[Refusal]:
    return access.may_end_appointment(person, held.unit, held.post, at)


class EndAppointment(ActView):
    label = "终止任职"
    explanation = "终止后，该岗位的权限即时失效。"
    success_message = "已终止"
    form_class = forms.ReasonForm
    access = may_end
    danger = True

    @classmethod
    def offered(cls, person: Any, subject: Appointment, at: datetime) -> bool:
        return subject.ended_at is None

    def perform(self, reason: str) -> Any:
        return actions.end_appointment(self.object, reason=reason, by=self.person, at=self.at)


class AppointmentPage(ItemView):
    def kind(self) -> str:
        return "任职"

    def state(self) -> Tag:
        return state_of(self.object, self.at)

    def facts(self) -> Iterable[Fact]:
        held = self.object
        yield Fact("人员", held.person)
        yield Fact("单位", held.unit, reverse("duties_units:inspect", args=[held.unit_id]))
        yield Fact("岗位", held.get_post_display())
        if held.commission:
            yield Fact(
                "承办委托", held.commission, reverse("duties_commissions:inspect", args=[held.commission_id])
            )
        yield Fact("起始日期", held.valid_from)
        yield Fact("截止日期", held.valid_until or "长期")
        yield Fact("指派", f"{held.appointed_by or '初始登记'}")
        if held.ended_at:
            yield Fact("终止时间", held.ended_at)
            yield Fact("终止", f"{held.ended_by or '系统'}　{held.ended_reason}")

    def subjects(self) -> tuple[Any, ...]:
        return ()  # its lines stand in the story of the unit


def state_of(held: Appointment, at: datetime) -> Tag:
    if in_force(held, at):
        return Tag("在任", "good")
    return Tag("已终止" if held.ended_at else "未到任或已到期", "plain")


class AppointmentFilters(WagtailFilterSet):
    unit = django_filters.ModelChoiceFilter(label="单位", queryset=Unit.objects.all())
    post = django_filters.ChoiceFilter(label="岗位", choices=PostKind.choices)
    person = django_filters.CharFilter(label="姓名", field_name="person__name", lookup_expr="icontains")
    ended = YesNoFilter(label="已终止", field_name="ended_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Appointment
        fields = ["unit", "post", "person", "ended"]


class AppointmentRegister(ScopedModelViewSet):
    model = Appointment
    name = "duties_appointments"
    url_prefix = "duties/appointments"
    icon = "user"
    menu_section = "duties"
    menu_label = "人员与岗位"
    menu_order = 20
    ordering = ("unit__order", "post", "valid_from")
    filterset_class = AppointmentFilters
    item_view = AppointmentPage
    acts = {"end": EndAppointment}
    list_export = (
        "unit",
        "person",
        "get_post_display",
        "valid_from",
        "valid_until",
        "ended_at",
        "ended_reason",
    )
    export_headings = {"get_post_display": "岗位"}

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return everyone(person, subject, at)

    def get_rows(self) -> QuerySet[Appointment]:
        return Appointment.objects.select_related(
            "person", "unit", "appointed_by", "ended_by", "commission__host", "commission__operator"
        )

    def scope(self, queryset: QuerySet[Appointment], person: Any, at: datetime) -> QuerySet[Appointment]:
        """Posts of the units one sees, and one's own wherever they are."""
        seen = queries.units_seen_by(person, at).values("pk")
        return queryset.filter(Q(unit__in=seen) | Q(person=person.pk))

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("person", label="人员", sort_key="person__name", get_url=self.item_address),
            Column("unit", label="单位", sort_key="unit__order"),
            Column("post", label="岗位", accessor="get_post_display", sort_key="post"),
            Column(
                "valid_from",
                label="起始日期",
                accessor=lambda held: held.valid_from.isoformat(),
                sort_key="valid_from",
            ),
            Column("valid_until", label="截止日期", accessor=_until, sort_key="valid_until"),
            Column("ended", label="终止原因", accessor="ended_reason"),
        ]


def _until(held: Appointment) -> str:
    return held.valid_until.isoformat() if held.valid_until else "长期"


def may_close(person: Any, account: Person, at: datetime) -> list[Refusal]:
    refusals = access.may_keep_accounts(person, at)
    if person.pk == account.pk:
        refusals.append(Refusal("nobody.closes_himself", "不得停用本人账号。", "7.4"))
    return refusals


class CloseAccount(ActView):
    label = "停用账号"
    explanation = "停用后不能登录，全部任职即时终止；历史签署和留痕保留。"
    success_message = "已停用"
    form_class = forms.ReasonForm
    access = may_close
    danger = True

    @classmethod
    def offered(cls, person: Any, subject: Person, at: datetime) -> bool:
        return bool(subject.is_active)

    def perform(self, reason: str) -> Any:
        return actions.close_account(self.object, reason=reason, by=self.person, at=self.at)


def may_open(person: Any, subject: Any, at: datetime) -> list[Refusal]:
    return access.may_keep_accounts(person, at)


class CreatePerson(ActForm):
    label = "建立账号"
    explanation = "账号只用于登录，本身没有任何权限；岗位由区政府办公室和各单位指派。"
    success_message = "已建立账号"
    form_class = forms.PersonForm
    access = may_open

    def perform(self, username: str, name: str, **more: Any) -> Person:
        return actions.create_person(username, name, by=self.person, at=self.at, **more)

    def get_success_url(self, done: Person) -> str:
        return reverse("duties_people:inspect", args=[done.pk])


class PersonPage(ItemView):
    template_name = "duties/person.html"

    def kind(self) -> str:
        return "账号"

    def state(self) -> Tag:
        return Tag("在用", "good") if self.object.is_active else Tag("已停用", "bad")

    def facts(self) -> Iterable[Fact]:
        person = self.object
        yield Fact("姓名", person.name)
        yield Fact("用户名", person.username)
        yield Fact("办公电话", person.phone)
        yield Fact("电子邮箱", person.email)
        yield Fact("建立时间", person.date_joined)
        yield Fact("最近登录", person.last_login)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = self.object.appointments.select_related("unit", "commission__host", "commission__operator")
        posts = [{"held": one, "state": state_of(one, self.at)} for one in held]
        return super().get_context_data(posts=posts, **kwargs)


class PersonFilters(WagtailFilterSet):
    name = django_filters.CharFilter(label="姓名", lookup_expr="icontains")
    username = django_filters.CharFilter(label="用户名", lookup_expr="icontains")
    is_active = YesNoFilter(label="在用")

    class Meta:
        model = Person
        fields = ["name", "username", "is_active"]


class PersonRegister(ScopedModelViewSet):
    model = Person
    name = "duties_people"
    url_prefix = "duties/people"
    icon = "key"
    menu_section = "duties"
    menu_label = "账号"
    menu_order = 60
    ordering = ("name", "username")
    filterset_class = PersonFilters
    item_view = PersonPage
    new = CreatePerson
    acts = {"close": CloseAccount}
    list_export = ("username", "name", "phone", "is_active", "date_joined", "last_login")

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        if queries.holds(person, None, ADMINISTRATORS | {PostKind.OFFICE_CLERK}, at):
            return []
        return [Refusal("post.missing", "账号由系统管理员管理，您现无此权限。", "7.2")]

    def scope(self, queryset: QuerySet[Person], person: Any, at: datetime) -> QuerySet[Person]:
        """Accounts belong to no unit: whoever may open the register sees all."""
        return queryset

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("name", label="姓名", sort_key="name", get_url=self.item_address),
            Column("username", label="用户名", sort_key="username"),
            Column("phone", label="办公电话"),
            Column(
                "is_active",
                label="状态",
                accessor=lambda one: "在用" if one.is_active else "已停用",
                sort_key="is_active",
            ),
        ]
