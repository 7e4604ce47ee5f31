"""Days and times as lists write them. A time without a zone is Beijing's; a day without a time is that whole Beijing day."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from zhengtong.engine.clocks.rules import SHANGHAI, business_date

SERIAL_DAYS = range(20_000, 80_000)  # day numbers of office programs between 1954 and 2119
WITHIN = timedelta(seconds=1)
FIRST_DAY = datetime(1899, 12, 30, tzinfo=SHANGHAI)
NUMERALS = {mark: str(value) for value, mark in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_NUMERAL = "〇零○一二三四五六七八九十"
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")
_TIME = re.compile(
    r"(上午|下午|中午|晚上|凌晨|[ap]m)?\s*(\d{1,2})\s*[:时点]\s*(?:(\d{1,2})\s*分?)?(?:\s*:?\s*(\d{1,2})\s*秒?)?(?:\.\d+)?"
    r"\s*([ap]m)?\s*(z|[+-]\d{2}:?\d{2})?"
)
_REMARK = re.compile(r"\(.*?\)|(?:星期|周)[一二三四五六日天]")


@dataclass(frozen=True)
class Moment:
    """When (UTC), and whether the list said the time of day; without it `at` is the beginning of that Beijing day."""

    at: datetime
    timed: bool = True

    @property
    def day(self) -> date:
        return business_date(self.at)

    def not_before(self, other: datetime) -> datetime:
        """A moment on that day; of a day without a time not before what must have been earlier on it.

        A day's very beginning is the 24 o'clock of the day before, at which a limit is still kept: it is no moment of this day.
        """
        return self.at if self.timed else max(self.at + WITHIN, other)


def of_day(day: date) -> Moment:
    return Moment(datetime.combine(day, time(), SHANGHAI).astimezone(UTC), timed=False)


def moment_of(text: str) -> tuple[Moment | None, str]:
    """The moment that a cell means, or why it means none; neither for an empty cell.

    "2020-03-05", "2020/3/5 9:05", "2020年3月5日（星期四）上午9时5分", "二〇二〇年三月五日", "20200305",
    "2020-03-05T09:05:00+08:00", "43895.5" (a day number of a spreadsheet).
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if not plain:
        return None, ""
    try:
        found = _read(_REMARK.sub(" ", _digits(plain)).strip())
    except (ValueError, OverflowError):
        return None, f"“{text[:30]}”不是存在的日期时间"
    if found is None:
        return None, f"“{text[:30]}”不是完整的日期，请写明年月日，例如2020-03-05或2020-03-05 09:30"
    return found, ""


def _read(text: str) -> Moment | None:
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and int(text[:5]) in SERIAL_DAYS:
        return _serial(float(text))
    if parts := _COMPACT.fullmatch(text):
        day = date(int(parts[1]), int(parts[2]), int(parts[3]))
        return _timed(day, int(parts[4]), int(parts[5]), int(parts[6] or 0)) if parts[4] else of_day(day)
    if not (parts := _DAY.match(text)):
        return None
    day, rest = date(int(parts[1]), int(parts[2]), int(parts[3])), text[parts.end() :].lstrip(" t,")
    if not rest:
        return of_day(day)
    clock = _TIME.fullmatch(rest)
    return _of_clock(day, clock) if clock else None


def _of_clock(day: date, clock: re.Match[str]) -> Moment:
    half, hour = clock[1] or clock[5] or "", int(clock[2])
    if half in ("下午", "晚上", "pm") and hour < 12:
        hour += 12
    elif half in ("am", "凌晨", "上午") and hour == 12:
        hour = 0
    moment = _timed(day, hour, int(clock[3] or 0), int(clock[4] or 0))
    return Moment(_in_zone(moment.at, clock[6])) if clock[6] else moment


def _in_zone(at: datetime, zone: str) -> datetime:
    """What was read as Beijing's time, read as the time of its own zone."""
    if zone == "z":
        offset = timedelta(0)
    else:
        sign = -1 if zone[0] == "-" else 1
        offset = sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return at + timedelta(hours=8) - offset


def _timed(day: date, hour: int, minute: int, second: int) -> Moment:
    if (hour, minute, second) == (24, 0, 0):
        day, hour = day + timedelta(days=1), 0
    return Moment(datetime.combine(day, time(hour, minute, second), SHANGHAI).astimezone(UTC))


def _serial(number: float) -> Moment:
    local = FIRST_DAY + timedelta(seconds=round(number * 86_400))
    if number.is_integer():
        return of_day(local.date())
    return Moment(local.astimezone(UTC))


def _digits(text: str) -> str:
    """二〇二〇年三月十五日 → 2020年3月15日; nothing else is touched."""
    if not re.match(f"[{_NUMERAL}]{{4}}年", text):
        return text
    year, rest = text[:4], text[4:]
    return "".join(NUMERALS.get(mark, mark) for mark in year) + re.sub(f"[{_NUMERAL}]+", _number, rest)


def _number(found: re.Match[str]) -> str:
    tens, ten, ones = found[0].partition("十")
    if not ten:
        return "".join(NUMERALS[mark] for mark in tens)
    return (NUMERALS[tens] if tens else "1") + (NUMERALS[ones] if ones else "0")
