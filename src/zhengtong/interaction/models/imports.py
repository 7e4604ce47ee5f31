"""Lists of messages on their way in (12345, the national correction box, an old system): what would happen, what happened."""

from django.db import models
from django.db.models import Q

from zhengtong.duties.models import Person
from zhengtong.engine.choices import TextChoices
from zhengtong.engine.evidence.models import Evidence
from zhengtong.interaction.models.kinds import Source
from zhengtong.interaction.models.messages import CitizenMessage


class ImportState(TextChoices):
    READY = "ready", "待确认"
    ENTERING = "entering", "正在导入"
    DONE = "done", "已导入"
    DROPPED = "dropped", "已放弃"


class LineVerdict(TextChoices):
    """What happens with a line."""

    NEW = "new", "登记"
    KNOWN = "known", "已登记，不重复登记"
    REFUSED = "refused", "不能导入"


class MessageImport(models.Model):
    """One list: the file as evidence, how it was read, what the clerk chose for it. Its lines hold the report."""

    name = models.CharField("文件名", max_length=220)
    size = models.PositiveIntegerField("字节数")
    source = models.CharField("来源", max_length=10, choices=Source.choices)
    options = models.JSONField("导入选项", default=dict)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name="原件")
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="导入人")
    uploaded_at = models.DateTimeField("上传时间")
    sheet = models.CharField("工作表", max_length=100, blank=True)
    headings = models.JSONField("识别的标题", default=dict)
    ignored = models.JSONField("未识别的标题", default=list)
    remarks = models.JSONField("读取说明", default=list)
    count = models.PositiveIntegerField("行数")
    state = models.CharField("状态", max_length=10, choices=ImportState.choices, default=ImportState.READY)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    finished_at = models.DateTimeField("导入完成时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "留言导入"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["ready", "dropped"], confirmed_at__isnull=True)
                | Q(state__in=["entering", "done"], confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="a_message_list_is_entered_when_somebody_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state="done", finished_at__isnull=False) | ~Q(state="done") & Q(finished_at__isnull=True),
                name="a_done_message_list_says_when",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class MessageImportLine(models.Model):
    """One line of a list: what it says, what was foreseen, what became of it. `number` is the row number of the sheet.

    `foreseen` and `told` are the dry run's; `result` and `outcome` are written once, with the effect, in one transaction.
    """

    batch = models.ForeignKey(MessageImport, models.CASCADE, related_name="lines", verbose_name="导入")
    number = models.PositiveIntegerField("行号")
    said = models.JSONField("内容", default=dict)
    faults = models.JSONField("不可信的内容", default=dict, blank=True)
    foreseen = models.CharField("预判", max_length=8, choices=LineVerdict.choices)
    told = models.JSONField("说明", default=dict)
    result = models.CharField("结果", max_length=8, choices=LineVerdict.choices, blank=True)
    outcome = models.JSONField("结果说明", null=True, blank=True)
    message = models.ForeignKey(
        CitizenMessage, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="留言"
    )

    class Meta:
        verbose_name = verbose_name_plural = "留言导入行"
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="a_line_of_a_message_list_once"),
            models.CheckConstraint(
                condition=~Q(result__in=["new", "known"]) | Q(message__isnull=False),
                name="a_line_that_was_entered_names_its_message",
            ),
            models.CheckConstraint(
                condition=Q(result="", outcome__isnull=True) | ~Q(result="") & Q(outcome__isnull=False),
                name="an_outcome_of_a_message_line_is_told",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch} 第{self.number}行"
