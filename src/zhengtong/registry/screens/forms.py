"""The forms of the register. They turn what was typed into the arguments of a verb; the verb judges."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from zhengtong.duties.models import Unit
from zhengtong.duties.queries import open_units
from zhengtong.registry import platforms
from zhengtong.registry.models import Channel, ChannelKind, ChannelState, Function, IdentifierKind
from zhengtong.registry.models.kinds import IDENTIFIERS_OF
from zhengtong.registry.rules import LONGEST


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _text(label: str, field: str, help_text: str = "", **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST[field], required=False, help_text=help_text, **options
    )


def _day(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, help_text=help_text, widget=DayInput())


def platform_choices() -> list[tuple[str, str]]:
    return [("", "（不是新媒体账号）"), *platforms.choices()]


class ParticularsForm(forms.Form):
    """What can be said of a channel both when it is entered and when it is corrected."""

    name = _text("名称", "name", "账号名称应简洁规范，与主办单位职责相符，各平台统一")
    operator_name = _text("承办单位", "operator_name", "由内设机构或外部机构承办的填写")
    url = _text("访问地址", "url", "以 http:// 或 https:// 开头；没有公开主页的平台可留空")
    handle = _text("账号标识", "handle", "平台上识别账号的微信号、UID、ID；访问地址中已含的可留空")
    functions = forms.MultipleChoiceField(
        label="功能", choices=Function.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    opened_on = _day("开通日期", help_text="尚未开通的留空")
    note = _text("备注", "note", widget=forms.Textarea(attrs={"rows": 3}))


class RegisterForm(ParticularsForm):
    kind = forms.ChoiceField(label="类别", choices=[("", "请选择类别"), *ChannelKind.choices])
    platform = forms.ChoiceField(
        label="平台", choices=platform_choices, required=False, help_text="新媒体账号须选择"
    )
    host = forms.ModelChoiceField(
        label="主办单位", queryset=Unit.objects.none(), empty_label="请选择主办单位"
    )
    state = forms.ChoiceField(
        label="运行状态",
        choices=[(one.value, one.label) for one in (ChannelState.NORMAL, ChannelState.APPLIED)],
    )
    exception_reason = _text(
        "例外开设理由",
        "exception_reason",
        "同一单位在同一平台另开账号、全区另开移动客户端的，由区政府办公室填写理由或批文",
    )
    draft = forms.BooleanField(label="先存为待核", required=False, help_text="待资料核实后再核定入册")

    field_order = ("kind", "platform", "host", "name", "operator_name", "url", "handle", "functions", "state", "opened_on",
                   "exception_reason", "note", "draft")  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        host: Any = self.fields["host"]
        host.queryset = open_units(timezone.now())
        host.label_from_instance = lambda unit: unit.name


class CorrectForm(ParticularsForm):
    reason = forms.CharField(
        label="更正理由", max_length=LONGEST["reason"], required=False, help_text="例如：名称录入有误"
    )

    def __init__(self, *args: Any, correctable: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in [field for field in self.fields if field not in (*correctable, "reason")]:
            del self.fields[field]


class IdentifierForm(forms.Form):
    kind = forms.ChoiceField(
        label="标识种类", help_text="登记新的标识后，原有的同种标识自取得日期起终止（域名除外）"
    )
    value = forms.CharField(label="标识内容", max_length=200, required=False)
    valid_from = _day("取得日期", required=True)
    valid_until = _day("有效期至", help_text="长期有效的留空")
    proof = forms.FileField(label="证明材料", required=False, help_text="证书、备案截图等，存入后不可更改")

    def __init__(self, *args: Any, channel: Channel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in IdentifierKind if kind in IDENTIFIERS_OF[channel.kind]]
        kind: Any = self.fields["kind"]
        kind.choices = [(one.value, one.label) for one in kinds]


class EndIdentifierForm(forms.Form):
    identifier = forms.ModelChoiceField(label="标识", queryset=None, empty_label="请选择标识")
    on = _day("终止日期", required=True, help_text="自该日起不再有效")
    reason = forms.CharField(label="终止原因", max_length=LONGEST["reason"], required=False)

    def __init__(self, *args: Any, channel: Channel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        identifier: Any = self.fields["identifier"]
        identifier.queryset = channel.identifiers.filter(ended_on__isnull=True)
