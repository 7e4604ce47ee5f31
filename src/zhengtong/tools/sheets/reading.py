"""A table read from bytes, within bounds. Lines keep the numbers that the office program shows at the left."""

from __future__ import annotations

import csv
import io

from zhengtong.tools.documents.safety import MEGABYTE, OLE, ZIP, Unreadable
from zhengtong.tools.sheets.cells import text_of
from zhengtong.tools.sheets.jsonlines import read_json_lines
from zhengtong.tools.sheets.model import Bounds, Line, Table, Watch, trimmed
from zhengtong.tools.sheets.workbooks import tables_of


def read(
    data: bytes, filename: str, bounds: Bounds | None = None, *, json_lines: bool = False
) -> list[Table]:
    """The visible sheets of an .xlsx that hold something, or the one of a .csv; of a .jsonl where the caller takes these.

    Raises `Unreadable` with reasons.
    """
    bounds = bounds or Bounds()
    if not data.strip(b"\x00 \r\n\t"):
        raise Unreadable("文件是空的。请确认选对了文件。")
    if len(data) > bounds.file_bytes:
        raise Unreadable(f"文件超过{bounds.file_bytes // MEGABYTE}MB，请拆分后再导入。")
    tables = _read_by_content(data, filename, bounds, json_lines=json_lines)
    if not tables:
        raise Unreadable("表格是空的，没有可导入的内容。")
    return tables


def _read_by_content(data: bytes, filename: str, bounds: Bounds, *, json_lines: bool) -> list[Table]:
    ending = filename.lower().rpartition(".")[2]
    if data.startswith(OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise Unreadable(
            "这是加密的表格，无法打开。请去掉打开密码后另存为 .xlsx 再导入。"
            if encrypted
            else "这是旧版 Office 格式（.xls 等）。请在 WPS 或 Excel 中另存为 .xlsx 后再导入。"
        )
    if data.startswith(ZIP):
        return tables_of(data, Watch(bounds))
    if ending == "csv":
        return _csv(data, Watch(bounds))
    if ending == "jsonl" and json_lines:
        return read_json_lines(_decoded(data), Watch(bounds))
    raise Unreadable("只能导入 .xlsx 表格和 .csv 文件。请在 WPS 或 Excel 中另存为 .xlsx 后再导入。")


def _csv(data: bytes, watch: Watch) -> list[Table]:
    text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number, lines = 0, []
    try:
        for number, row in enumerate(reader, start=1):
            if len(row) > watch.bounds.columns and any(row[watch.bounds.columns :]):
                raise Unreadable(f"第{number}行超过{watch.bounds.columns}栏，请删去多余的栏后再导入。")
            cells = trimmed(text_of(cell, watch.bounds.cell) for cell in row[: watch.bounds.columns])
            if cells:
                lines.append(Line(number, cells))
            watch.check(len(lines))
    except csv.Error as error:
        raise Unreadable(
            f"第{number + 1}行无法读取：引号不成对或内容过长。请用表格软件重新另存后再导入。"
        ) from error
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
