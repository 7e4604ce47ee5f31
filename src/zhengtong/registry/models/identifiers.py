from datetime import date

from django.db import models
from django.db.models import F, Q

from zhengtong.registry.models.channels import Channel
from zhengtong.registry.models.kinds import ONLY_ONE_BEARER, SEVERAL, IdentifierKind

_ONE_OF_A_KIND = sorted(frozenset(IdentifierKind) - SEVERAL)


class Identifier(models.Model):
    """A number or name that an authority gave a channel (3.6, 4.6). Never rewritten: a new one ends the one before.

    `valid_until` is the last day the authority gave; `ended_on` the first day on which it no longer counts, once replaced
    or cancelled. Proof hangs on the row as evidence.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="identifiers", verbose_name="阵地")
    kind = models.CharField("标识种类", max_length=16, choices=IdentifierKind.choices)
    value = models.CharField("标识内容", max_length=120)
    valid_from = models.DateField("取得日期")
    valid_until = models.DateField("有效期至", null=True, blank=True)
    ended_on = models.DateField("终止日期", null=True, blank=True)
    ended_reason = models.CharField("终止原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "标识"
        ordering = ["channel", "kind", "-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(value=""), name="an_identifier_has_a_value"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="an_identifier_expires_after_it_begins",
                violation_error_message="有效期不得早于取得日期",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("valid_from")),
                name="an_identifier_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_reason="")
                | (Q(ended_on__isnull=False) & ~Q(ended_reason="")),
                name="an_ended_identifier_says_why",
            ),
            models.UniqueConstraint(
                fields=["channel", "kind"],
                condition=Q(ended_on__isnull=True, kind__in=_ONE_OF_A_KIND),
                name="one_current_identifier_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["kind", "value"],
                condition=Q(ended_on__isnull=True, kind__in=sorted(ONLY_ONE_BEARER)),
                name="an_identifier_names_one_channel",
                violation_error_message="该标识已登记在其他阵地",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"

    def counts_on(self, day: date) -> bool:
        """Whether it is in force on that Beijing day."""
        begun = self.valid_from <= day
        expired = self.valid_until is not None and self.valid_until < day
        return begun and not expired and (self.ended_on is None or day < self.ended_on)
