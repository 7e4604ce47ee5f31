from datetime import datetime

from django.core.management import call_command

from zhengtong.engine.jobs.registry import daily, task
from zhengtong.security import actions


@task("security.forget", label="清理到期登录记录和会话")
def forget(at: datetime) -> int:
    """Sign-ins are kept as long as the law asks and no longer; sessions that are over go at once."""
    call_command("clearsessions")
    return actions.forget_sign_ins(at)


daily("security.forget", hour=3, minute=40)
