"""How long an office has (5.7): pure. Day zero is the day of receipt; the parameter's code says where the figure stands."""

from dataclasses import dataclass
from datetime import date, datetime

from zhengtong.interaction.models.kinds import MessageKind
from zhengtong.tools.workdays import Calendar, working_days_between

FORWARD_PARAMETER = {MessageKind.CORRECTION: "correction.forward.days"}
ANSWER_PARAMETER = {
    MessageKind.CORRECTION: "correction.answer.days",
    MessageKind.ENQUIRY: "message.simple.answer.days",
    MessageKind.SUGGESTION: "message.opinion.answer.days",
    MessageKind.COMPLAINT: "message.complaint.answer.days",
    MessageKind.REQUEST: "message.request.answer.days",
}
COMPLEX_PARAMETER = "message.opinion.complex.answer.days"
READINGS = {True: "自收到之日的次日起算", False: "自转办之日的次日起算"}


@dataclass(frozen=True)
class Start:
    """From which moment days are counted, and what happened then, in words."""

    at: datetime
    event: str


def forward_parameter(kind: str) -> str:
    return FORWARD_PARAMETER.get(MessageKind(kind), "message.forward.days")


def answer_parameter(kind: str, *, is_complex: bool) -> str:
    return (
        COMPLEX_PARAMETER
        if is_complex and kind != MessageKind.CORRECTION
        else ANSWER_PARAMETER[MessageKind(kind)]
    )


def answer_start(
    kind: str, received_at: datetime, forwarded_at: datetime | None, *, from_receipt: bool
) -> Start | None:
    """When the time for the answer begins; None while it has not begun. A letter's always begins with its receipt."""
    if kind != MessageKind.CORRECTION or from_receipt:
        return Start(received_at, "收到")
    return Start(forwarded_at, "转办") if forwarded_at else None


def days_left(today: date, last_day: date, calendar: Calendar) -> int:
    """The working days that a paused clock still has: those after today up to its last day, one at least."""
    return max(1, working_days_between(today, last_day, calendar)) if last_day > today else 1
