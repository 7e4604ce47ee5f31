"""From the words of a list to the words of clause 5.7: headings, kinds, faults."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from zhengtong.engine.refusals import Refusal
from zhengtong.interaction.models.kinds import CorrectionKind, MessageKind
from zhengtong.tools.sheets import Table

DATA = Path(__file__).parent.parent / "data"
# What a list can say, in the order of its report.
FIELDS: Mapping[str, str] = {
    "number": "来源编号", "kind": "类别", "title": "标题", "body": "内容", "received": "收到时间", "unit": "承办单位",
    "forwarded": "转办时间", "limit": "办理期限", "answer": "答复内容", "answered": "答复时间", "days": "答复用时（天）",
    "sender_name": "姓名", "sender_phone": "联系方式", "sender_email": "电子邮箱", "site": "网站名称", "page": "出错网址",
    "fault": "问题类型", "words": "有误文字", "picture": "截图",
}  # fmt: skip
# A message says something: a row of headings has one of these.
SAYING = frozenset({"title", "body"})
LOOKED_AT = 20  # lines with content in which the headings may stand
OTHERS = "列·"  # how an unknown column is kept in what a line says


@cache
def words() -> dict[str, Any]:
    """`data/imports.toml`."""
    return tomllib.loads((DATA / "imports.toml").read_text(encoding="utf-8"))


def bare(text: str) -> str:
    """A heading or a word for comparing: small letters, no blanks, no marks, no remarks in brackets."""
    text = re.sub(r"[（(【\[].*?[)）】\]]", "", unicodedata.normalize("NFKC", text)).lower()
    return re.sub(r"[\s*＊:：.。·、,，/_-]", "", text)


@cache
def _known(group: str) -> dict[str, str]:
    """Raises ValueError when one wording means two things: a fault of the installation."""
    found: dict[str, str] = {}
    for meaning_, wordings in [*_labels(group), *words()[group].items()]:
        for wording in wordings:
            if found.setdefault(bare(wording), meaning_) != meaning_:
                raise ValueError(f"imports.toml: {wording} means {found[bare(wording)]} and {meaning_}")
    return found


def _labels(group: str) -> list[tuple[str, list[str]]]:
    if group == "kinds":
        return [(one.value, [one.label]) for one in MessageKind]
    if group == "faults":
        return [(one.value, [one.label]) for one in CorrectionKind]
    return [(field, [label]) for field, label in FIELDS.items()]


def meaning(group: str, text: str) -> str:
    """The code behind a word of a list ("举报" → "complaint"); empty for an unknown word."""
    return _known(group).get(bare(text), "")


def heading_line(table: Table) -> tuple[int, dict[int, str]] | None:
    """Where in `table.lines` the headings stand, and the field of each recognised column; None where no line is one."""
    best: tuple[int, dict[int, str]] | None = None
    for place, line in enumerate(table.lines[:LOOKED_AT]):
        found = {
            column: field for column, cell in enumerate(line.cells) if (field := meaning("headings", cell))
        }
        if SAYING & set(found.values()) and len(found) > 1 and (best is None or len(found) > len(best[1])):
            best = (place, found)
    return best


def why_not_headings(table: Table, place: int, columns: Mapping[int, str]) -> list[Refusal]:
    """Two columns that mean the same: nobody can tell which one holds."""
    found = []
    for field in dict.fromkeys(columns.values()):
        same = [column for column, one in columns.items() if one == field]
        if len(same) > 1:
            said = "、".join(f"第{column + 1}栏“{table.lines[place].cells[column][:40]}”" for column in same)
            message = f"{said}都是{FIELDS[field]}，请只保留一栏或改用不同的标题。"
            found.append(Refusal("headings_twice", message, "5.7"))
    return found


NO_HEADINGS = Refusal(
    "headings_missing",
    f"没有找到标题行：前{LOOKED_AT}行中须有一行写明各栏标题，其中至少有标题或内容一栏，以及另外一栏。"
    f"可识别的标题：{'、'.join(FIELDS.values())}。",
    "5.7",
)
