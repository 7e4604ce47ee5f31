from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhengtong.duties.models.kinds import ContentKind
from zhengtong.duties.models.units import Unit

PORTAL = "portal"


class ResponsibleColumn(models.Model):
    """One line of the duty table (2.4): a column of the portal or of a sub-site → unit → person → how often."""

    code = models.SlugField("栏目代码", max_length=60, unique=True)
    name = models.CharField("栏目名称", max_length=80)
    site = models.SlugField(
        "所在站点", max_length=40, default=PORTAL, help_text="门户网站为 portal，子站为单位代码"
    )
    kind = models.CharField("内容类别", max_length=20, choices=ContentKind.choices, default=ContentKind.NEWS)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="columns", verbose_name="责任单位")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="columns",
        verbose_name="责任人",
    )
    update_every_days = models.PositiveSmallIntegerField(
        "更新周期（天）", null=True, blank=True, help_text="自上次更新起的自然日；留空表示随时更新、不设期限"
    )
    clause = models.CharField("依据条款", max_length=20, default="2.4")
    valid_from = models.DateField("起始日期")
    valid_until = models.DateField("截止日期", null=True, blank=True)
    last_updated_at = models.DateTimeField("最近更新时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "责任栏目"
        ordering = ["site", "unit__order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="a_column_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(update_every_days__isnull=True) | Q(update_every_days__gte=1),
                name="a_column_is_updated_every_day_or_less_often",
            ),
            models.UniqueConstraint(
                fields=["site", "name"],
                condition=Q(valid_until__isnull=True),
                name="a_site_has_a_column_name_once",
                violation_error_message="该站点已有同名栏目",
            ),
        ]

    def __str__(self) -> str:
        return self.name
