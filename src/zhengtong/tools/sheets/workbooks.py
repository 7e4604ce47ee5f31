"""An .xlsx, judged before it is opened: sizes, kind, macros, entities; then each visible sheet line by line."""

from __future__ import annotations

import contextlib
import io
import warnings
from dataclasses import dataclass, field, replace
from typing import Any
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from zhengtong.tools.documents.safety import MEGABYTE, Limits, Package, Unreadable
from zhengtong.tools.sheets.cells import fault_of, text_of
from zhengtong.tools.sheets.model import Line, Table, Watch, trimmed

LIMITS = Limits(unpacked_bytes=64 * MEGABYTE, part_bytes=32 * MEGABYTE)
MOST_ELEMENTS = 2_000_000
MOST_MERGES = 20_000
MACRO = "表格含有宏（.xlsm 等启用宏的类型），已拒绝。请另存为不含宏的 .xlsx 后再导入。"
BROKEN = "表格内部的内容不完整或有错误，无法读取。请在 WPS 或 Excel 中重新另存为 .xlsx 后再导入。"
DOCTYPE = "表格内部含有 XML 实体声明（DOCTYPE），这是常见的攻击手法，已拒绝。"


class Workbook(Package):
    """The package of a workbook; sizes are checked by the base, before anything is unpacked."""

    def _check_type(self) -> None:
        if "[Content_Types].xml" not in self.names:
            raise Unreadable("这不是 .xlsx 表格（可能是压缩包或 .ods）。请另存为 .xlsx 后再导入。")
        types = self.read("[Content_Types].xml").lower()
        if (
            b"macroenabled" in types
            or b"vbaproject" in types
            or any("vba" in one.lower() for one in self.names)
        ):
            raise Unreadable(MACRO)
        if b"spreadsheetml.sheet.main" not in types:
            raise Unreadable("这不是 .xlsx 表格。请在 WPS 或 Excel 中另存为 .xlsx 后再导入。")
        for name in self.names:
            if name.lower().endswith((".xml", ".rels", ".vml")):
                _refuse_doctype(self.read(name))


class _Begun(Exception):
    """The first element has come: no declaration can follow."""


def _refuse_doctype(data: bytes) -> None:
    def declared(*_: Any) -> None:
        raise Unreadable(DOCTYPE)

    def begun(*_: Any) -> None:
        raise _Begun

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler, parser.StartElementHandler = declared, begun
    with contextlib.suppress(_Begun):
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise Unreadable(BROKEN) from error


@dataclass
class Traits:
    """What a sheet has beside its values."""

    merges: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # first column, first row, last ones; from 1
    hidden: list[int] = field(default_factory=list)
    formulas: int = 0
    elements: int = 0


def _traits(data: bytes) -> Traits:
    found = Traits()

    def begun(name: str, given: dict[str, str]) -> None:
        found.elements += 1
        if found.elements > MOST_ELEMENTS:
            raise Unreadable("表格的单元格过多，请拆分后再导入。")
        name = name.rpartition(":")[2]
        if name == "f":
            found.formulas += 1
        elif name == "row" and given.get("hidden") in ("1", "true") and given.get("r", "").isdigit():
            found.hidden.append(int(given["r"]))
        elif name == "mergeCell":
            if len(found.merges) >= MOST_MERGES:
                raise Unreadable("表格的合并单元格过多，请取消合并后再导入。")
            found.merges.append(range_boundaries(given.get("ref", "")))

    parser = expat.ParserCreate()
    parser.StartElementHandler = begun
    parser.Parse(data, True)
    return found


def tables_of(data: bytes, watch: Watch) -> list[Table]:
    """The visible sheets that hold something. Raises `Unreadable`."""
    package = Workbook(data, LIMITS)
    # openpyxl stops on damaged parts with whatever its parsers raise: the file is the cause, and the person is told.
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(package, data, watch)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(BROKEN) from error


def _read(package: Workbook, data: bytes, watch: Watch) -> list[Table]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
        tables = [table for sheet in shown if (table := _sheet(package, sheet, watch)).lines]
    finally:
        book.close()
    if hidden and tables:
        names = "、".join(f"“{text_of(name)}”" for name in hidden[:5])
        told = f"有{len(hidden)}个隐藏的工作表未读取：{names}。"
        tables = [replace(one, remarks=[told, *one.remarks]) for one in tables]
    return tables


def _sheet(package: Workbook, sheet: Any, watch: Watch) -> Table:
    traits = _traits(package.read(sheet._worksheet_path.lstrip("/")))
    # The size that a sheet claims is often wrong; what is there is read.
    sheet.reset_dimensions()
    most, lines, touched = watch.bounds.columns, [], _touched(traits)
    for number, row in enumerate(sheet.iter_rows(max_col=most + 1), start=1):
        if number % 500 == 0:
            watch.check()
        cells = [text_of(cell.value, watch.bounds.cell) for cell in row]
        if len(cells) > most and cells[most]:
            raise Unreadable(f"第{number}行超过{most}栏，请删去多余的栏后再导入。")
        faults = {
            place: why for place, cell in enumerate(row) if (why := fault_of(cell.value, cell.data_type))
        }
        if trimmed(iter(cells)) or number in touched:
            lines.append(Line(number, tuple(cells), faults))
            watch.check(len(lines))
    return Table(text_of(sheet.title), _unmerged(lines, traits.merges), _remarks(traits))


def _touched(traits: Traits) -> set[int]:
    """Lines that only a merged cell fills: at most those of the bounded number of merges, each of a bounded height."""
    return {
        line for _, top, _, bottom in traits.merges for line in range(top + 1, min(bottom, top + 2000) + 1)
    }


def _unmerged(lines: list[Line], merges: list[tuple[int, int, int, int]]) -> list[Line]:
    """A value merged over several lines holds for each of them; one merged over several columns cannot be trusted."""
    by_number = {line.number: (list(line.cells), dict(line.faults)) for line in lines}
    for left, top, right, bottom in merges:
        if top not in by_number:
            continue
        value = _cell(by_number[top][0], left - 1)
        for number in range(top, min(bottom, top + 2000) + 1):
            if number not in by_number:
                continue
            cells, faults = by_number[number]
            if number > top and left == right:
                cells += [""] * (left - len(cells))
                cells[left - 1] = value
            if right > left:
                for place in range(left - 1, min(right, 200)):
                    faults.setdefault(place, "单元格横向合并，无法判断内容属于哪一栏，请取消合并后分别填写")
    found = [Line(number, trimmed(iter(cells)), faults) for number, (cells, faults) in by_number.items()]
    return [line for line in found if line.cells]


def _cell(cells: list[str], place: int) -> str:
    return cells[place] if 0 <= place < len(cells) else ""


def _remarks(traits: Traits) -> list[str]:
    found = []
    if traits.formulas:
        found.append(f"表中有{traits.formulas}个公式，按文件中保存的结果读取，不作计算。")
    if traits.hidden:
        numbers = "、".join(map(str, traits.hidden[:10])) + ("等" if len(traits.hidden) > 10 else "")
        found.append(f"第{numbers}行在表中被隐藏，仍按内容列入。")
    return found
