"""What was told back to the sources of messages: the national correction box and 12345 (5.7)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengtong.duties.models import Person
from zhengtong.engine.evidence.models import Evidence
from zhengtong.interaction.models.kinds import Source
from zhengtong.interaction.models.messages import CitizenMessage


class ReceiptList(models.Model):
    """One list of receipts (办理回执), as it was made for a source: the file is kept, so that it can be said what was sent."""

    append_only: ClassVar[bool] = True

    source = models.CharField("来源", max_length=10, choices=Source.choices)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name="回执文件")
    count = models.PositiveIntegerField("件数")
    only_new = models.BooleanField("只含新办结的")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="导出人")
    made_at = models.DateTimeField("导出时间")

    class Meta:
        verbose_name = verbose_name_plural = "办理回执"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=["national", "hotline"]), name="receipts_go_to_who_sent_a_list"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()}办理回执（{self.count}件）"


class ReceiptLine(models.Model):
    """One message in a list of receipts, as it was closed then. One that is handled anew is new again when it is closed again."""

    append_only: ClassVar[bool] = True

    list = models.ForeignKey(ReceiptList, models.PROTECT, related_name="lines", verbose_name="办理回执")
    message = models.ForeignKey(CitizenMessage, models.PROTECT, related_name="receipts", verbose_name="留言")
    closed_at = models.DateTimeField("办结时间")
    first = models.BooleanField("首次回执")

    class Meta:
        verbose_name = verbose_name_plural = "回执留言"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["list", "message"], name="a_message_once_in_a_list_of_receipts"),
            models.UniqueConstraint(
                fields=["message", "closed_at"],
                condition=Q(first=True),
                name="a_message_is_reported_first_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message.number}回执"
