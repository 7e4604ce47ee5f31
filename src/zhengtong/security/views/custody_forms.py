"""The forms of custody. There is no field for a password; what is written in words is searched by the verb."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from zhengtong.duties.models import Person, Unit
from zhengtong.duties.queries import office
from zhengtong.registry.models import Channel
from zhengtong.registry.platforms import kind_label
from zhengtong.registry.queries import standing
from zhengtong.security.models import Custody, CustodyKind, SignInMethod
from zhengtong.security.queries.custody import people_of
from zhengtong.security.rules.custody import LONGEST


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def _reason(label: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST["reason"], widget=forms.TextInput(), help_text="不得写入口令、验证码和完整号码。"
    )  # fmt: skip


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, person: Any) -> str:
        return f"{person.name}（{person.username}）"


class ChannelChoice(forms.ModelChoiceField):
    def label_from_instance(self, channel: Any) -> str:
        return f"{channel.host} {channel.name}（{kind_label(channel.kind, channel.platform)} {channel.code}）"


class SafeguardsForm(forms.Form):
    """How the credentials are secured, the same when recorded and when changed."""

    method = forms.ChoiceField(label="登录方式", choices=SignInMethod.choices)
    second_factor = forms.BooleanField(label="已启用双因素认证", required=False)
    bound_to = forms.CharField(
        label="绑定情况", max_length=LONGEST["bound_to"], required=False,
        help_text="只写用途和尾号，如“单位公用手机（尾号四位）”；不得写入口令、完整手机号和身份证号。",
    )  # fmt: skip
    resetter = PersonChoice(
        label="重置人", queryset=Person.objects.none(), required=False, empty_label="（由平台或其他机构重置）",
        help_text="主办单位或区政府办公室在岗人员，不得与保管人为同一人。",
    )  # fmt: skip
    resetter_named = forms.CharField(
        label="重置途径", max_length=LONGEST["resetter_named"], required=False,
        help_text="没有本区重置人的填写，如“平台客服凭单位公函重置”。",
    )  # fmt: skip
    password_changed_on = _day(
        "最近更换日期", help_text="最近一次更换口令的日期；不用口令的填写最近一次绑定日期。"
    )

    def offer_resetters(self, hosts: QuerySet[Unit], at: Any) -> None:
        supervisor = office()
        places = Unit.objects.filter(
            Q(pk__in=hosts.values("pk")) | Q(pk=supervisor.pk if supervisor else None)
        )
        resetter: Any = self.fields["resetter"]
        resetter.queryset = people_of(places, at)


class TakeForm(SafeguardsForm):
    channel = ChannelChoice(label="阵地", queryset=Channel.objects.none(), empty_label="请选择阵地")
    what = forms.ChoiceField(label="保管内容", choices=[("", "请选择"), *CustodyKind.choices])
    custodian = PersonChoice(
        label="保管人",
        queryset=Person.objects.none(),
        empty_label="请选择",
        help_text="须在该阵地的主办单位任职。",
    )
    since = _day("保管起始日期", required=False, help_text="留空为今日起。")
    field_order = ("channel", "what", "custodian", "since")

    def __init__(self, *args: Any, hosts: QuerySet[Unit], at: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel: Any = self.fields["channel"]
        channel.queryset = (
            standing().filter(host__in=hosts).select_related("host").order_by("host__order", "code")
        )
        custodian: Any = self.fields["custodian"]
        custodian.queryset = people_of(hosts, at)
        self.offer_resetters(hosts, at)


class RestateForm(SafeguardsForm):
    reason = _reason("事由")

    def __init__(self, *args: Any, custody: Custody, at: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_resetters(Unit.objects.filter(pk=custody.channel.host_id), at)


class HandOverForm(forms.Form):
    to = PersonChoice(
        label="接收人",
        queryset=Person.objects.none(),
        empty_label="请选择",
        help_text="须在主办单位任职，由其本人确认接收。",
    )
    reason = _reason("移交事由")

    def __init__(self, *args: Any, custody: Custody, at: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.queryset = people_of([custody.channel.host], at).exclude(pk=custody.custodian_id)


class ConfirmForm(forms.Form):
    password_changed_on = _day(
        "口令更换日期", help_text="接收后更换口令（或重新绑定）的实际日期，不早于移交发起日。"
    )
    declared = forms.BooleanField(
        label="本人已收到该项凭证，已更换口令，并承诺妥善保管、不向他人泄露", required=False
    )
    signed = forms.FileField(
        label="移交登记表（签字扫描件）", required=False, help_text="可在保管页下载空表；存入后不可更改。"
    )


class ChangedForm(forms.Form):
    on = _day("更换日期", help_text="只登记日期，不得填写口令。")


class ReasonForm(forms.Form):
    reason = _reason("原因")
