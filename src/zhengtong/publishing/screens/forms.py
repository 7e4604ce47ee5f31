"""What is asked when an article is handed in, signed, sent back, withdrawn, taken down."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from zhengtong.publishing import rules
from zhengtong.publishing.kinds import Act, Gate, TakedownReason
from zhengtong.publishing.models import Hold

JUDGED = [("pass", "通过"), ("note", "需注意")]


class SubmitForm(forms.Form):
    publish_at = forms.DateTimeField(
        label="定时发布", required=False,
        help_text="留空表示通过后立即发布。格式：2026-12-01 09:00",
        input_formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"],
    )  # fmt: skip

    def clean_publish_at(self) -> Any:
        moment = self.cleaned_data["publish_at"]
        if moment and moment <= timezone.now():
            raise forms.ValidationError("定时发布时间须晚于现在。")
        return moment


class SignForm(forms.Form):
    """The acts that are open to this person, the six gates (for a review), words."""

    acts = forms.MultipleChoiceField(label="签署事项", widget=forms.CheckboxSelectMultiple)
    opinion = forms.CharField(
        label="意见", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text="如：同意。校对中改正或需要注意的事项请写明。",
    )  # fmt: skip

    def __init__(self, *args: Any, open_acts: tuple[Act, ...] = rules.ACTS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["acts"].choices = [(act.value, act.label) for act in open_acts]
        self.fields["acts"].initial = [act.value for act in open_acts]
        if Act.REVIEW in open_acts:
            for gate in Gate:
                self.fields[f"gate_{gate.value}"] = forms.ChoiceField(
                    label=gate.label, choices=JUDGED, widget=forms.RadioSelect, required=False
                )
        self.order_fields(["acts", *[f"gate_{gate.value}" for gate in Gate], "opinion"])

    def gates(self) -> list[Any]:
        """The six gates' fields, for the table of the form; none where only a proofreading is open."""
        return [self[name] for name in self.fields if name.startswith("gate_")]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        gates = {gate.value: said.get(f"gate_{gate.value}") or "" for gate in Gate}
        acts = [Act(act) for act in said.get("acts", [])]
        given = {gate: word for gate, word in gates.items() if word} if Act.REVIEW in acts else {}
        return {"acts": acts, "opinion": said.get("opinion", ""), "gates": given}


class ReasonsForm(forms.Form):
    reasons = forms.CharField(
        label="退回原因和修改要求", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000, required=False
    )


class WithdrawForm(forms.Form):
    why = forms.CharField(
        label="撤回原因", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False
    )


class TakeDownForm(forms.Form):
    reason = forms.ChoiceField(label="撤稿原因", choices=TakedownReason.choices)
    note = forms.CharField(
        label="具体情况", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False
    )


class ReleaseHoldForm(forms.Form):
    """Which of the holds in force, and why."""

    hold = forms.ModelChoiceField(
        Hold.objects.none(), label="保留期限", widget=forms.RadioSelect, empty_label=None
    )
    reason = forms.CharField(
        label="解除原因", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False
    )

    def __init__(self, *args: Any, in_force: QuerySet[Hold], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hold"].queryset = in_force
        self.fields["hold"].initial = in_force.first()
