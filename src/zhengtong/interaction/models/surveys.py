"""What a survey asks, and what it is answered (5.7)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengtong.duties.models import Person
from zhengtong.engine.choices import TextChoices
from zhengtong.interaction.models.rounds import Round, Sent


class QuestionKind(TextChoices):
    SINGLE = "single", "单选"
    SEVERAL = "several", "多选"
    SCALE = "scale", "评分"
    TEXT = "text", "填空"


SCALE = range(1, 6)


class Question(models.Model):
    """A question of a survey. `choices` are its options in order; of a scale the words for 1 and for 5.

    `most` is how many options may be chosen, 0 for any number.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="questions", verbose_name="在线调查")
    order = models.PositiveSmallIntegerField("题号")
    kind = models.CharField("题型", max_length=10, choices=QuestionKind.choices)
    text = models.CharField("题目", max_length=200)
    choices = models.JSONField("选项", default=list)
    most = models.PositiveSmallIntegerField("最多可选", default=0)
    required = models.BooleanField("必答", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "调查题目"
        ordering = ["round", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "order"], name="a_question_has_its_place")]

    def __str__(self) -> str:
        return f"{self.order}. {self.text}"

    @property
    def options(self) -> list[tuple[int, str]]:
        """What can be chosen: the stored number, and how it is said."""
        if self.kind == QuestionKind.SCALE:
            ends = {SCALE[0]: f"1分（{self.choices[0]}）", SCALE[-1]: f"5分（{self.choices[1]}）"}
            return [(step, ends.get(step, f"{step}分")) for step in SCALE]
        return list(enumerate(self.choices))


class Standing(TextChoices):
    COUNTED = "counted", "计入"
    SUSPECTED = "suspected", "疑似重复"
    KEPT = "kept", "经核计入"
    LEFT_OUT = "left_out", "不计入"


# What the published figures count.
COUNTED = frozenset({Standing.COUNTED, Standing.KEPT})


class Reply(Sent):
    """One answered survey. What a person decides about one that may be a repetition stands in `decided_*`."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="replies", verbose_name="在线调查")
    standing = models.CharField("计票", max_length=10, choices=Standing.choices, default=Standing.COUNTED)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核定人"
    )
    decided_at = models.DateTimeField("核定时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "答卷"
        ordering = ["pk"]
        indexes = [models.Index(fields=["round", "mark"], name="replies_of_a_mark")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(standing__in=["kept", "left_out"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_reply_is_left_out_by_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} 第{self.pk}份答卷"


class Choice(models.Model):
    """One option chosen in a reply; of a scale its points."""

    append_only: ClassVar[bool] = True

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="chosen", verbose_name="答卷")
    question = models.ForeignKey(Question, models.PROTECT, related_name="chosen", verbose_name="题目")
    number = models.PositiveSmallIntegerField("选项")

    class Meta:
        verbose_name = verbose_name_plural = "所选选项"
        constraints = [
            models.UniqueConstraint(fields=["reply", "question", "number"], name="an_option_is_chosen_once")
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.number}"


class Words(models.Model):
    """What somebody wrote to a question; public only as `shown`, after a person picked it."""

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="written", verbose_name="答卷")
    question = models.ForeignKey(Question, models.PROTECT, related_name="written", verbose_name="题目")
    text = models.TextField("填写内容")
    shown = models.TextField("公开内容", blank=True)
    shown_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="选定人"
    )
    shown_at = models.DateTimeField("选定时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "填空答案"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "question"], name="a_question_is_answered_once"),
            models.CheckConstraint(
                condition=Q(shown="") | Q(shown_by__isnull=False, shown_at__isnull=False),
                name="words_are_shown_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]
