"""What the worker does for chapter 4."""

from datetime import datetime

from zhengtong.engine.jobs.registry import daily, task
from zhengtong.engine.ledger.models import Entry
from zhengtong.newmedia import actions
from zhengtong.registry.models import Channel


@task("newmedia.keep_clock", label="核对账号更新期限", priority=4)
def keep_clock(entry: int, at: datetime) -> None:
    """A channel was entered, changed or moved to another state."""
    line = Entry.objects.get(pk=entry)
    for channel in Channel.objects.filter(pk=line.subject_id):
        actions.keep_clock(channel, at=at)


@task("newmedia.unit_closed", label="单位撤销后处置新媒体账号", priority=4)
def unit_closed(entry: int, at: datetime) -> None:
    """The accounts of a dissolved unit need a host (4.3), and whoever now answers for them the reminders."""
    actions.settle_dissolved(at)
    actions.keep_clocks(at)


@task("newmedia.daily", label="新媒体账号每日核对")
def every_day(at: datetime) -> None:
    """Clocks of all accounts, accounts without a host, rechecks whose day has come."""
    actions.keep_clocks(at)
    actions.settle_dissolved(at)
    actions.call_rechecks(at)


daily("newmedia.daily", hour=6)
