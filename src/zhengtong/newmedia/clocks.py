"""What of accounts has a time limit: each must be updated (4.8), and one that was cancelled is looked at again."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import NoReverseMatch, reverse

from zhengtong.duties.models import PostKind, UnitKind
from zhengtong.duties.queries import kind_audience, post_audience
from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.clocks.registry import kind
from zhengtong.engine.clocks.rules import MORNING, business_date
from zhengtong.registry.models import Channel
from zhengtong.regulation import parameter

OFFICE = kind_audience(UnitKind.OFFICE, PostKind.OFFICE_CLERK)


def audience_of(account: Channel) -> str:
    """Who must update it: the host's site manager; the Office where the host is dissolved and has nobody left (4.3)."""
    if account.host.valid_until is not None:
        return OFFICE
    return post_audience(account.host, PostKind.SITE_MANAGER)


def warn_before(clock: Clock) -> timedelta:
    """The reminder comes on the morning of the day that makes the silence long enough to warn of."""
    on = business_date(clock.opened_at)
    veto = parameter("account.silent.veto.days", on=on).number
    warn = parameter("account.silent.warn.days", on=on).number
    return timedelta(days=int(veto - warn), hours=-MORNING.hour)


def who_hears_of_lateness(clock: Clock) -> Sequence[tuple[timedelta, str]]:
    """At once the host's editors, a day later the deputy in charge, and the Office, which must stop it (4.8)."""
    account = Channel.objects.select_related("host").get(pk=clock.subject_id)
    return [
        (timedelta(0), post_audience(account.host, PostKind.EDITOR)),
        (timedelta(days=1), post_audience(account.host, PostKind.DEPUTY)),
        (timedelta(days=1), OFFICE),
    ]


def where(clock: Clock) -> str:
    try:
        return reverse("newmedia_note_update", args=[clock.subject_id])
    except NoReverseMatch:
        return ""


def where_recheck(clock: Clock) -> str:
    try:
        return reverse("newmedia_rechecks:inspect", args=[clock.subject_id])
    except NoReverseMatch:
        return ""


UPDATE = kind(
    "account.update",
    label="账号更新",
    clause="4.8",
    warn=warn_before,
    escalate=who_hears_of_lateness,
    url=where,
)
RECHECK = kind("account.recheck", label="注销复查", clause="4.8", warn_days=1, url=where_recheck)
