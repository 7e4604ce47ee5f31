"""导入台账: a list is uploaded, its dry run read line by line, then entered or given up."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Case, CharField, F, Model, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from wagtail.admin.ui.tables import Column, TitleColumn

from zhengtong.duties.queries import open_units
from zhengtong.engine.console.acts import ActForm, ActView
from zhengtong.engine.console.items import Fact, ItemView, Tag
from zhengtong.engine.console.listing import MomentColumn, TagColumn
from zhengtong.engine.console.views import SubjectView
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.jobs.models import Job
from zhengtong.engine.refusals import Refusal
from zhengtong.registry import access, actions, platforms
from zhengtong.registry.actions.imports import key_of, why_not_confirm, why_not_drop
from zhengtong.registry.importing.saying import Options
from zhengtong.registry.importing.words import FIELDS
from zhengtong.registry.models import ChannelKind, ImportState, RegisterImport, Verdict
from zhengtong.registry.models.imports import BY_NAME
from zhengtong.registry.screens.reports import change_told, report
from zhengtong.tools.sheets import Bounds

TONES = {
    ImportState.READY: "wait",
    ImportState.ENTERING: "wait",
    ImportState.DONE: "good",
    ImportState.DROPPED: "plain",
}
LINE_TONES = {Verdict.NEW: "good", Verdict.SAME: "plain", Verdict.CORRECTED: "warn", Verdict.REFUSED: "bad"}
PER_PAGE = 50
LOOKS_EVERY = "2"  # seconds, without any script
LOOKS_AGAIN = timedelta(minutes=10)  # after that the screen stops asking by itself


def by_office(person: Any, subject: Any, at: datetime) -> list[Refusal]:
    return access.may_register(person, at)


class UploadForm(forms.Form):
    file = forms.FileField(
        label="清单文件", widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}), allow_empty_file=True, max_length=255,
        help_text="先列出预演结果供核对，确认之前不登记任何内容",
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="默认类别", choices=[("", "（按清单所列）"), *ChannelKind.choices], required=False,
        help_text="清单没有类别一栏的填写",
    )  # fmt: skip
    platform = forms.ChoiceField(
        label="默认平台", choices=lambda: [("", "（按清单所列）"), *platforms.choices()], required=False,
        help_text="新媒体账号清单没有平台一栏的填写",
    )  # fmt: skip
    host = forms.ChoiceField(
        label="默认主办单位", required=False, help_text="清单没有主办单位一栏、或该栏为空的填写"
    )
    opens_units = forms.BooleanField(
        label="未登记的主办单位一并登记",
        required=False,
        help_text="以“其他单位”登记；不勾选的，该行不能导入并列明原因",
    )
    draft = forms.BooleanField(
        label="新登记的先存为待核", required=False, help_text="资料核实后再逐个核定入册"
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        host: Any = self.fields["host"]
        units = [(str(unit.pk), unit.name) for unit in open_units(at)]
        host.choices = [("", "（按清单所列）"), (BY_NAME, "（以清单中的名称为主办单位）"), *units]

    def clean_file(self) -> Any:
        file, most = self.cleaned_data["file"], Bounds().file_bytes
        if file.size > most:
            raise forms.ValidationError(f"文件超过{most // 1024 // 1024}MB，请拆分后再导入。")
        return file


class Upload(ActForm):
    title, label, template_name = "导入台账", "上传并预演", "registry/import_upload.html"
    success_message = "已读取清单，请核对预演结果"
    form_class, access = UploadForm, by_office

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"at": self.at}

    def perform(self, file: Any, **chosen: Any) -> RegisterImport:
        return actions.read_list(file.read(), file.name, Options(**chosen), by=self.person, at=self.at)

    def get_success_url(self, done: RegisterImport) -> str:
        return reverse("registry_imports:inspect", args=[done.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bounds = Bounds()
        given = {
            "megabytes": bounds.file_bytes // 1024 // 1024, "lines": bounds.lines, "columns": list(FIELDS.values()),
        }  # fmt: skip
        return super().get_context_data(**(given | kwargs))


def may_confirm(person: Any, batch: RegisterImport, at: datetime) -> list[Refusal]:
    return access.may_register(person, at) + why_not_confirm(batch)


def may_drop(person: Any, batch: RegisterImport, at: datetime) -> list[Refusal]:
    return access.may_register(person, at) + why_not_drop(batch)


class Confirm(ActView):
    label, access, primary = "确认导入", may_confirm, True

    @classmethod
    def offered(cls, person: Any, subject: RegisterImport, at: datetime) -> bool:
        return subject.state == ImportState.READY

    @property
    def explanation(self) -> str:  # type: ignore[override]
        counted = Counter(self.object.lines.values_list("foreseen", flat=True))
        said = "，".join(f"{Verdict(one).label}{counted[one]}行" for one in Verdict if counted[one])
        return f"预演结果：{said}。确认后逐行登记、更正，每行留存记录；不能导入的行不作处理。"

    def perform(self) -> RegisterImport:
        return actions.confirm_list(self.object, by=self.person, at=self.at)

    def get_success_message(self, done: RegisterImport) -> str:
        return "已导入，逐行结果见下表" if done.state == ImportState.DONE else "已开始导入，可以离开本页"


class Drop(ActView):
    label, access, success_message = "放弃导入", may_drop, "已放弃，台账未作改动"
    explanation = "放弃后不能再确认。上传的文件和预演报告留存。"

    @classmethod
    def offered(cls, person: Any, subject: RegisterImport, at: datetime) -> bool:
        return subject.state == ImportState.READY

    def perform(self) -> RegisterImport:
        return actions.drop_list(self.object, by=self.person, at=self.at)


class ImportPage(ItemView):
    """The dry run, then the result: totals, and each line with what is to be said of it."""

    template_name = "registry/import.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if self.object.state == ImportState.ENTERING and self.at - self.object.confirmed_at < LOOKS_AGAIN:
            response["Refresh"] = LOOKS_EVERY
        return response

    def state(self) -> Tag:
        return tag_of(self.object)

    def facts(self) -> Iterable[Fact]:
        batch: RegisterImport = self.object
        yield Fact("导入人", f"{batch.uploaded_by}")
        yield Fact("上传时间", batch.uploaded_at)
        yield Fact("工作表", batch.sheet)
        yield Fact("识别的标题", "、".join(_heading(field, said) for field, said in batch.headings.items()))
        if batch.ignored:
            yield Fact("未识别的标题", f"{'、'.join(batch.ignored)}（内容不导入）")
        yield Fact("导入选项", "；".join(_chosen(Options(**batch.options))))
        if batch.confirmed_at:
            yield Fact("确认时间", batch.confirmed_at)
        if batch.finished_at:
            yield Fact("完成时间", batch.finished_at)

    def subjects(self) -> Sequence[Model]:
        return (self.object,)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batch: RegisterImport = self.object
        lines = batch.lines.annotate(
            shown=Case(When(outcome="", then=F("foreseen")), default=F("outcome"), output_field=CharField())
        )
        asked = self.request.GET.get("show", "")
        counted = Counter(lines.order_by().values_list("shown", flat=True))
        wanted = lines.filter(shown=asked) if asked in Verdict.values else lines
        page = Paginator(wanted.order_by("number"), PER_PAGE).get_page(self.request.GET.get("p"))
        given = {
            "batch": batch, "page": page, "lines": [_line(one) for one in page.object_list],
            "asked": asked if asked in Verdict.values else "",
            "totals": [(one.value, one.label, LINE_TONES[one], counted[one.value]) for one in Verdict],
            "job": Job.objects.filter(key=key_of(batch)).first() if batch.state == ImportState.ENTERING else None,
            "looks_again": batch.confirmed_at and self.at - batch.confirmed_at < LOOKS_AGAIN,
        }  # fmt: skip
        return super().get_context_data(**(given | kwargs))


def _heading(field: str, said: str) -> str:
    label = FIELDS.get(field, field)
    return label if said == label else f"{label}（{said[:20]}）"


def _chosen(options: Options) -> Iterable[str]:
    if options.kind:
        yield f"默认类别：{ChannelKind(options.kind).label}"
    if options.platform:
        yield f"默认平台：{platforms.label_of(options.platform)}"
    if options.host:
        yield "以名称为主办单位" if options.host == BY_NAME else "指定默认主办单位"
    if options.opens_units:
        yield "未登记的主办单位一并登记"
    if options.draft:
        yield "新登记的先存为待核"


def _line(line: Any) -> dict[str, Any]:
    told = line.result if line.result is not None else line.told
    verdict = Verdict(line.shown)
    return {
        "number": line.number, "tag": Tag(verdict.label, LINE_TONES[verdict]), "told": told, "channel": line.channel_id,
        "changes": [change_told(one) for one in told["changes"]],
        "refusals": [Refusal(**one) for one in told["refusals"]], "doubts": [Refusal(**one) for one in told["doubts"]],
    }  # fmt: skip


class Report(SubjectView):
    """The report as a file."""

    title = "下载报告"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return report(self.object)


def tag_of(batch: RegisterImport) -> Tag:
    return Tag(batch.get_state_display(), TONES[ImportState(batch.state)])


class ImportRegister(ScopedModelViewSet):
    model = RegisterImport
    name = "registry_imports"
    url_prefix = "registry/imports"
    icon = "upload"
    menu_section = "registry"
    menu_label = "导入台账"
    menu_order = 120
    ordering = ("-uploaded_at",)
    item_view = ImportPage
    new = Upload
    acts = {"confirm": Confirm, "drop": Drop}
    list_export = ()

    def access(self, person: Any, subject: Any, at: datetime) -> list[Refusal]:
        return access.may_register(person, at)

    def scope(
        self, queryset: QuerySet[RegisterImport], person: Any, at: datetime
    ) -> QuerySet[RegisterImport]:
        return queryset if access.is_clerk(person, at) else queryset.none()

    def get_rows(self) -> QuerySet[RegisterImport]:
        return RegisterImport.objects.select_related("uploaded_by", "evidence")

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("<int:pk>/report/", self.view_for(Report), name="report")]

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn("name", label="文件", get_url=self.item_address),
            Column("count", label="行数"),
            TagColumn("state", label="状态", accessor=tag_of),
            Column("uploaded_by", label="导入人"),
            MomentColumn("uploaded_at", label="上传时间"),
        ]
