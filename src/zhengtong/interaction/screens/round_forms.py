"""Forms about surveys, consultations and interviews. They only read what was typed; the verb judges."""

from collections.abc import Iterable
from typing import Any

from django import forms

from zhengtong.duties.models import Unit
from zhengtong.engine.procedures.screens.forms import DayInput
from zhengtong.interaction.models.interviews import Asked
from zhengtong.interaction.models.participation import (
    Decision,
    OpinionGroup,
    QuestionKind,
    Round,
    VisitorQuestion,
)
from zhengtong.interaction.rules.rounds import Told

INVALID_DAY = {"invalid": "请填写有效日期。"}


def lines(label: str, rows: int = 4, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        strip=False,
    )


class MinuteInput(forms.DateTimeInput):
    """The browser's own field for a day and a time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class RoundForm(forms.Form):
    """What every draft says; `units` are those the person drafts for, one of them is not asked."""

    unit = forms.ModelChoiceField(
        label="主办单位",
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages={"required": "请选择主办单位。"},
    )
    title = forms.CharField(label="标题", required=False, max_length=100)
    introduction = lines("说明", 5, "写明事由、参与办法，结果何时公布。每行一段。")
    opens_on = forms.DateField(
        label="开始日期", required=False, widget=DayInput(), error_messages=INVALID_DAY
    )
    closes_on = forms.DateField(
        label="截止日期",
        required=False,
        widget=DayInput(),
        error_messages=INVALID_DAY,
        help_text="当日24时截止，由系统按期开始和截止。",
    )
    contact = forms.CharField(
        label="联系方式", required=False, max_length=200, help_text="科室和电话，向公众公开。"
    )

    def __init__(self, *args: Any, units: Iterable[Unit] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        if not units:
            del self.fields["unit"]

    def told(self) -> Told:
        return Told(**{name: value for name, value in self.cleaned_data.items() if name != "unit"})


class ConsultationForm(RoundForm):
    text = lines("征求意见稿", 14, "每行一段，公众可以指明针对哪一段。附件在保存后增加。")
    short_why = forms.CharField(
        label="缩短期限的理由", required=False, max_length=300, help_text="期限不足规定日数的填写，一并公开。"
    )


class InterviewForm(RoundForm):
    guests = lines("访谈嘉宾", 3, "每行一人，写明单位和职务。")
    held_at = forms.DateTimeField(
        label="访谈时间",
        required=False,
        widget=MinuteInput(),
        error_messages={"invalid": "请填写有效的日期和时间。"},
    )


def initial_of(one: Round) -> dict[str, Any]:
    names = (
        "title",
        "introduction",
        "opens_on",
        "closes_on",
        "contact",
        "text",
        "short_why",
        "guests",
        "held_at",
    )
    return {name: getattr(one, name) for name in names}


class QuestionForm(forms.Form):
    kind = forms.ChoiceField(label="题型", choices=QuestionKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(label="题目", required=False, max_length=200)
    options = lines("选项", 6, "每行一个。评分题填两行：1分和5分各表示什么。填空题不填。")
    most = forms.IntegerField(
        label="最多可选",
        required=False,
        min_value=0,
        max_value=30,
        initial=0,
        help_text="仅用于多选题，不限的填0。",
    )
    required = forms.BooleanField(label="必答", required=False, initial=True)

    def clean_options(self) -> list[str]:
        typed = [line.strip() for line in self.cleaned_data["options"].splitlines()]
        return [line for line in typed if line]


class ReasonForm(forms.Form):
    reason = lines("理由", 3)


class ConclusionForm(forms.Form):
    text = lines("结果说明", 12, "每行一段。不写个人信息。")


class FileForm(forms.Form):
    label = forms.CharField(label="附件名称", max_length=100)
    file = forms.FileField(
        label="文件", help_text="Word、PDF、Excel等常用格式。保存后不能替换，可以另行增加。"
    )


class RepetitionForm(forms.Form):
    replies = forms.TypedMultipleChoiceField(
        label="疑似重复答卷", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    count_them = forms.ChoiceField(
        label="核定为", choices=[("no", "重复，不计入"), ("yes", "不是重复，计入")], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["replies"]
        field.choices = choices


class WordsForm(forms.Form):
    shown = lines("公开内容", 4, "可以删去个人信息后公开；留空为不公开。")


class GroupForm(forms.Form):
    """Opinions are ticked in the list that the screen draws itself."""

    group = forms.ModelChoiceField(
        label="归入已有的归纳", queryset=OpinionGroup.objects.none(), required=False, empty_label="新的归纳"
    )
    summary = forms.CharField(
        label="新的意见归纳",
        required=False,
        max_length=300,
        help_text="用单位自己的话概括，不写个人信息；结果公布时公开。",
    )

    def __init__(self, *args: Any, one: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["group"]
        field.queryset = one.groups.all()


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(label="采纳情况", choices=Decision.choices, widget=forms.RadioSelect)
    reason = lines("理由", 4, "说明如何采纳，或者为何未采纳；结果公布时公开。")


class SiftForm(forms.Form):
    decision = forms.ChoiceField(
        label="是否采用", choices=[(Asked.PUT.value, "采用"), (Asked.DECLINED.value, "不采用")], widget=forms.RadioSelect,
        initial=Asked.PUT.value,
    )  # fmt: skip
    said = lines(
        "采用文字或者未采用的理由", 3, "采用的：公开的问题文字，删去个人信息。不采用的：理由，不公开。"
    )


class EntryForm(forms.Form):
    """Who speaks is one choice: the host, one of the guests, a visitor."""

    speaker = forms.ChoiceField(label="发言人")
    question = forms.ModelChoiceField(
        label="对应提问", queryset=VisitorQuestion.objects.none(), required=False, empty_label="无"
    )
    text = lines("发言内容", 5)
    corrects = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, one: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speaker: Any = self.fields["speaker"]
        guests = [(f"guest:{name}", f"嘉宾：{name}") for name in one.guest_list]
        speaker.choices = [("host:", "主持人"), *guests, ("visitor:", "网民")]
        question: Any = self.fields["question"]
        question.queryset = one.asked.filter(state=Asked.PUT)
        question.label_from_instance = lambda asked: asked.put[:60]


class EntryReviewForm(forms.Form):
    outcome = forms.ChoiceField(
        label="审核结果",
        choices=[("yes", "通过，公开"), ("no", "退回")],
        widget=forms.RadioSelect,
        initial="yes",
    )
    reason = lines("退回理由", 2)
