"""The figures of a month, published by themselves when it is over (5.7)."""

from datetime import date, datetime

from django.db import transaction

from zhengtong.duties.rules import business_date
from zhengtong.engine.ledger.actions import record
from zhengtong.interaction import verbs
from zhengtong.interaction.models import CitizenMessage, MonthlyFigures
from zhengtong.interaction.queries.statistics import figures


def count_months(at: datetime) -> list[date]:
    """Freeze the figures of every month that is over and not counted yet, from the first message on; which were counted."""
    first = CitizenMessage.objects.order_by("received_at").values_list("received_at", flat=True).first()
    counted = set(MonthlyFigures.objects.values_list("month", flat=True))
    if first is None:
        return []
    begin, this = business_date(first).replace(day=1), business_date(at).replace(day=1)
    if counted:
        begin = max(counted)
    found = [month for month in _months(begin, this) if month not in counted]
    for month in found:
        _count(month, at)
    return found


def _months(begin: date, until: date) -> list[date]:
    found, month = [], begin
    while month < until:
        found.append(month)
        month = next_month(month)
    return found


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


@transaction.atomic
def _count(month: date, at: datetime) -> None:
    made, new = MonthlyFigures.objects.get_or_create(
        month=month, defaults={"figures": figures(month, next_month(month)), "made_at": at}
    )
    if new:
        record(verbs.COUNTED, made, by=None, at=at, data={"month": month.isoformat()})
