"""Verbs of background work. Everything is at least once, and once where the task is atomic."""

import inspect
import logging
import traceback
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from zhengtong.engine.jobs.models import Heartbeat, Job, Schedule, State
from zhengtong.engine.jobs.registry import Task, repeats, tasks, watched

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)


def enqueue(
    task: str, *, at: datetime, key: str | None = None, run_at: datetime | None = None, **payload: Any
) -> Job:
    """Ask for a task in the caller's transaction. The same key asks only once, for ever.

    Raises KeyError when no such task is declared.
    """
    declared = tasks[task]
    fields = {
        "task": task,
        "payload": payload,
        "priority": declared.priority,
        "run_at": run_at or at,
        "created_at": at,
    }
    if key is None:
        return Job.objects.create(**fields)
    return Job.objects.get_or_create(key=key, defaults=fields)[0]


def claim(worker: str, at: datetime) -> Job | None:
    """Take one due job by a conditional update; a job whose lease ran out (a killed worker) is taken over."""
    free = Q(state=State.WAITING) | Q(state=State.RUNNING, lease_until__lt=at)
    for pk in _due(free, at):
        taken = Job.objects.filter(free, pk=pk).update(
            state=State.RUNNING, worker=worker, lease_until=at + LEASE, note=""
        )
        if taken:
            return Job.objects.get(pk=pk)
    return None


def _due(free: Q, at: datetime) -> list[int]:
    due = Job.objects.filter(free, run_at__lte=at).order_by("-priority", "run_at", "pk")
    return list(due.values_list("pk", flat=True)[:10])


def run(job: Job, at: datetime) -> None:
    """Run a claimed job; a failure is kept with its trace and tried again later, ever more slowly."""
    task = tasks.get(job.task)
    try:
        if task is None:
            raise LookupError(f"no task is declared under the name {job.task}")
        if task.atomic:
            with transaction.atomic():
                finish(job, _call(task, job, at), at)
        else:
            finish(job, _call(task, job, at), at)
    except Exception as failure:
        log.exception("job %s failed", job)
        _fail(job, failure, task.tries if task else 1, at)


def _call(task: Task, job: Job, at: datetime) -> Any:
    extra = {"at": at, "job": job}
    wanted = {name: extra[name] for name in inspect.signature(task.run).parameters if name in extra}
    return task.run(**job.payload, **wanted)


def finish(job: Job, result: Any, at: datetime) -> None:
    Job.objects.filter(pk=job.pk).update(
        state=State.DONE, finished_at=at, progress=100, lease_until=None, error="", result=result,
        attempts=job.attempts + 1,
    )  # fmt: skip


def _fail(job: Job, failure: Exception, tries: int, at: datetime) -> None:
    attempts = job.attempts + 1
    last = attempts >= tries
    Job.objects.filter(pk=job.pk).update(
        state=State.FAILED if last else State.WAITING,
        attempts=attempts,
        run_at=at + timedelta(seconds=min(3600, 5 * 4 ** (attempts - 1))),
        lease_until=None,
        finished_at=at if last else None,
        error="".join(traceback.format_exception(failure))[-8000:],
    )


def report_progress(job: Job, percent: int, note: str, at: datetime) -> None:
    """Show how far long work is, and keep hold of it (the lease starts anew)."""
    Job.objects.filter(pk=job.pk).update(progress=percent, note=note[:200], lease_until=at + LEASE)


def take_over(worker: str) -> int:
    """Free at once what an earlier process of this name held; a name belongs to one process at a time."""
    return Job.objects.filter(state=State.RUNNING, worker=worker).update(
        state=State.WAITING, lease_until=None
    )


def enqueue_due_schedules(at: datetime) -> int:
    """Advance each due schedule by a conditional update, so that of many workers one enqueues it."""
    known = dict(Schedule.objects.filter(name__in=repeats).values_list("name", "next_at"))
    enqueued = 0
    for name, repeat in repeats.items():
        if name not in known:
            Schedule.objects.get_or_create(name=name, defaults={"next_at": repeat.next_after(at)})
        elif known[name] <= at:
            enqueued += _advance(name, known[name], at)
    return enqueued


def enqueue_watched(at: datetime) -> int:
    """Ask for each watched task whose matter waits, unless it is asked for already."""
    asked = 0
    for name, waits in watched.items():
        if waits() and not Job.objects.filter(task=name, state__in=[State.WAITING, State.RUNNING]).exists():
            enqueue(name, at=at)
            asked += 1
    return asked


@transaction.atomic
def _advance(name: str, was: datetime, at: datetime) -> int:
    repeat = repeats[name]
    if not Schedule.objects.filter(name=name, next_at=was).update(next_at=repeat.next_after(at)):
        return 0
    enqueue(repeat.task, at=at, key=f"schedule:{name}:{was.isoformat()}")
    return 1


def beat(worker: str, at: datetime) -> None:
    Heartbeat.objects.update_or_create(worker=worker, defaults={"at": at})


def forget_finished(before: datetime) -> int:
    """Drop finished jobs that ended before; failed ones stay until somebody has looked."""
    return Job.objects.filter(state=State.DONE, finished_at__lt=before).delete()[0]


def retry(job: Job, at: datetime) -> None:
    Job.objects.filter(pk=job.pk, state=State.FAILED).update(state=State.WAITING, attempts=0, run_at=at)


def work_off(at: datetime, *, worker: str = "inline", limit: int = 10_000) -> int:
    """Run everything due at this moment, one after the other; for tests and commands. Returns how many ran."""
    for done in range(limit):
        job = claim(worker, at)
        if job is None:
            return done
        run(job, at)
    return limit
