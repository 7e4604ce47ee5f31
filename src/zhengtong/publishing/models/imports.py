"""Uploaded documents on their way to a draft. Nobody but the unit's writers sees them, and unused ones do not stay."""

from django.db import models
from django.db.models import Q

from zhengtong.duties.models import Person, Unit
from zhengtong.publishing.kinds import ImportState
from zhengtong.publishing.models.articles import Article


class ImportedFile(models.Model):
    """One upload: its bytes until they are kept as evidence of the draft, and what was read in them.

    `reading` is `importing.reading.Reading` as JSON: exactly what the preview shows and the draft will hold.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="imports", verbose_name="责任单位")
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间")
    name = models.CharField("文件名", max_length=220)
    size = models.PositiveIntegerField("字节数")
    digest = models.CharField("文件摘要", max_length=80)
    data = models.BinaryField("文件内容", default=bytes)
    state = models.CharField("状态", max_length=10, choices=ImportState.choices, default=ImportState.WAITING)
    attempts = models.PositiveSmallIntegerField("识别次数", default=0)
    reading = models.JSONField("识别结果", null=True, blank=True)
    reasons = models.TextField("不能导入的原因", blank=True)
    read_at = models.DateTimeField("识别时间", null=True, blank=True)
    typed = models.JSONField("已填写的要素", default=dict, blank=True)
    article = models.OneToOneField(
        Article, models.PROTECT, null=True, blank=True, related_name="imported_from", verbose_name="稿件"
    )

    class Meta:
        verbose_name = verbose_name_plural = "导入文件"
        constraints = [
            models.CheckConstraint(
                condition=(Q(state=ImportState.USED) & Q(article__isnull=False))
                | (~Q(state=ImportState.USED) & Q(article__isnull=True)),
                name="a_used_import_and_no_other_has_a_draft",
            ),
            models.CheckConstraint(
                condition=~Q(state=ImportState.REFUSED) | ~Q(reasons=""), name="a_refused_import_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=ImportState.READY) | Q(reading__isnull=False),
                name="what_is_ready_has_been_read",
            ),
        ]
        indexes = [
            models.Index(fields=["uploaded_at"], name="imports_unused", condition=~Q(state=ImportState.USED))
        ]

    def __str__(self) -> str:
        return self.name


class ImportedPicture(models.Model):
    """A picture found in an uploaded document, until the draft takes it over."""

    imported = models.ForeignKey(
        ImportedFile, models.CASCADE, related_name="pictures", verbose_name="导入文件"
    )
    number = models.PositiveSmallIntegerField("序号")
    data = models.BinaryField("图片内容")
    media_type = models.CharField("类型", max_length=20)

    class Meta:
        verbose_name = verbose_name_plural = "导入文件中的图片"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["imported", "number"], name="pictures_of_an_import_are_numbered")
        ]

    def __str__(self) -> str:
        return f"图{self.number}"
