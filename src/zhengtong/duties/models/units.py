import re

from django.db import models
from django.db.models import F, Q

from zhengtong.duties.models.kinds import SINGLE_KINDS, UnitKind


class Unit(models.Model):
    """A unit of the district (单位). Never deleted: a merged or dissolved one is closed by date."""

    code = models.SlugField(
        "单位代码", max_length=40, unique=True, help_text="小写字母、数字和横线，用于子站网址，确定后不再更改"
    )
    name = models.CharField("单位名称", max_length=80, unique=True)
    short_name = models.CharField("简称", max_length=40)
    kind = models.CharField("类别", max_length=20, choices=UnitKind.choices, default=UnitKind.DEPARTMENT)
    order = models.PositiveIntegerField("排序", default=1000)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    address = models.CharField("地址", max_length=120, blank=True)
    matters = models.CharField(
        "职责事项",
        max_length=500,
        blank=True,
        help_text="来信常涉及的事项，用顿号分隔，如：路灯、停车、物业；供转办时参考",
    )
    valid_from = models.DateField("设立日期")
    valid_until = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="a_unit_ends_after_it_begins",
                violation_error_message="撤销日期不得早于设立日期",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind__in=sorted(SINGLE_KINDS), valid_until__isnull=True),
                name="one_office_and_one_of_each_supervisor",
                violation_error_message="全区只有一个该类单位",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def matter_list(self) -> list[str]:
        """The matters one by one, however they were separated."""
        return [matter for matter in re.split(r"[、，,；;\s]+", self.matters) if matter]

    @property
    def is_office(self) -> bool:
        return self.kind == UnitKind.OFFICE
