"""Spreadsheets that leave the room: texts only, nothing that an office program would run."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from zhengtong.engine.console.listing import as_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 32_000  # characters that a cell of an office program holds
Columns = Sequence[tuple[str, int]]


def workbook(title: str, columns: Columns, rows: Iterable[Iterable[Any]], notes: Sequence[str] = ()) -> bytes:
    """One sheet of headings (with their widths) and rows; notes to the reader stand on a sheet of their own."""
    book = Workbook(write_only=True)
    page = book.create_sheet(title)
    for place, (_, width) in enumerate(columns, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    page.freeze_panes = "A2"
    page.append(_cells(page, [heading for heading, _ in columns], bold=True))
    for row in rows:
        page.append(_cells(page, row))
    if notes:
        page = book.create_sheet("说明")
        page.column_dimensions["A"].width = 100
        for note in notes:
            page.append(_cells(page, [note]))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _cells(page: Any, values: Iterable[Any], *, bold: bool = False) -> list[WriteOnlyCell]:
    cells = []
    for value in values:
        shown = as_cell(value)
        text = ILLEGAL_CHARACTERS_RE.sub("", shown)[:MOST] if isinstance(shown, str) else shown
        cell = WriteOnlyCell(page, text)
        if cell.data_type == "f":
            cell.data_type = "s"
        cell.font, cell.alignment = Font(bold=bold), Alignment(wrap_text=True, vertical="top")
        cells.append(cell)
    return cells
