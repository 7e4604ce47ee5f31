"""The question-and-answer library: entries that fit a letter, entries to be looked over again (5.7)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from zhengtong.duties.queries import sees_district
from zhengtong.duties.rules import business_date
from zhengtong.interaction.access import whole_units
from zhengtong.interaction.models import CitizenMessage, KnownAnswer
from zhengtong.tools.triage import Nearest
from zhengtong.tools.triage.likeness import matter

SHOWN = 3
LIKE = 0.08
MOST = 500  # entries that are compared; a unit's own come first


@dataclass(frozen=True)
class Fitting:
    entry: KnownAnswer
    words: tuple[str, ...]


def in_use() -> QuerySet[KnownAnswer]:
    return KnownAnswer.objects.filter(ended_at__isnull=True)


def fitting(message: CitizenMessage) -> list[Fitting]:
    """Entries of the unit that has the letter that are about its matter, the nearest first."""
    if message.is_correction or message.unit_id is None:
        return []
    rows = list(in_use().filter(unit=message.unit_id).select_related("unit").order_by("-pk")[:MOST])
    index: Nearest[int] = Nearest(matter)
    for place, row in enumerate(rows):
        index.add(place, f"{row.question}\n{row.answer}")
    near = index.near(f"{message.title}\n{message.body}", SHOWN, at_least=LIKE)
    return [Fitting(rows[one.key], one.shared) for one in near]


def known_seen_by(rows: QuerySet[KnownAnswer], person: Any, at: datetime) -> QuerySet[KnownAnswer]:
    """A unit's own part; the Office and the supervisors see every part (2.3)."""
    if sees_district(person, at):
        return rows
    return rows.filter(unit__in=[unit.pk for unit in whole_units(person, at)])


def due_for_review(rows: QuerySet[KnownAnswer], at: datetime) -> QuerySet[KnownAnswer]:
    """Entries whose day has come."""
    return rows.filter(ended_at__isnull=True, review_on__lte=business_date(at))
