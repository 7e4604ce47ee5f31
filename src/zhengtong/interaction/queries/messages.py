"""Messages as persons may see them."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhengtong.duties.queries import sees_district, units_of
from zhengtong.interaction.access import HANDS, whole_units
from zhengtong.interaction.models import CitizenMessage, Forwarding


def messages_seen_by(
    person: Any, at: datetime, rows: QuerySet[CitizenMessage] | None = None
) -> QuerySet[CitizenMessage]:
    """The Office and the supervisors see all; a unit what it has or had to do with (2.3).

    Who writes single columns under a commission sees of them only what has the own name on it (2.5).
    """
    rows = CitizenMessage.objects.all() if rows is None else rows
    if sees_district(person, at):
        return rows
    given = Forwarding.objects.filter(message=OuterRef("pk"))
    mine = [unit.pk for unit in whole_units(person, at)]
    posted = [unit.pk for unit in units_of(person, at, HANDS)]
    named = Q(person=getattr(person, "pk", None), unit__in=posted)
    return rows.filter(Exists(given.filter(unit__in=mine)) | named)
