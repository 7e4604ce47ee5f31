"""The district table as an office spreadsheet."""

from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from zhengtong.desk import overview
from zhengtong.engine.console.listing import as_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = (
    "单位", "类别", "在途审校", "其中逾期", "逾期时限", "将到期", "责任栏目", "其中逾期未更新", "缺项制度",
    f"近{overview.LATELY.days}日发布", "放宽使用", "阵地", "其中登记缺项",
)  # fmt: skip
WIDE, NARROW = 22, 11


def as_xlsx(rows: Sequence[overview.Row], at: datetime) -> HttpResponse:
    """One sheet: title, when it was made, a row a unit, the totals last."""
    made = BytesIO()
    _workbook(rows, at).save(made)
    response = HttpResponse(made.getvalue(), content_type=XLSX)
    name = f"全区总览-{localtime(at):%Y%m%d}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _workbook(rows: Sequence[overview.Row], at: datetime) -> Workbook:
    book = Workbook()
    page: Any = book.active
    page.title = "全区总览"
    page.append(["全区网站和新媒体工作总览"])
    page.append([f"数据时间：{localtime(at):%Y-%m-%d %H:%M}"])
    page.append(list(HEAD))
    for row in rows:
        unit = row.unit
        page.append([as_cell(unit.name), as_cell(unit.get_kind_display()), *astuple(row.counts)])
    page.append(["合计", f"{len(rows)}个单位", *astuple(overview.total(rows))])
    _shape(page)
    return book


def _shape(page: Any) -> None:
    page["A1"].font = Font(bold=True, size=14)
    for row in (page[3], page[page.max_row]):
        for cell in row:
            cell.font = Font(bold=True)
    for cell in page[3]:
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for place, column in enumerate("ABCDEFGHIJKLM"):
        page.column_dimensions[column].width = WIDE if place == 0 else NARROW
    page.freeze_panes = "B4"
