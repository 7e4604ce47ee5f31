from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Evidence(models.Model):
    """One content, named by its hash ("sm3:<hex>"); the bytes lie under EVIDENCE_ROOT. The database refuses change.

    The row is written after the file, so a row always has its file; a file without a row is what a crash left.
    """

    append_only: ClassVar[bool] = True

    hash = models.CharField("内容摘要", max_length=80, unique=True)
    size = models.PositiveBigIntegerField("字节数")
    media_type = models.CharField("内容类型", max_length=100)
    filename = models.CharField("首次文件名", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="保存人",
    )
    at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "证据"
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="evidence_is_not_empty")]

    def __str__(self) -> str:
        return self.filename


class Exhibit(models.Model):
    """Evidence hung on a thing, under a label ("等级保护备案证明"). Hung once, it stays: a better one is hung beside it."""

    append_only: ClassVar[bool] = True

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="exhibits", verbose_name="证据")
    subject_type = models.CharField("对象类型", max_length=80)
    subject_id = models.CharField("对象编号", max_length=80)
    label = models.CharField("名称", max_length=200)
    filename = models.CharField("文件名", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提交人",
    )
    at = models.DateTimeField("提交时间")

    class Meta:
        verbose_name = verbose_name_plural = "证据材料"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="exhibits_of_subject")]

    def __str__(self) -> str:
        return f"{self.label}（{self.filename}）"
