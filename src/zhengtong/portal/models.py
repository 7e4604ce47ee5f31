"""What the portal knows of itself: the manifest of its files, and what of the public items its lists and its search read.

All of it is derived from `publishing.Publication` and can be made again from there; nothing here decides what is public.
"""

from django.db import models

from zhengtong.duties.models import ContentKind
from zhengtong.publishing.models import Publication


class BuiltFile(models.Model):
    """One line of the manifest: a file of the public site, as it was built. Its compressed twin is not listed."""

    path = models.CharField("路径", max_length=500, unique=True)
    hash = models.CharField("内容摘要", max_length=80)
    size = models.PositiveBigIntegerField("字节数")
    built_at = models.DateTimeField("生成时间")
    source = models.CharField("来源", max_length=80, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "门户文件清单"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(path__startswith="/") & ~models.Q(path__contains=".."),
                name="built_files_stay_within_the_site",
            )
        ]

    def __str__(self) -> str:
        return self.path


class Build(models.Model):
    """How far the last full build saw the ledger: what happened before needs no build of its own any more. One row."""

    seen = models.PositiveBigIntegerField("已处理至", default=0)
    at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "门户生成"

    def __str__(self) -> str:
        return "门户网站"


class SearchDocument(models.Model):
    """A public item as lists, feeds and search see it. `site` is "portal" or a unit's code. Text stands last: lists skip it."""

    publication = models.OneToOneField(Publication, models.CASCADE, related_name="+", verbose_name="公开记录")
    article_id = models.BigIntegerField("稿件", unique=True)
    site = models.CharField("站点", max_length=40)
    column = models.CharField("栏目", max_length=60)
    unit = models.CharField("单位代码", max_length=40)
    unit_name = models.CharField("单位", max_length=80)
    kind = models.CharField("体裁", max_length=10, choices=ContentKind.choices)
    url = models.CharField("网址路径", max_length=300, unique=True)
    title = models.CharField("标题", max_length=300)
    summary = models.CharField("摘要", max_length=300, blank=True)
    source = models.CharField("信息来源", max_length=100, blank=True)
    document_number = models.CharField("文号", max_length=60, blank=True)
    void = models.CharField("失效说明", max_length=20, blank=True)
    published_at = models.DateTimeField("首次发布时间")
    year = models.PositiveSmallIntegerField("年份")
    text = models.TextField("正文文字")

    class Meta:
        verbose_name = verbose_name_plural = "检索文档"
        indexes = [
            models.Index(fields=["column", "published_at", "article_id"], name="documents_of_a_column"),
            models.Index(fields=["column", "year", "published_at", "article_id"], name="documents_of_a_year"),
            models.Index(fields=["site", "kind", "published_at"], name="documents_of_a_site"),
            models.Index(fields=["published_at", "article_id"], name="documents_by_date"),
        ]

    def __str__(self) -> str:
        return self.title


class Reference(models.Model):
    """What a page shows of others: "article:12" (a link, or the document that replaced it), "file:/files/…" (a picture)."""

    document = models.ForeignKey(
        SearchDocument, models.CASCADE, related_name="references", verbose_name="文档"
    )
    target = models.CharField("所指", max_length=400)

    class Meta:
        verbose_name = verbose_name_plural = "引用"
        constraints = [
            models.UniqueConstraint(fields=["document", "target"], name="a_page_shows_a_thing_once")
        ]
        indexes = [models.Index(fields=["target"], name="references_by_target")]

    def __str__(self) -> str:
        return self.target
