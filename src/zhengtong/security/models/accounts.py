"""What is written down about signing in: sign-ins, open sittings, passwords once used."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    # Django ships no types: without this the checker takes members for pairs of texts.
    from enum import StrEnum

    class TextChoices(StrEnum):
        label: str
        choices: list[tuple[str, str]]

        def __new__(cls, value: str, label: str = "") -> "TextChoices": ...
else:
    from django.db.models import TextChoices


class Outcome(TextChoices):
    SIGNED_IN = "signed_in", "登录成功"
    FAILED = "failed", "用户名或口令不正确"
    LOCKED = "locked", "账号已锁定，未予验证"
    VERIFIED = "verified", "双因素认证通过"
    NOT_VERIFIED = "not_verified", "双因素认证未通过"


class SignIn(models.Model):
    """One attempt to sign in. The database refuses change, and deletion before `keep_until`."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="sign_ins", verbose_name="人员"
    )
    name_tried = models.CharField("所用用户名", max_length=40)
    at = models.DateTimeField("时间")
    address = models.GenericIPAddressField("网络地址", null=True)
    agent = models.CharField("浏览器", max_length=200, blank=True)
    outcome = models.CharField("结果", max_length=20, choices=Outcome.choices)
    keep_until = models.DateTimeField("留存至", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "登录记录"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at"], name="sign_ins_by_time")]

    def __str__(self) -> str:
        return f"{self.name_tried} {Outcome(self.outcome).label}"


class End(TextChoices):
    SIGNED_OUT = "signed_out", "本人退出"
    IDLE = "idle", "长时间未操作，自动退出"
    ABSOLUTE = "absolute", "超过一次登录最长时间，自动退出"
    PASSWORD = "password", "口令已更换"
    BY_ONESELF = "by_oneself", "本人在别处退出"
    BY_ADMINISTRATOR = "by_administrator", "管理员强制退出"


class Sitting(models.Model):
    """One sign-in from its beginning to its end, so that people see where they are signed in and can end it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="sittings", verbose_name="人员"
    )
    started_at = models.DateTimeField("登录时间")
    last_seen_at = models.DateTimeField("最近操作")
    ended_at = models.DateTimeField("结束时间", null=True)
    ended_why = models.CharField("结束原因", max_length=20, choices=End.choices, blank=True)
    address = models.GenericIPAddressField("网络地址", null=True)
    agent = models.CharField("浏览器", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "登录会话"
        ordering = ["-last_seen_at", "-pk"]
        indexes = [models.Index(fields=["person", "ended_at"], name="sittings_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="")
                | (Q(ended_at__isnull=False) & ~Q(ended_why="")),
                name="sitting_ends_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(last_seen_at__gte=models.F("started_at")), name="sitting_is_seen_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.address or ''}".strip()


class PastPassword(models.Model):
    """The hash of a password somebody had, so that it is not taken again. The database refuses change."""

    append_only: ClassVar[bool] = True

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="past_passwords", verbose_name="人员"
    )
    hash = models.CharField("口令摘要", max_length=200)
    at = models.DateTimeField("停用时间")

    class Meta:
        verbose_name = verbose_name_plural = "历史口令"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return str(self.person)
