"""What the worker does for the register."""

from datetime import datetime

from zhengtong.engine.jobs.models import Job
from zhengtong.engine.jobs.registry import task
from zhengtong.registry.actions.imports import TASK, enter_list
from zhengtong.registry.models import RegisterImport


@task(TASK, label="导入台账", atomic=False)
def enter_confirmed_list(batch: int, at: datetime, job: Job) -> None:
    enter_list(RegisterImport.objects.select_related("confirmed_by").get(pk=batch), at=at, job=job)
