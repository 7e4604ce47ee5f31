from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhengtong.duties.models import Unit
from zhengtong.engine.procedures.models import Case
from zhengtong.registry.models.kinds import (
    GONE,
    KEPT,
    NEW_MEDIA,
    STANDING,
    ChannelKind,
    ChannelState,
    Function,
    RecordState,
)

# As lists in a fixed order, so that migrations do not change from run to run.
_STANDING = Q(record_state__in=sorted(KEPT), channel_state__in=sorted(STANDING))


class Channel(models.Model):
    """One website, sub-site, account or app of the district (阵地): the thin identity that findings, messages and cases point to.

    Who answers for it is not written here: principal, deputy and site manager of the host follow from posts.
    Rows change only through `registry.actions`; what a field said before stands in the ledger.
    """

    code = models.CharField("登记编号", max_length=20, unique=True, help_text="登记时编定，不再更改")
    kind = models.CharField("类别", max_length=10, choices=ChannelKind.choices)
    platform = models.SlugField("平台", max_length=30, blank=True)
    name = models.CharField("名称", max_length=100)
    host = models.ForeignKey(Unit, models.PROTECT, related_name="channels", verbose_name="主办单位")
    operator_name = models.CharField("承办单位", max_length=80, blank=True)
    url = models.CharField("访问地址", max_length=500, blank=True)
    handle = models.CharField("账号标识", max_length=100, blank=True)
    functions = models.JSONField("功能", default=list, blank=True)
    record_state = models.CharField(
        "登记状态", max_length=12, choices=RecordState.choices, default=RecordState.DRAFT
    )
    channel_state = models.CharField(
        "运行状态", max_length=12, choices=ChannelState.choices, default=ChannelState.APPLIED
    )
    opened_on = models.DateField("开通日期", null=True, blank=True)
    closed_on = models.DateField("关停（注销）日期", null=True, blank=True)
    exception_reason = models.CharField("例外开设理由", max_length=300, blank=True)
    exception_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="例外批准人",
    )
    moved_by = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="最近变更状态的办件"
    )
    note = models.TextField("备注", max_length=1000, blank=True)
    registered_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "阵地"
        ordering = ["code"]
        indexes = [
            models.Index(fields=["host", "kind"], name="channels_of_host"),
            models.Index(fields=["kind", "platform"], name="channels_of_platform"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="a_channel_has_code_and_name"),
            models.UniqueConstraint(
                fields=["kind"],
                condition=_STANDING & Q(kind=ChannelKind.PORTAL),
                name="one_portal_in_the_district",
                violation_error_message="全区只有一个政府门户网站",
            ),
            models.UniqueConstraint(
                fields=["host"],
                condition=_STANDING & Q(kind=ChannelKind.SUBSITE),
                name="one_subsite_per_unit",
                violation_error_message="该单位已有子站",
            ),
            models.UniqueConstraint(
                fields=["host", "platform"],
                condition=_STANDING & Q(kind=ChannelKind.ACCOUNT, exception_reason=""),
                name="one_account_per_unit_and_platform",
                violation_error_message="一个单位在同一平台只开设一个账号",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=_STANDING & Q(kind=ChannelKind.APP, exception_reason=""),
                name="one_app_in_the_district",
                violation_error_message="全区只有一个移动客户端",
            ),
            models.CheckConstraint(
                condition=(Q(exception_reason="") & Q(exception_by__isnull=True))
                | (~Q(exception_reason="") & Q(exception_by__isnull=False)),
                name="an_exception_has_a_reason_and_who_granted_it",
            ),
            models.CheckConstraint(
                condition=(Q(kind=ChannelKind.ACCOUNT) & ~Q(platform=""))
                | (~Q(kind=ChannelKind.ACCOUNT) & Q(platform="")),
                name="accounts_and_only_they_have_a_platform",
            ),
            models.UniqueConstraint(
                fields=["platform", "handle"],
                condition=_STANDING & Q(kind=ChannelKind.ACCOUNT) & ~Q(handle=""),
                name="a_handle_belongs_to_one_account",
                violation_error_message="该账号标识已登记",
            ),
            models.UniqueConstraint(
                fields=["url"],
                condition=_STANDING & ~Q(url=""),
                name="an_address_belongs_to_one_channel",
                violation_error_message="该访问地址已登记",
            ),
            models.CheckConstraint(
                condition=Q(channel_state__in=sorted(GONE), closed_on__isnull=False)
                | Q(channel_state__in=sorted(STANDING), closed_on__isnull=True),
                name="closed_channels_and_only_they_have_a_closing_date",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(opened_on__isnull=True)
                | Q(closed_on__gte=F("opened_on")),
                name="a_channel_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=~Q(record_state=RecordState.ARCHIVED) | Q(channel_state__in=sorted(GONE)),
                name="only_closed_channels_are_archived",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stands(self) -> bool:
        """Whether the channel exists: neither closed nor cancelled."""
        return self.channel_state in STANDING and self.record_state in KEPT

    @property
    def is_new_media(self) -> bool:
        return self.kind in NEW_MEDIA

    @property
    def function_labels(self) -> list[str]:
        return [Function(value).label for value in self.functions if value in Function.values]


class Numbering(models.Model):
    """The last number given to a channel: one row, locked while a channel is entered, so that no number is given twice."""

    last = models.PositiveIntegerField("末号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "登记编号末号"

    def __str__(self) -> str:
        return str(self.last)
