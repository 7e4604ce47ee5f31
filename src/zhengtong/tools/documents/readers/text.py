"""Plain text: one line is one paragraph, unless the text was wrapped at a fixed width."""

from __future__ import annotations

import unicodedata

from zhengtong.tools.documents import official
from zhengtong.tools.documents.headings import numbered
from zhengtong.tools.documents.model import Run
from zhengtong.tools.documents.safety import Budget
from zhengtong.tools.documents.source import BLANKS, Line, Source, merged

RIGHT = 8
"""So many blanks before a line mean that it is set to the right."""
WRAP_AT_MOST = 100
"""Display columns; text is wrapped by hand or by mail programs at 70 to 80."""


def read_text(text: str, budget: Budget) -> Source:
    source = Source()
    budget.spend("characters", len(text))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    numbered_lines = [(number, line) for number, line in enumerate(lines, 1) if line.strip(BLANKS)]
    budget.require("blocks", len(numbered_lines))
    width = _wrapped_at([line for _, line in numbered_lines])
    if width:
        numbered_lines = _joined(numbered_lines, width, source)
    for number, line in numbered_lines:
        source.items.append(_line(number, line))
    return source


def _line(number: int, text: str) -> Line:
    lead = len(text) - len(text.lstrip(BLANKS))
    columns = sum(2 if char == "\u3000" else 1 for char in text[:lead])
    return Line(merged([Run(_clean(text))]), where=f"第 {number} 行", right=columns >= RIGHT)


def _clean(text: str) -> str:
    """Control characters have no place in a page."""
    return "".join(char for char in text if char >= " " or char == "\t").replace("\t", " ")


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _wrapped_at(lines: list[str]) -> int:
    """The width at which the text was wrapped; 0 when it was not."""
    widths = [_columns(line.rstrip()) for line in lines]
    widest = max(widths, default=0)
    if not 40 <= widest <= WRAP_AT_MOST or len(lines) < 8:
        return 0
    full = [
        line
        for line, width in zip(lines, widths, strict=True)
        if width >= widest - 4 and line.rstrip()[-1:] not in "。；：！？"
    ]
    return widest if len(full) * 3 >= len(lines) else 0


def _joined(lines: list[tuple[int, str]], width: int, source: Source) -> list[tuple[int, str]]:
    made: list[tuple[int, str]] = []
    count = 0
    last_columns = 0
    for number, line in lines:
        new = last_columns < width - 4 or line[:1] in BLANKS or numbered(line) or official.role_of(line)
        if made and not new:
            start, before = made[-1]
            made[-1] = (start, f"{before.rstrip()}{_glue(before, line)}{line.strip()}")
            count += 1
        else:
            made.append((number, line))
        last_columns = _columns(line.rstrip())
    if count:
        source.remark("全文", "", f"文字按固定宽度折行，已合并 {count} 处硬换行", "请核对段落的分合")
    return made


def _glue(before: str, after: str) -> str:
    return " " if before.rstrip()[-1:].isascii() and after[:1].isascii() else ""
