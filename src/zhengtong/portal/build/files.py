"""Pictures and attachments of public items: copied into the site only while something public shows them, named by their content."""

import hashlib
import logging
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from zhengtong.portal.blocks import Attachment, Image

log = logging.getLogger(__name__)
WIDEST = "max-1200x1200"
FORMATS = {
    "pdf": "PDF", "docx": "Word 文档", "xlsx": "Excel 表格", "ofd": "OFD", "txt": "文本", "csv": "CSV 表格",
    "png": "图片", "jpg": "图片", "jpeg": "图片", "gif": "图片", "webp": "图片", "mp4": "视频",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Copy:
    """A file for the site: its address on disk (not quoted), its bytes, and what it is a copy of (`image:12:<hash>`)."""

    path: str
    content: bytes
    source: str


@dataclass
class Files:
    """The pictures and attachments of a batch of items, fetched in one query each; `copies` fills as they are shown."""

    images: dict[int, Any]
    documents: dict[int, Any]
    made: dict[str, Copy] = field(default_factory=dict)

    def picture(self, value: dict[str, Any], signed: dict[str, str]) -> Image | None:
        """The picture at most 1200 pixels wide; None where the file is gone or is not the one that was signed."""
        image = self.images.get(value["image"])
        source = self._source("image", value["image"], image, signed)
        if image is None or not source:
            return None
        rendition = image.get_rendition(WIDEST)
        copy = self._copy(source, lambda: _read(rendition.file), rendition.file.name)
        return Image(
            quote(copy.path), str(value.get("alt") or ""), rendition.width, rendition.height,
            str(value.get("caption") or ""),
        )  # fmt: skip

    def attachment(self, key: int, signed: dict[str, str]) -> Attachment | None:
        document = self.documents.get(key)
        source = self._source("document", key, document, signed)
        if document is None or not source:
            return None
        copy = self._copy(source, lambda: _read(document.file), document.filename)
        ending = copy.path.rpartition(".")[2].lower()
        return Attachment(
            document.title, quote(copy.path), FORMATS.get(ending, ending.upper()), len(copy.content)
        )

    def _copy(self, source: str, read: Any, name: str) -> Copy:
        if source not in self.made:
            content = read()
            kind, key, _ = source.split(":", 2)
            mark = hashlib.sha256(content).hexdigest()[:12]
            self.made[source] = Copy(f"/files/{kind[0]}{key}-{mark}/{file_name(name)}", content, source)
        return self.made[source]

    def _source(self, kind: str, key: int, item: Any, signed: dict[str, str]) -> str:
        """What is copied, by the hash that was signed; empty when the file on disk is not the signed one."""
        wanted = signed.get(f"{kind}:{key}")
        source = f"{kind}:{key}:{wanted}"
        if item is None or not wanted:
            log.error("%s %s is not among the signed files of the item, so it is not shown", kind, key)
            return ""
        if source not in self.made and _sha1(item) != wanted:
            log.error("%s %s is not the file that was signed, so it is not shown", kind, key)
            return ""
        return source


def files_for(contents: Iterable[dict[str, Any]]) -> Files:
    """What these items show, in at most three queries."""
    named = {name for content in contents for name in content.get("files", {})}
    keys = {
        kind: [int(name.partition(":")[2]) for name in named if name.startswith(f"{kind}:")]
        for kind in ("image", "document")
    }
    images, documents = get_image_model(), get_document_model()
    return Files(
        {one.pk: one for one in images.objects.filter(pk__in=keys["image"]).prefetch_renditions(WIDEST)}
        if keys["image"]
        else {},
        documents.objects.in_bulk(keys["document"]) if keys["document"] else {},
    )


def sources_of(content: dict[str, Any]) -> set[str]:
    """The signed files of an item, as `Copy.source` names them."""
    return {f"{name}:{mark}" for name, mark in content.get("files", {}).items()}


def file_name(name: str) -> str:
    """A name that is safe as the last part of an address and still says what it is."""
    plain = unicodedata.normalize("NFC", name.rpartition("/")[2])
    plain = re.sub(r"[^\w.\-（）〔〕()]+", "-", plain).strip(".-") or "file"
    stem, _, ending = plain.rpartition(".")
    return f"{stem[:60]}.{ending[:8].lower()}" if stem else plain[:60]


def _read(file: Any) -> bytes:
    with file.open("rb") as opened:
        return bytes(opened.read())


def _sha1(item: Any) -> str:
    """As the CMS names files by content."""
    try:
        return hashlib.sha1(_read(item.file), usedforsecurity=False).hexdigest()
    except FileNotFoundError:
        return ""
