"""A table read from bytes, within bounds. Lines keep the numbers that the office program shows at the left."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from zhengtong.tools.documents.safety import MEGABYTE, OLE, ZIP, Unreadable
from zhengtong.tools.sheets.cells import text_of


@dataclass(frozen=True)
class Bounds:
    """How much one file may hold: bytes, lines with content, columns, seconds of reading."""

    file_bytes: int = 10 * MEGABYTE
    lines: int = 5000
    columns: int = 100
    seconds: float = 20.0


@dataclass(frozen=True)
class Line:
    """One line with content. `faults` names, by column from 0, what is wrong with a cell as such."""

    number: int
    cells: tuple[str, ...]
    faults: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """One sheet. `remarks` tells the person what was left out or read in a special way."""

    name: str
    lines: list[Line]
    remarks: list[str] = field(default_factory=list)


class Watch:
    """Stops the work when the lines or the time are used up."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds, self.started = bounds, time.monotonic()

    def check(self, lines: int = 0) -> None:
        if lines > self.bounds.lines:
            raise Unreadable(f"表格超过{self.bounds.lines:,}行，请拆分为几个文件后分别导入。")
        if time.monotonic() - self.started > self.bounds.seconds:
            raise Unreadable(f"表格过于复杂，读取超过{self.bounds.seconds:g}秒，已停止。请拆分后再导入。")


def read(data: bytes, filename: str, bounds: Bounds | None = None) -> list[Table]:
    """The visible sheets of an .xlsx that hold something, or the one of a .csv. Raises `Unreadable` with reasons."""
    bounds = bounds or Bounds()
    if not data.strip(b"\x00 \r\n\t"):
        raise Unreadable("文件是空的。请确认选对了文件。")
    if len(data) > bounds.file_bytes:
        raise Unreadable(f"文件超过{bounds.file_bytes // MEGABYTE}MB，请拆分后再导入。")
    tables = _read_by_content(data, filename, bounds)
    if not tables:
        raise Unreadable("表格是空的，没有可导入的内容。")
    return tables


def _read_by_content(data: bytes, filename: str, bounds: Bounds) -> list[Table]:
    ending = filename.lower().rpartition(".")[2]
    if data.startswith(OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise Unreadable(
            "这是加密的表格，无法打开。请去掉打开密码后另存为 .xlsx 再导入。"
            if encrypted
            else "这是旧版 Office 格式（.xls 等）。请在 WPS 或 Excel 中另存为 .xlsx 后再导入。"
        )
    if data.startswith(ZIP):
        from zhengtong.tools.sheets.workbooks import tables_of  # noqa: PLC0415 (openpyxl is heavy)

        return tables_of(data, Watch(bounds))
    if ending == "csv":
        return _csv(data, Watch(bounds))
    raise Unreadable("只能导入 .xlsx 表格和 .csv 文件。请在 WPS 或 Excel 中另存为 .xlsx 后再导入。")


def _csv(data: bytes, watch: Watch) -> list[Table]:
    text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number, lines = 0, []
    try:
        for number, row in enumerate(reader, start=1):
            if len(row) > watch.bounds.columns and any(row[watch.bounds.columns :]):
                raise Unreadable(f"第{number}行超过{watch.bounds.columns}栏，请删去多余的栏后再导入。")
            cells = trimmed(text_of(cell) for cell in row[: watch.bounds.columns])
            if cells:
                lines.append(Line(number, cells))
            watch.check(len(lines))
    except csv.Error as error:
        raise Unreadable(f"第{number + 1}行无法读取：引号不成对或内容过长。请用表格软件重新另存后再导入。") from error
    return [Table("", lines)] if lines else []


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable("文字编码无法识别。请另存为 UTF-8 编码的 .csv，或另存为 .xlsx 后再导入。")


def _delimiter(text: str) -> str:
    """The mark that parts the first line in most pieces; a comma where none does."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",\t;，", key=first.count)


def trimmed(cells: Iterator[str]) -> tuple[str, ...]:
    """Without the blanks at the end; nothing for a line of blanks."""
    found = list(cells)
    while found and not found[-1]:
        found.pop()
    return tuple(found)
