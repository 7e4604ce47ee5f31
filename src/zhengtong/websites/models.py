from datetime import date

from django.db import models
from django.db.models import F, Q

from zhengtong.engine.choices import TextChoices
from zhengtong.engine.procedures.models import Case
from zhengtong.registry.models import Channel


class Cause(TextChoices):
    """Why a site goes offline for a time. Only what the host wants itself counts (3.11, 3.12)."""

    RECTIFY = "rectify", "整改、改版等"
    FORCE_MAJEURE = "force_majeure", "不可抗力"
    ORDERED = "ordered", "责令紧急下线"


class Suspension(models.Model):
    """One time that a site is offline (3.11, 3.12). Days are business dates; `latest_back` is the last day the measures allow.

    An outage that does not count has no last day. Written by `actions` alone.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="suspensions", verbose_name="网站")
    case = models.OneToOneField(Case, models.PROTECT, related_name="suspension", verbose_name="办件")
    cause = models.CharField("原因类别", max_length=20, choices=Cause.choices)
    counted = models.BooleanField("计入当年次数")
    year = models.PositiveSmallIntegerField("年度")
    down_on = models.DateField("下线日期")
    planned_back = models.DateField("计划恢复日期", null=True, blank=True)
    latest_back = models.DateField("最迟恢复日期", null=True, blank=True)
    back_on = models.DateField("恢复日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "临时下线"
        ordering = ["-down_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "year"], condition=Q(counted=True), name="a_site_goes_offline_once_a_year",
                violation_error_message="该网站本年度已临时下线1次",
            ),
            models.UniqueConstraint(
                fields=["channel"], condition=Q(back_on__isnull=True), name="a_site_is_offline_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(counted=False) | Q(latest_back__isnull=False, planned_back__lte=F("latest_back")),
                name="a_counted_suspension_ends_in_its_time",
            ),
            models.CheckConstraint(
                condition=Q(back_on__isnull=True) | Q(back_on__gte=F("down_on")), name="a_site_is_back_after_it_was_down"
            ),
            models.CheckConstraint(
                condition=Q(counted=True, cause=Cause.RECTIFY) | (Q(counted=False) & ~Q(cause=Cause.RECTIFY)),
                name="only_what_the_host_wants_counts",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.channel}临时下线（{self.down_on}）"

    @property
    def ended_on(self) -> date:
        """The last day on which it counts as offline: when it came back, or when it must."""
        return self.back_on or self.latest_back or self.down_on


class ContentAccount(models.Model):
    """Where the content of a closing site went (3.8): a line for each item of the old site, found again or explained."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="content_accounts", verbose_name="办件")
    line = models.PositiveIntegerField("清单行号")
    title = models.CharField("原标题", max_length=300)
    old_url = models.CharField("原网址", max_length=500, blank=True)
    new_path = models.CharField("现网址", max_length=500, blank=True)
    left_out = models.CharField("不迁移的理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "内容去向"
        ordering = ["case", "line"]
        constraints = [
            models.UniqueConstraint(fields=["case", "line"], name="a_line_is_accounted_for_once"),
            models.CheckConstraint(
                condition=~Q(new_path="") | ~Q(left_out=""), name="content_went_somewhere_or_is_explained"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DomainWatch(models.Model):
    """The domain of a closed site, looked at from time to time: whether somebody else shows something there (3.10)."""

    channel = models.OneToOneField(Channel, models.PROTECT, related_name="domain_watch", verbose_name="网站")
    domain = models.CharField("原域名", max_length=120)
    since = models.DateField("起始日期")
    ended_on = models.DateField("终止日期", null=True, blank=True)
    ended_why = models.CharField("终止原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "原域名监看"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_why="")
                | (Q(ended_on__isnull=False) & ~Q(ended_why="")),
                name="a_watch_that_ended_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.domain}（{self.channel}）"


class DomainLook(models.Model):
    """One look at a watched domain. Written once."""

    append_only = True

    watch = models.ForeignKey(DomainWatch, models.PROTECT, related_name="looks", verbose_name="原域名监看")
    on = models.DateField("查看日期")
    fine = models.BooleanField("未见异常")
    found = models.CharField("查看情况", max_length=300)
    by = models.ForeignKey("duties.Person", models.PROTECT, related_name="+", verbose_name="查看人")

    class Meta:
        verbose_name = verbose_name_plural = "原域名查看记录"
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.watch.domain} {self.on}"
