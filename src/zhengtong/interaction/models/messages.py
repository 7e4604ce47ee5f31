"""What a citizen wrote, and everything that stands for it as long as it is open."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengtong.duties.models import Person, ResponsibleColumn, Unit
from zhengtong.interaction.models.kinds import (
    CLOSED,
    CorrectionKind,
    MessageKind,
    MessageState,
    Source,
)
from zhengtong.publishing.models import Article


class CitizenMessage(models.Model):
    """A correction or a letter. What the citizen wrote is never changed (`guards`); everything about its way may change.

    `code_mark` is the keyed digest of the query code, which nobody but the citizen has. `received_at` is the moment at which the
    citizen got it, UTC: day zero of every limit. `registered_at` is when it came out of the tray, or was imported.
    `sender_mark` is a keyed digest of the address of that day, for abuse alone.
    """

    number = models.CharField("留言编号", max_length=20, unique=True)
    code_mark = models.CharField("查询码摘要", max_length=64, unique=True)
    kind = models.CharField("类别", max_length=12, choices=MessageKind.choices)
    source = models.CharField("来源", max_length=10, choices=Source.choices)
    source_number = models.CharField("来源编号", max_length=80, blank=True)
    title = models.CharField("标题", max_length=100)
    body = models.TextField("内容")
    # Of a correction: what is wrong, and where.
    correction_kind = models.CharField("错误类型", max_length=12, choices=CorrectionKind.choices, blank=True)
    page = models.CharField("出错网址", max_length=500, blank=True)
    page_title = models.CharField("出错页面", max_length=300, blank=True)
    words = models.CharField("有误文字", max_length=500, blank=True)
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="corrections", verbose_name="所指稿件"
    )
    column = models.ForeignKey(
        ResponsibleColumn,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name="所在栏目",
    )
    # Who wrote, where they said so.
    sender_name = models.CharField("留言人", max_length=50, blank=True)
    sender_phone = models.CharField("联系电话", max_length=40, blank=True)
    sender_email = models.CharField("电子邮箱", max_length=120, blank=True)
    may_publish = models.BooleanField("同意公开", default=False)
    sender_mark = models.CharField("来访标记", max_length=32, blank=True)
    taken_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    received_at = models.DateTimeField("收到时间")
    # Where a list names no day: that the day was stated by who imported it.
    received_note = models.CharField("收到时间说明", max_length=40, blank=True)
    registered_at = models.DateTimeField("登记时间")
    # Where it stands.
    state = models.CharField(
        "办理状态", max_length=10, choices=MessageState.choices, default=MessageState.RECEIVED
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="citizen_messages", verbose_name="主办单位"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="citizen_messages", verbose_name="责任人"
    )
    complex = models.BooleanField("情况复杂", default=False)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    closed_why = models.CharField("办结说明", max_length=500, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="并入"
    )
    reopened = models.PositiveSmallIntegerField("重新办理次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "网民留言"
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "received_at"], name="messages_by_state"),
            models.Index(fields=["unit", "state", "received_at"], name="messages_of_a_unit"),
            models.Index(fields=["sender_mark", "received_at"], name="messages_of_a_sender"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) & ~Q(state="merged")
                | Q(merged_into__isnull=False, state="merged"),
                name="a_merged_message_says_into_which",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(CLOSED), closed_at__isnull=False)
                | ~Q(state__in=sorted(CLOSED)) & Q(closed_at__isnull=True),
                name="a_closed_message_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(closed_why=""),
                name="a_message_is_declined_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="handling") | Q(unit__isnull=False), name="who_handles_a_message_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="correction") | Q(correction_kind="", page="", words=""),
                name="only_a_correction_names_a_fault",
            ),
            models.UniqueConstraint(
                fields=["source", "source_number"],
                condition=~Q(source_number=""),
                name="a_number_of_a_source_comes_in_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_correction(self) -> bool:
        return self.kind == MessageKind.CORRECTION

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED

    @property
    def has_contact(self) -> bool:
        return bool(self.sender_phone or self.sender_email)


class Reminder(models.Model):
    """The citizen asks how long it takes yet (催办); once a day."""

    append_only: ClassVar[bool] = True

    message = models.ForeignKey(CitizenMessage, models.PROTECT, related_name="reminders", verbose_name="留言")
    on = models.DateField("日期")
    text = models.CharField("内容", max_length=300, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "催办"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["message", "on"], name="one_reminder_a_day")]

    def __str__(self) -> str:
        return f"{self.message.number}催办"
