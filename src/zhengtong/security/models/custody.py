"""Who holds the credentials of a channel, who may reset them, how they are secured (7.2, 7.4). No secret is ever stored:
there is no field for one, and what is written in words is searched for anything that looks like one (`rules.custody`)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhengtong.engine.choices import TextChoices
from zhengtong.registry.models import Channel


class CustodyKind(TextChoices):
    BACK_END = "back_end", "后台管理口令"
    PLATFORM = "platform", "平台账号口令"
    PHONE = "phone", "绑定手机号"
    WECHAT = "wechat", "管理员微信"
    MAILBOX = "mailbox", "绑定邮箱"
    STORE = "store", "应用商店账号"
    DOMAIN = "domain", "域名管理账号"
    SERVER = "server", "服务器管理口令"


class SignInMethod(TextChoices):
    PASSWORD = "password", "口令"
    SMS = "sms", "短信验证"
    SCAN = "scan", "扫码"
    KEY = "key", "硬件密钥"


class Custody(models.Model):
    """One kind of credential of a channel in one person's hands, from a business date (`since`) until `ended_at`.

    A custody that ends stays as it was; another person, another resetter or another way of securing is a new row that `follows`
    the one before. Only `password_changed_on` moves, forwards.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="custodies", verbose_name="阵地")
    what = models.CharField("保管内容", max_length=12, choices=CustodyKind.choices)
    custodian = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="custodies", verbose_name="保管人"
    )
    resetter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="重置人",
    )
    resetter_named = models.CharField("重置途径", max_length=60, blank=True)
    bound_to = models.CharField("绑定情况", max_length=60, blank=True)
    method = models.CharField("登录方式", max_length=10, choices=SignInMethod.choices)
    second_factor = models.BooleanField("双因素认证", default=False)
    password_changed_on = models.DateField("最近更换日期")
    since = models.DateField("保管起始日期")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记人",
    )
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name="承接"
    )
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)
    ended_reason = models.CharField("终止原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "账号口令保管"
        ordering = ["channel", "what", "-recorded_at", "-pk"]
        indexes = [models.Index(fields=["custodian", "ended_at"], name="custodies_of_custodian")]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "what"],
                condition=Q(ended_at__isnull=True),
                name="one_current_custodian_per_credential",
                violation_error_message="该项凭证已有保管人",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_reason="")
                | (Q(ended_at__isnull=False) & ~Q(ended_reason="")),
                name="an_ended_custody_says_why",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("recorded_at")),
                name="a_custody_ends_after_it_is_recorded",
            ),
            models.CheckConstraint(
                condition=Q(resetter__isnull=False, resetter_named="")
                | (Q(resetter__isnull=True) & ~Q(resetter_named="")),
                name="a_custody_names_one_way_of_resetting",
            ),
            models.CheckConstraint(
                condition=Q(resetter__isnull=True) | ~Q(resetter=F("custodian")),
                name="who_holds_does_not_reset",
                violation_error_message="保管人不得同时为重置人",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.get_what_display()}"

    @property
    def resetter_told(self) -> str:
        return str(self.resetter) if self.resetter else self.resetter_named


class HandoverOutcome(TextChoices):
    CONFIRMED = "confirmed", "已接收"
    WITHDRAWN = "withdrawn", "已撤回"


class Handover(models.Model):
    """A custody on its way from one person to another (7.4): begun by one side, confirmed by the other, or withdrawn.

    Confirmed only with the day on which the taker changed the password (business date).
    """

    custody = models.ForeignKey(Custody, models.PROTECT, related_name="handovers", verbose_name="保管")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="handovers", verbose_name="接收人"
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="发起人",
    )
    started_at = models.DateTimeField("发起时间")
    reason = models.CharField("移交事由", max_length=200)
    outcome = models.CharField("结果", max_length=10, choices=HandoverOutcome.choices, blank=True)
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="办结人",
    )
    ended_reason = models.CharField("撤回原因", max_length=200, blank=True)
    password_changed_on = models.DateField("口令更换日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "账号口令移交"
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["custody"], condition=Q(outcome=""), name="one_handover_of_a_custody_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome="", ended_at__isnull=True, password_changed_on__isnull=True, ended_reason=""
                )
                | Q(
                    outcome=HandoverOutcome.CONFIRMED,
                    ended_at__isnull=False,
                    password_changed_on__isnull=False,
                    ended_by=F("to"),
                )
                | (
                    Q(
                        outcome=HandoverOutcome.WITHDRAWN,
                        ended_at__isnull=False,
                        password_changed_on__isnull=True,
                    )
                    & ~Q(ended_reason="")
                ),
                name="a_handover_is_confirmed_by_its_taker_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(started_by__isnull=True) | ~Q(started_by=F("to")),
                name="nobody_hands_over_to_himself",
                violation_error_message="移交由两人办理，发起人不得为接收人",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_handover_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.custody}移交{self.to}"
