"""Recognised blocks as the blocks of an article's body. What is not written into the body stays visible as left out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from zhengtong.publishing.importing.pictures import why_not_picture
from zhengtong.publishing.importing.richtext import as_stored
from zhengtong.publishing.importing.tables import lost_in, table_value
from zhengtong.tools.documents import (
    AttachmentNote,
    Block,
    Heading,
    Image,
    ListBlock,
    OfficialLine,
    Paragraph,
    Recognised,
    Remark,
    Table,
)
from zhengtong.tools.documents.model import OFFICIAL_ROLES

LEVELS = ("2", "3", "4", "5")
LONGEST_HEADING = 300
# The page shows these from its own fields; in the text they would stand twice.
IN_FIELDS = frozenset({"masthead", "source"})
MOST_ALT = 200


@dataclass
class Body:
    """The body as it grows: `parts` are stream blocks, a picture named by its number, and `left_out` lines."""

    levels: dict[int, str]
    parts: list[dict[str, Any]] = field(default_factory=list)
    pictures: list[Image] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    tables: int = 0
    _text: list[str] = field(default_factory=list)
    _next_key: int = 1

    def write(self, html: str) -> None:
        self._text.append(html)

    def add(self, kind: str, value: Any) -> None:
        self.end_text()
        self.parts.append({"type": kind, "value": value})

    def end_text(self) -> None:
        """Neighbouring paragraphs and lists are one text for the editor."""
        stored, self._next_key = as_stored("".join(self._text), first=self._next_key)
        self._text.clear()
        if stored:
            self.parts.append({"type": "paragraph", "value": stored})


def body_of(recognised: Recognised) -> Body:
    used = sorted({block.level for block in recognised.blocks if isinstance(block, Heading)})
    last = len(LEVELS) - 1
    body = Body({level: LEVELS[min(place, last)] for place, level in enumerate(used)})
    for block in recognised.blocks:
        WRITERS[type(block)](body, block)
    body.end_text()
    return body


def _heading(body: Body, block: Heading) -> None:
    text = " ".join(block.text.split(" ")).replace("\n", " ").strip()
    if len(text) > LONGEST_HEADING:
        body.write(f"<p>{escape(text)}</p>")
    elif text:
        body.add("heading", {"level": body.levels[block.level], "text": text})


def _paragraph(body: Body, block: Paragraph) -> None:
    body.write(f"<p>{block.html}</p>")


def _list(body: Body, block: ListBlock) -> None:
    """Nested as HTML nests lists: a deeper item's list stands inside the item above it."""
    tag = "ol" if block.ordered else "ul"
    depth = -1
    html: list[str] = []
    for item in block.items:
        level = min(item.level, depth + 1)
        if level > depth:
            html.append(f"<{tag}>")
        else:
            html.append("</li>" + f"</{tag}></li>" * (depth - level))
        html.append(f"<li>{item.html}")
        depth = level
    body.write("".join(html) + f"</li></{tag}>" * (depth + 1))


def _table(body: Body, block: Table) -> None:
    body.tables += 1
    body.remarks += lost_in(block, f"表格 {body.tables}")
    body.add("table", table_value(block))


def _picture(body: Body, block: Image) -> None:
    why = why_not_picture(block.data, block.media_type)
    if why:
        what = "如需此图，请在编辑器中另行上传"
        body.remarks.append(Remark("图片", block.name, f"{why}，没有导入", what))
        return
    body.pictures.append(block)
    alt = " ".join(block.alt.split())[:MOST_ALT]
    body.add("picture", {"number": len(body.pictures), "alt": alt, "name": block.name})


def _attachment(body: Body, block: AttachmentNote) -> None:
    text = escape(block.text, quote=False)
    body.write(f'<p><a href="{escape(block.href)}">{text}</a></p>' if block.href else f"<p>{text}</p>")


def _official(body: Body, block: OfficialLine) -> None:
    if block.role in IN_FIELDS:
        body.add("left_out", {"label": OFFICIAL_ROLES[block.role], "text": block.text})
    else:
        body.write("<p>" + escape(block.text, quote=False).replace("\n", "<br>") + "</p>")


WRITERS: dict[type[Block], Callable[[Body, Any], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    ListBlock: _list,
    Table: _table,
    Image: _picture,
    AttachmentNote: _attachment,
    OfficialLine: _official,
}
