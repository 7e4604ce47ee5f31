from datetime import datetime, timedelta

from zhengtong.engine.jobs.actions import forget_finished
from zhengtong.engine.jobs.registry import daily, task

KEPT = timedelta(days=30)


@task("jobs.forget_finished", label="清理已完成的后台任务")
def forget_old(at: datetime) -> int:
    return forget_finished(at - KEPT)


daily("jobs.forget_finished", hour=3)
