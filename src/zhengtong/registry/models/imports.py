"""Lists of channels on their way into the register: each upload with what would happen and what happened, line by line."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhengtong.duties.models.kinds import TextChoices
from zhengtong.engine.evidence.models import Evidence
from zhengtong.registry.models.channels import Channel

# The choice "whatever a line calls the channel is also the name of its host", for lists that know no host.
BY_NAME = "name"


class ImportState(TextChoices):
    READY = "ready", "待确认"
    ENTERING = "entering", "正在导入"
    DONE = "done", "已导入"
    DROPPED = "dropped", "已放弃"


class Verdict(TextChoices):
    """What happens with a line."""

    NEW = "new", "登记"
    SAME = "same", "已登记，无变化"
    CORRECTED = "corrected", "更正"
    REFUSED = "refused", "不能导入"


class RegisterImport(models.Model):
    """One list: the file as evidence, how it was read, what the clerk chose. Its lines hold the report."""

    name = models.CharField("文件名", max_length=220)
    size = models.PositiveIntegerField("字节数")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name="原件")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导入人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    options = models.JSONField("导入选项", default=dict)
    sheet = models.CharField("工作表", max_length=100, blank=True)
    headings = models.JSONField("识别的标题", default=dict)
    ignored = models.JSONField("未识别的标题", default=list)
    remarks = models.JSONField("读取说明", default=list)
    count = models.PositiveIntegerField("行数")
    state = models.CharField("状态", max_length=10, choices=ImportState.choices, default=ImportState.READY)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    finished_at = models.DateTimeField("导入完成时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "台账导入"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[ImportState.READY, ImportState.DROPPED], confirmed_at__isnull=True)
                | Q(
                    state__in=[ImportState.ENTERING, ImportState.DONE],
                    confirmed_at__isnull=False,
                    confirmed_by__isnull=False,
                ),
                name="a_register_import_is_entered_when_somebody_confirmed",
            ),
            models.CheckConstraint(
                condition=(Q(state=ImportState.DONE) & Q(finished_at__isnull=False))
                | (~Q(state=ImportState.DONE) & Q(finished_at__isnull=True)),
                name="a_done_register_import_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RegisterImportLine(models.Model):
    """One line: what it says, what was foreseen, what came of it. `number` is the row number of the sheet.

    `foreseen` and `told` are the dry run's; `outcome` and `result` are written once, with the effect, in one transaction.
    """

    batch = models.ForeignKey(RegisterImport, models.PROTECT, related_name="lines", verbose_name="台账导入")
    number = models.PositiveIntegerField("行号")
    said = models.JSONField("所填内容", default=dict)
    faults = models.JSONField("不可信的内容", default=dict, blank=True)
    foreseen = models.CharField("预演结果", max_length=10, choices=Verdict.choices)
    told = models.JSONField("预演说明", default=dict)
    outcome = models.CharField("导入结果", max_length=10, choices=Verdict.choices, blank=True)
    result = models.JSONField("导入说明", null=True, blank=True)
    channel = models.ForeignKey(
        Channel, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="阵地"
    )

    class Meta:
        verbose_name = verbose_name_plural = "台账导入行"
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="a_line_of_an_import_is_there_once"),
            models.CheckConstraint(
                condition=~Q(outcome__in=[Verdict.NEW, Verdict.SAME, Verdict.CORRECTED])
                | Q(channel__isnull=False),
                name="an_entered_line_names_its_channel",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", result__isnull=True) | (~Q(outcome="") & Q(result__isnull=False)),
                name="an_outcome_of_a_line_is_told",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}行"
