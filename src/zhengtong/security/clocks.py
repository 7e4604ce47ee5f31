"""What of custody has a time limit: what somebody who left still holds is handed over (7.4), passwords are changed (7.2)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.urls import NoReverseMatch, reverse

from zhengtong.duties.models import PostKind, Unit
from zhengtong.duties.queries import holders, office, post_audience
from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.clocks.registry import kind
from zhengtong.security.models import Custody


def keeper_of(custody: Custody, at: datetime) -> str:
    """Who looks after custodies of a unit: its site managers, or the Office where there is none (any more)."""
    host, supervisor = custody.channel.host, office()
    if supervisor is not None and not holders(host, PostKind.SITE_MANAGER, at):
        return post_audience(supervisor, PostKind.OFFICE_CLERK)
    return post_audience(host, PostKind.SITE_MANAGER)


def who_hears_of_handover(clock: Clock) -> Sequence[tuple[timedelta, str]]:
    """At once the deputy in charge, a day later the Office."""
    steps = [(timedelta(0), post_audience(_host(clock), PostKind.DEPUTY))]
    supervisor = office()
    if supervisor is not None:
        steps.append((timedelta(days=1), post_audience(supervisor, PostKind.OFFICE_CLERK)))
    return steps


def who_hears_of_password(clock: Clock) -> Sequence[tuple[timedelta, str]]:
    """At once the site managers, three days later the security officer of the unit (7.4)."""
    host = _host(clock)
    return [
        (timedelta(0), post_audience(host, PostKind.SITE_MANAGER)),
        (timedelta(days=3), post_audience(host, PostKind.SECURITY_OFFICER)),
    ]


def _host(clock: Clock) -> Unit:
    host: Unit = Custody.objects.select_related("channel__host").get(pk=clock.subject_id).channel.host
    return host


def where(clock: Clock) -> str:
    return page_of(clock.subject_id)


def page_of(custody: int | str) -> str:
    """The address of a custody's page, by its primary key."""
    try:
        return reverse("security_custodies:inspect", args=[custody])
    except NoReverseMatch:
        return ""


HANDOVER = kind(
    "security.custody_handover", label="账号口令移交", clause="7.4", warn_days=1, escalate=who_hears_of_handover, url=where
)  # fmt: skip
PASSWORD = kind(
    "security.custody_password", label="账号口令更换", clause="7.2", warn_days=5, escalate=who_hears_of_password, url=where
)  # fmt: skip
