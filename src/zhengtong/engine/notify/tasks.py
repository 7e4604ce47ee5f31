from datetime import datetime

from zhengtong.engine.jobs.registry import every, task
from zhengtong.engine.notify.outbox import send_due


# Not atomic: what was sent stays marked as sent even if a later letter of the batch brings the worker down.
@task("notify.send", label="发送邮件", atomic=False, tries=3)
def send(at: datetime) -> int:
    return send_due(at)


every("notify.send", seconds=30)
