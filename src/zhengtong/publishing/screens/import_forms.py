"""What is asked when a document is uploaded, and what was recognised, to be corrected."""

from collections.abc import Iterator
from typing import Any

from django import forms

from zhengtong.duties.models import PORTAL, ContentKind
from zhengtong.publishing.importing import access
from zhengtong.publishing.models import ColumnPage, ImportedFile
from zhengtong.tools.documents import Limits

MOST_BYTES = Limits().file_bytes
ACCEPTED = ".docx,.txt,.md,.html,.htm"


class UploadForm(forms.Form):
    file = forms.FileField(
        label="文件", widget=forms.FileInput(attrs={"accept": ACCEPTED}), allow_empty_file=True, max_length=255
    )  # fmt: skip
    unit = forms.ModelChoiceField(label="责任单位", queryset=None, empty_label="请选择")

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = access.units_to_import_for(person)
        field = self.fields["unit"]
        field.queryset = type(units[0]).objects.filter(pk__in=[unit.pk for unit in units])
        field.help_text = "导入的稿件归入该单位的栏目，由该单位拟稿人员处理"
        if len(units) == 1:
            field.initial = units[0].pk
            field.widget = forms.HiddenInput()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            limit = MOST_BYTES // 1024 // 1024
            raise forms.ValidationError(f"文件超过 {limit} MB，请压缩图片或拆分后再导入。")
        return file


class ColumnField(forms.ModelChoiceField):
    def label_from_instance(self, page: ColumnPage) -> str:
        site = "门户" if page.column.site == PORTAL else "子站"
        return f"{site} · {page.title}（收录{page.get_kind_display()}）"


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DraftForm(forms.Form):
    """The recognised fields. Names are those of the article, so that evidence and article find them."""

    title = forms.CharField(label="标题", widget=area(3), max_length=255)
    kind = forms.ChoiceField(label="体裁", choices=ContentKind.choices)
    column = ColumnField(label="栏目", queryset=ColumnPage.objects.none(), empty_label="请选择")
    document_number = forms.CharField(label="文号", max_length=60, required=False)
    issuer = forms.CharField(label="发文机关", max_length=200, required=False)
    written_on = forms.DateField(
        label="成文日期", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    content_source = forms.CharField(
        label="信息来源", max_length=100, required=False, help_text="发布单位或转载出处，页面上照此显示"
    )
    keywords = forms.CharField(
        label="关键词", max_length=200, required=False, help_text="多个关键词用逗号分隔"
    )
    secrecy_checked = forms.BooleanField(
        label="已作保密审查", required=False,
        help_text="拟稿人确认：内容不涉及国家秘密、工作秘密和个人隐私，可以上网。可在送审前再勾选",
    )  # fmt: skip

    def __init__(self, *args: Any, imported: ImportedFile, person: Any, **kwargs: Any) -> None:
        self.columns = access.columns_for(imported, person)
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = self.columns
        blocks = imported.reading["blocks"]
        self.pictures = [block["value"] for block in blocks if block["type"] == "picture"]
        for picture in self.pictures:
            self._add_picture(picture["number"])

    def _add_picture(self, number: int) -> None:
        self.fields[f"alt_{number}"] = forms.CharField(
            label=f"图{number}的替代文字", max_length=200, required=False, widget=area(2),
            help_text="向看不到图片的人说明图片内容",
        )  # fmt: skip
        self.fields[f"skip_{number}"] = forms.BooleanField(label="不导入此图", required=False)

    def picture_fields(self) -> Iterator[tuple[int, Any, Any]]:
        for picture in self.pictures:
            number = picture["number"]
            yield number, self[f"alt_{number}"], self[f"skip_{number}"]

    def clean(self) -> dict[str, Any]:
        """What the verb asks for: fields of the article, words for pictures, pictures to leave."""
        said = super().clean() or {}
        numbers = [picture["number"] for picture in self.pictures]
        plain = {name: value for name, value in said.items() if not name.startswith(("alt_", "skip_"))}
        alts = {number: said.get(f"alt_{number}", "") for number in numbers}
        skipped = frozenset(number for number in numbers if said.get(f"skip_{number}"))
        return plain | {"alts": alts, "left_out": skipped}


def initial_of(imported: ImportedFile, form_columns: Any) -> dict[str, Any]:
    """What the form begins with: what was typed before, else what was recognised."""
    fields = imported.reading["fields"]
    kept = ("title", "kind", "document_number", "issuer", "written_on")
    pictures = [block["value"] for block in imported.reading["blocks"] if block["type"] == "picture"]
    return (
        {name: fields[name] for name in kept}
        | {"content_source": fields["content_source"] or imported.unit.short_name}
        | {"column": _likely_column(list(form_columns), fields["kind"])}
        | {f"alt_{picture['number']}": picture["alt"] for picture in pictures}
        | imported.typed
    )


def _likely_column(columns: list[ColumnPage], kind: str) -> int | None:
    """The only column, or the only one that takes this kind; else the person chooses."""
    fitting = [page for page in columns if page.kind == kind] or columns
    return fitting[0].pk if len(fitting) == 1 else None
