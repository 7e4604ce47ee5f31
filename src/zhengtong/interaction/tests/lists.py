"""Lists made by hand for the tests, and the real ones where the shared data is there."""

import io
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

REPOSITORY = Path(__file__).resolve().parents[4]


def shared(*parts):
    """A file or folder of the shared data: beside the checkout, or above it where a worktree lies deeper."""
    places = [folder.joinpath("shared", "data", *parts) for folder in REPOSITORY.parents]
    found = next((one for one in places if one.exists()), None)
    if found is None:
        pytest.skip(f"the shared data is not there: ../shared/data/{'/'.join(parts)} is absent")
    return found


def csv_of(*rows, encoding="utf-8"):
    return "".join(
        ",".join('"{}"'.format(str(cell).replace('"', '""')) for cell in row) + "\r\n" for row in rows
    ).encode(encoding)


def jsonl_of(*objects):
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects).encode()


def xlsx_of(*rows, change=None):
    """A workbook of these rows; `change(book, sheet)` does the rest."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    if change:
        change(book, sheet)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
