"""Figures over a period (8.1, yearly report): what came in, how fast and how well it was answered, by unit and by kind."""

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from zhengtong.duties.models import Unit
from zhengtong.duties.rules import SHANGHAI, business_date
from zhengtong.engine.clocks.models import Clock
from zhengtong.interaction.clocks import ANSWER
from zhengtong.interaction.models import CitizenMessage, MessageState, PublicVersion, Rating


@dataclass
class Figures:
    """Counts of messages received in a period; `days` is the average of calendar days from receipt to answer."""

    received: int = 0
    answered: int = 0
    late: int = 0
    open: int = 0
    declined: int = 0
    merged: int = 0
    public: int = 0
    days: float | None = None
    satisfied: dict[str, int] = field(default_factory=dict)


def morning_of(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def figures(begin: date, end: date) -> dict[str, Any]:
    """Of the messages received from `begin` up to the day before `end` (Beijing days): in all, by kind and by unit."""
    messages = list(
        CitizenMessage.objects.filter(
            received_at__gte=morning_of(begin), received_at__lt=morning_of(end)
        ).only("pk", "kind", "state", "unit_id", "received_at", "closed_at")
    )
    keys = [message.pk for message in messages]
    marks = _Marks(_late(keys), _public(keys), _ratings(keys))
    units = dict(Unit.objects.values_list("pk", "name"))
    kinds: dict[str, list[CitizenMessage]] = defaultdict(list)
    by_unit: dict[str, list[CitizenMessage]] = defaultdict(list)
    for message in messages:
        kinds[message.get_kind_display()].append(message)
        if message.unit_id:
            by_unit[units[message.unit_id]].append(message)
    return {
        "all": asdict(_figures(messages, marks)),
        "kinds": {kind: asdict(_figures(some, marks)) for kind, some in sorted(kinds.items())},
        "units": {unit: asdict(_figures(some, marks)) for unit, some in sorted(by_unit.items())},
    }


@dataclass
class _Marks:
    """What is known of messages by their keys beside their own rows."""

    late: set[int]
    public: set[int]
    ratings: dict[int, str]


def _figures(messages: list[CitizenMessage], marks: _Marks) -> Figures:
    states = Counter(message.state for message in messages)
    days = [
        (business_date(message.closed_at) - business_date(message.received_at)).days
        for message in messages
        if message.state == MessageState.ANSWERED and message.closed_at
    ]
    keys = {message.pk for message in messages}
    return Figures(
        received=len(messages), answered=states[MessageState.ANSWERED], late=len(keys & marks.late),
        open=states[MessageState.RECEIVED] + states[MessageState.HANDLING], declined=states[MessageState.DECLINED],
        merged=states[MessageState.MERGED], public=len(keys & marks.public),
        days=round(sum(days) / len(days), 1) if days else None,
        satisfied=dict(sorted(Counter(marks.ratings[key] for key in keys if key in marks.ratings).items())),
    )  # fmt: skip


PIECE = 500  # keys in one question: SQLite takes no more than some thousands


def _pieces(keys: list[int]) -> list[list[int]]:
    return [keys[start : start + PIECE] for start in range(0, len(keys), PIECE)]


def _late(keys: list[int]) -> set[int]:
    """Those whose answer came, or is still missing, after its time."""
    found: set[int] = set()
    for piece in _pieces(keys):
        rows = Clock.objects.filter(
            kind=ANSWER.code, subject_type=CitizenMessage._meta.label_lower, subject_id__in=[str(key) for key in piece],
            missed_at__isnull=False,
        )  # fmt: skip
        found |= {int(key) for key in rows.values_list("subject_id", flat=True)}
    return found


def _public(keys: list[int]) -> set[int]:
    found: set[int] = set()
    for piece in _pieces(keys):
        rows = PublicVersion.objects.filter(message__in=piece, ended_at__isnull=True)
        found |= set(rows.values_list("message", flat=True))
    return found


def _ratings(keys: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for piece in _pieces(keys):
        rows = Rating.objects.filter(answer__message__in=piece).order_by("pk")
        found |= dict(rows.values_list("answer__message", "satisfaction"))
    return found
