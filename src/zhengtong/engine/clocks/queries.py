"""Reading clocks. Lists are ordered by what is due first."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models
from django.db.models import QuerySet

from zhengtong.engine.clocks import calendars
from zhengtong.engine.clocks.models import Clock, ClockState
from zhengtong.engine.jobs.models import Schedule
from zhengtong.engine.jobs.queries import silent_since
from zhengtong.engine.ledger.actions import subject_key

PATIENCE = timedelta(minutes=5)


def running() -> QuerySet[Clock]:
    return Clock.objects.filter(state=ClockState.RUNNING).order_by("due_at", "pk")


def running_for(audiences: Iterable[str]) -> QuerySet[Clock]:
    """What these audiences (all those of one person, as a rule) must still do."""
    return running().filter(audience__in=list(audiences))


def late(at: datetime) -> QuerySet[Clock]:
    """Open and past the due moment, whether or not the worker has written it down yet."""
    return running().filter(due_at__lte=at)


def coming(at: datetime, within: timedelta) -> QuerySet[Clock]:
    """Open, not late, due within this time."""
    return running().filter(due_at__gt=at, due_at__lte=at + within)


def clocks_of(subject: models.Model) -> QuerySet[Clock]:
    """All clocks of one thing, the latest first."""
    subject_type, subject_id = subject_key(subject)
    return Clock.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by(
        "-opened_at", "-pk"
    )


def watchdog(at: datetime) -> list[str]:
    """What keeps the clocks from going, as Chinese sentences for the desk; empty when they go."""
    found = []
    if silent_since(at) is not None:
        found.append("后台进程已停止响应，到期提醒和逾期登记暂停，请联系系统管理员")
    elif Schedule.objects.filter(name="clocks.tick", next_at__lt=at - PATIENCE).exists():
        found.append("到期检查未按时运行，提醒和逾期登记可能滞后，请联系系统管理员")
    if stuck := running().filter(next_at__lt=at - PATIENCE).count():
        found.append(f"有{stuck}项期限未能按时登记提醒或逾期，请联系系统管理员")
    if wrong := calendars.trouble():
        found.append(wrong)
    return found
