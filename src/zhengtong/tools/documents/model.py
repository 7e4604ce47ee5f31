"""What a document was recognised as: frozen values, ready for JSON and for a preview screen."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any

KINDS = {"policy": "政策文件", "notice": "通知公告", "news": "动态", "guide": "办事指南"}

MARK_ORDER = ("strong", "em", "sup", "sub")

OFFICIAL_ROLES = {
    "masthead": "版头",
    "attachment_mark": "附件序号",
    "addressees": "主送机关",
    "signature": "落款",
    "date": "成文日期",
    "disclosure": "公开属性",
    "copies": "抄送",
    "printed": "印发",
    "contact": "联系方式",
    "source": "来源",
}


@dataclass(frozen=True)
class Run:
    """A stretch of text with the same marks (of MARK_ORDER); a line break inside is ``\\n``."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""

    @property
    def html(self) -> str:
        made = html.escape(self.text, quote=False).replace("\n", "<br>")
        for mark in reversed([mark for mark in MARK_ORDER if mark in self.marks]):
            made = f"<{mark}>{made}</{mark}>"
        return f'<a href="{html.escape(self.href)}">{made}</a>' if self.href else made


Runs = tuple[Run, ...]


def text_of(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def html_of(runs: Iterable[Run]) -> str:
    """Safe HTML: only strong, em, sup, sub, br and a with an http(s) or mailto address."""
    return "".join(run.html for run in runs)


@dataclass(frozen=True)
class Heading:
    """``text`` is the whole heading as shown, its number included; ``number`` is that part of it, if any."""

    level: int
    text: str
    number: str = ""


@dataclass(frozen=True)
class Paragraph:
    runs: Runs

    @property
    def text(self) -> str:
        return text_of(self.runs)

    @property
    def html(self) -> str:
        return html_of(self.runs)


@dataclass(frozen=True)
class ListItem:
    runs: Runs
    level: int = 0

    @property
    def text(self) -> str:
        return text_of(self.runs)

    @property
    def html(self) -> str:
        return html_of(self.runs)


@dataclass(frozen=True)
class ListBlock:
    items: tuple[ListItem, ...]
    ordered: bool = False

    @property
    def text(self) -> str:
        return "\n".join(item.text for item in self.items)


@dataclass(frozen=True)
class Cell:
    runs: Runs
    colspan: int = 1
    rowspan: int = 1
    header: bool = False

    @property
    def text(self) -> str:
        return text_of(self.runs)

    @property
    def html(self) -> str:
        return html_of(self.runs)


@dataclass(frozen=True)
class Table:
    """Rows as in HTML: a cell covered by another one's span does not appear."""

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 0
    caption: str = ""

    @property
    def text(self) -> str:
        body = "\n".join("\t".join(cell.text for cell in row) for row in self.rows)
        return f"{self.caption}\n{body}" if self.caption else body


@dataclass(frozen=True)
class Image:
    """A picture found in the file; ``media_type`` was decided from the bytes, ``name`` is safe to show."""

    data: bytes
    media_type: str
    alt: str = ""
    name: str = ""

    @property
    def text(self) -> str:
        return ""


@dataclass(frozen=True)
class AttachmentNote:
    """One line of the list of attachments below the body: 附件：1. …"""

    text: str
    title: str
    number: str = ""
    href: str = ""


@dataclass(frozen=True)
class OfficialLine:
    """A line with an official role (OFFICIAL_ROLES), kept at its place in the text."""

    role: str
    text: str


Block = Heading | Paragraph | ListBlock | Table | Image | AttachmentNote | OfficialLine


@dataclass(frozen=True)
class Remark:
    """Something dropped, guessed or doubtful. All four in Chinese, for the person at the preview."""

    where: str
    excerpt: str
    why: str
    what_to_do: str


@dataclass(frozen=True)
class Evidence:
    """Why a field has its value: the words it was read from and how they were judged."""

    excerpt: str
    how: str


@dataclass(frozen=True)
class Recognised:
    """The draft. A field that was not found is empty or None; ``evidence`` has a line for each that was."""

    kind: str
    title: str
    document_number: str
    issuer: str
    written_on: date | None
    published_on: date | None
    main_addressees: str
    blocks: tuple[Block, ...]
    not_understood: tuple[Remark, ...]
    evidence: dict[str, Evidence] = field(default_factory=dict)
    file_format: str = ""

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind]

    @property
    def visible_text(self) -> str:
        """Everything a reader would see, title and number first: the proof that no text was lost."""
        parts = [self.document_number, self.title, *(block.text for block in self.blocks)]
        return "\n".join(part for part in parts if part)

    def as_json(self, *, with_images: bool = True) -> dict[str, Any]:
        """Only JSON types; images as base64, or as size and SHA-256 when ``with_images`` is false."""
        made: dict[str, Any] = _plain(self, with_images)
        made["kind_label"] = self.kind_label
        return made


def _plain(value: Any, with_images: bool) -> Any:
    if isinstance(value, bytes):
        if with_images:
            return base64.b64encode(value).decode("ascii")
        return {"size": len(value), "sha256": hashlib.sha256(value).hexdigest()}
    if is_dataclass(value) and not isinstance(value, type):
        made = {one.name: _plain(getattr(value, one.name), with_images) for one in fields(value)}
        return {"type": type(value).__name__} | made
    if isinstance(value, dict):
        return {key: _plain(one, with_images) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one, with_images) for one in value]
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value
