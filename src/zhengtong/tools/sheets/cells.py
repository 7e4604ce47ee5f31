"""One cell as a plain text: what the sheet shows, without what cannot be seen."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from typing import Any

LONGEST = 2000  # characters; what is longer is cut here, and is too long for every field of ours
EXACT = 10**15  # office programs keep 15 digits of a number; the rest of a longer one is lost
FORMULA = ("=", "+", "-", "@")
# How workbooks write a character that XML does not take: "_x000B_".
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def text_of(value: Any, longest: int = LONGEST) -> str:
    """A value as text: dates as YYYY-MM-DD, whole numbers without a point, invisible characters left out.

    One character more than `longest` is kept of what is longer, so that the reader sees that it is.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT * 1000:
        return str(int(value))
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value)[: longest * 8])
    return _seen(text)[: longest + 1]


def _seen(text: str) -> str:
    """Line breaks kept, other control, format and direction characters gone, full-width blanks made plain."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    shown = ("".join(mark for mark in line if unicodedata.category(mark)[0] != "C") for line in lines)
    text = "\n".join(" ".join(line.split()) for line in shown).strip()
    # Exports put an apostrophe before what a spreadsheet would take for a formula; here it is taken off again.
    return text[1:] if text.startswith("'") and text[1:2] in FORMULA else text


def fault_of(value: Any, kind: str) -> str:
    """Why a cell cannot be trusted; empty for a sound one. `kind` is the type the sheet gives it ("e" is an error)."""
    if kind == "e":
        return f"单元格为错误值“{value}”，请改为应有的内容"
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) >= EXACT:
        return "长编号以数字形式保存，末位可能已失真，请把单元格格式改为“文本”后重新填写"
    return ""
