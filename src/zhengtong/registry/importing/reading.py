"""An uploaded list: its table, its columns, its lines as they will be judged."""

from dataclasses import dataclass, field

from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.registry.importing import words
from zhengtong.tools.sheets import Line, Table, Unreadable, read

KEPT_OF_CELL = 2001  # one more than the longest cell that is read whole


@dataclass(frozen=True)
class Said:
    """One line of the list: what it says by field, and which of it cannot be trusted."""

    number: int
    said: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Listing:
    """What was read: the sheet, its recognised headings by field, the headings left out, remarks, the lines."""

    sheet: str
    heading_at: int
    headings: dict[str, str]
    ignored: list[str]
    remarks: list[str]
    lines: list[Said]


def listing_of(data: bytes, filename: str) -> Listing:
    """Read an upload. Raises `Refused` with every reason why it cannot be taken in; nothing has been kept."""
    try:
        tables = read(data, filename)
    except Unreadable as unreadable:
        refuse([Refusal("import.unreadable", why) for why in unreadable.reasons])
        raise
    found = [(table, head) for table in tables if (head := words.heading_line(table))]
    refuse(None if found else words.NO_HEADINGS)
    table, (place, columns) = found[0]
    refuse(words.why_not_headings(table, place, columns))
    lines = [_said(line, columns) for line in table.lines[place + 1 :]]
    lines = [line for line in lines if line.said or line.faults]
    refuse(None if lines else Refusal("import.no_lines", "标题行之下没有内容，没有可导入的阵地。", "1.2"))
    others = [f"“{one.name}”" for one in tables if one is not table]
    remarks = [f"只读取了工作表“{table.name}”，其余未读取：{'、'.join(others[:10])}。"] if others else []
    return _listing(table, place, columns, lines, remarks + table.remarks)


def _listing(
    table: Table, place: int, columns: dict[int, str], lines: list[Said], remarks: list[str]
) -> Listing:
    head = table.lines[place]
    ignored = [cell for column, cell in enumerate(head.cells) if cell and column not in columns]
    return Listing(
        sheet=table.name, heading_at=head.number, headings={field: head.cells[column] for column, field in columns.items()},
        ignored=[one[:40] for one in ignored], remarks=remarks, lines=lines,
    )  # fmt: skip


def _said(line: Line, columns: dict[int, str]) -> Said:
    cells = {field: line.cells[column] for column, field in columns.items() if column < len(line.cells)}
    said = {name: cell if name == "note" else " ".join(cell.split()) for name, cell in cells.items() if cell}
    faults = {field: line.faults[column] for column, field in columns.items() if column in line.faults}
    return Said(line.number, said, faults)
