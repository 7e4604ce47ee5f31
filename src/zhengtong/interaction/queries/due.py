"""Until when messages must be handled: what is due next, for lists and counts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast

from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.clocks.queries import running
from zhengtong.interaction.clocks import ANSWER, FORWARD
from zhengtong.interaction.models import OPEN, CitizenMessage

MESSAGE = CitizenMessage._meta.label_lower
NEXT = (FORWARD.code, ANSWER.code)


def with_due(messages: QuerySet[CitizenMessage]) -> QuerySet[CitizenMessage]:
    """Annotated with `due_next` (the earliest running limit) and `answer_due`; both empty where nothing runs."""
    mine = Clock.objects.filter(
        state="running", subject_type=MESSAGE, subject_id=Cast(OuterRef("pk"), CharField())
    ).order_by("due_at")
    return messages.annotate(
        due_next=Subquery(mine.filter(kind__in=NEXT).values("due_at")[:1]),
        answer_due=Subquery(mine.filter(kind=ANSWER.code).values("due_at")[:1]),
    )


def most_pressing_first(messages: QuerySet[CitizenMessage]) -> QuerySet[CitizenMessage]:
    """Open ones first, what is due first at the top; then the newest."""
    closed = Case(When(state__in=sorted(OPEN), then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = messages if "due_next" in messages.query.annotations else with_due(messages)
    return rows.order_by(closed, F("due_next").asc(nulls_last=True), "-received_at", "-pk")


def clocks_by_message(messages: Iterable[CitizenMessage]) -> dict[int, Clock]:
    """The running limit of each that is due first; one query."""
    keys = [str(one.pk) for one in messages]
    found = running().filter(subject_type=MESSAGE, subject_id__in=keys, kind__in=NEXT)
    first: dict[int, Clock] = {}
    for clock in found:
        first.setdefault(int(clock.subject_id), clock)
    return first


def next_after(message: CitizenMessage, rows: QuerySet[CitizenMessage], at: datetime) -> Any:
    """The message to go on with: the one after this in the order of pressing, else the first; None where there is no other."""
    keys = list(most_pressing_first(rows.filter(state__in=sorted(OPEN))).values_list("pk", flat=True)[:500])
    others = [key for key in keys if key != message.pk]
    if not others:
        return None
    place = keys.index(message.pk) if message.pk in keys else -1
    return next((key for key in keys[place + 1 :]), others[0])
