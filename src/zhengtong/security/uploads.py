"""What may be uploaded through Wagtail's forms: judged by content, by the same allow-list as evidence."""

from typing import Any

from django.core.exceptions import ValidationError
from PIL import Image as PILImage
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from zhengtong.engine.evidence.rules import judge, plain_name
from zhengtong.engine.refusals import Refusal

IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def why_not_upload(data: bytes, filename: str, *, only: frozenset[str] | None = None) -> list[Refusal]:
    """Every reason against a file; `only` narrows the media types. SVG, web pages, scripts and macros are in no list."""
    media_type, refusals = judge(data, filename)
    if not refusals and only is not None and media_type not in only:
        return [Refusal("upload.not_a_picture", "该文件不是图片，请选择 PNG、JPG、GIF 或 WEBP 图片。", "7.2")]
    return refusals


class Judged:
    """Mixed into an upload form: the content decides, and the name loses what could mislead."""

    only: frozenset[str] | None = None
    cleaned_data: dict[str, Any]
    changed_data: list[str]

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if not file or "file" not in self.changed_data:
            return file
        file.seek(0)
        refusals = why_not_upload(file.read(), file.name, only=self.only)
        file.seek(0)
        if refusals:
            raise ValidationError([ValidationError(each.message, each.code) for each in refusals])
        file.name = plain_name(file.name)
        return file


class DocumentForm(Judged, BaseDocumentForm):
    """`WAGTAILDOCS_DOCUMENT_FORM_BASE`."""


class PictureField(WagtailImageField):
    """Wagtail's field looks into the picture before anybody has judged it, and stops on a broken one."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except (OSError, ValueError, SyntaxError, PILImage.DecompressionBombError) as error:
            message = "图片已损坏、无法识别或尺寸过大，请重新导出后上传。"
            raise ValidationError(message, code="upload.broken_picture") from error


class ImageForm(Judged, BaseImageForm):
    """`WAGTAILIMAGES_IMAGE_FORM_BASE`."""

    only = IMAGES
    file = PictureField(label="文件", widget=BaseImageForm.Meta.widgets["file"])
