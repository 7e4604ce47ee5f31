"""The list of an old site's content as it comes: .csv or .xlsx with a heading line. Formulas are text; nothing is evaluated."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from zhengtong.engine.refusals import Refusal, Refused
from zhengtong.websites.rules import Item

HEADINGS = {
    "title": {"标题", "文章标题", "title"}, "old_url": {"原网址", "网址", "链接", "url"},
    "left_out": {"不迁移理由", "不迁移的理由", "备注"},
}  # fmt: skip
MOST_LINES = 50_000
UNREADABLE = "内容清单无法读取，请存为 .xlsx 或 .csv（首行为标题、原网址、不迁移理由）后重新上传。"


def read_items(data: bytes, filename: str) -> list[Item]:
    """The items of a list. Raises `Refused` for a file that cannot be read or has no column of titles."""
    try:
        rows = _of_workbook(data) if filename.lower().endswith(".xlsx") else _of_csv(data)
        return list(_items(rows))
    except (
        csv.Error,
        UnicodeDecodeError,
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        OSError,
    ) as wrong:
        raise Refused([Refusal("content.unreadable", UNREADABLE, "3.8")]) from wrong


def _of_csv(data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return (list(row) for row in csv.reader(io.StringIO(text)))


def _of_workbook(data: bytes) -> Iterator[list[str]]:
    sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=False).active
    for row in sheet.iter_rows(max_row=MOST_LINES + 2, max_col=12, values_only=True):
        yield ["" if value is None else str(value) for value in row]


def _items(rows: Iterable[list[str]]) -> Iterator[Item]:
    places: dict[str, int] = {}
    for line, row in enumerate(rows, 1):
        if line > MOST_LINES + 1:
            message = f"内容清单超过{MOST_LINES}行，请分次办理。"
            raise Refused([Refusal("content.too_many", message, "3.8")])
        if not places:
            places = _places(row)
            continue
        said = {name: row[at].strip() for name, at in places.items() if at < len(row)}
        if said.get("title"):
            yield Item(line, said["title"], said.get("old_url", ""), said.get("left_out", ""))
    if not places:
        raise ValueError("no heading")


def _places(row: list[str]) -> dict[str, int]:
    """Which column holds what, where this row is the heading; else nothing."""
    cells = [cell.strip().lower() for cell in row]
    found = {
        name: next((at for at, cell in enumerate(cells) if cell in {one.lower() for one in wanted}), -1)
        for name, wanted in HEADINGS.items()
    }
    return {name: at for name, at in found.items() if at >= 0} if found["title"] >= 0 else {}
