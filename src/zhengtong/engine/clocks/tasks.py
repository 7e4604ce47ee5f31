from datetime import datetime

from zhengtong.engine.clocks import actions
from zhengtong.engine.jobs.registry import daily, every, task


# Not atomic: each clock moves in its own transaction, and none waits for the others.
@task("clocks.tick", label="到期检查", atomic=False, tries=1, priority=5)
def tick(at: datetime) -> int:
    return actions.tick(at)


@task("clocks.recompute", label="按最新日历重新计算期限", atomic=False, tries=3)
def recompute(at: datetime) -> int:
    return actions.recompute(at)


every("clocks.tick", seconds=30)
daily("clocks.recompute", hour=1)
