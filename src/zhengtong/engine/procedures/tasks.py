from datetime import datetime

from zhengtong.engine.jobs.registry import every, task
from zhengtong.engine.procedures import actions


# Not atomic: each wait ends in a transaction of its own.
@task("procedures.end_waits", label="办结到期的等待环节", atomic=False, tries=1, priority=4)
def end_waits(at: datetime) -> int:
    return actions.end_waits(at)


every("procedures.end_waits", minutes=5)
