"""The official working calendar of the PRC: which day is worked, which is off, and on whose word."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Self

from .packs import BUNDLED_FOLDER, NoticeDay, YearPack, fixed_statutory_days, read_folders

WEEKLY_REST = "《国务院关于职工工作时间的规定》第七条"
STATUTORY_DAYS = "《全国年节及纪念日放假办法》"

# A New Year notice may move days at the end of the December before it. Since 2007 never earlier than
# 29 December (2007, 2018); the last week leaves a margin.
NEW_YEAR_REACH_DAY = 25


@dataclass(frozen=True, slots=True)
class Day:
    """One day, the notice or law it rests on (`source`), and the year whose notice may yet move it."""

    date: date
    is_working: bool
    reason_zh: str
    source: str
    awaits_year: int | None = None

    @property
    def is_makeup(self) -> bool:
        """A Saturday or Sunday that is worked (调休)."""
        return self.is_working and _is_weekend(self.date)


@dataclass(frozen=True)
class Calendar:
    """Immutable. Dates are business dates (Asia/Shanghai), never moments.

    Years after the last published one are answered by weekends and the fixed statutory days, and such a day
    says so (`awaits_year`). Years before the first published one are refused with ValueError: nothing is
    known of them.
    """

    packs: tuple[YearPack, ...]
    version: str = field(init=False)
    _known: Mapping[date, Day] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        published = tuple(sorted((p for p in self.packs if p.is_published), key=lambda pack: pack.year))
        _refuse_gaps(published)
        object.__setattr__(self, "packs", published)
        object.__setattr__(self, "version", _version(published))
        object.__setattr__(self, "_known", MappingProxyType(self._all_days(published)))

    @classmethod
    def bundled(cls) -> "Calendar":
        """The calendar shipped with Zhengtong (2007 on)."""
        return _bundled()

    @classmethod
    def load(cls, *folders: Path | str) -> Self:
        """From folders of `<year>.json`; a later folder's published year overrides an earlier one's.

        Only the named folders are read: `Calendar.load(BUNDLED_FOLDER, own)` adds to the bundled years.
        Raises ValueError naming the file and what is wrong.
        """
        return cls(tuple(read_folders(*folders).values()))

    @property
    def first_year(self) -> int:
        return self.packs[0].year

    @property
    def last_year(self) -> int:
        """The last published year."""
        return self.packs[-1].year

    def is_published(self, year: int) -> bool:
        """Whether the notice for this year is in the calendar; an empty year file is not."""
        return self.first_year <= year <= self.last_year

    def day(self, on: date) -> Day:
        """Raises TypeError for a datetime (its date needs a time zone), ValueError before the first year."""
        if isinstance(on, datetime):
            raise TypeError("a business date is needed, not a datetime")
        return self._known.get(on) or self._unnamed(on)

    def _unnamed(self, on: date) -> Day:
        if on.year < self.first_year:
            raise ValueError(f"工作日历自{self.first_year}年起，无法推算{on.year}年{on.month}月{on.day}日")
        awaits = self._awaits(on)
        if not self.is_published(on.year) and (name := fixed_statutory_days(on.year).get(on)):
            return Day(on, False, f"{name}放假", STATUTORY_DAYS, awaits)
        if _is_weekend(on):
            return Day(on, False, "周末", WEEKLY_REST, awaits)
        return Day(on, True, "工作日", WEEKLY_REST, awaits)

    def _awaits(self, on: date) -> int | None:
        if not self.is_published(on.year):
            return on.year
        in_reach = on.month == 12 and on.day >= NEW_YEAR_REACH_DAY
        return on.year + 1 if in_reach and not self.is_published(on.year + 1) else None

    def _all_days(self, packs: tuple[YearPack, ...]) -> dict[date, Day]:
        """Every day of the published years, computed once: deadlines are then walked by look-up."""
        named = _named_days(packs)
        span = _span(date(packs[0].year, 1, 1), date(packs[-1].year, 12, 31))
        return {on: named.get(on) or self._unnamed(on) for on in span}


@cache
def _bundled() -> Calendar:
    return Calendar.load(BUNDLED_FOLDER)


def _is_weekend(on: date) -> bool:
    return on.weekday() >= 5


def _span(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _named_days(packs: tuple[YearPack, ...]) -> dict[date, Day]:
    """What the notices say day by day. Notices that contradict each other are an error, not a choice."""
    named: dict[date, Day] = {}
    for pack in packs:
        source = "；".join(pack.papers)
        for entry in pack.days:
            earlier = named.get(entry.date)
            if earlier and earlier.is_working == entry.is_off:
                raise ValueError(
                    f"日历中{pack.year - 1}年与{pack.year}年的文件对 {entry.date} 的安排相互矛盾"
                )
            named[entry.date] = _named_day(entry, source)
    return named


def _named_day(entry: NoticeDay, source: str) -> Day:
    if entry.is_off:
        return Day(entry.date, False, f"{entry.name}放假", source)
    # A notice may also name a weekday as worked (3 February 2020); that is an ordinary working day.
    return Day(entry.date, True, "调休上班" if _is_weekend(entry.date) else "工作日", source)


def _refuse_gaps(packs: tuple[YearPack, ...]) -> None:
    if not packs:
        raise ValueError("工作日历中没有任何已公布的年份")
    years = [pack.year for pack in packs]
    missing = sorted(set(range(years[0], years[-1])) - set(years))
    if missing:
        raise ValueError(f"工作日历缺少{missing[0]}年，或该年文件为空")


def _version(packs: tuple[YearPack, ...]) -> str:
    """Sixteen hex digits of SHA-256 over the content: the same for the same days, from whatever files."""
    content = [
        [pack.year, pack.papers, [[day.date.isoformat(), day.name, day.is_off] for day in pack.days]]
        for pack in packs
    ]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
