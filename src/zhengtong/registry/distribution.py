"""阵地分布: units down, kinds and platforms across, how many channels stand there (1.2), and where a unit has two (4.1)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhengtong.duties.models import Unit
from zhengtong.duties.models.kinds import UNIT_GROUPS
from zhengtong.registry import platforms
from zhengtong.registry.models import Channel, ChannelKind

Place = tuple[str, str]  # kind and platform
FIXED: tuple[Place, ...] = tuple(
    (kind.value, "") for kind in (ChannelKind.PORTAL, ChannelKind.SUBSITE, ChannelKind.SITE)
)
LAST: tuple[Place, ...] = ((ChannelKind.APP.value, ""),)


@dataclass(frozen=True)
class Cell:
    """How many stand in one place; `doubled`: more than one account of a unit on a platform, `reasons` why it may be so."""

    place: Place
    channels: Sequence[Channel] = ()

    @property
    def number(self) -> int:
        return len(self.channels)

    @property
    def doubled(self) -> bool:
        return self.place[0] == ChannelKind.ACCOUNT and self.number > 1

    @property
    def reasons(self) -> list[str]:
        return [f"{one.name}：{one.exception_reason}" for one in self.channels if one.exception_reason]


@dataclass(frozen=True)
class Row:
    unit: Unit
    cells: Sequence[Cell]
    number: int


@dataclass(frozen=True)
class Distribution:
    """The whole map: the columns that occur, rows by group of units, totals of the columns and of all."""

    places: Sequence[Place]
    groups: Sequence[tuple[str, Sequence[Row]]]
    totals: Sequence[int]
    doubles: Sequence[tuple[Unit, Cell]] = field(default=())

    @property
    def number(self) -> int:
        return sum(self.totals)


def distribution(units: Iterable[Unit], channels: Iterable[Channel]) -> Distribution:
    """Of these units and these standing channels. Every platform of the data file that occurs has a column, in its order."""
    channels, standing = list(channels), defaultdict[Any, list[Channel]](list)
    for one in channels:
        standing[one.host_id, one.kind, one.platform].append(one)
    places = _places(channels)
    rows = [_row(unit, places, standing) for unit in units]
    doubles = [(row.unit, cell) for row in rows for cell in row.cells if cell.doubled]
    totals = [sum(row.cells[place].number for row in rows) for place in range(len(places))]
    return Distribution(places, _grouped(rows), totals, doubles)


def _places(channels: Sequence[Channel]) -> list[Place]:
    used = {one.platform for one in channels if one.kind == ChannelKind.ACCOUNT}
    known = [code for code in platforms.platforms() if code in used]
    # A platform that left the data file still has its accounts.
    order = [*known, *sorted(used - set(known))]
    return [*FIXED, *((ChannelKind.ACCOUNT.value, code) for code in order), *LAST]


def _row(unit: Unit, places: Sequence[Place], standing: dict[Any, list[Channel]]) -> Row:
    cells = [Cell(place, standing.get((unit.pk, *place), ())) for place in places]
    return Row(unit, cells, sum(cell.number for cell in cells))


def _grouped(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    found = [(label, [row for row in rows if row.unit.kind in kinds]) for label, kinds in UNIT_GROUPS]
    return [(label, members) for label, members in found if members]
