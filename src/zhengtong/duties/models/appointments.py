from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhengtong.duties.models.columns import ResponsibleColumn
from zhengtong.duties.models.kinds import ADMINISTRATORS, PostKind
from zhengtong.duties.models.units import Unit


class Commission(models.Model):
    """A host lets somebody else run its columns until a date (2.5): one of its bodies, another unit, or an outside agency."""

    host = models.ForeignKey(Unit, models.PROTECT, related_name="commissions", verbose_name="主办单位")
    operator = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="operated", verbose_name="承办单位"
    )
    agency = models.CharField("承办机构（内设机构或外部机构）", max_length=80, blank=True)
    outside = models.BooleanField("外部机构", default=False)
    reference = models.CharField("合同或委托书编号", max_length=80)
    valid_from = models.DateField("起始日期")
    valid_until = models.DateField("截止日期")
    columns = models.ManyToManyField(ResponsibleColumn, blank=True, verbose_name="承办栏目")
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)
    ended_reason = models.CharField("终止原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "承办委托"
        ordering = ["host__order", "valid_until"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="a_commission_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(operator__isnull=False, agency="", outside=False)
                | (Q(operator__isnull=True) & ~Q(agency="")),
                name="a_commission_names_one_operator",
                violation_error_message="承办单位与承办机构须填写其中一项",
            ),
            models.CheckConstraint(
                condition=Q(operator__isnull=True) | ~Q(operator=F("host")),
                name="a_host_does_not_commission_itself",
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="a_commission_has_a_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.host}委托{self.operator_name}承办"

    @property
    def operator_name(self) -> str:
        return self.operator.short_name if self.operator else self.agency


class Appointment(models.Model):
    """Somebody holds a post in a unit from one day to another, both included. All rights follow from rows of this table.

    `ended_at` is the exact moment of an early end: what ends, ends at once, not at midnight.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments", verbose_name="人员"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments", verbose_name="单位")
    post = models.CharField("岗位", max_length=20, choices=PostKind.choices)
    commission = models.ForeignKey(
        Commission,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name="承办委托",
    )
    valid_from = models.DateField("起始日期")
    valid_until = models.DateField("截止日期", null=True, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="指派人",
    )
    appointed_at = models.DateTimeField("指派时间")
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="终止人",
    )
    ended_reason = models.CharField("终止原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["unit__order", "post", "valid_from"]
        indexes = [
            models.Index(fields=["person", "valid_until"], name="appointment_of_person"),
            models.Index(fields=["unit", "post", "valid_until"], name="appointment_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from"))
                | Q(ended_at__isnull=False),
                name="an_appointment_ends_after_it_begins",
                violation_error_message="截止日期不得早于起始日期",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(valid_until__isnull=False),
                name="an_ended_appointment_has_a_last_day",
            ),
            models.CheckConstraint(
                condition=Q(appointed_by__isnull=True) | ~Q(appointed_by=F("person")),
                name="nobody_appoints_himself",
                violation_error_message="不得为本人指派岗位",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(post=PostKind.PRINCIPAL, valid_until__isnull=True),
                name="one_current_principal_per_unit",
                violation_error_message="该单位已有主要负责人",
            ),
            models.UniqueConstraint(
                fields=["person", "unit", "post"],
                condition=Q(valid_until__isnull=True),
                name="nobody_holds_the_same_post_twice",
                violation_error_message="该人员已任此岗位",
            ),
            # An administrator serves until ended, so that the next line can compare all who serve now or later.
            models.CheckConstraint(
                condition=~Q(post__in=sorted(ADMINISTRATORS))
                | Q(valid_until__isnull=True)
                | Q(ended_at__isnull=False),
                name="administrators_serve_until_ended",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(post__in=sorted(ADMINISTRATORS), valid_until__isnull=True),
                name="three_administrators_are_three_people",
                violation_error_message="系统管理员、安全管理员、审计管理员不得由同一人担任",
            ),
            models.CheckConstraint(
                condition=Q(commission__isnull=True) | Q(post=PostKind.EDITOR),
                name="operators_only_edit",
                violation_error_message="承办人员只能担任信息员（编辑）",
            ),
            models.CheckConstraint(
                condition=Q(commission__isnull=True) | Q(valid_until__isnull=False),
                name="operators_end_by_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.unit} {self.get_post_display()}"
