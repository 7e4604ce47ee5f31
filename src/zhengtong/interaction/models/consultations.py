"""What the public says in a consultation, and what becomes of it (5.7)."""

from django.db import models
from django.db.models import Q

from zhengtong.duties.models import Person
from zhengtong.engine.choices import TextChoices
from zhengtong.interaction.models.rounds import Round, Sent


class Decision(TextChoices):
    TAKEN = "taken", "采纳"
    PARTLY = "partly", "部分采纳"
    NOT = "not", "未采纳"
    UNRELATED = "unrelated", "与征集事项无关"


class OpinionGroup(models.Model):
    """Opinions that say the same, as the published result tells them: what was said, what was decided, and why.

    `summary` is written by the unit, so that nothing of a person gets into the result.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="groups", verbose_name="意见征集")
    summary = models.CharField("意见归纳", max_length=300)
    decision = models.CharField("采纳情况", max_length=10, choices=Decision.choices, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )
    decided_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "意见归纳"
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "summary"], name="an_opinion_is_summed_up_once"),
            models.CheckConstraint(
                condition=Q(decision="") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="who_decides_about_opinions_is_known",
            ),
            models.CheckConstraint(
                condition=Q(decision="") | ~Q(reason=""), name="opinions_are_decided_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.summary


class Opinion(Sent):
    """One opinion as it came in; who sent it is never public. `paragraph` is that of the draft text, from 1."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="opinions", verbose_name="意见征集")
    paragraph = models.PositiveSmallIntegerField("所指条款", null=True, blank=True)
    text = models.TextField("意见内容")
    sender_name = models.CharField("姓名或单位", max_length=50, blank=True)
    sender_phone = models.CharField("联系电话", max_length=40, blank=True)
    group = models.ForeignKey(
        OpinionGroup, models.PROTECT, null=True, blank=True, related_name="opinions", verbose_name="意见归纳"
    )

    class Meta:
        verbose_name = verbose_name_plural = "征集意见"
        ordering = ["pk"]
        indexes = [models.Index(fields=["round", "group"], name="opinions_of_a_round")]

    def __str__(self) -> str:
        return f"{self.round} 第{self.pk}条意见"
