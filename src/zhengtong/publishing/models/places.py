"""The places of the portal's tree: home, sub-sites, columns. They are set up by verbs from the duty table, not by editors."""

from typing import Any

from django.db import models
from wagtail.models import Page

from zhengtong.duties.models import ContentKind, ResponsibleColumn, Unit


class Place(Page):
    """A node of the tree that carries no text of its own; it is there from its setting-up and never drafted."""

    is_creatable = False

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> Any:
        from zhengtong.publishing.policy import PlaceTester

        return PlaceTester(user, self)

    def publish(self, *args: Any, **kwargs: Any) -> None:
        """Places are live from the start; there is nothing to publish."""


class PortalHome(Place):
    """The root of the portal (主站)."""

    subpage_types = ["publishing.ColumnPage", "publishing.SubsiteFolder", "publishing.TopicFolder"]
    max_count = 1
    template = ""

    class Meta:
        verbose_name = verbose_name_plural = "门户首页"


class SubsiteFolder(Place):
    """The folder /bm/ under which the units' sub-sites hang, as on the city's platform."""

    subpage_types = ["publishing.SubsiteHome"]

    class Meta:
        verbose_name = verbose_name_plural = "部门子站目录"


class SubsiteHome(Place):
    """The sub-site (专属网页) of one unit (1.2)."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="subsite", verbose_name="主办单位")
    subpage_types = ["publishing.ColumnPage", "publishing.TopicFolder"]

    class Meta:
        verbose_name = verbose_name_plural = "子站"


class ColumnPage(Place):
    """A column: where the articles of one responsible column of the duty table stand (2.3, 2.4)."""

    column = models.OneToOneField(
        ResponsibleColumn, models.PROTECT, related_name="page", verbose_name="责任栏目"
    )
    description = models.CharField("栏目说明", max_length=200)
    keywords = models.CharField("栏目关键词", max_length=200)
    column_type = models.CharField("栏目类别", max_length=40)
    kind = models.CharField("收录体裁", max_length=10, choices=ContentKind.choices)

    subpage_types = ["publishing.Article", "publishing.PolicyDocument", "publishing.ServiceGuide"]

    class Meta:
        verbose_name = verbose_name_plural = "栏目"
