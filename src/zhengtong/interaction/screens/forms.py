"""The forms of clause 5.7. They only turn what was typed into the arguments of a verb; the verb judges."""

from typing import Any

from django import forms
from django.templatetags.static import static

from zhengtong.duties.models import Person, Unit
from zhengtong.duties.queries import appointments_at, open_units
from zhengtong.engine.procedures.screens.forms import DayInput
from zhengtong.interaction import rules
from zhengtong.interaction.access import HANDS
from zhengtong.interaction.models import LETTERS, CorrectionKind, MessageKind
from zhengtong.interaction.rules.reception import Said

NONE_CHOSEN = "请选择"


def lines(label: str, *, rows: int = 4, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text
    )


class UnitChoice(forms.ModelChoiceField):
    """Units that are there today; which they are is asked when the form is made."""

    def __init__(self, label: str, *, required: bool = True, help_text: str = "") -> None:
        super().__init__(
            Unit.objects.none(), label=label, required=required, help_text=help_text, empty_label=NONE_CHOSEN
        )


class AtForm(forms.Form):
    """A form that knows the moment, for its lists of units."""

    def __init__(self, *args: Any, at: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        for field in self.fields.values():
            if isinstance(field, UnitChoice):
                field.queryset = open_units(at)


class PersonOfUnit(forms.ModelChoiceField):
    """Those who may have a message in hand somewhere, told apart by their unit."""

    units: dict[int, str]

    def label_from_instance(self, person: Any) -> str:
        return f"{self.units.get(person.pk, '')} {person.name}".strip()


class ForwardForm(AtForm):
    unit = UnitChoice("承办单位")
    person = PersonOfUnit(
        Person.objects.none(), label="责任人（选填）", required=False, empty_label="由承办单位网站管理员办理",
        help_text="只能选择承办单位的在岗人员。",
    )  # fmt: skip
    note = lines("转办说明（选填）", rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = appointments_at(self.at).filter(post__in=sorted(HANDS), person__is_active=True)
        field = self.fields["person"]
        field.units = dict(held.order_by("-unit__order").values_list("person", "unit__short_name"))
        field.queryset = Person.objects.filter(pk__in=field.units).order_by("name", "pk")


class SendBackForm(AtForm):
    why = lines("退回理由")
    right_unit = UnitChoice(
        "应办单位（选填）", required=False, help_text="知道应由哪个单位办理的请选择，转办时将首先建议该单位。"
    )


class JointForm(AtForm):
    unit = UnitChoice("协办单位")
    note = lines("请协办的内容（选填）", rows=3, required=False)


class TextForm(forms.Form):
    text = lines("意见", rows=6)


class WhyForm(forms.Form):
    why = lines("理由")


class DeclineForm(forms.Form):
    why = lines("理由", help_text="网民凭查询码查询时将看到该理由。")


class EndJointForm(forms.Form):
    forwarding = forms.ModelChoiceField(None, label="协办单位", empty_label=NONE_CHOSEN)

    def __init__(self, *args: Any, joints: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["forwarding"]
        field.queryset = joints.select_related("unit")
        field.label_from_instance = lambda one: str(one.unit)


class SortForm(forms.Form):
    kind = forms.ChoiceField(
        label="类别", choices=[(one.value, one.label) for one in MessageKind if one in LETTERS]
    )


class PauseForm(forms.Form):
    why = lines("暂停理由", help_text="例如须现场检测、须上级机关答复。")
    until = forms.DateField(
        label="最迟恢复日期",
        required=False,
        widget=DayInput(),
        error_messages={"invalid": "请填写有效日期。"},
    )


class DecidePauseForm(forms.Form):
    allow = forms.TypedChoiceField(
        label="审批结果", choices=[("yes", "同意"), ("no", "不同意")], coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )  # fmt: skip
    note = lines("审批意见（选填）", rows=3, required=False)


class MergeForm(forms.Form):
    into = forms.CharField(
        label="并入的留言编号", max_length=20, help_text="例如2026-000123；须为办理中或者已答复的留言。"
    )
    why = lines("并件理由", rows=2)


class MergeManyForm(forms.Form):
    """What was ticked in a group; the keys are looked up within the person's scope."""

    into = forms.IntegerField(required=False)
    pk = forms.MultipleChoiceField(required=False)
    why = forms.CharField(required=False, max_length=300)


class AnswerForm(forms.Form):
    """The answer on the handler's page. `step` says which button: saved as a draft, or handed in as well."""

    quoted_before = forms.CharField(
        label="答复中引用的原文", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    quoted_after = forms.CharField(
        label="答复中引用的更正后文字",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = forms.CharField(
        label="答复内容", required=False, widget=forms.Textarea(attrs={"rows": 9, "accesskey": "a"})
    )
    step = forms.ChoiceField(
        choices=[("save", "保存草稿"), ("submit", "保存并送审")], required=False, widget=forms.HiddenInput
    )


class SendForm(forms.Form):
    note = lines("审核意见（选填）", rows=2, required=False)


class FixForm(forms.Form):
    was = forms.CharField(
        label="原文", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="稿件中有误的文字，须与稿件一致并且只出现一处。",
    )  # fmt: skip
    became = forms.CharField(
        label="更正为", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class PublicForm(forms.Form):
    title = forms.CharField(label="公开标题", max_length=100, required=False)
    question = lines("公开来信", rows=6, required=False)
    reply = lines("公开答复", rows=7, required=False)
    checked = forms.BooleanField(
        label="已核对，文中不含应当隐去的个人信息", required=False,
        help_text="系统仍提示疑似个人信息、经核对不属于个人信息的，勾选后方可公开。",
    )  # fmt: skip


class LearnForm(forms.Form):
    question = forms.CharField(label="问题", max_length=200, help_text="写成一般问题，不含个人信息。")
    answer = lines("解答", rows=8, help_text="写成对所有人适用的解答，不含个人信息。")


class KnownForm(AtForm, LearnForm):
    unit = UnitChoice("解答单位")
    field_order = ("unit", "question", "answer")


class CallForm(forms.Form):
    """What a caller says; judged by the same rule as the public form, each reason at its field."""

    token = forms.CharField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="类别", choices=MessageKind.choices, initial=MessageKind.ENQUIRY)
    title = forms.CharField(label="标题", required=False, help_text="概括来电事项；纠错可以不填。")
    body = lines("来电内容", rows=7, required=False)
    correction_kind = forms.ChoiceField(
        label="错误类型", required=False, choices=[("", NONE_CHOSEN), *CorrectionKind.choices]
    )
    page = forms.CharField(label="有误页面的网址", required=False)
    words = forms.CharField(label="有误的文字（选填）", required=False)
    sender_name = forms.CharField(label="来电人（选填）", required=False)
    sender_phone = forms.CharField(label="联系电话（选填）", required=False)
    sender_email = forms.CharField(label="电子邮箱（选填）", required=False)
    may_publish = forms.BooleanField(label="来电人同意隐去个人信息后公开来信和答复", required=False)
    ONLY_OF_CORRECTIONS = ("correction_kind", "page", "words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.ONLY_OF_CORRECTIONS:
            self.fields[name].widget.attrs |= {"data-when": "kind", "data-any": MessageKind.CORRECTION.value}

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=[static("procedures/conditions.js")])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        typed = {name: value for name, value in given.items() if isinstance(value, str)}
        if typed.get("kind") != MessageKind.CORRECTION:
            typed = {name: value for name, value in typed.items() if name not in self.ONLY_OF_CORRECTIONS}
        said = Said.of(typed, may_publish=bool(given.get("may_publish")))
        for name, reason in rules.why_not_receive(said):
            self.add_error(name if name in self.fields else None, reason.message)
        return {"said": said, "token": given.get("token", "")}


class EndKnownForm(forms.Form):
    why = lines("停用原因", rows=3)
