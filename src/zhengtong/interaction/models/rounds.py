"""Surveys, consultations and interviews: what is put to the public, from its draft to its published result (5.7).

One such undertaking is a round (期). What the public sends in is never changed; what people decide about it stands beside it.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q

from zhengtong.duties.models import Person, Unit
from zhengtong.engine.choices import TextChoices


class RoundKind(TextChoices):
    SURVEY = "survey", "在线调查"
    CONSULTATION = "consultation", "意见征集"
    INTERVIEW = "interview", "在线访谈"


class RoundState(TextChoices):
    """Of an interview: 进行中 is the collecting of questions, 访谈中 the interview itself."""

    DRAFT = "draft", "拟稿"
    SUBMITTED = "submitted", "待审核"
    APPROVED = "approved", "待开始"
    OPEN = "open", "进行中"
    CLOSED = "closed", "已截止"
    LIVE = "live", "访谈中"
    FINISHED = "finished", "已办结"
    DROPPED = "dropped", "已撤回"


# Before anybody but the unit has seen it.
UNSEEN = frozenset({RoundState.DRAFT, RoundState.SUBMITTED, RoundState.DROPPED})
RUNNING = frozenset({RoundState.APPROVED, RoundState.OPEN, RoundState.CLOSED, RoundState.LIVE})
# What everybody may read. An approved interview is announced; a survey and a consultation wait for their day.
PUBLIC = frozenset({RoundState.OPEN, RoundState.CLOSED, RoundState.LIVE, RoundState.FINISHED})


class Round(models.Model):
    """One survey, consultation or interview. Its text is frozen from the moment it is handed in (`guards`).

    `opens_on` and `closes_on` are Beijing days, both included: the worker opens and closes. Of a consultation `text` is the
    draft that is put to the public, a line a paragraph; of an interview `guests` has one guest a line. `conclusion` is the
    result as it is published: `concluded_by` wrote it, `finished_by`, another person, let it out.
    """

    kind = models.CharField("类别", max_length=12, choices=RoundKind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rounds", verbose_name="主办单位")
    title = models.CharField("标题", max_length=100)
    introduction = models.TextField("说明")
    contact = models.CharField("联系方式", max_length=200)
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期")
    short_why = models.CharField("缩短期限的理由", max_length=300, blank=True)
    text = models.TextField("征求意见稿", blank=True)
    guests = models.TextField("访谈嘉宾", blank=True)
    held_at = models.DateTimeField("访谈时间", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=RoundState.choices, default=RoundState.DRAFT)
    drafted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="拟稿人"
    )
    drafted_at = models.DateTimeField("拟稿时间")
    submitted_at = models.DateTimeField("送审时间", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )
    reviewed_at = models.DateTimeField("审核时间", null=True, blank=True)
    returned_why = models.CharField("退回理由", max_length=300, blank=True)
    opened_at = models.DateTimeField("开始时间", null=True, blank=True)
    closed_at = models.DateTimeField("截止时间", null=True, blank=True)
    live_at = models.DateTimeField("访谈开始时间", null=True, blank=True)
    conclusion = models.TextField("结果说明", blank=True)
    concluded_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="结果拟稿人"
    )
    concluded_at = models.DateTimeField("结果拟稿时间", null=True, blank=True)
    finished_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="结果审核人"
    )
    finished_at = models.DateTimeField("办结时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "征集互动"
        ordering = ["-opens_on", "-pk"]
        indexes = [
            models.Index(fields=["kind", "state", "opens_on"], name="rounds_by_kind"),
            models.Index(fields=["unit", "kind", "state"], name="rounds_of_a_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("closes_on")), name="a_round_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(UNSEEN))
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="a_round_is_approved_before_it_is_public",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("drafted_by")),
                name="nobody_approves_the_own_round",
            ),
            models.CheckConstraint(
                condition=~Q(state="finished")
                | Q(finished_at__isnull=False, closed_at__isnull=False) & ~Q(conclusion=""),
                name="a_round_is_finished_by_its_published_result",
            ),
            models.CheckConstraint(
                condition=Q(finished_by__isnull=True) | ~Q(finished_by=F("concluded_by")),
                name="nobody_lets_out_the_own_result",
            ),
            models.CheckConstraint(
                condition=~Q(state="live") | Q(kind="interview", live_at__isnull=False),
                name="only_an_interview_is_live",
            ),
            models.CheckConstraint(
                condition=~Q(kind="interview") | Q(held_at__isnull=False) & ~Q(guests=""),
                name="an_interview_names_guests_and_time",
            ),
            models.CheckConstraint(
                condition=~Q(kind="consultation") | ~Q(text=""), name="a_consultation_has_its_draft_text"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def paragraphs(self) -> list[str]:
        """The draft text, a paragraph a line; opinions name them by number, from 1."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]

    @property
    def guest_list(self) -> list[str]:
        return [line.strip() for line in self.guests.splitlines() if line.strip()]

    @property
    def is_public(self) -> bool:
        announced = self.kind == RoundKind.INTERVIEW and self.state == RoundState.APPROVED
        return announced or self.state in PUBLIC

    @property
    def path(self) -> str:
        """Where the public reads it, root-relative."""
        return f"{PLACES[RoundKind(self.kind)]}{self.pk}/"

    @property
    def state_told(self) -> str:
        """The state in the words of its kind."""
        return STATE_WORDS.get((self.kind, self.state), RoundState(self.state).label)


# 互动交流: 调查, 征集, 访谈.
PLACES = {
    RoundKind.SURVEY: "/hdjl/dc/",
    RoundKind.CONSULTATION: "/hdjl/zj/",
    RoundKind.INTERVIEW: "/hdjl/ft/",
}

STATE_WORDS: dict[tuple[Any, Any], str] = {
    (RoundKind.SURVEY, RoundState.CLOSED): "已截止，结果待公布",
    (RoundKind.SURVEY, RoundState.FINISHED): "已公布结果",
    (RoundKind.CONSULTATION, RoundState.CLOSED): "已截止，结果待公布",
    (RoundKind.CONSULTATION, RoundState.FINISHED): "已公布结果",
    (RoundKind.INTERVIEW, RoundState.APPROVED): "预告",
    (RoundKind.INTERVIEW, RoundState.OPEN): "正在征集问题",
    (RoundKind.INTERVIEW, RoundState.CLOSED): "提问已截止",
    (RoundKind.INTERVIEW, RoundState.LIVE): "正在访谈",
    (RoundKind.INTERVIEW, RoundState.FINISHED): "访谈实录",
}


class Sent(models.Model):
    """Something the public sent in. `nonce` is the form's (one form, one sending); `mark` a keyed digest, against abuse alone."""

    at = models.DateTimeField("收到时间")
    nonce = models.CharField("表单标记", max_length=32, unique=True)
    mark = models.CharField("来访标记", max_length=32)

    class Meta:
        abstract = True
