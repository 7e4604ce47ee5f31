from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhengtong.engine.clocks import calendars, rules
from zhengtong.engine.clocks.registry import kind_of


class ClockState(models.TextChoices):
    RUNNING = "running", "计时中"
    MET = "met", "已办结"
    STOPPED = "stopped", "已停止"


class Clock(models.Model):
    """One thing that must be done by a time. All moments are UTC; a limit in days ends at 24:00 Asia/Shanghai of its last day.

    `next_at` is the next moment at which something happens by itself (reminder, lateness, escalation); null when nothing will.
    `recipe` says from what the date was computed, `lines` shows it, `calendar_version` is empty where no calendar was needed.
    """

    kind = models.CharField("事项", max_length=80)
    subject_type = models.CharField("对象类型", max_length=80)
    subject_id = models.CharField("对象编号", max_length=80)
    subject_name = models.CharField("对象", max_length=300)
    audience = models.CharField("责任方", max_length=120)
    clause = models.CharField("依据条款", max_length=20, blank=True)
    opened_at = models.DateTimeField("起算时间")
    due_at = models.DateTimeField("到期时间")
    warn_at = models.DateTimeField("提醒时间", null=True, blank=True)
    next_at = models.DateTimeField("下次触发时间", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=ClockState.choices, default=ClockState.RUNNING)
    warned_at = models.DateTimeField("已提醒时间", null=True, blank=True)
    missed_at = models.DateTimeField("记为逾期的时间", null=True, blank=True)
    met_at = models.DateTimeField("办结时间", null=True, blank=True)
    stopped_at = models.DateTimeField("停止时间", null=True, blank=True)
    reason = models.CharField("停止原因", max_length=300, blank=True)
    escalated = models.PositiveSmallIntegerField("已升级提醒次数", default=0)
    recipe = models.JSONField("计算依据")
    lines = models.JSONField("计算过程", default=list)
    calendar_version = models.CharField("日历版本", max_length=40, blank=True)
    provisional = models.BooleanField("暂定", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "期限"
        indexes = [
            models.Index(fields=["next_at"], name="clocks_due", condition=Q(state="running")),
            models.Index(
                fields=["audience", "due_at"], name="clocks_of_audience", condition=Q(state="running")
            ),
            models.Index(
                fields=["calendar_version"], name="clocks_by_calendar", condition=Q(state="running")
            ),
            models.Index(fields=["subject_type", "subject_id"], name="clocks_of_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id"], condition=Q(state="running"),
                name="one_running_clock_per_kind_and_subject",
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("opened_at")), name="a_clock_is_not_due_before_it_opens"),
            models.CheckConstraint(
                condition=Q(state="met", met_at__isnull=False) | ~Q(state="met") & Q(met_at__isnull=True),
                name="a_clock_is_met_when_it_says_so",
            ),
            models.CheckConstraint(
                condition=Q(state="stopped", stopped_at__isnull=False) & ~Q(reason="")
                | ~Q(state="stopped") & Q(stopped_at__isnull=True),
                name="a_stopped_clock_gives_its_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.label}：{self.subject_name}"

    @property
    def label(self) -> str:
        return kind_of(self.kind).label

    @property
    def due_date(self) -> date:
        """The last day on which it can be done in time (Asia/Shanghai)."""
        return rules.last_day(self.due_at)

    @property
    def was_late(self) -> bool:
        return self.missed_at is not None

    def left_at(self, at: datetime) -> str:
        """How it stands, for a list: 还剩 1 个工作日, 已逾期 3 个工作日, 按期办结, 逾期办结, 已停止计时."""
        if self.state == ClockState.RUNNING:
            return rules.lateness(self, at, calendars.current())
        if self.state == ClockState.STOPPED:
            return "已停止计时"
        return "逾期办结" if self.was_late else "按期办结"


class EventKind(models.TextChoices):
    OPENED = "opened", "开始计时"
    WARNED = "warned", "已提醒"
    MISSED = "missed", "逾期"
    ESCALATED = "escalated", "升级提醒"
    MET = "met", "按期办结"
    LATE_MET = "late_met", "逾期办结"
    STOPPED = "stopped", "停止计时"
    RECOMPUTED = "recomputed", "重新计算"


class ClockEvent(models.Model):
    """What happened to a clock, and the due date that then held. The database refuses change."""

    append_only: ClassVar[bool] = True

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="events", verbose_name="期限")
    kind = models.CharField("事件", max_length=12, choices=EventKind.choices)
    at = models.DateTimeField("时间")
    due_at = models.DateTimeField("当时的到期时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="操作人",
    )
    data = models.JSONField("内容", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "期限事件"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "due_at"],
                condition=Q(kind="missed"),
                name="lateness_is_written_once_for_a_due_date",
            ),
            models.UniqueConstraint(
                fields=["clock"],
                condition=Q(kind__in=["met", "late_met", "stopped"]),
                name="a_clock_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.clock_id}"
