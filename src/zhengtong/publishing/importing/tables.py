"""A recognised table as the value of the editor's table block, merged cells and headings kept."""

from collections.abc import Iterable, Iterator
from typing import Any

from zhengtong.tools.documents import Cell, Remark, Run, Table

RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
MARKS = {"sup": ("上标", RAISED), "sub": ("下标", LOWERED)}


def table_value(table: Table) -> dict[str, Any]:
    """The value of `TableBlock`: rows of equal length, covered cells None and hidden, as its script leaves them."""
    data: list[list[str | None]] = [[] for _ in table.rows]
    merges: list[dict[str, int]] = []
    covered: list[dict[str, Any]] = []
    taken: set[tuple[int, int]] = set()
    for y, x, cell in _placed(table, taken):
        high, wide = min(cell.rowspan, len(data) - y), cell.colspan
        if high > 1 or wide > 1:
            merges.append({"row": y, "col": x, "rowspan": high, "colspan": wide})
        for down in range(high):
            for right in range(wide):
                _put(data[y + down], x + right, None if down or right else cell_text(cell))
                taken.add((y + down, x + right))
                if down or right:
                    covered.append({"row": y + down, "col": x + right, "hidden": True})
    width = max((len(row) for row in data), default=0)
    choice = _header(table)
    return {
        "data": [row + [""] * (width - len(row)) for row in data],
        "cell": covered,
        "mergeCells": merges,
        "first_row_is_table_header": choice in ("row", "both"),
        "first_col_is_header": choice in ("column", "both"),
        "table_header_choice": choice,
        "table_caption": " ".join(table.caption.split()),
    }


def _placed(table: Table, taken: set[tuple[int, int]]) -> Iterator[tuple[int, int, Cell]]:
    """Each cell with its row and column. `taken` is filled by the caller as the cells before it are set."""
    for y, row in enumerate(table.rows):
        x = 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            yield y, x, cell


def _put(row: list[str | None], x: int, text: str | None) -> None:
    row += [""] * (x + 1 - len(row))
    row[x] = text


def _header(table: Table) -> str:
    """Which cells head the table, in the words of the table block."""
    below = table.rows[table.header_rows :]
    side = bool(below) and all(row and row[0].header for row in below)
    if table.header_rows:
        return "both" if side else "row"
    return "column" if side else "neither"


def cell_text(cell: Cell) -> str:
    """Cells hold plain text: raised and lowered figures become the characters for them."""
    return "".join(map(_run, cell.runs)).strip()


def _run(run: Run) -> str:
    for mark, (_, characters) in MARKS.items():
        if mark in run.marks and _has_characters(run.text, characters):
            return run.text.translate(characters)
    return run.text


def _has_characters(text: str, characters: dict[int, int]) -> bool:
    return all(ord(sign) in characters for sign in text.strip())


def lost_in(table: Table, where: str) -> Iterable[Remark]:
    """What cells cannot hold, for the honest list."""
    if table.header_rows > 1:
        yield Remark(
            where, table.text[:60], f"表头有 {table.header_rows} 行，系统只把第一行设为表头", "请核对表头"
        )
    lost = [(cell, what) for row in table.rows for cell in row if (what := _lost(cell))]
    if lost:
        names = "、".join(sorted({name for _, what in lost for name in what}))
        yield Remark(where, lost[0][0].text[:60], f"表格中的{names}没有保留，只留下文字", "请核对表格内容")


def _lost(cell: Cell) -> set[str]:
    found = {"链接"} if any(run.href for run in cell.runs) else set()
    for mark, (name, characters) in MARKS.items():
        if any(mark in run.marks and not _has_characters(run.text, characters) for run in cell.runs):
            found.add(name)
    return found
