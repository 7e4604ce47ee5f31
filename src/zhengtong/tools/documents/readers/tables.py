"""What Word and HTML tables have in common: the number of header rows when the table does not say."""

from __future__ import annotations

import re

from zhengtong.tools.documents.model import Cell, Table
from zhengtong.tools.documents.source import Item, Line, Source, split_lines

FIGURE = re.compile(r"[\d\s.,%％/+-]+")


def guessed_header_rows(rows: list[list[Cell]]) -> int:
    """As many rows as the tallest cell of the first row spans, when that row has words only; else 0."""
    if len(rows) < 3 or len(rows[0]) < 2:
        return 0
    first = rows[0]
    if any(not cell.text.strip() or FIGURE.fullmatch(cell.text) or len(cell.text) > 30 for cell in first[1:]):
        return 0
    tallest = max(cell.rowspan for cell in first)
    return tallest if tallest < len(rows) else 0


def width_of(row: list[Cell]) -> int:
    return sum(cell.colspan for cell in row)


def lines_on_top(rows: list[list[Cell]], where: str) -> tuple[list[Line], list[list[Cell]]]:
    """Rows of one cell over the whole width at the top are lines above the table: its mark, title or unit."""
    rows = [row for row in rows if row]
    widest = max((width_of(row) for row in rows), default=0)
    lines: list[Line] = []
    while (
        len(rows) > 2
        and len(rows[0]) == 1 < widest
        and rows[0][0].colspan >= widest
        and rows[0][0].rowspan == 1
    ):
        lines += [Line(runs, where, centred=True) for runs in split_lines(list(rows.pop(0)[0].runs))]
    return lines, rows


def finished_table(
    rows: list[list[Cell]], stated: int, caption: str, where: str, source: Source
) -> list[Item]:
    """The table with its header rows marked, after the lines on top of it; nothing when it is empty."""
    lines, rest = lines_on_top(rows, where)
    if lines:
        excerpt = " / ".join(line.text for line in lines)
        source.remark(where, excerpt, "表格上方通栏的行，已移到表格之前", "请核对表格的标题")
        stated = max(stated - (len(rows) - len(rest)), 0)
    if not any(cell.text.strip() for row in rest for cell in row):
        return list(lines)
    return [*lines, _marked(rest, stated, caption, where, source)]


def _marked(rows: list[list[Cell]], stated: int, caption: str, where: str, source: Source) -> Table:
    count = stated or guessed_header_rows(rows)
    if count and not stated:
        excerpt = " | ".join(cell.text for cell in rows[0])
        source.remark(where, excerpt, f"表格没有标明表头，按前 {count} 行为表头推测", "请核对表头")
    marked = tuple(
        tuple(Cell(cell.runs, cell.colspan, cell.rowspan, cell.header or number < count) for cell in row)
        for number, row in enumerate(rows)
    )
    return Table(marked, count, caption)


def rows_as_runs(rows: list[list[Cell]]) -> str:
    """A table inside a cell, flattened: one line per row."""
    return "\n".join("　".join(cell.text.replace("\n", " ") for cell in row) for row in rows)
