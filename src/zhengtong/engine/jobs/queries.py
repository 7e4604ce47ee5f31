from datetime import datetime, timedelta

from zhengtong.engine.jobs.models import Heartbeat, Job, State

SILENT_AFTER = timedelta(minutes=2)


def silent_since(at: datetime) -> datetime | None:
    """The last sign of life when no worker has given one lately; None while one works. Epoch-like minimum: never any."""
    last = Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()
    if last is None:
        return datetime.min.replace(tzinfo=at.tzinfo)
    return last if at - last > SILENT_AFTER else None


def failed_jobs() -> int:
    return Job.objects.filter(state=State.FAILED).count()
