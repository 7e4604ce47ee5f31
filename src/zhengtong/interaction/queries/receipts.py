"""What the sources of messages are told back: how their messages were handled, in the order of their own fields (5.7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from zhengtong.engine.clocks.models import Clock, ClockState
from zhengtong.interaction.clocks import ANSWER
from zhengtong.interaction.models import (
    Answer,
    AnswerState,
    CitizenMessage,
    Fix,
    Forwarding,
    MessageState,
    ReceiptLine,
    Role,
    Source,
)

PIECE = 500  # keys in one question: SQLite takes no more than some thousands
# The order of the sources' own fields, with widths. Remembered, not read (figures.md, section 6): the sheet says so.
FIELDS = {
    Source.NATIONAL: (
        ("留言编号", 22), ("网站名称", 24), ("出错网址", 40), ("问题类型", 14), ("描述", 50), ("处理情况", 24), ("答复内容", 60),
        ("转办时间", 18), ("办结时间", 18), ("是否超期", 10),
    ),
    Source.HOTLINE: (("工单号", 22), ("承办单位", 24), ("答复内容", 80), ("答复时间", 18), ("是否超期", 10)),
}  # fmt: skip
ASSUMED = (
    "各栏及其次序系推定，未见来源平台的回执模板；上报前请与平台要求核对，栏目不同的请联系系统管理员调整。"
)


@dataclass(frozen=True)
class Handled:
    """A message that was closed, with what is told of it."""

    message: CitizenMessage
    closed_at: datetime
    answer: str
    outcome: str
    forwarded_at: datetime | None
    late: bool

    def row(self) -> list[Any]:
        """In the order of `FIELDS`."""
        message, late = self.message, "是" if self.late else "否"
        if message.source == Source.HOTLINE:
            return [message.source_number, str(message.unit or ""), self.answer, self.closed_at, late]
        described = "；".join(one for one in (message.body, message.words) if one)
        return [
            message.source_number, message.page_title, message.page, message.get_correction_kind_display(), described,
            self.outcome, self.answer, self.forwarded_at, self.closed_at, late,
        ]  # fmt: skip


def closed(source: str, *, only_new: bool) -> QuerySet[CitizenMessage]:
    """Messages of the source that are handled: answered in this house, not taken up, or merged into one that is closed.

    What a list told of as answered is left out: the source knows it. `only_new`: those whose closing was not reported yet.
    """
    over = Q(state__in=[MessageState.ANSWERED, MessageState.DECLINED])
    over |= Q(
        state=MessageState.MERGED, merged_into__state__in=[MessageState.ANSWERED, MessageState.DECLINED]
    )
    answers = Answer.objects.filter(message=OuterRef("pk"), state=AnswerState.SENT)
    past = Exists(answers.filter(reviewed_by__isnull=True)) & ~Exists(
        answers.filter(reviewed_by__isnull=False)
    )
    rows = CitizenMessage.objects.filter(over, source=source).exclude(source_number="").exclude(past)
    if only_new:
        told = ReceiptLine.objects.filter(message=OuterRef("pk"), closed_at=OuterRef("closed_at"))
        rows = rows.exclude(Exists(told))
    return rows.order_by("closed_at", "pk")


def handled(source: str, *, only_new: bool) -> list[Handled]:
    """With everything their receipts say, in a constant number of questions and one for each five hundred."""
    sent = Answer.objects.filter(state=AnswerState.SENT).order_by("-number")
    leads = Forwarding.objects.filter(role=Role.LEAD).order_by("pk")
    rows = (
        closed(source, only_new=only_new)
        .select_related("unit", "merged_into")
        .prefetch_related(
            Prefetch("answers", sent, to_attr="sent_answers"),
            Prefetch("merged_into__answers", sent, to_attr="sent_answers"),
            Prefetch("forwardings", leads, to_attr="leads"),
            Prefetch("fixes", Fix.objects.filter(done_at__isnull=False), to_attr="done_fixes"),
        )
    )
    found = list(rows)
    late = late_answers([message.pk for message in found])
    return [_handled(message, late) for message in found]


def late_answers(keys: list[int]) -> set[int]:
    """Those of these messages whose answer came after its time."""
    found: set[int] = set()
    for start in range(0, len(keys), PIECE):
        piece = [str(key) for key in keys[start : start + PIECE]]
        rows = Clock.objects.filter(
            Q(state=ClockState.MET, met_at__gt=F("due_at")) | Q(state=ClockState.STOPPED, stopped_at__gt=F("due_at")),
            kind=ANSWER.code, subject_type=CitizenMessage._meta.label_lower, subject_id__in=piece,
        )  # fmt: skip
        found |= {int(key) for key in rows.values_list("subject_id", flat=True)}
    return found


def _handled(message: Any, late: set[int]) -> Handled:
    other = message.merged_into or message
    answer = next(iter(other.sent_answers if hasattr(other, "sent_answers") else message.sent_answers), None)
    return Handled(
        message=message, closed_at=message.closed_at, answer=answer.text if answer else other.closed_why,
        outcome=_outcome(message, bool(message.done_fixes)), forwarded_at=message.leads[0].at if message.leads else None,
        late=message.pk in late,
    )  # fmt: skip


def _outcome(message: CitizenMessage, fixed: bool) -> str:
    if message.state == MessageState.MERGED:
        return f"已并件：{message.closed_why}"
    if message.state == MessageState.DECLINED:
        return f"不予办理：{message.closed_why}"
    return "已更正并答复" if fixed else "已答复"


def counts() -> dict[str, tuple[int, int]]:
    """Of each source: how many are handled, and how many of these are not reported yet."""
    return {
        source.value: (closed(source, only_new=False).count(), closed(source, only_new=True).count())
        for source in FIELDS
    }


def columns_of(source: str) -> tuple[tuple[str, int], ...]:
    return FIELDS[Source(source)]


def rows_of(found: Iterable[Handled]) -> list[list[Any]]:
    return [one.row() for one in found]
