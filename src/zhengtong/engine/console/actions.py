"""Verbs of the engine's own screens."""

from datetime import datetime
from typing import Any

from zhengtong.engine.console.rules import why_not_retry
from zhengtong.engine.console.verbs import JOB_RETRIED
from zhengtong.engine.jobs.actions import enqueue, retry
from zhengtong.engine.jobs.models import Job
from zhengtong.engine.ledger.actions import moving
from zhengtong.engine.refusals import refuse

VERIFY = "ledger.verify"


def retry_job(job: Job, *, by: Any, at: datetime) -> None:
    """Start a failed job again, with all its tries. Raises `Refused` when it has not failed."""
    with moving(job, JOB_RETRIED, by=by, at=at) as move:
        refuse(why_not_retry(move.subject))
        move.data = {"task": move.subject.task, "attempts": move.subject.attempts}
        retry(move.subject, at)


def verify_ledger(at: datetime) -> Job:
    """Have the worker check the whole chain; the result stays with the job."""
    return enqueue(VERIFY, at=at)
