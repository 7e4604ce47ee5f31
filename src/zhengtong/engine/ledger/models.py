from django.conf import settings
from django.db import models


class Entry(models.Model):
    """One line of the ledger: who did what to what, when, in which capacity, on which clause. The database refuses change.

    The line is complete in itself (names are copied), so it stays readable when what it speaks of is gone.
    """

    append_only = True

    seq = models.PositiveBigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间")
    verb = models.CharField("动作", max_length=80)
    subject_type = models.CharField("对象类型", max_length=80)
    subject_id = models.CharField("对象编号", max_length=80)
    subject_name = models.CharField("对象", max_length=300)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="操作人",
    )
    actor_name = models.CharField("操作人姓名", max_length=100)
    acting_as = models.CharField("身份", max_length=200, blank=True)
    clause = models.CharField("依据条款", max_length=20, blank=True)
    data = models.JSONField("内容", default=dict)
    previous = models.CharField("上一行摘要", max_length=80)
    hash = models.CharField("本行摘要", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "留痕"
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "seq"], name="ledger_of_subject"),
            models.Index(fields=["verb", "seq"], name="ledger_of_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.subject_name}"


class Head(models.Model):
    """The end of the chain: one row, locked while a line is appended, so that lines stand one behind the other."""

    seq = models.PositiveBigIntegerField("末行序号", default=0)
    hash = models.CharField("末行摘要", max_length=80, default="")

    class Meta:
        verbose_name = verbose_name_plural = "留痕末行"

    def __str__(self) -> str:
        return str(self.seq)
