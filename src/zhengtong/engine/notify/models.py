from django.conf import settings
from django.db import models
from django.db.models import Q

from zhengtong.engine.ledger.models import Entry


class Message(models.Model):
    """Something a person was told, in the system itself. `audience` is the one it came through ("post:A01/site_manager")."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages", verbose_name="收件人"
    )
    audience = models.CharField("收件范围", max_length=120)
    subject = models.CharField("标题", max_length=200)
    text = models.TextField("内容")
    url = models.CharField("链接", max_length=300, blank=True)
    clause = models.CharField("依据条款", max_length=20, blank=True)
    entry = models.ForeignKey(
        Entry, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所据留痕"
    )
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-at"], name="messages_of_person"),
            models.Index(fields=["person"], name="messages_unread", condition=Q(read_at__isnull=True)),
        ]
        constraints = [
            # A listener runs at least once; what it tells, it tells once.
            models.UniqueConstraint(
                fields=["person", "entry", "subject"], condition=Q(entry__isnull=False),
                name="a_person_is_told_once_of_an_entry",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.subject


class LetterState(models.TextChoices):
    WAITING = "waiting", "等待发送"
    SENT = "sent", "已发送"
    FAILED = "failed", "未能发送"
    SKIPPED = "skipped", "不再需要"


class Letter(models.Model):
    """The outbox: one e-mail to be sent for one message, written in the transaction of the message."""

    message = models.OneToOneField(Message, models.PROTECT, related_name="letter", verbose_name="消息")
    to = models.EmailField("收件地址")
    subject = models.CharField("标题", max_length=200)
    text = models.TextField("内容")
    state = models.CharField("状态", max_length=10, choices=LetterState.choices, default=LetterState.WAITING)
    attempts = models.PositiveSmallIntegerField("已尝试次数", default=0)
    next_at = models.DateTimeField("下次尝试时间")
    created_at = models.DateTimeField("创建时间")
    sent_at = models.DateTimeField("发送时间", null=True, blank=True)
    error = models.CharField("未能发送的原因", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "待发邮件"
        indexes = [models.Index(fields=["next_at"], name="letters_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.to} {self.subject}"
