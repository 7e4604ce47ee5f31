"""What may come in at all: type by content, sizes, zip and XML traps, encodings. Nothing here resolves or fetches."""

from __future__ import annotations

import io
import re
import struct
import time
import zipfile
import zlib
from dataclasses import dataclass, field

from lxml import etree

MEGABYTE = 1024 * 1024


class Unreadable(Exception):
    """The file is refused; ``reasons`` says in Chinese why, and what the person can do."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Limits:
    """Bounds on one document: bytes, characters, counts, and seconds of work."""

    file_bytes: int = 20 * MEGABYTE
    unpacked_bytes: int = 96 * MEGABYTE
    part_bytes: int = 32 * MEGABYTE
    ratio: int = 200
    parts: int = 2000
    characters: int = 2_000_000
    blocks: int = 8000
    cells: int = 50_000
    elements: int = 200_000
    attributes: int = 2000
    images: int = 200
    image_bytes: int = 10 * MEGABYTE
    remarks: int = 200
    seconds: float = 20.0


@dataclass
class Budget:
    """Counts what one recognition has used and stops it at the limits."""

    limits: Limits = field(default_factory=Limits)
    started: float = field(default_factory=time.monotonic)
    used: dict[str, int] = field(default_factory=dict)

    def spend(self, what: str, amount: int = 1) -> None:
        """Raises Unreadable when the limit of ``what`` (a field of Limits) or the time is used up."""
        self.used[what] = self.used.get(what, 0) + amount
        limit = getattr(self.limits, what)
        if self.used[what] > limit:
            raise Unreadable(f"文件内容过多：{LIMIT_NAMES[what]}超过上限 {limit:,}。请拆分后分别导入。")
        self.check_time()

    def require(self, what: str, amount: int) -> None:
        """Raises Unreadable at once when ``amount`` is beyond the limit of ``what``; counts nothing."""
        if amount > getattr(self.limits, what):
            raise Unreadable(f"文件内容过多：{LIMIT_NAMES[what]}超过上限。请拆分后分别导入。")

    def check_time(self) -> None:
        if time.monotonic() - self.started > self.limits.seconds:
            raise Unreadable(
                f"文件过于复杂，处理超过 {self.limits.seconds:g} 秒，已停止。请拆分或简化后再导入。"
            )


LIMIT_NAMES = {
    "characters": "字数",
    "blocks": "段落数",
    "cells": "表格单元格数",
    "images": "图片数",
    "elements": "网页元素数",
    "attributes": "网页元素的属性数",
}

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

REFUSED_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "这是 PDF 文件，不能直接识别。请用原始的 Word 文件另存为 .docx 后导入；PDF 可作为附件上传。"),
    (b"{\\rtf", "这是 RTF 文件。请在 WPS 或 Word 中打开，另存为 .docx 后再导入。"),
    (b"MZ", "这是可执行程序，不是文档，已拒绝。"),
    (b"\x7fELF", "这是可执行程序，不是文档，已拒绝。"),
    (b"Rar!", "这是 RAR 压缩包。请解压后逐个导入其中的文档。"),
    (b"7z\xbc\xaf\x27\x1c", "这是 7z 压缩包。请解压后逐个导入其中的文档。"),
    (b"\x1f\x8b", "这是 gzip 压缩包。请解压后逐个导入其中的文档。"),
    (b"\x89PNG", "这是图片，不是文档。请在正文中插入图片，或导入含文字的文档。"),
    (b"\xff\xd8\xff", "这是图片，不是文档。请在正文中插入图片，或导入含文字的文档。"),
    (b"GIF8", "这是图片，不是文档。请在正文中插入图片，或导入含文字的文档。"),
)

OLE_REASONS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "这是加密的 Office 文件，无法打开。请去掉打开密码，另存为 .docx 后再导入。"),
    ("WordDocument", "这是旧版 Word 文件（.doc）。请在 WPS 或 Word 中打开，请另存为 .docx 后再导入。"),
    (
        "Workbook",
        "这是旧版 Excel 表格（.xls），不是文字文档。请作为附件上传，或把表格复制到 .docx 中再导入。",
    ),
    ("PowerPoint Document", "这是旧版演示文稿（.ppt）。请把文字整理成 .docx 后再导入。"),
)

MAIN_TYPES: tuple[tuple[bytes, str], ...] = (
    (
        b"macroEnabled",
        "文件含有宏（.docm 等启用宏的类型），已拒绝。请在 WPS 或 Word 中另存为不含宏的 .docx 后再导入。",
    ),
    (
        b"spreadsheetml.sheet.main",
        "这是 Excel 表格，不是文字文档。请作为附件上传，或把表格复制到 .docx 中再导入。",
    ),
    (b"presentationml.presentation.main", "这是演示文稿，不是文字文档。请把文字整理成 .docx 后再导入。"),
)


def kind_of(data: bytes, limits: Limits) -> str:
    """``docx`` or ``text``, from the bytes alone. Raises Unreadable for everything else."""
    if not data.strip(b"\x00 \r\n\t"):
        raise Unreadable("文件是空的。请确认选对了文件。")
    if len(data) > limits.file_bytes:
        size, limit = len(data) / MEGABYTE, limits.file_bytes / MEGABYTE
        raise Unreadable(f"文件过大（{size:.1f} MB），上限为 {limit:g} MB。请压缩其中的图片或拆分后再导入。")
    if data.startswith(OLE):
        raise Unreadable(_ole_reason(data))
    if data.startswith(ZIP):
        return "docx"
    for magic, reason in REFUSED_MAGIC:
        if data.startswith(magic):
            raise Unreadable(reason)
    return "text"


def _ole_reason(data: bytes) -> str:
    for stream, reason in OLE_REASONS:
        if stream.encode("utf-16-le") in data:
            return reason
    return "这是旧版 Office 格式的文件，无法识别。请在 WPS 或 Word 中打开，请另存为 .docx 后再导入。"


class Package:
    """A .docx opened with care: sizes checked before anything is unpacked, parts read under a bound."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
            raise Unreadable("文件已损坏，无法打开。请重新保存或重新上传。") from error
        self._check_sizes()
        self.names = {info.filename: info for info in self._zip.infolist()}
        self._check_type()

    def _check_sizes(self) -> None:
        infos = self._zip.infolist()
        if len(infos) > self.limits.parts:
            raise Unreadable("压缩包内的文件过多，疑似恶意文件，已拒绝。")
        if any(info.flag_bits & 1 for info in infos):
            raise Unreadable("这是加密的文件，无法打开。请去掉密码后再导入。")
        total = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos)
        if total > self.limits.unpacked_bytes or any(i.file_size > self.limits.part_bytes for i in infos):
            raise Unreadable("文件解压后过大，疑似压缩炸弹，已拒绝。如确为正常文档，请减少图片后重新保存。")
        if total > MEGABYTE and total > self.limits.ratio * max(packed, 1):
            raise Unreadable("文件的压缩比异常，疑似压缩炸弹，已拒绝。")

    def _check_type(self) -> None:
        if "[Content_Types].xml" not in self.names:
            if "content.xml" in self.names and "mimetype" in self.names:
                raise Unreadable("这是 OpenDocument 文件（.odt 等）。请另存为 .docx 后再导入。")
            raise Unreadable("这是压缩包，不是 Word 文档。请解压后逐个导入其中的文档。")
        types = self.read("[Content_Types].xml")
        for mark, reason in MAIN_TYPES:
            if mark in types:
                raise Unreadable(reason)
        if b"wordprocessingml.document.main" not in types and b"wordprocessingml.template.main" not in types:
            raise Unreadable("文件不是 Word 文档（.docx）。请在 WPS 或 Word 中另存为 .docx 后再导入。")

    def read(self, name: str) -> bytes:
        """The bytes of one part. The bound holds for what really comes out, whatever the directory claims."""
        try:
            with self._zip.open(name) as part:
                data = part.read(self.limits.part_bytes + 1)
        except (KeyError, *UNPACKING_ERRORS) as error:
            raise Unreadable(f"文件内部的“{name}”缺失或已损坏。请重新保存后再导入。") from error
        if len(data) > self.limits.part_bytes:
            raise Unreadable("文件解压后过大，疑似压缩炸弹，已拒绝。")
        return data

    def xml(self, name: str) -> etree._Element:
        return parse_xml(self.read(name))


UNPACKING_ERRORS = (
    zipfile.BadZipFile,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    zlib.error,
    struct.error,
)


def parse_xml(data: bytes) -> etree._Element:
    """Parse a part of a document. A DOCTYPE is refused: no office program writes one, only attacks do."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("文件内部的 XML 不完整或有错误，无法识别。请重新保存后再导入。") from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable("文件内部含有 XML 实体声明（DOCTYPE），这是常见的攻击手法，已拒绝。")
    return root


IMAGE_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def image_type(data: bytes) -> str:
    """Media type of a picture a web page may show, from its bytes; empty for anything else (SVG, EMF, TIFF…)."""
    for magic, media_type in IMAGE_MAGIC:
        if data.startswith(magic):
            return media_type
    return "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


SAFE_HREF = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@)[^\s\x00-\x1f]*", re.I)


def safe_href(href: str) -> str:
    """The address when it is absolute http(s) or mailto; empty otherwise (javascript:, file:, relative …)."""
    href = href.strip()
    return href if len(href) < 2000 and SAFE_HREF.fullmatch(href) else ""
