"""Forms made from what a procedure asks. They only read what was typed; the verb judges, and says every reason at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core import signing
from django.templatetags.static import static

from zhengtong.engine.evidence.actions import keep
from zhengtong.engine.evidence.models import Evidence
from zhengtong.engine.procedures import registry
from zhengtong.engine.procedures.declaration import DONE, OUTCOMES, Field, Paper, Step, When
from zhengtong.engine.procedures.registry import Inquiry

SALT = "procedures.upload"
NOTHING = ("", "请选择")


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CaseForm(forms.Form):
    """Holds the fields that `form_for` puts into it, and the files that have already come in under an earlier attempt."""

    kept: dict[str, Evidence]

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=[static("procedures/conditions.js")])

    def answers(self) -> dict[str, Any]:
        """What was answered, as cases store it: dates as text, nothing for an empty field."""
        found = {
            name[4:]: _stored(value) for name, value in self.cleaned_data.items() if name.startswith("ask_")
        }
        return {code: value for code, value in found.items() if value not in (None, "")}


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True)
class Sources:
    """What a form is made from: the questions, the files, and what is known already."""

    fields: tuple[Field, ...]
    papers: tuple[Paper, ...]
    inquiry: Inquiry
    known: Mapping[str, Any]
    kept: Mapping[str, Evidence]


def known_answers(fields: Iterable[Field], inquiry: Inquiry) -> dict[str, Any]:
    """What the system knows and nobody need type; a question without a source, or whose source knows nothing, is left out."""
    found = {field.code: registry.sources[field.known].run(inquiry) for field in fields if field.known}
    return {code: value for code, value in found.items() if value not in (None, "", [])}


def reused(known: Mapping[str, Any], answers: Mapping[str, Any]) -> int:
    """How many answers stand as the system gave them."""
    return sum(str(answers.get(code)) == str(_stored(value)) for code, value in known.items())


def form_for(sources: Sources, step: Step, *, data: Any = None, files: Any = None) -> CaseForm:
    """The form of a step: outcome where there is a choice, questions, files, an opinion."""
    form = CaseForm(data=data, files=files)
    form.kept = dict(sources.kept)
    if len(step.outcomes) > 1:
        form.fields["outcome"] = _outcome(step)
    for field in sources.fields:
        form.fields[f"ask_{field.code}"] = _form_field(field, sources)
    for paper in sources.papers:
        form.fields[f"file_{paper.code}"] = _file_field(paper, sources.kept.get(paper.code))
    form.fields["opinion"] = forms.CharField(
        label="意见" if len(step.outcomes) > 1 else "说明",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    return form


def _outcome(step: Step) -> forms.ChoiceField:
    """A decision is always a choice; what is merely done is taken as done unless it is sent back."""
    usual = DONE if DONE in step.outcomes else None
    return forms.ChoiceField(
        label="办理结果", choices=[(one, OUTCOMES[one]) for one in step.outcomes], required=False,
        widget=forms.RadioSelect, initial=usual,
    )  # fmt: skip


def _form_field(field: Field, sources: Sources) -> forms.Field:
    made = _bare(field, sources.inquiry)
    made.label, made.required = field.label + ("" if field.required else "（选填）"), False
    made.help_text = field.hint
    made.initial = sources.known.get(field.code)
    if field.code in sources.known and field.known:
        made.help_text = (
            f"{field.hint}（已从登记信息带出，如有不符请修改）"
            if field.hint
            else "已从登记信息带出，如有不符请修改"
        )
    _note_condition(made.widget, field.when)
    return made


def _bare(field: Field, inquiry: Inquiry) -> forms.Field:
    if field.kind == "lines":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}))
    if field.kind == "date":
        return forms.DateField(widget=DayInput(), error_messages={"invalid": "请填写有效日期。"})
    if field.kind == "number":
        return forms.IntegerField(min_value=0, error_messages={"invalid": "请填写整数。"})
    if field.kind == "yes":
        return forms.TypedChoiceField(
            choices=[("yes", "是"), ("no", "否")], coerce=lambda said: said == "yes", empty_value=None,
            widget=forms.RadioSelect,
        )  # fmt: skip
    if field.kind == "choice":
        return forms.ChoiceField(choices=[NOTHING, *options(field, inquiry)])
    if field.kind == "choices":
        return forms.MultipleChoiceField(choices=options(field, inquiry), widget=forms.CheckboxSelectMultiple)
    return forms.CharField(max_length=field.longest)


def options(field: Field, inquiry: Inquiry) -> list[tuple[str, str]]:
    """The options of a choice: written in the declaration, or from where it says."""
    if field.choices:
        return [(str(code), str(label)) for code, label in registry.choices[field.choices].run(inquiry)]
    return list(field.options)


def _note_condition(widget: forms.Widget, when: When | None) -> None:
    """For the script that hides questions which the answers above make superfluous; without it all are shown."""
    if when is not None:
        widget.attrs |= {"data-when": f"ask_{when.field}", "data-any": " ".join(when.any)}
        widget.attrs |= {"data-never": "yes"} if when.never else {}


def _file_field(paper: Paper, kept: Evidence | None) -> forms.FileField:
    made = forms.FileField(
        label=paper.label + ("" if paper.required else "（选填）"), required=False,
        help_text=_file_hint(paper, kept),
        error_messages={"empty": "文件是空的，请重新选择文件。"},
    )  # fmt: skip
    _note_condition(made.widget, paper.when)
    return made


def _file_hint(paper: Paper, kept: Evidence | None) -> str:
    there = f"已上传：{kept.filename}。需要替换的，请重新选择文件。" if kept else ""
    return there + paper.hint


# ---- files that survive a refusal ----------------------------------------------------------------------------


def take_in(form: CaseForm, papers: Iterable[Paper], *, by: Any, at: Any) -> dict[str, Evidence]:
    """Keep the uploaded files, so that a refusal does not make anybody choose them again. Raises `Refused` for wrong ones."""
    found = dict(form.kept)
    for paper in papers:
        uploaded = form.cleaned_data.get(f"file_{paper.code}")
        if uploaded:
            found[paper.code] = keep(uploaded.read(), uploaded.name, by=by, at=at)
        form[f"file_{paper.code}"].help_text = _file_hint(paper, found.get(paper.code))
    form.kept = found
    return found


def ticket(kept: Mapping[str, Evidence], person: Any) -> str:
    """What came in so far, as a signed word that only this person can hand in again."""
    return signing.dumps(
        {code: [one.pk, one.filename] for code, one in kept.items()}, salt=f"{SALT}:{person.pk}"
    )


def redeemed(word: str, person: Any) -> dict[str, Evidence]:
    """The files of a signed word; none for a word that is not this person's, or too old (a day)."""
    try:
        said = signing.loads(word, salt=f"{SALT}:{person.pk}", max_age=86_400)
    except signing.BadSignature:
        return {}
    rows = Evidence.objects.in_bulk([pk for pk, _ in said.values()])
    found = {}
    for code, (pk, filename) in said.items():
        if pk in rows:
            found[code] = rows[pk]
            found[code].filename = filename
    return found
