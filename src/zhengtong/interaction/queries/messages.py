"""Messages as persons may see them."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from zhengtong.duties.queries import sees_district, units_of
from zhengtong.interaction.access import HANDS
from zhengtong.interaction.models import CitizenMessage, Forwarding


def messages_seen_by(
    person: Any, at: datetime, rows: QuerySet[CitizenMessage] | None = None
) -> QuerySet[CitizenMessage]:
    """The Office and the supervisors see all; a unit what it has or had to do with (2.3)."""
    rows = CitizenMessage.objects.all() if rows is None else rows
    if sees_district(person, at):
        return rows
    mine = units_of(person, at, HANDS)
    return rows.filter(Exists(Forwarding.objects.filter(message=OuterRef("pk"), unit__in=mine)))
