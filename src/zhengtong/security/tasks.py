from datetime import datetime

from django.core.management import call_command

from zhengtong.engine.jobs.registry import daily, task
from zhengtong.engine.ledger.models import Entry
from zhengtong.security import actions


@task("security.forget", label="清理到期登录记录和会话")
def forget(at: datetime) -> int:
    """Sign-ins are kept as long as the law asks and no longer; sessions that are over go at once."""
    call_command("clearsessions")
    return actions.forget_sign_ins(at)


daily("security.forget", hour=3, minute=40)


@task("security.custodian_left", label="查找待移交的账号口令", priority=5)
def custodian_left(entry: int, at: datetime) -> int:
    """Somebody's post, commission, account or unit ended: what they held is counted from that moment (7.4)."""
    return actions.watch_custodies(at, left_at=Entry.objects.get(pk=entry).at)


@task("security.watch_custodies", label="核对账号口令保管人")
def watch_custodies(at: datetime) -> int:
    """Posts also end by their last day, which nobody does; and people come back."""
    return actions.watch_custodies(at)


daily("security.watch_custodies", hour=0, minute=20)
