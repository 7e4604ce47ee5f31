"""What of chapter 3 has a time limit of its own: a site that is offline must be back, an old domain must be looked at."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import NoReverseMatch, reverse

from zhengtong.duties.models import PostKind, UnitKind
from zhengtong.duties.queries import kind_audience, post_audience
from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.clocks.registry import kind
from zhengtong.regulation import parameter
from zhengtong.websites.models import DomainWatch, Suspension

OFFICE = kind_audience(UnitKind.OFFICE, PostKind.OFFICE_CLERK)


def who_hears(clock: Clock) -> Sequence[tuple[timedelta, str]]:
    """At once the deputy in charge and the Office, three days later the principal."""
    suspension = Suspension.objects.select_related("channel__host").filter(pk=clock.subject_id).first()
    if suspension is None:
        return [(timedelta(0), OFFICE)]
    host = suspension.channel.host
    return [
        (timedelta(0), post_audience(host, PostKind.DEPUTY)), (timedelta(0), OFFICE),
        (timedelta(days=3), post_audience(host, PostKind.PRINCIPAL)),
    ]  # fmt: skip


def to_the_case(clock: Clock) -> str:
    case = Suspension.objects.filter(pk=clock.subject_id).values_list("case", flat=True).first()
    return _address("cases:inspect", case)


def to_the_watch(clock: Clock) -> str:
    watch = DomainWatch.objects.filter(pk=clock.subject_id).values_list("pk", flat=True).first()
    return _address("websites_watches:inspect", watch)


def _address(name: str, key: int | None) -> str:
    try:
        return reverse(name, args=[key]) if key else ""
    except NoReverseMatch:
        return ""


def reminder(clock: Clock) -> timedelta:
    """How long before the last day the host is reminded, by the parameter of the day on which the site went down."""
    return timedelta(days=int(parameter("suspension.warn.days", on=business_date(clock.opened_at)).number))


BACK = kind(
    "site.back", label="网站恢复上线", clause="3.11", warn=reminder, escalate=who_hears, url=to_the_case
)
LOOK = kind("site.domain_look", label="查看原域名", clause="3.10", warn_days=2, url=to_the_watch)
