"""Topics (专栏专题): what is opened instead of a special-purpose website (3.2)."""

from datetime import date

from django.db import models

from zhengtong.duties.models import ResponsibleColumn, Unit
from zhengtong.publishing.models.places import Place


class TopicFolder(Place):
    """The folder zt/ of the portal or of a sub-site, under which its topics hang."""

    subpage_types = ["publishing.ColumnPage"]

    class Meta:
        verbose_name = verbose_name_plural = "专题目录"


class Topic(models.Model):
    """A column that several units may fill, for some time.

    Title, site, lead unit and the days it was opened and closed are those of its line in the duty table; the summary is the
    description of its page. Only what a column has not stands here.
    """

    column = models.OneToOneField(
        ResponsibleColumn, models.PROTECT, related_name="topic", verbose_name="责任栏目"
    )
    joint_units = models.ManyToManyField(
        Unit, blank=True, related_name="joint_topics", verbose_name="联办单位"
    )
    ends_on = models.DateField("计划截止日期", null=True, blank=True)
    reason = models.TextField("设置事由")

    class Meta:
        verbose_name = verbose_name_plural = "专题"
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_topic_gives_its_reason"),
        ]

    def __str__(self) -> str:
        return self.column.name

    @property
    def units(self) -> list[Unit]:
        """All that take part, the lead unit first. Lists fetch `joint_units` and `column__unit` beforehand."""
        joint = sorted(self.joint_units.all(), key=lambda unit: (unit.order, unit.code))
        return [self.column.unit, *(unit for unit in joint if unit.pk != self.column.unit_id)]

    @property
    def closed_on(self) -> date | None:
        return self.column.valid_until
