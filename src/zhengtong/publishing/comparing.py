"""The difference between two texts that were handed in, line by line and word by word (pure functions)."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from typing import Any

import nh3

from zhengtong.publishing.kinds import Validity

LABELS = {
    "title": "标题", "summary": "摘要", "content_source": "信息来源", "is_repost": "转载", "repost_url": "原文地址",
    "keywords": "关键词", "document_number": "文号", "issuer": "发文机关", "written_on": "成文日期", "validity": "有效性",
    "index_number": "索引号", "subject_class": "主题分类", "item_name": "事项名称", "legal_basis": "设定依据",
    "conditions": "申请条件", "materials": "办理材料", "place": "办理地点", "agency": "办理机构", "fee": "收费标准",
    "office_hours": "办理时间", "telephone": "联系电话", "steps": "办理流程",
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A run of characters: "same", "old" (only in the earlier text) or "new" (only in the later one)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Row:
    """One line of the comparison."""

    kind: str
    pieces: tuple[Piece, ...]


def lines_of(content: dict[str, Any]) -> list[str]:
    """The content as plain lines: its fields by name, then its body."""
    named = [
        f"{label}：{_plain(name, content[name])}"
        for name, label in LABELS.items()
        if content.get(name) not in (None, "", False)
    ]
    return named + [line for block in content.get("body", []) for line in _block_lines(block)]


def _plain(name: str, value: Any) -> str:
    if name == "validity":
        return Validity(value).label
    return "是" if value is True else str(value)


def _block_lines(block: dict[str, Any]) -> Iterator[str]:
    value = block["value"]
    if block["type"] == "heading":
        yield value["text"]
    elif block["type"] == "paragraph":
        for part in value.replace("</p>", "\n").replace("</li>", "\n").replace("<br/>", "\n").splitlines():
            if text := unescape(nh3.clean(part, tags=set())).strip():
                yield text
    elif block["type"] == "table":
        yield from ("　".join(str(cell or "") for cell in row) for row in value.get("data", []))
    elif block["type"] == "picture":
        yield f"〔图片〕{value.get('alt', '')} {value.get('caption', '')}".strip()
    else:
        yield f"〔附件〕{value}"


def compare(old: list[str], new: list[str]) -> list[Row]:
    """Rows of the later text with what went and what came; changed lines are compared word by word."""
    rows: list[Row] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [Row("same", (Piece("same", line),)) for line in new[c:d]]
        elif tag == "replace" and b - a == d - c:
            rows += [Row("changed", tuple(_within(x, y))) for x, y in zip(old[a:b], new[c:d], strict=True)]
        else:
            rows += [Row("old", (Piece("old", line),)) for line in old[a:b]]
            rows += [Row("new", (Piece("new", line),)) for line in new[c:d]]
    return rows


def _within(old: str, new: str) -> Iterator[Piece]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", new[c:d])
            continue
        if b > a:
            yield Piece("old", old[a:b])
        if d > c:
            yield Piece("new", new[c:d])


def is_changed(rows: list[Row]) -> bool:
    return any(row.kind != "same" for row in rows)
