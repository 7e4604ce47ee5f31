"""The rules that hold for one message, as its page tells them: what, how long, from when, and how sure that is (5.7)."""

from dataclasses import dataclass
from datetime import date, datetime

from zhengtong.duties.rules import business_date
from zhengtong.interaction import rules
from zhengtong.interaction.actions.timing import counts_from_receipt
from zhengtong.interaction.limits import figure
from zhengtong.interaction.models import CitizenMessage
from zhengtong.regulation import Parameter

ASSUMED = "assumed"


@dataclass(frozen=True)
class Limit:
    """One figure of the rules: its name, its value with unit, its clause; `assumed` where the text leaves it open."""

    label: str
    shown: str
    clause: str
    assumed: bool


@dataclass(frozen=True)
class Reading:
    """One way to read where the days begin, and whether it is the one in force."""

    text: str
    holds: bool


def lines(message: CitizenMessage, at: datetime) -> list[Limit]:
    """Forwarding, answer, sending back, an opinion: each by the figure of the day on which the message came."""
    codes = [
        rules.forward_parameter(message.kind), rules.answer_parameter(message.kind, is_complex=message.complex),
        "message.return.days", "message.joint.days",
    ]  # fmt: skip
    day = business_date(message.received_at)
    found = [figure(code, day) for code in codes]
    return [
        Limit(one.label, _shown(one, day), one.clause or "5.7", one.confidence == ASSUMED) for one in found
    ]


def _shown(one: Parameter, day: date) -> str:
    """The figure; of a letter that came before it was in force it says so."""
    return one.shown if one.is_valid(day) else f"{one.shown}（{one.valid_from}起施行，收到时尚无此项期限）"


def readings(message: CitizenMessage) -> list[Reading]:
    """Both readings of 5.7 for a correction; the text does not say from when the two days count."""
    if not message.is_correction:
        return []
    from_receipt = counts_from_receipt(message)
    return [Reading(text, holds == from_receipt) for holds, text in rules.READINGS.items()]
