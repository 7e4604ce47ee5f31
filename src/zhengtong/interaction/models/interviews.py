"""What the public asks before and in an interview, and what is said in it (5.7)."""

from django.db import models
from django.db.models import F, Q

from zhengtong.duties.models import Person
from zhengtong.engine.choices import TextChoices
from zhengtong.interaction.models.rounds import Round, Sent


class Asked(TextChoices):
    WAITING = "waiting", "待筛选"
    PUT = "put", "已采用"
    DECLINED = "declined", "未采用"


class VisitorQuestion(Sent):
    """A question of a citizen to the guests. `put` is how it is put to them and read by all: a person decides."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="asked", verbose_name="在线访谈")
    text = models.TextField("问题")
    sender_name = models.CharField("称呼", max_length=50, blank=True)
    state = models.CharField("状态", max_length=10, choices=Asked.choices, default=Asked.WAITING)
    put = models.CharField("采用文字", max_length=500, blank=True)
    why = models.CharField("未采用理由", max_length=300, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="筛选人"
    )
    decided_at = models.DateTimeField("筛选时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "网民提问"
        ordering = ["pk"]
        indexes = [models.Index(fields=["round", "state"], name="visitor_questions_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", put="", why="")
                | Q(state="put", decided_by__isnull=False) & ~Q(put="")
                | Q(state="declined", decided_by__isnull=False) & ~Q(why=""),
                name="a_person_decides_which_questions_are_put",
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} 第{self.pk}条提问"


class Speaker(TextChoices):
    HOST = "host", "主持人"
    GUEST = "guest", "嘉宾"
    VISITOR = "visitor", "网民"


class EntryState(TextChoices):
    WAITING = "waiting", "待审核"
    PUBLIC = "public", "已公开"
    RETURNED = "returned", "退回"


class LiveEntry(models.Model):
    """One thing said in an interview. Public after a second person let it out; a correction is a further entry (`corrects`)."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="entries", verbose_name="在线访谈")
    speaker = models.CharField("发言人类别", max_length=10, choices=Speaker.choices)
    name = models.CharField("发言人", max_length=60, blank=True)
    text = models.TextField("发言内容")
    question = models.ForeignKey(
        VisitorQuestion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name="对应提问",
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="更正"
    )
    state = models.CharField("状态", max_length=10, choices=EntryState.choices, default=EntryState.WAITING)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="录入人")
    written_at = models.DateTimeField("录入时间")
    reviewed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )
    reviewed_at = models.DateTimeField("审核时间", null=True, blank=True)
    returned_why = models.CharField("退回理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "访谈实录"
        ordering = ["pk"]
        indexes = [models.Index(fields=["round", "state"], name="live_entries_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="a_live_entry_is_let_out_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("written_by")),
                name="nobody_lets_out_the_own_entry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_speaker_display()}{self.name}：{self.text[:40]}"
