"""What a table is made of, and how much of it there may be."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from zhengtong.tools.documents.safety import MEGABYTE, Unreadable


@dataclass(frozen=True)
class Bounds:
    """How much one file may hold: bytes, lines with content, columns, characters of a cell, seconds of reading."""

    file_bytes: int = 10 * MEGABYTE
    lines: int = 5000
    columns: int = 100
    cell: int = 2000
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


def trimmed(cells: Iterator[str]) -> tuple[str, ...]:
    """Without the blanks at the end; nothing for a line of blanks."""
    found = list(cells)
    while found and not found[-1]:
        found.pop()
    return tuple(found)
