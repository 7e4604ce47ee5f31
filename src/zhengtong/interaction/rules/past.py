"""What is entered afterwards, out of a list: pure. Nobody of our house looked over an answer of those days (5.7, 5.3)."""

from dataclasses import dataclass
from datetime import datetime

from zhengtong.engine.clocks.rules import business_date
from zhengtong.engine.refusals import Refusal
from zhengtong.interaction.models.kinds import OPEN, MessageState, Source

CLAUSE = "5.7"
UNDATED = "日期不详（按导入说明）"
LONGEST_ANSWER = 20_000
NOT_PAST = "只有12345热线转办和历史导入的留言可以导入以往的答复；其他留言请由承办单位拟写答复、审核后发出。"
# Whose lists may say how a message was answered: the national box gets its answers from us.
ANSWERED_ELSEWHERE = frozenset({Source.HOTLINE, Source.ARCHIVE})


@dataclass(frozen=True)
class Listed:
    """Out of which list (the digest of its file) and line a message comes.

    `undated`: the list names no day of receipt, the clerk stated one. `backwards`: limits that came into force later are applied.
    `quiet`: it is long past, nobody is told of it. `untold`: the list names the unit, but not when the message was forwarded to it:
    nobody can say whether that was in time, and no clock runs for it.
    """

    digest: str
    line: int
    undated: bool = False
    backwards: bool = False
    quiet: bool = False
    untold: bool = False


@dataclass(frozen=True)
class Earlier:
    """A forwarding that was before its entry: when (at the latest), and whether nobody is told of it any more."""

    at: datetime
    quiet: bool = True


def why_not_earlier(earlier: Earlier | None, received_at: datetime, at: datetime) -> list[Refusal]:
    """A forwarding lies between the receipt (its day) and now."""
    if earlier is None or (business_date(earlier.at) >= business_date(received_at) and earlier.at <= at):
        return []
    return [Refusal("forward.when", "转办时间应在收到之后、现在之前，请核对清单中的转办时间。", CLAUSE)]


def why_not_record_past_answer(
    state: str, source: str, text: str, *, answered_at: datetime, received_at: datetime, at: datetime
) -> list[Refusal]:
    """An answer that was given elsewhere, before the message came into this house."""
    checks = (
        (state not in OPEN, "past.closed", "该留言已办结，不能再导入答复。"),
        (state == MessageState.RECEIVED, "past.not_forwarded", "答复须写明承办单位，请补填承办单位，或在导入时选择默认承办单位。"),
        (source not in ANSWERED_ELSEWHERE, "past.source", NOT_PAST),
        (not text.strip(), "past.empty", "答复内容不能为空。"),
        (len(text) > LONGEST_ANSWER, "past.long", f"答复内容超过{LONGEST_ANSWER}个字，请删减。"),
        (business_date(answered_at) < business_date(received_at), "past.before", "答复时间早于收到时间，请核对后改正。"),
        (answered_at > at, "past.future", "答复时间晚于现在，请核对后改正。"),
    )  # fmt: skip
    return [Refusal(code, message, CLAUSE) for stands, code, message in checks if stands]
