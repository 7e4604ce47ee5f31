"""What the worker does for chapter 4."""

from datetime import datetime

from zhengtong.duties.models import Unit
from zhengtong.engine.jobs.registry import daily, task
from zhengtong.engine.ledger.models import Entry
from zhengtong.newmedia import actions
from zhengtong.publishing.verbs import DISCARDED
from zhengtong.registry.models import Channel


@task("newmedia.keep_clock", label="核对账号更新期限", priority=4)
def keep_clock(entry: int, at: datetime) -> None:
    """A channel was entered, changed or moved to another state."""
    line = Entry.objects.get(pk=entry)
    for channel in Channel.objects.filter(pk=line.subject_id):
        actions.keep_clock(channel, at=at)


@task("newmedia.unit_closed", label="单位撤销后处置新媒体账号", priority=4)
def unit_closed(entry: int, at: datetime) -> None:
    """The accounts of a dissolved unit need a host, its open cases other hands (4.3)."""
    line = Entry.objects.get(pk=entry)
    for unit in Unit.objects.filter(pk=line.subject_id):
        actions.tell_of_open_cases(unit, at)
    actions.settle_dissolved(at)
    actions.keep_clocks(at)


@task("newmedia.notice_published", label="账号公告发布后办结环节", priority=4)
def notice_published(entry: int, at: datetime) -> None:
    line = Entry.objects.get(pk=entry)
    actions.published(int(line.subject_id), at=at)


@task("newmedia.notice_dropped", label="账号公告作废后重新拟稿", priority=4)
def notice_dropped(entry: int, at: datetime) -> None:
    line = Entry.objects.get(pk=entry)
    why = "公告草稿已删除" if line.verb == DISCARDED.code else "公告已撤下"
    actions.drop_notice(int(line.subject_id), at=at, why=why)


@task("newmedia.daily", label="新媒体账号每日核对")
def every_day(at: datetime) -> None:
    """Clocks of all accounts, accounts without a host, rechecks whose day has come."""
    actions.keep_clocks(at)
    actions.settle_dissolved(at)
    actions.call_rechecks(at)


daily("newmedia.daily", hour=6)
