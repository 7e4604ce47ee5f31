"""Statutory deadlines: from the day of receipt to the end of the last day.

All dates are business dates (Asia/Shanghai). A deadline is the END (24:00) of its due date.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, Self

from . import explain
from .calendar import Calendar, Day

ONE_DAY = timedelta(days=1)
LONGEST = 3660  # days; a longer limit is a slip of the pen, not a limit


class Unit(StrEnum):
    WORKING = "working"
    CALENDAR = "calendar"


class Step(NamedTuple):
    """One day passed on the way; `counted` is its number (1, 2, …), 0 where it does not count."""

    day: Day
    counted: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """`provisional`: a day on the way rests on a calendar not yet published; compute again when it is.

    `steps` holds every day after `start` up to `due`, `calendar_version` says which calendar it was computed
    with; both are empty for calendar days, which rest on no calendar.
    """

    due: date
    start: date
    days: int
    provisional: bool
    steps: tuple[Step, ...]
    unit: Unit = Unit.WORKING
    calendar_version: str = ""

    @property
    def awaited_years(self) -> tuple[int, ...]:
        """The years whose calendars would make a provisional date final."""
        return tuple(sorted({step.day.awaits_year for step in self.steps if step.day.awaits_year}))

    def explain(self, event: str = "收到") -> list[str]:
        """Short Chinese lines that show how the date was computed; `event` is what happened on day zero."""
        if self.unit is Unit.CALENDAR:
            return explain.calendar_days(self, event)
        return explain.working_days(self, event)

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready dict (for a JSONField); `from_json` gives an equal deadline back."""
        return {
            "due": self.due.isoformat(),
            "start": self.start.isoformat(),
            "days": self.days,
            "provisional": self.provisional,
            "unit": self.unit.value,
            "calendar_version": self.calendar_version,
            "steps": [_step_to_json(step) for step in self.steps],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Raises ValueError when the stored form is not one `to_json` wrote."""
        try:
            return cls(
                due=date.fromisoformat(data["due"]),
                start=date.fromisoformat(data["start"]),
                days=data["days"],
                provisional=data["provisional"],
                steps=tuple(_step_from_json(row) for row in data["steps"]),
                unit=Unit(data["unit"]),
                calendar_version=data["calendar_version"],
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"期限记录不完整或格式有误：{error}") from error


def first_day_counted(start: date) -> date:
    """Where counting begins. The one place where day zero is decided.

    Day zero is the day of receipt, whole and uncounted, at whatever hour the item came in (民法典 art. 201:
    开始的当日不计入). It stays day zero when it is not a working day: a letter received on Saturday has its
    first working day on Monday, just like one received on Friday.
    """
    return _checked_date(start) + ONE_DAY


def add_working_days(start: date, days: int, calendar: Calendar) -> Deadline:
    """The end of the `days`-th working day after `start`, make-up days included.

    Where the way leads into a year not yet published, weekends and the fixed statutory days are all that is
    known; the result then is `provisional`. Raises ValueError for less than 1 day and for dates before the
    calendar begins.
    """
    _check_days(days)
    calendar.day(start)  # day zero lies in the calendar too, or the count would start from nowhere
    try:
        steps = _walk(first_day_counted(start), days, calendar)
    except OverflowError as error:
        raise ValueError("日期超出范围") from error
    provisional = any(step.day.awaits_year for step in steps)
    return Deadline(steps[-1].day.date, start, days, provisional, steps, Unit.WORKING, calendar.version)


def _walk(on: date, days: int, calendar: Calendar) -> tuple[Step, ...]:
    """Every day from `on` to the `days`-th working day."""
    steps, counted = [], 0
    while counted < days:
        day = calendar.day(on)
        counted += day.is_working
        steps.append(Step(day, counted if day.is_working else 0))
        on += ONE_DAY
    return tuple(steps)


def add_calendar_days(start: date, days: int) -> Deadline:
    """The end of the `days`-th day after `start`, every day counted, whether or not the last is worked."""
    _check_days(days)
    try:
        due = first_day_counted(start) + timedelta(days=days - 1)
    except OverflowError as error:
        raise ValueError("日期超出范围") from error
    return Deadline(due, start, days, False, (), Unit.CALENDAR)


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """Working days after `start` up to and with `end`; negative when `end` lies before `start`.

    Late by: `working_days_between(due, today, …)`; left: `working_days_between(today, due, …)`. The inverse
    of `add_working_days`. `awaited_between` says whether the number may still change.
    """
    if end < start:
        return -working_days_between(end, start, calendar)
    return sum(day.is_working for day in _days_after(start, end, calendar))


def awaited_between(start: date, end: date, calendar: Calendar) -> tuple[int, ...]:
    """Unpublished years on which the number of working days between two dates depends; empty when settled."""
    first, last = sorted((start, end))
    return tuple(sorted({day.awaits_year for day in _days_after(first, last, calendar) if day.awaits_year}))


def time_left_zh(due: date, today: date, calendar: Calendar) -> str:
    """How a list says it: 还剩 1 个工作日, 今日到期, 逾期 3 个工作日; （暂定） where a year is awaited."""
    if today == due:
        return "今日到期"
    count = abs(working_days_between(today, due, calendar))
    word = "逾期" if today > due else "还剩"
    # Between a due date and today there may be days off only: late all the same.
    amount = f" {count} 个工作日" if count else "不足 1 个工作日"
    return word + amount + ("（暂定）" if awaited_between(due, today, calendar) else "")


def _days_after(start: date, end: date, calendar: Calendar) -> list[Day]:
    calendar.day(start)
    first = first_day_counted(start) if start < end else end
    return [calendar.day(first + timedelta(days=n)) for n in range((end - start).days)]


def _checked_date(on: date) -> date:
    if isinstance(on, datetime):
        raise TypeError("a business date is needed, not a datetime")
    return on


def _check_days(days: int) -> None:
    if not isinstance(days, int) or isinstance(days, bool):
        raise TypeError("days is a whole number")
    if not 1 <= days <= LONGEST:
        raise ValueError(f"天数应在1至{LONGEST}之间")


def _step_to_json(step: Step) -> dict[str, Any]:
    day = step.day
    return {
        "date": day.date.isoformat(),
        "is_working": day.is_working,
        "reason_zh": day.reason_zh,
        "source": day.source,
        "awaits_year": day.awaits_year,
        "counted": step.counted,
    }


def _step_from_json(row: dict[str, Any]) -> Step:
    day = Day(
        date=date.fromisoformat(row["date"]),
        is_working=row["is_working"],
        reason_zh=row["reason_zh"],
        source=row["source"],
        awaits_year=row["awaits_year"],
    )
    return Step(day, row["counted"])
