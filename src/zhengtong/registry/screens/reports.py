"""The report of an imported list as a spreadsheet: line by line, in a form that can be corrected and uploaded again."""

import io
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from zhengtong.engine.console.listing import as_cell
from zhengtong.registry.importing.words import FIELDS
from zhengtong.registry.models import ImportState, RegisterImport, RegisterImportLine, Verdict

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = ("行号", "处理", "登记编号", "处理内容", "不能导入的原因", "请留意", "拟新登记的单位")
WIDTHS = (7, 15, 12, 46, 60, 46, 24)


def report(batch: RegisterImport) -> HttpResponse:
    """One sheet: what becomes of each line, then what the line says, under headings that an upload recognises."""
    book = Workbook(write_only=True)
    page = book.create_sheet("导入报告")
    said = [field for field in FIELDS if field in batch.headings and field != "code"]
    for place, width in enumerate([*WIDTHS, *(20 for _ in said)]):
        page.column_dimensions[chr(65 + place)].width = width
    page.freeze_panes = "C2"
    page.append(_cells(page, [*HEAD, *(FIELDS[field] for field in said)], bold=True))
    for line in batch.lines.order_by("number").iterator(chunk_size=500):
        page.append(_cells(page, [*_told(line), *(line.said.get(field, "") for field in said)]))
    made = io.BytesIO()
    book.save(made)
    response = HttpResponse(made.getvalue(), content_type=XLSX)
    kind = "导入报告" if batch.state == ImportState.DONE else "预演报告"
    name = f"{kind}-{batch.name.rpartition('.')[0][:80] or batch.pk}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response


def _cells(page: Any, values: Iterable[Any], *, bold: bool = False) -> list[WriteOnlyCell]:
    """Cells that are nothing but texts: what a list said stays inert in its report."""
    cells = []
    for value in values:
        cell = WriteOnlyCell(page, as_cell(value))
        if cell.data_type == "f":
            cell.data_type = "s"
        cell.font, cell.alignment = Font(bold=bold), Alignment(wrap_text=True, vertical="top")
        cells.append(cell)
    return cells


def _told(line: RegisterImportLine) -> list[Any]:
    told = line.result if line.result is not None else line.told
    changes = "\n".join(change_told(one) for one in told["changes"])
    return [
        line.number, Verdict(line.outcome or line.foreseen).label, told["code"], changes, _reasons(told["refusals"]),
        _reasons(told["doubts"]), told["opens"],
    ]  # fmt: skip


def _reasons(told: Iterable[dict[str, str]]) -> str:
    return "\n".join(
        f"{one['message']}（{one['clause']}）" if one["clause"] else one["message"] for one in told
    )


def change_told(change: dict[str, str]) -> str:
    old = f"{change['old']} → " if change["old"] else ""
    return f"{change['label']}：{old}{change['new'] or '（空）'}"
