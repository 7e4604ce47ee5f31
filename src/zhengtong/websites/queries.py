"""Reading websites: what was offline when, what is offline now, which old domains are watched."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from zhengtong.publishing.queries import public_items
from zhengtong.registry.models import Channel
from zhengtong.websites.models import DomainLook, DomainWatch, Suspension
from zhengtong.websites.rules import Earlier, plain_title


def counted_in(channel: Channel, year: int) -> list[Earlier]:
    """The times this site was offline in a year that count against it (3.11)."""
    found = Suspension.objects.filter(channel=channel, year=year, counted=True).select_related("case")
    return [Earlier(one.down_on, one.case.number) for one in found]


def offline_now(channel: Channel) -> Suspension | None:
    return Suspension.objects.filter(channel=channel, back_on__isnull=True).select_related("case").first()


def overdue(today: date) -> QuerySet[Suspension]:
    """Sites that should be back by now."""
    return Suspension.objects.filter(back_on__isnull=True, latest_back__lt=today).select_related(
        "channel__host", "case"
    )


def public_titles() -> dict[str, str]:
    """Plain title → address of everything that is public now; of two with one title the newer."""
    rows = public_items().order_by("first_published_at").values_list("content__title", "path")
    return {plain_title(str(title)): path for title, path in rows}


def watches() -> QuerySet[DomainWatch]:
    latest = Prefetch("looks", DomainLook.objects.select_related("by"))
    return DomainWatch.objects.select_related("channel__host").prefetch_related(latest)


def seen_by(rows: QuerySet[Any], person: Any, at: Any) -> QuerySet[Any]:
    from zhengtong.registry.queries import channels_seen_by

    return rows.filter(channel__in=channels_seen_by(person, at))
