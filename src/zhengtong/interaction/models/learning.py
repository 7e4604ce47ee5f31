"""What the machine has learned from messages, computed anew by the worker and kept for the screens; nothing is decided by it."""

from django.db import models

from zhengtong.engine.choices import TextChoices


class Subject(TextChoices):
    ROUTES = "routes", "分办建议"
    TOPICS = "topics", "热点问题"


class Learned(models.Model):
    """One result that is too dear for a page view: the routing model, the groups of letters about the same matter.

    It can be thrown away at any time: the next turn of the worker makes it again from the messages.
    """

    subject = models.CharField("内容", max_length=10, choices=Subject.choices, unique=True)
    data = models.JSONField("结果")
    made_at = models.DateTimeField("计算时间")

    class Meta:
        verbose_name = verbose_name_plural = "计算结果"

    def __str__(self) -> str:
        return f"{self.get_subject_display()}（{self.made_at:%Y-%m-%d}）"
