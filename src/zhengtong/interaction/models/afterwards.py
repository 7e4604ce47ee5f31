"""What follows an answer: how satisfied the citizen is, what is made public, what others can learn from it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengtong.duties.models import Person, Unit
from zhengtong.interaction.models.handling import Answer
from zhengtong.interaction.models.kinds import Satisfaction
from zhengtong.interaction.models.messages import CitizenMessage


class Rating(models.Model):
    """How satisfied the citizen is with one answer; said once."""

    append_only: ClassVar[bool] = True

    answer = models.OneToOneField(Answer, models.PROTECT, related_name="rating", verbose_name="答复")
    satisfaction = models.CharField("满意度", max_length=6, choices=Satisfaction.choices)
    comment = models.CharField("评价", max_length=500, blank=True)
    at = models.DateTimeField("评价时间")

    class Meta:
        verbose_name = verbose_name_plural = "满意度评价"

    def __str__(self) -> str:
        return f"{self.answer.message.number} {self.get_satisfaction_display()}"


class PublicVersion(models.Model):
    """What the public may read of a message and its answer. The original stays apart, unchanged.

    `proposed` is what the machine would have masked ([{"kind", "excerpt", "field"}]); the texts are what a person decided.
    """

    message = models.ForeignKey(
        CitizenMessage, models.PROTECT, related_name="public_versions", verbose_name="留言"
    )
    title = models.CharField("公开标题", max_length=100)
    question = models.TextField("公开来信")
    reply = models.TextField("公开答复")
    proposed = models.JSONField("隐去建议", default=list)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="答复单位")
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="公开审定人")
    decided_at = models.DateTimeField("公开时间")
    ended_at = models.DateTimeField("停止公开时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="停止公开人"
    )
    ended_why = models.CharField("停止公开原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公开答复"
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message"], condition=Q(ended_at__isnull=True), name="one_public_version_of_a_message"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(ended_why=""),
                name="a_public_version_is_ended_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class KnownAnswer(models.Model):
    """One entry of the question-and-answer library (问答知识库), grown from answered letters and looked over again by a day."""

    question = models.CharField("问题", max_length=200)
    answer = models.TextField("解答")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="known_answers", verbose_name="解答单位")
    grown_from = models.ForeignKey(
        CitizenMessage, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="来自留言"
    )
    review_on = models.DateField("复核日期")
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="录入人")
    entered_at = models.DateTimeField("录入时间")
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)
    ended_why = models.CharField("停用原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "问答知识库"
        ordering = ["unit__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "question"],
                condition=Q(ended_at__isnull=True),
                name="a_unit_answers_a_question_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(ended_why=""),
                name="a_known_answer_is_ended_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.question


class MonthlyFigures(models.Model):
    """What came in and how it was answered in one month, as it was published; frozen (5.7)."""

    append_only: ClassVar[bool] = True

    month = models.DateField("月份", unique=True, help_text="当月第一日")
    figures = models.JSONField("统计数据")
    made_at = models.DateTimeField("统计时间")

    class Meta:
        verbose_name = verbose_name_plural = "月度统计"
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y年%-m月}网民留言办理情况"
