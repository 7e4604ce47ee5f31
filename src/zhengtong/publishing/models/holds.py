"""Public notices that must stay public until a day (3.9)."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from zhengtong.duties.models import Person
from zhengtong.engine.clocks.rules import last_day
from zhengtong.publishing.models.articles import Article


class Hold(models.Model):
    """An article that is kept public up to the moment `kept_until` (UTC, the end of a Beijing day).

    Several may stand on one article; the longest counts. A hold is written once; afterwards it can only be lifted, once, and
    stays as a row. The database refuses everything else (`guards`).
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="holds", verbose_name="稿件")
    kept_until = models.DateTimeField("保留至")
    reason = models.TextField("保留事由")
    clause = models.CharField("依据条款", max_length=20)
    placed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="设置人"
    )
    placed_at = models.DateTimeField("设置时间")
    lifted_at = models.DateTimeField("解除时间", null=True, blank=True)
    lifted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="解除人"
    )
    lifted_reason = models.TextField("解除原因", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公告保留期限"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kept_until__gt=F("placed_at")), name="a_hold_lasts_some_time"),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(clause=""), name="a_hold_gives_its_reason_and_clause"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lifted_reason="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_reason="")),
                name="a_hold_is_lifted_by_somebody_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(lifted_at__gte=F("placed_at")),
                name="a_hold_is_lifted_after_it_was_placed",
            ),
        ]

    def __str__(self) -> str:
        return f"保留至{self.last_day:%Y-%m-%d}：{self.reason}"

    @property
    def last_day(self) -> date:
        """The last day (Asia/Shanghai) on which the article must be public."""
        return last_day(self.kept_until)
