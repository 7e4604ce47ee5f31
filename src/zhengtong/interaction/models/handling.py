"""How a message goes through the hands of offices: forwarded, paused, answered."""

from django.db import models
from django.db.models import F, Q

from zhengtong.duties.models import Person, Unit
from zhengtong.interaction.models.kinds import WRITING, AnswerState, Role
from zhengtong.interaction.models.messages import CitizenMessage


class Forwarding(models.Model):
    """A message given to a unit (5.7: 转办). Delivery has a state of its own: acknowledged, sent back, ended.

    `suggested` is what the machine proposed before a person decided: [{"unit", "share", "words"}].
    `right_unit` is who a unit that sends it back says is right. `opinion` is what a joint unit contributes.
    """

    message = models.ForeignKey(
        CitizenMessage, models.PROTECT, related_name="forwardings", verbose_name="留言"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="承办单位")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人"
    )
    role = models.CharField("分工", max_length=6, choices=Role.choices, default=Role.LEAD)
    note = models.CharField("转办说明", max_length=500, blank=True)
    suggested = models.JSONField("转办建议", default=list)
    by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="转办人"
    )
    at = models.DateTimeField("转办时间")
    acknowledged_at = models.DateTimeField("签收时间", null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签收人"
    )
    returned_at = models.DateTimeField("退回时间", null=True, blank=True)
    returned_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="退回人"
    )
    returned_why = models.CharField("退回理由", max_length=500, blank=True)
    right_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="应办单位"
    )
    opinion = models.TextField("协办意见", blank=True)
    opinion_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="协办人"
    )
    opinion_at = models.DateTimeField("协办意见时间", null=True, blank=True)
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "转办"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message"],
                condition=Q(role="lead", ended_at__isnull=True),
                name="a_message_has_one_lead",
            ),
            models.UniqueConstraint(
                fields=["message", "unit"],
                condition=Q(ended_at__isnull=True),
                name="a_unit_has_a_message_once",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True)
                | Q(returned_by__isnull=False, ended_at__isnull=False) & ~Q(returned_why=""),
                name="a_message_is_sent_back_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message.number} → {self.unit}"


class Pause(models.Model):
    """The limit stands still: asked for by the unit with a reason, allowed by the Office, until a day at the latest (5.7)."""

    message = models.ForeignKey(CitizenMessage, models.PROTECT, related_name="pauses", verbose_name="留言")
    reason = models.CharField("暂停理由", max_length=500)
    until = models.DateField("最迟恢复日期")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="申请人")
    asked_at = models.DateTimeField("申请时间")
    allowed = models.BooleanField("是否同意", null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批人"
    )
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    decision = models.CharField("审批意见", max_length=500, blank=True)
    # The working days that were left when the clock stopped, so that it goes on where it was.
    days_left = models.PositiveSmallIntegerField("剩余工作日", null=True, blank=True)
    ended_at = models.DateTimeField("恢复时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "暂停计时"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message"],
                condition=Q(ended_at__isnull=True),
                name="one_pause_of_a_message_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(allowed__isnull=True, decided_at__isnull=True)
                | Q(allowed__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                name="a_pause_is_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="nobody_allows_the_own_pause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message.number}暂停计时"

    @property
    def is_running(self) -> bool:
        return bool(self.allowed) and self.ended_at is None


class Answer(models.Model):
    """An answer from its first draft to the day it goes out. Who drafted it does not review it (5.7, 5.3).

    Of a correction it quotes what stood there and what stands there now. `copy_of` and `likeness` (percent) name the earlier
    answer it is nearly a copy of.
    """

    message = models.ForeignKey(CitizenMessage, models.PROTECT, related_name="answers", verbose_name="留言")
    number = models.PositiveSmallIntegerField("第几次答复")
    state = models.CharField("状态", max_length=10, choices=AnswerState.choices, default=AnswerState.DRAFT)
    text = models.TextField("答复内容")
    quoted_before = models.CharField("原文", max_length=1000, blank=True)
    quoted_after = models.CharField("更正为", max_length=1000, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="答复单位")
    drafted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="拟稿人"
    )
    drafted_at = models.DateTimeField("拟稿时间")
    submitted_at = models.DateTimeField("送审时间", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )
    reviewed_at = models.DateTimeField("审核时间", null=True, blank=True)
    review_note = models.CharField("审核意见", max_length=500, blank=True)
    sent_at = models.DateTimeField("答复时间", null=True, blank=True)
    copy_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="雷同答复"
    )
    likeness = models.PositiveSmallIntegerField("雷同程度（%）", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "答复"
        ordering = ["pk"]
        indexes = [models.Index(fields=["unit", "sent_at"], name="answers_of_a_unit")]
        constraints = [
            models.UniqueConstraint(fields=["message", "number"], name="answers_are_numbered"),
            models.UniqueConstraint(
                fields=["message"],
                condition=Q(state__in=sorted(WRITING)),
                name="one_answer_is_written_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True)
                | Q(drafted_by__isnull=True)
                | ~Q(reviewed_by=F("drafted_by")),
                name="who_drafted_an_answer_does_not_review_it",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at__isnull=True),
                name="an_answer_that_went_out_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message.number}答复"

    @property
    def is_past(self) -> bool:
        """Given before the message came into this house, and entered out of a list (历史答复)."""
        return self.state == AnswerState.SENT and self.reviewed_by_id is None
