"""What the worker does for the register."""

from datetime import datetime

from django.urls import reverse

from zhengtong.duties.models import PostKind, Unit, UnitKind
from zhengtong.duties.queries import kind_audience
from zhengtong.engine.jobs.models import Job
from zhengtong.engine.jobs.registry import task
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.notify.actions import tell
from zhengtong.engine.procedures.queries import open_cases
from zhengtong.registry.actions.imports import TASK, enter_list
from zhengtong.registry.models import RegisterImport
from zhengtong.registry.queries import standing


@task("registry.tell_of_orphans", label="提示撤并单位的办件和阵地")
def tell_of_orphans(entry: int, at: datetime) -> None:
    """A unit is no more: the Office hears of its open cases, which must be handed over or ended, and of its channels."""
    line = Entry.objects.get(pk=entry)
    unit = Unit.objects.get(pk=line.subject_id)
    cases, channels = open_cases().filter(party=unit.code), standing().filter(host=unit)
    if not cases and not channels:
        return
    named = "；".join([*(str(case) for case in cases), *(f"{one.name}（{one.code}）" for one in channels)])
    tell(
        kind_audience(UnitKind.OFFICE, PostKind.OFFICE_CLERK), f"{unit}已撤并，请处理其办件和阵地",
        text=f"在办办件请移交承接单位或终止，阵地请办理变更或关停：{named}", clause="3.13", at=at, entry=line,
        url=f"{reverse('cases:index')}?party_name={unit.name}",
    )  # fmt: skip


@task(TASK, label="导入台账", atomic=False)
def enter_confirmed_list(batch: int, at: datetime, job: Job) -> None:
    enter_list(RegisterImport.objects.select_related("confirmed_by").get(pk=batch), at=at, job=job)
