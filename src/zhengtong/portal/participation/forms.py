"""Reading what the public typed, and the gate before it: token, honeypot, least time, question (5.7).

No cookie and no script: the form brings its own signed token, and everything typed stays in it through every fault.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from zhengtong.duties.rules import business_date
from zhengtong.engine.refusals import Refused
from zhengtong.interaction import gate
from zhengtong.interaction.models.participation import (
    Opinion,
    Question,
    QuestionKind,
    Reply,
    Round,
    RoundKind,
)
from zhengtong.interaction.models.participation import VisitorQuestion as Asked
from zhengtong.interaction.rules import opinions as limits
from zhengtong.interaction.rules import surveys
from zhengtong.interaction.rules.reception import cleaned
from zhengtong.interaction.rules.surveys import Given
from zhengtong.portal.participation.pages import Fault, Field, Form, Option
from zhengtong.regulation import parameter
from zhengtong.security.addresses import client_address, client_agent

TOKEN, TRAP, SAID = "form", "homepage", "said"
CHALLENGE, SECONDS = "survey.same_sender.challenge.count", "form.least.seconds"
LONGEST_TYPED = 20_000  # what is longer is no answer; the rules say the real limits
SENT = {RoundKind.SURVEY: Reply, RoundKind.CONSULTATION: Opinion, RoundKind.INTERVIEW: Asked}
BUTTONS = {
    RoundKind.SURVEY: "提交答卷",
    RoundKind.CONSULTATION: "提交意见",
    RoundKind.INTERVIEW: "提交问题",
}


@dataclass
class Typed:
    """What came with a post, cleaned, and what stands against it: (name of the field, message)."""

    post: Any
    token: str = ""
    nonce: str = ""
    faults: list[tuple[str, str]] = field(default_factory=list)

    def line(self, name: str) -> str:
        return cleaned(self.post.get(name, "")[:LONGEST_TYPED])

    def lines(self, name: str) -> str:
        return cleaned(self.post.get(name, "")[:LONGEST_TYPED], lines=True)

    def numbers(self, name: str) -> tuple[int, ...]:
        """The ticked numbers; what is no number is one that no option has."""
        return tuple(
            int(one) if one.isdecimal() and len(one) < 6 else 99_999 for one in self.post.getlist(name)[:50]
        )

    def against(self, name: str) -> tuple[str, ...]:
        return tuple(message for at, message in self.faults if at == name)


def purpose_of(one: Round) -> str:
    return f"round.{one.pk}"


def mark_of(request: Any, one: Round, at: datetime) -> str:
    """The visitor in this round and no other: a keyed digest that stays the same from its first day to its last."""
    since = one.opened_at or at
    return gate.sender_mark(client_address(request), client_agent(request), since, purpose_of(one))


def is_asked(one: Round, mark: str, at: datetime) -> bool:
    """Whether this visitor's form asks its question: more came from there than a person sends."""
    before = SENT[RoundKind(one.kind)].objects.filter(round=one, mark=mark).count()
    return surveys.asks_question(before, int(parameter(CHALLENGE, on=business_date(at)).number))


def read(request: Any, one: Round, mark: str, at: datetime) -> Typed:
    """A post with everything that the gate says against it; a form that ran out gets a new token and keeps its text."""
    typed = Typed(request.POST)
    if typed.line(TRAP):
        typed.faults.append((TRAP, "“请勿填写”一栏请保持空白。"))
    try:
        opened = gate.opened(request.POST.get(TOKEN, ""), purpose_of(one), at)
    except Refused as refusal:
        typed.token = gate.issue(purpose_of(one), at)
        typed.faults += [("", reason.message) for reason in refusal.refusals]
        return typed
    typed.token, typed.nonce = request.POST[TOKEN], opened.nonce
    if at - opened.issued_at < timedelta(seconds=int(parameter(SECONDS, on=business_date(at)).number)):
        typed.faults.append(("", "提交过快，请核对内容后再次提交。"))
    if is_asked(one, mark, at):
        reasons = gate.why_not_answered(opened.nonce, typed.line(SAID))
        typed.faults += [(SAID, reason.message) for reason in reasons]
    return typed


def fresh(one: Round, at: datetime) -> Typed:
    """An empty form."""
    token = gate.issue(purpose_of(one), at)
    return Typed(_Nothing(), token, gate.nonce_of(token, purpose_of(one), at))


class _Nothing(dict[str, str]):
    def getlist(self, name: str) -> list[str]:
        return []


def form_of(one: Round, fields: tuple[Field, ...], typed: Typed, asked: bool) -> Form:
    """The form as it is shown: fields, the gate's question where it is asked, every fault in a summary that leads to it."""
    names = {field.name: field for field in fields}
    faults = tuple(
        Fault(_place(name, names, fields), message) for name, message in dict.fromkeys(typed.faults)
    )
    question = gate.question_for(typed.nonce) if asked and typed.nonce else ""
    return Form(
        fields=fields, token=typed.token, send=BUTTONS[RoundKind(one.kind)], faults=faults, question=question,
        question_faults=typed.against(SAID),
    )  # fmt: skip


def _place(name: str, names: Mapping[str, Field], fields: tuple[Field, ...]) -> str:
    if name in names:
        one = names[name]
        return f"{one.id}-0" if one.kind in ("radio", "checkbox") else one.id
    return f"f-{name}" if name in (SAID, TRAP) else "form"


# ---- surveys ----------------------------------------------------------------------------------------------


def answers(questions: list[Question], typed: Typed) -> dict[int, Given]:
    return {
        one.pk: Given(words=typed.lines(f"q{one.pk}"))
        if one.kind == QuestionKind.TEXT
        else Given(typed.numbers(f"q{one.pk}"))
        for one in questions
    }


def survey_fields(questions: list[Question], typed: Typed) -> tuple[Field, ...]:
    return tuple(_question_field(one, typed) for one in questions)


def _question_field(one: Question, typed: Typed) -> Field:
    name = f"q{one.pk}"
    label = f"{one.order}. {one.text}"
    if one.kind == QuestionKind.TEXT:
        return Field(
            name=name, label=label, kind="lines", required=one.required, value=typed.lines(name),
            longest=surveys.WORDS, hint=f"最多{surveys.WORDS}字。请勿填写姓名、电话、住址等个人信息。",
            faults=typed.against(name),
        )  # fmt: skip
    chosen = set(typed.numbers(name))
    several = one.kind == QuestionKind.SEVERAL
    hint = (f"可选多项，最多{one.most}项。" if one.most else "可选多项。") if several else ""
    return Field(
        name=name, label=label, kind="checkbox" if several else "radio", required=one.required, hint=hint,
        options=tuple(Option(str(number), text, number in chosen) for number, text in one.options),
        faults=typed.against(name),
    )  # fmt: skip


# ---- consultations and interviews ---------------------------------------------------------------------------


def opinion_fields(one: Round, typed: Typed) -> tuple[Field, ...]:
    chosen = typed.line("paragraph")
    options = [Option("", "全文", not chosen)] + [
        Option(str(number), f"第{number}段：{text[:24]}{'……' if len(text) > 24 else ''}", chosen == str(number))
        for number, text in enumerate(one.paragraphs, 1)
    ]  # fmt: skip
    return (
        Field(name="paragraph", label="针对哪一段", kind="select", options=tuple(options), faults=typed.against("paragraph")),
        Field(
            name="text", label="意见内容", kind="lines", required=True, value=typed.lines("text"),
            longest=limits.OPINION, hint="写明修改建议和理由。", faults=typed.against("text"),
        ),
        Field(
            name="sender_name", label="姓名或单位", value=typed.line("sender_name"), longest=limits.NAME,
            hint="不愿留的可以不填，不公开。", autocomplete="name", faults=typed.against("sender_name"),
        ),
        Field(
            name="sender_phone", label="联系电话", value=typed.line("sender_phone"), longest=limits.PHONE,
            hint="需要核实情况时联系您，可以不填，不公开。", autocomplete="tel", faults=typed.against("sender_phone"),
        ),
    )  # fmt: skip


def paragraph_of(typed: Typed) -> int | None:
    """The chosen paragraph; None for the whole text, 0 for what was never on the list."""
    said = typed.line("paragraph")
    if not said:
        return None
    return int(said) if said.isdecimal() and len(said) < 5 else 0


def asking_fields(typed: Typed) -> tuple[Field, ...]:
    return (
        Field(
            name="text", label="您的问题", kind="lines", required=True, value=typed.lines("text"),
            longest=limits.VISITOR, hint=f"最多{limits.VISITOR}字。请勿填写电话、住址等个人信息。", faults=typed.against("text"),
        ),
        Field(
            name="sender_name", label="称呼", value=typed.line("sender_name"), longest=limits.NAME,
            hint="可以不填，不公开。", autocomplete="nickname", faults=typed.against("sender_name"),
        ),
    )  # fmt: skip
