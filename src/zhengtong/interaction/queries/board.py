"""How the units handle messages, in one table; each number with the list behind it (2.1, 5.7). One query a question."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.db.models import Exists, OuterRef, QuerySet

from zhengtong.duties.models import Unit
from zhengtong.duties.rules import business_date
from zhengtong.interaction.models import (
    OPEN,
    Answer,
    CitizenMessage,
    Forwarding,
    MessageState,
    Rating,
    Satisfaction,
)
from zhengtong.interaction.queries.due import with_due

# What the screens call "soon", and how far back "lately" looks. Courtesies of the screen, no limits of the regulation.
SOON = timedelta(days=2)
LATELY = timedelta(days=90)
Rows: TypeAlias = QuerySet[CitizenMessage]


@dataclass(frozen=True)
class Narrowing:
    """A list behind a number: `narrow(rows, unit key or None, at)`."""

    label: str
    narrow: Callable[[Rows, int | None, datetime], Rows]


def _of(unit: int | None, **also: Any) -> dict[str, Any]:
    return ({"unit": unit} if unit else {}) | also


def _sent_back(rows: Rows, unit: int | None, at: datetime) -> Rows:
    returned = Forwarding.objects.filter(message=OuterRef("pk"), returned_at__gte=at - LATELY, **_of(unit))
    return rows.filter(Exists(returned))


def _copied(rows: Rows, unit: int | None, at: datetime) -> Rows:
    flagged = Answer.objects.filter(
        message=OuterRef("pk"), likeness__gt=0, drafted_at__gte=at - LATELY, **_of(unit)
    )
    return rows.filter(Exists(flagged))


def _rated_poor(rows: Rows, unit: int | None, at: datetime) -> Rows:
    return _rated(rows, unit, at, satisfaction=Satisfaction.POOR)


def _rated_at_all(rows: Rows, unit: int | None, at: datetime) -> Rows:
    return _rated(rows, unit, at)


def _rated(rows: Rows, unit: int | None, at: datetime, **also: Any) -> Rows:
    given = {"answer__unit": unit} if unit else {}
    rated = Rating.objects.filter(answer__message=OuterRef("pk"), at__gte=at - LATELY, **given, **also)
    return rows.filter(Exists(rated))


def _answered(rows: Rows, unit: int | None, at: datetime) -> Rows:
    return rows.filter(state=MessageState.ANSWERED, closed_at__gte=at - LATELY, **_of(unit))


def _reopened(rows: Rows, unit: int | None, at: datetime) -> Rows:
    return rows.filter(reopened__gt=0, received_at__gte=at - LATELY, **_of(unit))


NARROWING = {
    "answered": Narrowing(f"近{LATELY.days}日答复", _answered),
    "rated": Narrowing(f"近{LATELY.days}日评价", _rated_at_all),
    "poor": Narrowing("评价不满意", _rated_poor),
    "returned": Narrowing("退回转办件", _sent_back),
    "reopened": Narrowing(f"近{LATELY.days}日收到、重新办理", _reopened),
    "copied": Narrowing("答复雷同", _copied),
}


@dataclass
class Counts:
    """What is counted of one unit (or of what is not forwarded yet); days are calendar days from receipt to answer."""

    open: int = 0
    soon: int = 0
    late: int = 0
    answered: int = 0
    days: int = 0
    rated: int = 0
    content: int = 0
    poor: int = 0
    returned: int = 0
    reopened: int = 0
    copied: int = 0

    @property
    def average(self) -> float | None:
        return round(self.days / self.answered, 1) if self.answered else None

    @property
    def satisfaction(self) -> int | None:
        """Percent of ratings that are 满意 or 基本满意."""
        return round(self.content * 100 / self.rated) if self.rated else None

    def add(self, other: "Counts") -> None:
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


def counts(at: datetime) -> dict[int | None, Counts]:
    """By key of the unit; under None what no unit has. Six queries, however many messages."""
    found: dict[int | None, Counts] = defaultdict(Counts)
    _count_open(found, at)
    _count_answered(found, at)
    _count_ratings(found, at)
    since = at - LATELY
    _tally(
        found, "returned", Forwarding.objects.filter(returned_at__gte=since).values_list("unit", "message")
    )
    reopened = CitizenMessage.objects.filter(reopened__gt=0, received_at__gte=since)
    _tally(found, "reopened", reopened.values_list("unit", "pk"))
    copied = Answer.objects.filter(likeness__gt=0, drafted_at__gte=since)
    _tally(found, "copied", copied.values_list("unit", "message"))
    return found


def _tally(found: dict[int | None, Counts], name: str, pairs: Iterable[tuple[Any, Any]]) -> None:
    for unit, number in Counter(unit for unit, _ in set(pairs)).items():
        setattr(found[unit], name, number)


def _count_open(found: dict[int | None, Counts], at: datetime) -> None:
    rows = with_due(CitizenMessage.objects.filter(state__in=sorted(OPEN)).order_by())
    for unit, due in rows.values_list("unit", "due_next"):
        found[unit].open += 1
        if due is not None and due <= at:
            found[unit].late += 1
        elif due is not None and due <= at + SOON:
            found[unit].soon += 1


def _count_answered(found: dict[int | None, Counts], at: datetime) -> None:
    rows = CitizenMessage.objects.filter(state=MessageState.ANSWERED, closed_at__gte=at - LATELY)
    for unit, received, closed in rows.values_list("unit", "received_at", "closed_at"):
        found[unit].answered += 1
        found[unit].days += (business_date(closed) - business_date(received)).days


def _count_ratings(found: dict[int | None, Counts], at: datetime) -> None:
    for unit, said in Rating.objects.filter(at__gte=at - LATELY).values_list("answer__unit", "satisfaction"):
        found[unit].rated += 1
        found[unit].content += said != Satisfaction.POOR
        found[unit].poor += said == Satisfaction.POOR


def rows(at: datetime) -> list[tuple[Unit | None, Counts]]:
    """What waits to be forwarded, then each unit that has or lately had something to do, in order."""
    found = counts(at)
    units = Unit.objects.filter(pk__in=[key for key in found if key is not None]).order_by("order", "pk")
    first: list[tuple[Unit | None, Counts]] = [(None, found[None])] if None in found else []
    return first + [(unit, found[unit.pk]) for unit in units]


def total(found: Iterable[tuple[Unit | None, Counts]]) -> Counts:
    whole = Counts()
    for _, one in found:
        whole.add(one)
    return whole
