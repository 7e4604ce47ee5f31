"""Where a message stands, in plain words for the citizen who has its code (5.7). No name of an official, no internal note."""

from datetime import datetime
from typing import Any

from zhengtong.engine.clocks.models import ClockState
from zhengtong.engine.clocks.queries import clocks_of
from zhengtong.engine.clocks.rules import business_date
from zhengtong.interaction import rules
from zhengtong.interaction.actions import timing
from zhengtong.interaction.actions.afterwards import why_not_reopen
from zhengtong.interaction.clocks import ANSWER
from zhengtong.interaction.models import (
    Answer,
    AnswerState,
    CitizenMessage,
    MessageState,
    Pause,
    Rating,
    Role,
    Satisfaction,
)
from zhengtong.interaction.rules.masking import proposal
from zhengtong.portal.voices.pages import Act, Choice, Field, Limit, Progress, Reply, Step
from zhengtong.tools.workdays.explain import full_date

WAITING = Progress(
    state="已收到，正在登记",
    told=("您的留言已收到，正在登记。登记后由工作人员转给负责的单位，请过一会儿再来查询。",),
)
TOLD = {
    MessageState.RECEIVED: "已登记，正在确定由哪个单位办理。",
    MessageState.ANSWERED: "承办单位已经答复，答复内容见下。",
    MessageState.DECLINED: "经研究，本件不予办理。",
    MessageState.MERGED: "与内容相同的留言合并办理，一并答复。",
}
NAMES = {MessageState.RECEIVED: "已收到，待转办", MessageState.MERGED: "合并办理"}
TONES = {MessageState.ANSWERED: "good", MessageState.DECLINED: "warn"}


def progress_of(message: CitizenMessage, at: datetime, tokens: dict[str, str]) -> Progress:
    """The page behind a code. `tokens` by act: what the citizen may do now is decided by the same rules as the verbs."""
    lead = message.merged_into or message
    paused = _pause_of(lead)
    state = MessageState(message.state)
    return Progress(
        state="暂停计时" if paused and message is lead and lead.is_open else NAMES.get(state, state.label),
        told=tuple(_told(message, lead, paused)), tone=TONES.get(state, ""),
        kind=message.get_kind_display(), number=message.number, title=message.title, body=message.body,
        page=message.page, words=message.words, received_at=message.received_at,
        steps=tuple(_steps(message, lead)), limit=_limit(lead, at, paused), replies=_replies(message, lead),
        acts=_acts(message, at, tokens),
    )  # fmt: skip


def _pause_of(message: CitizenMessage) -> Pause | None:
    return message.pauses.filter(allowed=True, ended_at__isnull=True).first()


def _told(message: CitizenMessage, lead: CitizenMessage, paused: Pause | None) -> list[str]:
    told = [TOLD.get(MessageState(message.state), "")]
    if lead.state == MessageState.HANDLING:
        told.append(f"由{lead.unit}办理，尚未答复。")
    elif message is not lead and lead.state == MessageState.ANSWERED:
        told.append(f"{lead.unit}已经答复，答复内容见下。")
    if message.state == MessageState.DECLINED:
        told.append(f"理由：{message.closed_why}")
    if paused and lead.is_open:
        told.append(
            f"因需要核实情况或者等待有关方面的意见，经区政府办公室同意，办理期限暂停计算，最迟于{full_date(paused.until)}恢复。"
        )
    return [one for one in told if one]


# ---- what happened ----------------------------------------------------------------------------------------


def _steps(message: CitizenMessage, lead: CitizenMessage) -> list[Step]:
    """In the order of time. Of a merged message also what happened to the one that it was merged into, since then."""
    steps = [Step(message.received_at, "收到您的留言。")]
    steps += _steps_of(message)
    if message is not lead and message.closed_at:
        steps.append(Step(message.closed_at, "与内容相同的留言合并办理。"))
        steps += [step for step in _steps_of(lead) if step.at >= message.closed_at]
    elif message.state == MessageState.DECLINED and message.closed_at:
        steps.append(Step(message.closed_at, "不予办理。"))
    return sorted(steps, key=lambda step: step.at)


def _steps_of(message: CitizenMessage) -> list[Step]:
    steps: list[Step] = []
    for one in message.forwardings.select_related("unit"):
        if one.role == Role.JOINT:
            steps.append(Step(one.at, f"请{one.unit}协助办理。"))
            continue
        steps.append(Step(one.at, f"转{one.unit}办理。"))
        if one.acknowledged_at:
            steps.append(Step(one.acknowledged_at, f"{one.unit}已签收。"))
        if one.returned_at:
            steps.append(Step(one.returned_at, f"{one.unit}认为不属其职责，退回重新确定承办单位。"))
    for pause in message.pauses.filter(allowed=True):
        if pause.decided_at:
            steps.append(Step(pause.decided_at, f"暂停计时，最迟于{full_date(pause.until)}恢复。"))
        if pause.ended_at and message.closed_at != pause.ended_at:
            steps.append(Step(pause.ended_at, "恢复计时。"))
    steps += [Step(one.at, "您已催办。") for one in message.reminders.all()]
    steps += [Step(one.sent_at, f"{one.unit}已答复。") for one in _sent(message) if one.sent_at]
    return steps


# ---- until when -------------------------------------------------------------------------------------------


def _limit(message: CitizenMessage, at: datetime, paused: Pause | None) -> Limit | None:
    """Shown only once an office has it: before, nobody has promised anything."""
    clock = clocks_of(message).filter(kind=ANSWER.code).first() if message.unit_id else None
    if clock is None or paused or message.state not in (MessageState.HANDLING, MessageState.ANSWERED):
        return None
    from_receipt = timing.counts_from_receipt(message)
    named = message.is_correction
    return Limit(
        until=clock.due_date, left=clock.left_at(at), lines=tuple(clock.lines), provisional=clock.provisional,
        late=clock.was_late or (clock.state == ClockState.RUNNING and clock.due_at <= at),
        reading=rules.READINGS[from_receipt] if named else "", other_reading=rules.READINGS[not from_receipt] if named else "",
    )  # fmt: skip


# ---- what was answered ------------------------------------------------------------------------------------


def _sent(message: CitizenMessage) -> list[Answer]:
    return list(
        message.answers.filter(state=AnswerState.SENT).select_related("unit", "rating").order_by("number")
    )


def _replies(message: CitizenMessage, lead: CitizenMessage) -> tuple[Reply, ...]:
    """Newest first. An answer that was written to somebody else is shown without what looks like personal data."""
    return tuple(_reply(one, number, own=message is lead) for number, one in enumerate(_sent(lead), start=1))[
        ::-1
    ]


def _reply(answer: Answer, number: int, *, own: bool) -> Reply:
    assert answer.sent_at is not None  # noqa: S101 (it went out)
    text = answer.text if own else proposal(answer.text).text
    rating: Rating | None = getattr(answer, "rating", None)
    return Reply(
        number=number, text=text, unit=str(answer.unit), at=answer.sent_at, before=answer.quoted_before,
        after=answer.quoted_after, rated=rating.get_satisfaction_display() if rating and own else "",
        masked=text != answer.text,
    )  # fmt: skip


# ---- what can be done now ---------------------------------------------------------------------------------

REMIND, RATE, REOPEN = "remind", "rate", "reopen"
SATISFACTIONS = tuple(Choice(one.value, one.label) for one in Satisfaction)


def _acts(message: CitizenMessage, at: datetime, tokens: dict[str, str]) -> tuple[Act, ...]:
    if message.state in (MessageState.RECEIVED, MessageState.HANDLING):
        return (_reminding(message, at, tokens),)
    if message.state == MessageState.ANSWERED:
        return (_rating(message, tokens), _reopening(message, at, tokens))
    return ()


def _reminding(message: CitizenMessage, at: datetime, tokens: dict[str, str]) -> Act:
    today = message.reminders.filter(on=business_date(at)).exists()
    reasons = rules.why_not_remind(message.state, reminded_today=today)
    asked = Field(name="text", label="补充说明", kind="area", rows=3, optional=True)
    return Act(
        name=REMIND, title="催办", button="催办", lead="等得久了，可以催一次，承办单位会收到提醒。每天一次。",
        token=tokens.get(REMIND, ""), fields=(asked,), refusals=_words(reasons),
    )  # fmt: skip


def _rating(message: CitizenMessage, tokens: dict[str, str]) -> Act:
    rated = any(getattr(one, "rating", None) for one in _sent(message)[-1:])
    reasons = rules.why_not_rate(message.state, "", rated=rated, known=True)
    choice = Field(name="satisfaction", label="您对这次答复满意吗", kind="choices", options=SATISFACTIONS)
    comment = Field(name="comment", label="您的意见", kind="area", rows=3, optional=True)
    return Act(
        name=RATE, title="评价", button="提交评价", lead="每次答复可以评价一次。", token=tokens.get(RATE, ""),
        fields=(choice, comment), refusals=_words(reasons),
    )  # fmt: skip


def _reopening(message: CitizenMessage, at: datetime, tokens: dict[str, str]) -> Act:
    why = Field(name="why", label="哪里没有解决", kind="area", rows=4)
    return Act(
        name=REOPEN, title="申请重新办理", button="申请重新办理",
        lead="答复没有解决问题的，可以申请由原单位重新办理，期限重新计算。", token=tokens.get(REOPEN, ""),
        fields=(why,), refusals=_words(why_not_reopen(message, "-", at)),
    )  # fmt: skip


def _words(reasons: Any) -> tuple[str, ...]:
    return tuple(reason.message for reason in reasons)
