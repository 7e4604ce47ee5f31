"""From the words of a list to the words of the register: headings, kinds, platforms, functions, dates."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from zhengtong.engine.refusals import Refusal
from zhengtong.registry.models.kinds import ChannelKind, Function, IdentifierKind
from zhengtong.registry.platforms import DATA, platforms
from zhengtong.registry.rules import LABELS
from zhengtong.tools.sheets import Table

# What a list can say, in the order of its report.
FIELDS: Mapping[str, str] = {
    "code": "登记编号", **{field: LABELS[field] for field in ("kind", "platform", "name", "host", "operator_name", "url",
                                                            "handle", "functions", "opened_on")},
    **{kind.value: kind.label for kind in IdentifierKind}, "identifier_from": "标识取得日期",
    "exception_reason": LABELS["exception_reason"], "note": LABELS["note"],
}  # fmt: skip
# A line must name the channel by one of these, so a row of headings has one of them.
NAMING = frozenset({"name", "url", "handle", "code"})
LOOKED_AT = 20  # lines with content in which the headings may stand
SERIAL_DAYS = range(20_000, 80_000)  # day numbers of office programs between 1954 and 2119
FIRST_DAY = date(1899, 12, 30)


@cache
def words() -> dict[str, Any]:
    """`data/import.toml`. Raises ValueError when one wording means two things: a fault of the installation."""
    return tomllib.loads((DATA / "import.toml").read_text(encoding="utf-8"))


def bare(text: str) -> str:
    """A heading or a word for comparing: small letters, no blanks, no marks, no remarks in brackets."""
    text = re.sub(r"[（(【\[].*?[)）】\]]", "", unicodedata.normalize("NFKC", text)).lower()
    return re.sub(r"[\s*＊:：.。·、,，/_-]", "", text)


@cache
def _known(group: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for meaning, wordings in [*_labels(group), *words()[group].items()]:
        for wording in wordings:
            if found.setdefault(bare(wording), meaning) != meaning:
                raise ValueError(f"import.toml: {wording} means {found[bare(wording)]} and {meaning}")
    return found


def _labels(group: str) -> list[tuple[str, list[str]]]:
    if group == "kinds":
        return [(one.value, [one.label]) for one in ChannelKind]
    if group == "functions":
        return [(one.value, [one.label]) for one in Function]
    if group == "platforms":
        return [(one.code, [one.label, one.code]) for one in platforms().values()]
    return []


def meaning(group: str, text: str) -> str:
    """The code behind a word of a list ("公众号" → "weixin"); empty for an unknown word."""
    return _known(group).get(bare(text), "")


def heading_line(table: Table) -> tuple[int, dict[int, str]] | None:
    """Where in `table.lines` the headings stand, and the field of each recognised column; None where no line is one."""
    best: tuple[int, dict[int, str]] | None = None
    for place, line in enumerate(table.lines[:LOOKED_AT]):
        found = {
            column: field for column, cell in enumerate(line.cells) if (field := meaning("headings", cell))
        }
        alone = len([cell for cell in line.cells if cell]) == 1
        if (
            NAMING & set(found.values())
            and (len(found) > 1 or alone)
            and (best is None or len(found) > len(best[1]))
        ):
            best = (place, found)
    return best


def why_not_headings(table: Table, place: int, columns: Mapping[int, str]) -> list[Refusal]:
    """Two columns that mean the same: nobody can tell which one holds."""
    found = []
    for field in dict.fromkeys(columns.values()):
        same = [column for column, one in columns.items() if one == field]
        if len(same) > 1:
            said = "、".join(f"第{column + 1}栏“{table.lines[place].cells[column]}”" for column in same)
            message = f"{said}都是{FIELDS[field]}，请只保留一栏或改用不同的标题。"
            found.append(Refusal("headings_twice", message, "1.2"))
    return found


NO_HEADINGS = Refusal(
    "headings_missing",
    f"没有找到标题行：前{LOOKED_AT}行中须有一行写明各栏标题，其中至少有名称、访问地址或账号标识。"
    f"可识别的标题：{'、'.join(FIELDS.values())}。",
    "1.2",
)


def day_of(text: str) -> tuple[date | None, str]:
    """A day as lists write it, or why it is none: "2016-09-01", "2016年9月1日", "20160901", a day number of a spreadsheet."""
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return None, ""
    parts = re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(\s+00:00(:00)?)?", text)
    parts = parts or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
    if parts:
        try:
            return date(int(parts[1]), int(parts[2]), int(parts[3])), ""
        except ValueError:
            return None, f"“{text}”不是存在的日期"
    if re.fullmatch(r"\d{5}", text, re.ASCII) and int(text) in SERIAL_DAYS:
        return FIRST_DAY + timedelta(days=int(text)), ""
    return None, f"“{text[:20]}”不是完整的日期，请写明年月日，例如2016-09-01"


def functions_of(text: str) -> tuple[tuple[str, ...], list[str]]:
    """The functions named in one cell, and the words that are none."""
    named = [one for one in re.split(r"[、,，;；/|\s]+", text) if one]
    found = [(one, meaning("functions", one)) for one in named]
    return tuple(code for _, code in found if code), [one for one, code in found if not code]


def shown(values: Sequence[str]) -> str:
    return "、".join(f"“{one[:20]}”" for one in values[:5])
