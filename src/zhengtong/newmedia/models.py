"""Chapter 4 beyond the register: when an account was updated, whether a closed account stays gone."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengtong.duties.models import Person
from zhengtong.engine.choices import TextChoices
from zhengtong.engine.procedures.models import Case
from zhengtong.registry.models import Channel


class AccountUpdate(models.Model):
    """What a unit reports: on this Beijing day something was published on the account (4.8). Proof hangs on the row as evidence.

    `followers` is what the platform showed that day, where it was looked up.
    """

    append_only: ClassVar[bool] = True

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="updates", verbose_name="账号")
    on = models.DateField("更新日期")
    followers = models.PositiveIntegerField("关注用户数", null=True, blank=True)
    noted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    noted_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "账号更新登记"
        ordering = ["channel", "-on"]
        constraints = [
            models.UniqueConstraint(fields=["channel", "on"], name="an_update_is_noted_once_for_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.on:%Y-%m-%d}更新"


class Finding(TextChoices):
    GONE = "gone", "账号已不存在"
    BACK = "back", "账号仍可访问或重新出现"


class Recheck(models.Model):
    """A look at the platform some time after an account was cancelled: is it still gone? Done once, with proof (4.8)."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="rechecks", verbose_name="账号")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="办件")
    planned_on = models.DateField("复查日期")
    finding = models.CharField("复查结果", max_length=8, choices=Finding.choices, blank=True)
    note = models.CharField("复查说明", max_length=300, blank=True)
    done_at = models.DateTimeField("复查时间", null=True, blank=True)
    done_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复查人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "注销复查"
        ordering = ["planned_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel"],
                condition=Q(done_at__isnull=True),
                name="one_recheck_of_an_account_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, finding="")
                | Q(done_at__isnull=False, done_by__isnull=False, finding__in=["gone", "back"]),
                name="a_recheck_that_is_done_says_who_when_and_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel}注销复查"
