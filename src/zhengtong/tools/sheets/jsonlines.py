"""JSON lines (.jsonl) as a table: an object each line, its names are the headings. A broken line spoils only itself."""

from __future__ import annotations

import json
from typing import Any

from zhengtong.tools.documents.safety import Unreadable
from zhengtong.tools.sheets.cells import text_of
from zhengtong.tools.sheets.model import Line, Table, Watch, trimmed

BROKEN = "该行不是完整的JSON对象，请按一行一个对象重新导出"


def read_json_lines(text: str, watch: Watch) -> list[Table]:
    """One table: line 0 holds the names in the order in which they first come; the others keep their numbers in the file.

    What is no object becomes a line without cells whose fault stands at column 0. Raises `Unreadable` where no line is one.
    """
    columns: dict[str, int] = {}
    found: list[Line] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        said = _object(line)
        if said is None:
            found.append(Line(number, (), {0: BROKEN}))
        else:
            found.append(_line(number, said, columns, watch))
        watch.check(len(found))
    if not columns:
        raise Unreadable("文件中没有一行是JSON对象。请按一行一个对象导出为 .jsonl，或改用 .xlsx、.csv。")
    return [Table("", [Line(0, tuple(columns)), *found])]


def _object(line: str) -> dict[str, Any] | None:
    try:
        said = json.loads(line, parse_constant=str)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _line(number: int, said: dict[str, Any], columns: dict[str, int], watch: Watch) -> Line:
    cells: dict[int, str] = {}
    for name, value in said.items():
        heading = text_of(name, 100) or "（无名称）"
        place = columns.setdefault(heading, len(columns))
        if place >= watch.bounds.columns:
            raise Unreadable(f"第{number}行起超过{watch.bounds.columns}种名称，请删去多余的内容后再导入。")
        cells[place] = text_of(_plain(value), watch.bounds.cell)
    return Line(number, trimmed(iter([cells.get(place, "") for place in range(len(columns))])))


def _plain(value: Any) -> Any:
    """Texts, numbers and flags as they are; what holds others as the JSON that it is."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return json.dumps(value, ensure_ascii=False)
