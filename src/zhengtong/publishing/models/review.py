"""The record of three reviews and three proofreadings (5.2, 5.3). Wagtail's own revisions and task states prove nothing."""

from django.db import models
from django.db.models import F, Q

from zhengtong.duties.models import Person, Relaxation
from zhengtong.publishing.kinds import OPEN_STATES, Act, Stage, SubmissionState, TakedownReason
from zhengtong.publishing.models.articles import Article


class Hand(models.Model):
    """Somebody wrote or changed the text: kept for ever, because whoever did reviews it in no stage."""

    append_only = True

    article = models.ForeignKey(Article, models.PROTECT, related_name="hands", verbose_name="稿件")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="改动人")
    content_hash = models.CharField("改动后内容摘要", max_length=80)
    how = models.CharField("方式", max_length=20)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "改动记录"

    def __str__(self) -> str:
        return f"{self.person} {self.at:%Y-%m-%d}"


class Submission(models.Model):
    """One handing-in of one exact text. The text itself is kept here, so that signatures outlive drafts and revisions."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="submissions", verbose_name="稿件")
    number = models.PositiveIntegerField("送审次数")
    revision_id = models.BigIntegerField("修订版本")
    content = models.JSONField("送审内容")
    content_hash = models.CharField("内容摘要", max_length=80)
    state = models.CharField(
        "状态", max_length=10, choices=SubmissionState.choices, default=SubmissionState.IN_REVIEW
    )
    stage = models.PositiveSmallIntegerField("当前环节", choices=Stage.choices, default=Stage.FIRST)
    separate_proofreaders = models.BooleanField("审校分设", default=False)
    principal_signs = models.BooleanField("主要负责人签发", default=False)
    relaxation = models.ForeignKey(
        Relaxation, models.PROTECT, null=True, blank=True, related_name="submissions", verbose_name="适用放宽"
    )
    publish_at = models.DateTimeField("定时发布时间", null=True, blank=True)
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="送审人")
    submitted_at = models.DateTimeField("送审时间")
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办结人"
    )
    ended_why = models.TextField("退回或撤回原因", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "送审件"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="submissions_of_an_article_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(state__in=OPEN_STATES),
                name="an_article_is_under_review_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=SubmissionState.RETURNED) | ~Q(ended_why=""),
                name="a_return_gives_its_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content.get('title', '')}（第{self.number}次送审）"


class Seat(models.Model):
    """The one place that a person has in a submission: author, or one of the three stages.

    That a person has only one is what keeps authors from reviewing and anybody from acting in two stages.
    """

    append_only = True

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="seats", verbose_name="送审件")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    stage = models.PositiveSmallIntegerField("环节", choices=Stage.choices)
    relaxation = models.ForeignKey(
        Relaxation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="适用放宽"
    )

    class Meta:
        verbose_name = verbose_name_plural = "席位"
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "person"],
                condition=Q(relaxation__isnull=True),
                name="authors_review_nothing_and_nobody_acts_in_two_stages",
            ),
            models.UniqueConstraint(
                fields=["submission", "person", "stage"], name="a_person_has_one_seat_in_a_stage"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values), name="stages_are_author_and_three_reviews"
            ),
            models.CheckConstraint(
                condition=Q(stage__gt=0) | Q(relaxation__isnull=True),
                name="no_relaxation_lets_authors_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.person}"


class Signature(models.Model):
    """One recorded act of one stage, bound to the hash of the exact text. Written once."""

    append_only = True

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="signatures", verbose_name="送审件"
    )
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="signatures", verbose_name="席位")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="签署人")
    stage = models.PositiveSmallIntegerField("环节", choices=Stage.choices)
    act = models.CharField("动作", max_length=12, choices=Act.choices)
    separate = models.BooleanField("审校分设", default=False)
    content_hash = models.CharField("内容摘要", max_length=80)
    gates = models.JSONField("六关意见", default=dict)
    opinion = models.TextField("意见", blank=True)
    acting_as = models.CharField("签署身份", max_length=200)
    at = models.DateTimeField("签署时间")

    class Meta:
        verbose_name = verbose_name_plural = "审校签署"
        ordering = ["stage", "-act", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "stage", "act"], name="each_act_of_a_stage_is_signed_once"
            ),
            models.UniqueConstraint(
                fields=["submission", "person"],
                condition=Q(separate=True),
                name="with_separate_proofreaders_each_hand_acts_once",
            ),
            models.CheckConstraint(condition=Q(stage__gt=0), name="only_the_three_stages_are_signed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.get_act_display()} {self.person}"


class Publication(models.Model):
    """What the public sees of an article from one moment to another. The portal is built from these rows and nothing else."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="publications", verbose_name="稿件")
    submission = models.OneToOneField(
        Submission, models.PROTECT, related_name="publication", verbose_name="送审件"
    )
    content = models.JSONField("公开内容")
    content_hash = models.CharField("内容摘要", max_length=80)
    path = models.CharField("网址路径", max_length=300)
    first_published_at = models.DateTimeField("首次发布时间")
    published_at = models.DateTimeField("发布时间")
    ended_at = models.DateTimeField("结束公开时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤稿人"
    )
    takedown = models.CharField("撤稿原因", max_length=12, choices=TakedownReason.choices, blank=True)
    takedown_note = models.TextField("撤稿说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公开记录"
        indexes = [
            models.Index(
                fields=["-first_published_at"], name="publications_current", condition=Q(ended_at=None)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(ended_at__isnull=True),
                name="an_article_is_public_in_one_version",
            ),
            models.UniqueConstraint(
                fields=["path"], condition=Q(ended_at__isnull=True), name="an_address_shows_one_article"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("published_at")),
                name="publications_end_after_they_begin",
            ),
        ]

    def __str__(self) -> str:
        return self.content.get("title", self.path)
