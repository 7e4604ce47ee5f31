from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhengtong.duties.models.kinds import RelaxationKind, SystemKind
from zhengtong.duties.models.units import Unit


class WrittenSystem(models.Model):
    """A version of one of the three systems a unit must have in writing (2.4). A new version supersedes the one before."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="written_systems", verbose_name="单位")
    kind = models.CharField("制度", max_length=20, choices=SystemKind.choices)
    version = models.CharField("版本", max_length=40)
    adopted_on = models.DateField("印发日期")
    superseded_at = models.DateTimeField("被替代时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "三项制度"
        ordering = ["unit__order", "kind", "-adopted_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind"],
                condition=Q(superseded_at__isnull=True),
                name="one_version_of_a_written_system_in_force",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "version"],
                name="a_version_of_a_written_system_once",
                violation_error_message="该制度已有同一版本",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_kind_display()} {self.version}"


class ReviewTable(models.Model):
    """What a unit asks beyond the common review: what the principal signs, and whether proofreaders stand apart (5.2, 5.3)."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="review_table", verbose_name="单位")
    principal_signs = models.JSONField(
        "须由主要负责人终审的内容", default=list, blank=True, help_text="所列内容的三审由主要负责人签发"
    )
    separate_proofreaders = models.BooleanField(
        "另设专门校对", default=False, help_text="选中后，各审级的校对须由一校、二校、三校人员承担"
    )

    class Meta:
        verbose_name = verbose_name_plural = "审核分工表"

    def __str__(self) -> str:
        return f"{self.unit}审核分工表"


class Relaxation(models.Model):
    """A unit asks to do with fewer hands until a date; the Office decides with its reason (5.2)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="relaxations", verbose_name="申请单位")
    kind = models.CharField(
        "放宽事项",
        max_length=40,
        choices=RelaxationKind.choices,
        default=RelaxationKind.ONE_PERSON_TWO_STAGES,
    )
    reason = models.TextField("申请理由", max_length=1000)
    valid_until = models.DateField("申请期限（截止日期）")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申请人"
    )
    requested_at = models.DateTimeField("申请时间")
    approved = models.BooleanField("是否同意", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="审批人",
    )
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    decision_reason = models.CharField("审批理由", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "放宽申请"
        ordering = ["-requested_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | (
                    Q(approved__isnull=False, decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(decision_reason="")
                ),
                name="a_decision_has_who_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="nobody_decides_his_own_relaxation",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind"],
                condition=Q(approved__isnull=True),
                name="one_open_request_per_unit_and_relaxation",
                violation_error_message="该单位已有同类申请待审批",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}申请{self.get_kind_display()}"
