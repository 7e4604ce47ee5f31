"""后台任务: what the worker does, for system administrators, who can start a failed job again."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from zhengtong.engine.console.access import who
from zhengtong.engine.console.actions import retry_job
from zhengtong.engine.console.acts import ActView
from zhengtong.engine.console.items import Fact, ItemView, Tag
from zhengtong.engine.console.listing import MomentColumn, TagColumn
from zhengtong.engine.console.rules import why_not_retry
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.jobs.models import Job, State
from zhengtong.engine.jobs.registry import tasks
from zhengtong.engine.refusals import Refusal

MANAGE = "jobs.manage"
TONES = {State.WAITING: "wait", State.RUNNING: "wait", State.DONE: "good", State.FAILED: "bad"}


def label_of(job: Job) -> str:
    return tasks[job.task].label if job.task in tasks else job.task


def tag_of(job: Job) -> Tag:
    return Tag(job.get_state_display(), TONES[State(job.state)])


def task_choices() -> list[tuple[str, str]]:
    return sorted(((name, task.label) for name, task in tasks.items()), key=lambda choice: choice[1])


def may_retry(person: Any, job: Job, at: datetime) -> list[Refusal]:
    return who(MANAGE)(person, job, at) + why_not_retry(job)


class JobFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label="状态", choices=State.choices)
    task = django_filters.ChoiceFilter(label="任务", choices=task_choices)

    class Meta:
        model = Job
        fields = ["state", "task"]


class RetryJob(ActView):
    label = "重新执行"
    explanation = "任务将尽快由后台进程重新执行，此前的执行次数清零。"
    success_message = "已安排重新执行"
    access = may_retry
    primary = True

    def get_subtitle(self) -> str:
        return f"{label_of(self.object)}（{self.object.pk}）"

    def perform(self) -> None:
        retry_job(self.object, by=self.person, at=self.at)


class JobPage(ItemView):
    template_name = "console/screens/job.html"

    def get_title(self) -> str:
        return f"{label_of(self.object)}（{self.object.pk}）"

    def state(self) -> Tag:
        return tag_of(self.object)

    def facts(self) -> Iterable[Fact]:
        job = self.object
        yield Fact("任务", job.task)
        yield Fact("参数", json.dumps(job.payload, ensure_ascii=False) if job.payload else "")
        yield Fact("创建时间", job.created_at)
        yield Fact("最早执行时间", job.run_at)
        yield Fact("已执行次数", job.attempts)
        yield Fact("进度", f"{job.progress}%　{job.note}".strip())
        yield Fact("结束时间", job.finished_at)
        if job.result is not None:
            yield Fact("结果", json.dumps(job.result, ensure_ascii=False))


class JobRegister(ScopedModelViewSet):
    model = Job
    name = "jobs"
    icon = "tasks"
    menu_section = "system"
    menu_label = "后台任务"
    ordering = ("-created_at", "-pk")
    filterset_class = JobFilters
    item_view = JobPage
    acts = {"retry": RetryJob}
    list_export = ("pk", "task", "get_state_display", "attempts", "created_at", "finished_at", "error")
    export_headings = {"pk": "编号", "get_state_display": "状态"}

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return who(MANAGE)(person, subject, at)

    def scope(self, queryset: QuerySet[Job], person: Any, at: datetime) -> QuerySet[Job]:
        """Background work belongs to the whole installation: whoever may manage jobs sees all."""
        return queryset

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("task", label="任务", accessor=label_of, sort_key="task", get_url=self.item_address),
            TagColumn("state", label="状态", accessor=tag_of, sort_key="state"),
            Column("attempts", label="执行次数", sort_key="attempts"),
            Column("note", label="进展"),
            MomentColumn("run_at", label="最早执行时间", sort_key="run_at"),
            MomentColumn("finished_at", label="结束时间", sort_key="finished_at"),
        ]
