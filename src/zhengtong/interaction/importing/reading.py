"""An uploaded list: its table, its columns, its lines as they will be judged."""

from dataclasses import dataclass, field

from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.interaction.importing import words
from zhengtong.tools.sheets import Bounds, Line, Table, Unreadable, read

# Letters are long: a cell of a list of messages may hold one whole.
BOUNDS = Bounds(cell=20_000)
LINE = "line"  # the fault of a line that could not be read at all


@dataclass(frozen=True)
class ListLine:
    """One line of the list: what it says by field, and which of it cannot be trusted."""

    number: int
    said: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Listing:
    """What was read: the sheet, its recognised headings by field, the headings left out, remarks, the lines."""

    sheet: str
    headings: dict[str, str]
    ignored: list[str]
    remarks: list[str]
    lines: list[ListLine]


def listing_of(data: bytes, filename: str) -> Listing:
    """Read an upload. Raises `Refused` with every reason why it cannot be taken in; nothing has been kept."""
    try:
        tables = read(data, filename, BOUNDS, json_lines=True)
    except Unreadable as unreadable:
        refuse([Refusal("import.unreadable", why) for why in unreadable.reasons])
        raise
    found = [(table, head) for table in tables if (head := words.heading_line(table))]
    refuse(None if found else words.NO_HEADINGS)
    table, (place, columns) = found[0]
    refuse(words.why_not_headings(table, place, columns))
    others = _others(table.lines[place], columns)
    lines = [_said(line, columns, others) for line in table.lines[place + 1 :]]
    lines = [line for line in lines if line.said or line.faults]
    refuse(None if lines else Refusal("import.no_lines", "标题行之下没有内容，没有可导入的留言。", "5.7"))
    return Listing(
        sheet=table.name[:100], headings={field: table.lines[place].cells[column] for column, field in columns.items()},
        ignored=list(others.values()), remarks=_remarks(tables, table), lines=lines,
    )  # fmt: skip


def _remarks(tables: list[Table], table: Table) -> list[str]:
    others = [f"“{one.name}”" for one in tables if one is not table]
    told = [f"只读取了工作表“{table.name}”，其余未读取：{'、'.join(others[:10])}。"] if others else []
    return told + table.remarks


def _others(head: Line, columns: dict[int, str]) -> dict[int, str]:
    """The headings that nobody knows, by column; what stands below them is kept with the line and not entered."""
    return {column: cell[:40] for column, cell in enumerate(head.cells) if cell and column not in columns}


def _said(line: Line, columns: dict[int, str], others: dict[int, str]) -> ListLine:
    names = columns | {column: f"{words.OTHERS}{heading}" for column, heading in others.items()}
    said = {
        name: line.cells[column]
        for column, name in names.items()
        if column < len(line.cells) and line.cells[column]
    }
    if not line.cells:
        return ListLine(line.number, {}, {LINE: "；".join(line.faults.values())} if line.faults else {})
    faults = {field: line.faults[column] for column, field in columns.items() if column in line.faults}
    return ListLine(line.number, said, faults)
