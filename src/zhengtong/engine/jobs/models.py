from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    WAITING = "waiting", "等待执行"
    RUNNING = "running", "正在执行"
    DONE = "done", "已完成"
    FAILED = "failed", "未能完成"


class Job(models.Model):
    """One piece of background work. It is enqueued in the transaction of what caused it, so neither is without the other."""

    task = models.CharField("任务", max_length=80)
    payload = models.JSONField("参数", default=dict)
    key = models.CharField("唯一键", max_length=190, null=True, blank=True, unique=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    priority = models.SmallIntegerField("优先级", default=0)
    run_at = models.DateTimeField("最早执行时间")
    attempts = models.PositiveSmallIntegerField("已执行次数", default=0)
    worker = models.CharField("执行进程", max_length=80, blank=True)
    lease_until = models.DateTimeField("占用至", null=True, blank=True)
    progress = models.PositiveSmallIntegerField("进度", default=0)
    note = models.CharField("进展说明", max_length=200, blank=True)
    result = models.JSONField("结果", null=True, blank=True)
    error = models.TextField("错误", blank=True)
    created_at = models.DateTimeField("创建时间")
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        indexes = [
            models.Index(fields=["run_at"], name="jobs_open", condition=Q(state__in=["waiting", "running"])),
        ]

    def __str__(self) -> str:
        return f"{self.task}#{self.pk}"


class Schedule(models.Model):
    """When a repeated task is next due; one row a declared schedule, advanced by a conditional update."""

    name = models.CharField("名称", max_length=80, unique=True)
    next_at = models.DateTimeField("下次执行时间")

    class Meta:
        verbose_name = verbose_name_plural = "定时任务"

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """The last sign of life of a worker; the watchdog of the desk reads it."""

    worker = models.CharField("执行进程", max_length=80, unique=True)
    at = models.DateTimeField("最近活动时间")

    class Meta:
        verbose_name = verbose_name_plural = "后台进程活动"

    def __str__(self) -> str:
        return self.worker
