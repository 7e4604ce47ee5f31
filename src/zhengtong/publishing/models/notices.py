from django.db import models
from django.db.models import Q

from zhengtong.engine.procedures.models import Case
from zhengtong.publishing.models.articles import Article


class CaseNotice(models.Model):
    """A notice that a case asks for: the article that was drafted for it, and the step that waits until it is public.

    One that was thrown away, or taken down before its time, is dropped and stays; the case asks for another.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="notices", verbose_name="办件")
    step = models.CharField("等待公开的环节", max_length=60)
    drafted_by_step = models.CharField("起草环节", max_length=60)
    article = models.OneToOneField(Article, models.PROTECT, related_name="case_notice", verbose_name="公告")
    drafted_at = models.DateTimeField("起草时间")
    dropped_at = models.DateTimeField("作废时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办件公告"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "step"],
                condition=Q(dropped_at__isnull=True),
                name="a_step_waits_for_one_notice",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.article}"
