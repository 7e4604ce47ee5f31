"""What the worker does for websites."""

from datetime import datetime

from zhengtong.duties.rules import business_date
from zhengtong.engine.jobs.registry import daily, task
from zhengtong.engine.procedures import registry
from zhengtong.engine.procedures.actions import begin
from zhengtong.engine.procedures.models import Case, CaseState
from zhengtong.websites import queries
from zhengtong.websites.models import Suspension

OVERDUE = "website.overdue"


@task("websites.open_overdue", label="临时下线逾期自动立案", atomic=False)
def open_overdue(at: datetime) -> int:
    """A site that is not back on its last day gets a case by itself (3.11), once for each time it is offline."""
    return sum(_open(one, at) for one in queries.overdue(business_date(at)))


def _open(suspension: Suspension, at: datetime) -> int:
    channel, since = suspension.channel, str(suspension.latest_back)
    opened = Case.objects.filter(
        procedure=OVERDUE, subject_id=str(channel.pk), subject_type="registry.channel"
    )
    if opened.filter(state=CaseState.OPEN).exists() or opened.filter(asked__since=since).exists():
        return 0
    begin(
        registry.procedures[OVERDUE],
        party=channel.host.code,
        by=None,
        at=at,
        subject=channel,
        asked={"since": since},
    )
    return 1


daily("websites.open_overdue", hour=0, minute=10)
