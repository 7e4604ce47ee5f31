from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhengtong.engine.choices import TextChoices
from zhengtong.engine.procedures.declaration import OUTCOMES, Procedure, Step, from_data


class Edition(models.Model):
    """One text of a procedure, kept for ever: a running case goes on by the text it began with."""

    append_only: ClassVar[bool] = True

    procedure = models.CharField("程序代码", max_length=60)
    digest = models.CharField("内容摘要", max_length=80, unique=True)
    text = models.JSONField("内容")
    kept_at = models.DateTimeField("启用时间")

    class Meta:
        verbose_name = verbose_name_plural = "程序版本"
        ordering = ["kept_at", "pk"]

    def __str__(self) -> str:
        return f"{self.text.get('label', self.procedure)}（{self.kept_at:%Y-%m-%d}启用）"


class CaseState(TextChoices):
    OPEN = "open", "办理中"
    DONE = "done", "已办结"
    REFUSED = "refused", "不予同意"
    WITHDRAWN = "withdrawn", "已撤回"
    STOPPED = "stopped", "已终止"


class Case(models.Model):
    """One run of a procedure (办件) for one party, about one thing. `party` is a word that the floors above understand.

    `asked` holds the answers of the application; `reused` counts those that the system knew and nobody had to type.
    """

    number = models.CharField("办件编号", max_length=40, unique=True)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="cases", verbose_name="程序版本")
    procedure = models.CharField("程序", max_length=60)
    section = models.CharField("类别", max_length=30)
    title = models.CharField("办件", max_length=300)
    party = models.CharField("申请单位代码", max_length=60)
    party_name = models.CharField("申请单位", max_length=100)
    subject_type = models.CharField("对象类型", max_length=80, blank=True)
    subject_id = models.CharField("对象编号", max_length=80, blank=True)
    subject_name = models.CharField("对象", max_length=300, blank=True)
    asked = models.JSONField("申请内容", default=dict)
    reused = models.PositiveIntegerField("免填项数", default=0)
    state = models.CharField("状态", max_length=10, choices=CaseState.choices, default=CaseState.OPEN)
    opened_at = models.DateTimeField("申请时间")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="申请人",
    )
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="办结人",
    )
    ended_why = models.CharField("终止原因", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办件"
        ordering = ["-opened_at", "-pk"]
        indexes = [
            models.Index(fields=["party", "state"], name="cases_of_party"),
            models.Index(fields=["subject_type", "subject_id"], name="cases_of_subject"),
            models.Index(fields=["section", "state"], name="cases_of_section"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "subject_type", "subject_id"],
                condition=Q(state="open") & ~Q(subject_id=""),
                name="one_open_case_of_a_procedure_for_a_thing",
                violation_error_message="该事项已在办理中",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="a_case_that_is_not_open_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "done"]) | ~Q(ended_why=""),
                name="a_case_that_was_not_finished_says_why",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"

    @cached_property
    def text(self) -> Procedure:
        """The procedure by which this case goes on."""
        return from_data(self.edition.text)


class StepState(TextChoices):
    WAITING = "waiting", "未到"
    OPEN = "open", "办理中"
    DONE = "done", "已办"
    SKIPPED = "skipped", "无须办理"
    RETURNED = "returned", "已退回"
    REFUSED = "refused", "不同意"
    VOID = "void", "作废"


OVER = (StepState.DONE, StepState.SKIPPED)
UNDER_WAY = (StepState.WAITING, StepState.OPEN)


class CaseStep(models.Model):
    """One step of a case (环节). A return begins a new round of it; what was done in the round before stays as it is.

    `audience` is whom it waits for, `until` the moment at which a wait is over.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps", verbose_name="办件")
    code = models.CharField("环节代码", max_length=60)
    round = models.PositiveSmallIntegerField("轮次", default=1)
    place = models.PositiveSmallIntegerField("次序")
    label = models.CharField("环节", max_length=100)
    audience = models.CharField("办理方", max_length=120, blank=True)
    state = models.CharField("状态", max_length=10, choices=StepState.choices, default=StepState.WAITING)
    opened_at = models.DateTimeField("开始时间", null=True, blank=True)
    until = models.DateTimeField("等待至", null=True, blank=True)
    ended_at = models.DateTimeField("办理时间", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="办理人",
    )
    acting_as = models.CharField("身份", max_length=200, blank=True)
    outcome = models.CharField("结果", max_length=10, blank=True)
    opinion = models.TextField("意见", blank=True)
    given = models.JSONField("办理内容", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "办件环节"
        ordering = ["case", "place", "round"]
        indexes = [
            models.Index(fields=["audience"], name="steps_open_for", condition=Q(state="open")),
            models.Index(
                fields=["until"], name="steps_waiting", condition=Q(state="open", until__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "code", "round"], name="a_step_is_there_once_in_a_round"),
            models.UniqueConstraint(
                fields=["case", "code"], condition=Q(state__in=["waiting", "open", "done"]),
                name="a_step_is_under_way_or_done_once",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", opened_at__isnull=True) | ~Q(state="waiting"),
                name="a_waiting_step_has_not_begun",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "open"], ended_at__isnull=True)
                | (~Q(state__in=["waiting", "open"]) & Q(ended_at__isnull=False)),
                name="a_step_that_is_over_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(outcome=""), name="a_step_that_is_done_has_an_outcome",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case.number} {self.label}"

    @property
    def text(self) -> Step:
        return self.case.text.step(self.code)

    @property
    def outcome_label(self) -> str:
        return OUTCOMES.get(self.outcome, "")


class Numbering(models.Model):
    """The last number given under a prefix in a year; locked while a case begins, so that none is given twice."""

    series = models.CharField("字号", max_length=40, unique=True)
    last = models.PositiveIntegerField("末号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "办件编号末号"

    def __str__(self) -> str:
        return f"{self.series} {self.last}"


def given_by(case: Case) -> dict[str, Any]:
    """Everything that the done steps of a case yielded, by field, the latest last."""
    found: dict[str, Any] = {}
    for step in case.steps.filter(state=StepState.DONE).order_by("place", "round"):
        found |= step.given
    return found
