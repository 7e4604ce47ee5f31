"""The platform itself on the administrators' desks: failed work, letters not delivered, the check of the ledger (7.1, 7.2)."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse

from zhengtong.desk.lines import Asking, Line, Place, provides
from zhengtong.duties.models import PostKind
from zhengtong.engine.console.queries import last_verification
from zhengtong.engine.jobs.models import Job, State
from zhengtong.engine.jobs.registry import tasks
from zhengtong.engine.notify.queries import undelivered

# The ledger is checked every night; two nights without a result are worth a look.
CHECKED_WITHIN = timedelta(hours=48)


@provides(Place.TODO)
def failed_work(asking: Asking) -> Iterable[Line]:
    """One line for each kind of work that failed."""
    if not asking.holds(PostKind.SYSTEM_ADMIN):
        return
    failed: dict[str, list[Job]] = {}
    for job in Job.objects.filter(state=State.FAILED).order_by("created_at").only("task", "created_at"):
        failed.setdefault(job.task, []).append(job)
    for task, jobs in failed.items():
        label = tasks[task].label if task in tasks else task
        url = f"{reverse('jobs:index')}?state={State.FAILED}&task={task}"
        yield Line(
            kind="后台任务", what=f"“{label}”有{len(jobs)}次未能完成", url=url, act="处理", act_url=url,
            since=jobs[0].created_at, clause="7.2", tone="bad",
        )  # fmt: skip


@provides(Place.TODO)
def letters(asking: Asking) -> Iterable[Line]:
    if asking.holds(PostKind.SYSTEM_ADMIN) and (count := undelivered().count()):
        url = reverse("jobs:index")
        yield Line(
            kind="邮件提醒", what=f"{count}封提醒邮件未能送达，请核对邮件服务和收件地址", url=url, act="查看", act_url=url,
            clause="7.2", tone="warn",
        )  # fmt: skip


@provides(Place.TODO)
def ledger(asking: Asking) -> Iterable[Line]:
    """Breaks first; a check that did not take place is worth a line, too."""
    if not asking.holds(PostKind.AUDIT_ADMIN):
        return
    last = last_verification()
    url = reverse("ledger:verification")
    if last is not None and (breaks := last.result["breaks"]):
        what = f"最近一次核验发现{breaks}处留痕异常"
    elif last is None or last.finished_at is None or asking.at - last.finished_at > CHECKED_WITHIN:
        what = "留痕尚未按日核验"
    else:
        return
    yield Line(
        kind="留痕核验", what=what, url=url, act="查看", act_url=url, clause="7.1", tone="bad",
        since=last.finished_at if last else None,
    )  # fmt: skip
