"""Lists made by hand for the tests, and the real ones where the shared data is there."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

REPOSITORY = Path(__file__).resolve().parents[4]


def shared_list(name):
    """The bytes of a real list: beside the checkout, or above it where a worktree lies deeper."""
    folders = [folder / "shared" / "data" / "lists" for folder in REPOSITORY.parents]
    path = next((one / name for one in folders if (one / name).exists()), None)
    if path is None:
        pytest.skip(f"the real list {name} is not there: ../shared/data/lists is absent")
    return path.read_bytes()


def csv_of(*rows):
    return "".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in rows).encode()


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
