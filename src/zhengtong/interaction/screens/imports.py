"""导入留言: a list of messages is uploaded, its dry run read line by line, then entered or given up."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Case, CharField, F, Model, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, path, reverse
from wagtail.admin.ui.tables import Column, TitleColumn

from zhengtong.duties.models import Unit
from zhengtong.duties.queries import open_units
from zhengtong.engine.console.acts import ActForm, ActView
from zhengtong.engine.console.items import Fact, ItemView, Tag
from zhengtong.engine.console.listing import MomentColumn, TagColumn
from zhengtong.engine.console.views import SubjectView
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.jobs.models import Job
from zhengtong.engine.procedures.screens.forms import DayInput
from zhengtong.engine.refusals import Refusal
from zhengtong.interaction import access, actions
from zhengtong.interaction.actions.imports import SOURCES, key_of, why_not_confirm, why_not_drop
from zhengtong.interaction.importing.reading import BOUNDS
from zhengtong.interaction.importing.saying import Options
from zhengtong.interaction.importing.words import FIELDS
from zhengtong.interaction.models import ImportState, LineVerdict, MessageImport, MessageKind
from zhengtong.interaction.screens.reports import report

TONES = {
    ImportState.READY: "wait", ImportState.ENTERING: "wait", ImportState.DONE: "good", ImportState.DROPPED: "plain",
}  # fmt: skip
LINE_TONES = {LineVerdict.NEW: "good", LineVerdict.KNOWN: "plain", LineVerdict.REFUSED: "bad"}
PER_PAGE = 50
LOOKS_EVERY = "2"  # seconds, without any script
LOOKS_AGAIN = timedelta(minutes=10)  # after that the screen stops asking by itself


class UploadForm(forms.Form):
    source = forms.ChoiceField(
        label="清单来源", choices=[("", "（请选择）"), *((one.value, one.label) for one in SOURCES)],
        help_text="历史导入不通知任何单位，已答复的按清单所载时间办结",
    )  # fmt: skip
    file = forms.FileField(
        label="清单文件", widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.jsonl"}), allow_empty_file=True,
        max_length=255, help_text="先列出预演结果供核对，确认之前不登记任何内容",
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="默认类别", choices=[("", "（按清单所列）"), *MessageKind.choices], required=False,
        help_text="清单没有类别一栏、该栏为空或者无法识别的，按此登记；全国找错平台的均为纠错",
    )  # fmt: skip
    unit = forms.ChoiceField(
        label="默认承办单位",
        required=False,
        help_text="清单没有写明承办单位或者所写单位未登记的，转办给此单位；不选的由办公室逐件转办",
    )
    undated = forms.DateField(
        label="没有收到时间的行按此日登记",
        required=False,
        widget=DayInput,
        help_text="登记后注明“日期不详（按导入说明）”；不填的，没有收到时间的行不能导入",
    )
    prefix = forms.CharField(
        label="编号前缀",
        required=False,
        max_length=40,
        help_text="几个旧系统编号相同的，导入时分别加前缀区分",
    )
    backwards = forms.BooleanField(
        label="收到时尚无期限规定的，参照最早施行的期限计算",
        required=False,
        help_text="不勾选的不计期限，不列入逾期清单",
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.choices = [("", "（不指定）"), *((str(one.pk), one.name) for one in open_units(at))]

    def clean_file(self) -> Any:
        file, most = self.cleaned_data["file"], BOUNDS.file_bytes
        if file.size > most:
            raise forms.ValidationError(f"文件超过{most // 1024 // 1024}MB，请拆分后再导入。")
        return file


class Upload(ActForm):
    title, label, template_name = "导入留言", "上传并预演", "interaction/import_upload.html"
    success_message = "已读取清单，请核对预演结果"
    form_class = UploadForm

    @staticmethod
    def access(person: Any, subject: Any, at: datetime) -> list[Refusal]:  # type: ignore[override]
        return access.may_take_in(person, at)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"at": self.at}

    def perform(self, file: Any, source: str, undated: date | None, **chosen: Any) -> MessageImport:
        options = Options(undated=undated.isoformat() if undated else "", **chosen)
        return actions.read_list(file.read(), file.name, source, options, by=self.person, at=self.at)

    def get_success_url(self, done: MessageImport) -> str:
        return reverse("interaction_imports:inspect", args=[done.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {
            "megabytes": BOUNDS.file_bytes // 1024 // 1024, "lines": BOUNDS.lines, "columns": list(FIELDS.values()),
        }  # fmt: skip
        return super().get_context_data(**(given | kwargs))


def may_confirm(person: Any, batch: MessageImport, at: datetime) -> list[Refusal]:
    return access.may_take_in(person, at) + why_not_confirm(batch)


def may_drop(person: Any, batch: MessageImport, at: datetime) -> list[Refusal]:
    return access.may_take_in(person, at) + why_not_drop(batch)


class Confirm(ActView):
    label, access, primary = "确认导入", may_confirm, True

    @classmethod
    def offered(cls, person: Any, subject: MessageImport, at: datetime) -> bool:
        return subject.state == ImportState.READY

    @property
    def explanation(self) -> str:  # type: ignore[override]
        counted = Counter(self.object.lines.values_list("foreseen", flat=True))
        said = "；".join(f"{LineVerdict(one).label}{counted[one]}行" for one in LineVerdict if counted[one])
        return f"预演结果：{said}。确认后逐行登记，每行留存记录；不能导入的行不作处理。"

    def perform(self) -> MessageImport:
        return actions.confirm_list(self.object, by=self.person, at=self.at)

    def get_success_message(self, done: MessageImport) -> str:
        return "已导入，逐行结果见下表" if done.state == ImportState.DONE else "已开始导入，可以离开本页"


class Drop(ActView):
    label, access, success_message = "放弃导入", may_drop, "已放弃，未登记任何留言"
    explanation = "放弃后不能再确认。上传的文件和预演报告留存。"

    @classmethod
    def offered(cls, person: Any, subject: MessageImport, at: datetime) -> bool:
        return subject.state == ImportState.READY

    def perform(self) -> MessageImport:
        return actions.drop_list(self.object, by=self.person, at=self.at)


class ImportPage(ItemView):
    """The dry run, then the result: totals, and each line with what is to be said of it."""

    template_name = "interaction/import.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if self.object.state == ImportState.ENTERING and self.at - self.object.confirmed_at < LOOKS_AGAIN:
            response["Refresh"] = LOOKS_EVERY
        return response

    def state(self) -> Tag:
        return tag_of(self.object)

    def facts(self) -> Iterable[Fact]:
        batch: MessageImport = self.object
        yield Fact("来源", batch.get_source_display())
        yield Fact("导入人", f"{batch.uploaded_by}")
        yield Fact("上传时间", batch.uploaded_at)
        if batch.sheet:
            yield Fact("工作表", batch.sheet)
        yield Fact("识别的标题", "、".join(_heading(field, said) for field, said in batch.headings.items()))
        if batch.ignored:
            yield Fact("未识别的标题", f"{'、'.join(batch.ignored)}（内容留存于导入记录，不导入留言）")
        if chosen := "；".join(_chosen(Options(**batch.options))):
            yield Fact("导入选项", chosen)
        if batch.confirmed_at:
            yield Fact("确认时间", batch.confirmed_at)
        if batch.finished_at:
            yield Fact("完成时间", batch.finished_at)

    def subjects(self) -> Sequence[Model]:
        return (self.object,)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batch: MessageImport = self.object
        lines = batch.lines.annotate(
            shown=Case(When(result="", then=F("foreseen")), default=F("result"), output_field=CharField())
        )
        asked = self.request.GET.get("show", "")
        counted = Counter(lines.order_by().values_list("shown", flat=True))
        wanted = lines.filter(shown=asked) if asked in LineVerdict.values else lines
        rows = wanted.select_related("message").order_by("number")
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        given = {
            "batch": batch, "page": page, "lines": [_line(one) for one in page.object_list],
            "asked": asked if asked in LineVerdict.values else "",
            "totals": [(one.value, one.label, LINE_TONES[one], counted[one.value]) for one in LineVerdict],
            "job": Job.objects.filter(key=key_of(batch)).first() if batch.state == ImportState.ENTERING else None,
            "looks_again": batch.confirmed_at and self.at - batch.confirmed_at < LOOKS_AGAIN,
        }  # fmt: skip
        return super().get_context_data(**(given | kwargs))


def _heading(field: str, said: str) -> str:
    label = FIELDS.get(field, field)
    return label if said == label else f"{label}（{said[:20]}）"


def _chosen(options: Options) -> Iterable[str]:
    if options.kind:
        yield f"默认类别：{MessageKind(options.kind).label}"
    if options.unit:
        yield f"默认承办单位：{Unit.objects.filter(pk=options.unit).first()}"
    if options.undated:
        yield f"没有收到时间的按{options.undated}登记"
    if options.prefix:
        yield f"编号前缀：{options.prefix}"
    if options.backwards:
        yield "收到时尚无期限规定的，参照最早施行的期限计算"


def _line(line: Any) -> dict[str, Any]:
    told = line.outcome if line.outcome is not None else line.told
    verdict = LineVerdict(line.shown)
    return {
        "number": line.number, "tag": Tag(verdict.label, LINE_TONES[verdict]), "told": told,
        "registered": line.message.number if line.message else "", "url": _page_of(line.message_id),
        "refusals": [Refusal(**one) for one in told["refusals"]], "doubts": [Refusal(**one) for one in told["doubts"]],
    }  # fmt: skip


def _page_of(pk: int | None) -> str:
    try:
        return reverse("interaction_messages:inspect", args=[pk]) if pk else ""
    except NoReverseMatch:  # the register of messages is not there
        return ""


class Report(SubjectView):
    """The report as a file."""

    title = "下载报告"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return report(self.object)


def tag_of(batch: MessageImport) -> Tag:
    return Tag(batch.get_state_display(), TONES[ImportState(batch.state)])


class ImportRegister(ScopedModelViewSet):
    model = MessageImport
    name = "interaction_imports"
    url_prefix = "interaction/imports"
    icon = "upload"
    menu_section = "interaction"
    menu_label = "导入留言"
    menu_order = 220
    ordering = ("-uploaded_at",)
    item_view = ImportPage
    new = Upload
    acts = {"confirm": Confirm, "drop": Drop}
    list_filter = ("source", "state")
    list_export = ()

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return access.may_take_in(person, at)

    def scope(self, queryset: QuerySet[MessageImport], person: Any, at: datetime) -> QuerySet[MessageImport]:
        return queryset if access.is_clerk(person, at) else queryset.none()

    def get_rows(self) -> QuerySet[MessageImport]:
        return MessageImport.objects.select_related("uploaded_by", "evidence")

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("<int:pk>/report/", self.view_for(Report), name="report")]

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("name", label="文件", get_url=self.item_address),
            Column("get_source_display", label="来源"),
            Column("count", label="行数"),
            TagColumn("state", label="状态", accessor=tag_of),
            Column("uploaded_by", label="导入人"),
            MomentColumn("uploaded_at", label="上传时间"),
        ]
