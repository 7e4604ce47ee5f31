"""The forms of chapter 2. They only turn what was typed into the arguments of a verb; the verb judges."""

from typing import Any

from django import forms

from zhengtong.duties.models import (
    Commission,
    ContentKind,
    Person,
    PostKind,
    ResponsibleColumn,
    SystemKind,
    Unit,
    UnitKind,
)


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DateInput(), help_text=help_text)


def reason(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class PersonChoice(forms.ModelChoiceField):
    """Open accounts, told apart by their user names."""

    def __init__(self, **options: Any) -> None:
        people = Person.objects.filter(is_active=True).order_by("name", "username")
        super().__init__(people, empty_label="请选择", **options)

    def label_from_instance(self, person: Any) -> str:
        return f"{person.name}（{person.username}）"


class ReasonForm(forms.Form):
    reason = reason("原因")


class AppointForm(forms.Form):
    person = PersonChoice(label="人员", help_text="没有账号的，请先由系统管理员建立账号。")
    post = forms.ChoiceField(label="岗位")
    valid_from = day("起始日期", required=False, help_text="留空为今日起。")
    valid_until = day("截止日期", required=False, help_text="当日有效；留空为长期。")
    commission = forms.ModelChoiceField(
        Commission.objects.none(),
        label="承办委托",
        empty_label="不适用",
        required=False,
        help_text="承办单位人员请选择所属委托，其他人员留空。",
    )

    def __init__(self, *args: Any, posts: list[PostKind], unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [(post.value, post.label) for post in posts]
        running = Commission.objects.filter(host=unit, ended_at__isnull=True).select_related(
            "host", "operator"
        )
        self.fields["commission"].queryset = running
        if not running:
            del self.fields["commission"]


class UnitForm(forms.Form):
    code = forms.SlugField(
        label="单位代码", max_length=40, help_text="小写字母、数字和横线，用于子站网址，确定后不再更改。"
    )
    name = forms.CharField(label="单位名称", max_length=80)
    short_name = forms.CharField(label="简称", max_length=40)
    kind = forms.ChoiceField(label="类别", choices=UnitKind.choices, initial=UnitKind.DEPARTMENT)
    phone = forms.CharField(label="联系电话", max_length=40, required=False)
    address = forms.CharField(label="地址", max_length=120, required=False)
    matters = forms.CharField(
        label="职责事项", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="来信常涉及的事项，用顿号分隔，如：路灯、停车、物业。网民来信转办时据此提出建议。",
    )  # fmt: skip


class UnitChangeForm(forms.Form):
    name = forms.CharField(label="单位名称", max_length=80)
    short_name = forms.CharField(label="简称", max_length=40)
    order = forms.IntegerField(label="排序", min_value=0)
    phone = forms.CharField(label="联系电话", max_length=40, required=False)
    address = forms.CharField(label="地址", max_length=120, required=False)
    matters = forms.CharField(
        label="职责事项", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="来信常涉及的事项，用顿号分隔，如：路灯、停车、物业。网民来信转办时据此提出建议。",
    )  # fmt: skip


class PersonForm(forms.Form):
    username = forms.CharField(label="用户名", max_length=40, help_text="小写字母、数字、点、横线和下划线。")
    name = forms.CharField(label="姓名", max_length=40)
    password = forms.CharField(
        label="初始口令", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False,
        help_text="首次登录须更换。",
    )  # fmt: skip
    email = forms.EmailField(label="电子邮箱", required=False)
    phone = forms.CharField(label="办公电话", max_length=30, required=False)


class WrittenSystemForm(forms.Form):
    kind = forms.ChoiceField(label="制度", choices=SystemKind.choices)
    version = forms.CharField(label="版本", max_length=40, help_text="如“2026年版”或文号。")
    adopted_on = day("印发日期")
    file = forms.FileField(label="制度文件")


class ReviewTableForm(forms.Form):
    principal_signs = forms.MultipleChoiceField(
        label="须由主要负责人终审的内容", choices=ContentKind.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text="所列内容的三审由主要负责人签发，其余由分管负责人签发。",
    )  # fmt: skip
    separate_proofreaders = forms.BooleanField(
        label="另设专门校对", required=False, help_text="选中后，各审级的校对须由一校、二校、三校人员承担。"
    )


class RelaxationForm(forms.Form):
    reason = forms.CharField(label="申请理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    valid_until = day("申请期限（截止日期）")


class DecisionForm(forms.Form):
    approve = forms.TypedChoiceField(
        label="审批意见", choices=[("yes", "同意"), ("no", "不同意")], coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(label="审批理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class CommissionForm(forms.Form):
    operator = forms.ModelChoiceField(
        Unit.objects.filter(valid_until__isnull=True),
        label="承办单位",
        empty_label="不适用",
        required=False,
        help_text="委托本区其他单位时填写。",
    )
    agency = forms.CharField(
        label="承办机构", max_length=80, required=False, help_text="本单位内设机构或外部机构的名称。"
    )
    outside = forms.BooleanField(
        label="为外部机构", required=False, help_text="外部机构人员只能担任信息员，不得兼任其他岗位。"
    )
    reference = forms.CharField(label="合同或委托书编号", max_length=80)
    valid_from = day("起始日期")
    valid_until = day("截止日期")
    columns = forms.ModelMultipleChoiceField(
        ResponsibleColumn.objects.none(), label="承办栏目", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="不选为本单位全部栏目。",
    )  # fmt: skip

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["columns"].queryset = unit.columns.filter(valid_until__isnull=True)
        self.fields["operator"].queryset = self.fields["operator"].queryset.exclude(pk=unit.pk)


class AssignForm(forms.Form):
    unit = forms.ModelChoiceField(
        Unit.objects.filter(valid_until__isnull=True), label="责任单位", empty_label="请选择"
    )
    person = PersonChoice(
        label="责任人", required=False, help_text="须为责任单位在岗人员；留空由该单位管理员负责。"
    )
    update_every_days = forms.IntegerField(
        label="更新周期（天）",
        min_value=1,
        max_value=3660,
        required=False,
        help_text="留空表示随时更新、不设期限。",
    )


class ColumnForm(AssignForm):
    code = forms.SlugField(label="栏目代码", max_length=60)
    name = forms.CharField(label="栏目名称", max_length=80)
    site = forms.ChoiceField(label="所在站点")
    kind = forms.ChoiceField(label="内容类别", choices=ContentKind.choices, initial=ContentKind.NEWS)

    field_order = ["name", "code", "site", "kind", "unit", "person", "update_every_days"]

    def __init__(self, *args: Any, sites: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = sites
