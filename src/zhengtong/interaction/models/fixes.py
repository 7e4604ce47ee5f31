"""A correction set right in the article it is about, through the same reviews as everything that is published (5.2, 5.7)."""

from django.db import models
from django.db.models import Q

from zhengtong.duties.models import Person
from zhengtong.interaction.models.messages import CitizenMessage
from zhengtong.publishing.models import Article, Publication, Submission


class Fix(models.Model):
    """These words became those: proposed by the handler, handed in for review, public (or given up)."""

    message = models.ForeignKey(CitizenMessage, models.PROTECT, related_name="fixes", verbose_name="留言")
    article = models.ForeignKey(Article, models.PROTECT, related_name="+", verbose_name="稿件")
    was = models.CharField("原文", max_length=1000)
    became = models.CharField("更正为", max_length=1000, blank=True)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+", verbose_name="送审件")
    base = models.ForeignKey(Publication, models.PROTECT, related_name="+", verbose_name="更正前版本")
    began_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="更正人")
    began_at = models.DateTimeField("更正时间")
    publication = models.ForeignKey(
        Publication, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="更正后版本"
    )
    done_at = models.DateTimeField("发布时间", null=True, blank=True)
    given_up_at = models.DateTimeField("放弃时间", null=True, blank=True)
    given_up_why = models.CharField("放弃原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "稿件更正"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message"],
                condition=Q(done_at__isnull=True, given_up_at__isnull=True),
                name="one_fix_of_a_message_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, publication__isnull=True)
                | Q(done_at__isnull=False, publication__isnull=False),
                name="a_fix_that_is_done_is_public",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message.number}更正"
