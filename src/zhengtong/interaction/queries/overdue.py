"""The overdue list (逾期清单): messages whose answer is, or was, later than its clock allowed, and by how much (5.7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, F, Q, QuerySet
from django.db.models.functions import Cast

from zhengtong.engine.clocks import calendars
from zhengtong.engine.clocks.models import Clock, ClockState
from zhengtong.engine.clocks.rules import business_date
from zhengtong.interaction.clocks import ANSWER
from zhengtong.interaction.models import CitizenMessage, MessageState
from zhengtong.tools.workdays import awaited_between, working_days_between

TYPE = CitizenMessage._meta.label_lower
# An answer that never came is late until the day on which nobody had to give it any more.
GIVEN_UP = (MessageState.DECLINED, MessageState.MERGED)


@dataclass(frozen=True)
class Overdue:
    """One late answer. `days` are working days after the last day of the limit up to the answer, or to today (0: days off only);
    `provisional` where a calendar that is not published yet may change them."""

    message: CitizenMessage
    clock: Clock
    until: date
    days: int
    provisional: bool

    @property
    def is_open(self) -> bool:
        return bool(self.clock.state == ClockState.RUNNING)

    @property
    def said(self) -> str:
        amount = f"{self.days}个工作日" if self.days else "不足1个工作日"
        return f"{'已逾期' if self.is_open else '逾期'}{amount}{'（暂定）' if self.provisional else ''}"

    @property
    def why(self) -> list[str]:
        """How the clock came to its date, and when the answer came: what the row explains."""
        end = "至今未办结" if self.is_open else f"{self.until}办结"
        note = [f"{self.message.received_note}，逾期情况仅供参考"] if self.message.received_note else []
        return [*self.clock.lines, f"{end}，{self.said}", *note]


def late_clocks(at: datetime, messages: QuerySet[CitizenMessage] | None = None) -> QuerySet[Clock]:
    """The answer clocks that ran out before the answer came, the longest overdue first; of these messages only, where given."""
    ended = Q(state=ClockState.MET, met_at__gt=F("due_at")) | Q(state=ClockState.RUNNING, due_at__lte=at)
    given_up = CitizenMessage.objects.filter(state__in=GIVEN_UP)
    ended |= Q(state=ClockState.STOPPED, stopped_at__gt=F("due_at"), subject_id__in=_keys(given_up))
    rows = Clock.objects.filter(ended, kind=ANSWER.code, subject_type=TYPE)
    if messages is not None:
        rows = rows.filter(subject_id__in=_keys(messages))
    return rows.order_by("due_at", "pk")


def _keys(messages: QuerySet[CitizenMessage]) -> Any:
    """The keys as clocks name them, as a subquery."""
    return messages.order_by().annotate(key=Cast("pk", CharField(max_length=80))).values("key")


PIECE = 500  # keys in one question: SQLite takes no more than some thousands


def told(clocks: Iterable[Clock], at: datetime) -> list[Overdue]:
    """These clocks with their messages, in the same order; one question for each five hundred."""
    rows, calendar = list(clocks), calendars.current()
    messages = _messages([int(clock.subject_id) for clock in rows])
    return [_told(clock, messages[int(clock.subject_id)], at, calendar) for clock in rows]


def _messages(keys: list[int]) -> dict[int, CitizenMessage]:
    found: dict[int, CitizenMessage] = {}
    for start in range(0, len(keys), PIECE):
        piece = CitizenMessage.objects.select_related("unit").defer("body")
        found |= {message.pk: message for message in piece.filter(pk__in=keys[start : start + PIECE])}
    return found


def _told(clock: Clock, message: CitizenMessage, at: datetime, calendar: Any) -> Overdue:
    until = business_date(clock.met_at or clock.stopped_at or at)
    days = working_days_between(clock.due_date, until, calendar)
    moving = clock.provisional or bool(awaited_between(clock.due_date, until, calendar))
    return Overdue(message, clock, until, days, moving)


def overdue(at: datetime, messages: QuerySet[CitizenMessage] | None = None) -> list[Overdue]:
    """Every message whose answer is or was late at this moment, by how many working days, and why."""
    return told(late_clocks(at, messages).iterator(chunk_size=2000), at)


@dataclass(frozen=True)
class OfUnit:
    """How many late answers a unit has; the Office where nobody has been given the message."""

    unit: str
    key: int | None
    answered: int
    open: int

    @property
    def all(self) -> int:
        return self.answered + self.open


def by_unit(at: datetime, messages: QuerySet[CitizenMessage] | None = None) -> list[OfUnit]:
    """Late answers by unit, most first; two questions, and one for each five hundred late ones."""
    late = list(late_clocks(at, messages).values_list("subject_id", "state"))
    units: dict[int, tuple[int | None, str]] = {}
    keys = [int(key) for key, _ in late]
    for start in range(0, len(keys), PIECE):
        rows = CitizenMessage.objects.filter(pk__in=keys[start : start + PIECE])
        for pk, unit, name in rows.values_list("pk", "unit", "unit__name"):
            units[pk] = (unit, name or "（尚未转办）")
    counted: dict[tuple[int | None, str], list[int]] = {}
    for key, state in late:
        counted.setdefault(units[int(key)], [0, 0])[state == ClockState.RUNNING] += 1
    found = [OfUnit(name, key, *numbers) for (key, name), numbers in counted.items()]
    return sorted(found, key=lambda one: (-one.open, -one.all, one.unit))
