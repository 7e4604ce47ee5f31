"""How a due date is computed and put into words. Pure: the calendar and every date come in.

Day zero is the day of receipt in Asia/Shanghai and is not counted; a limit in days ends at 24:00 of its last day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from zhengtong.tools.workdays import Calendar, add_calendar_days, add_working_days, time_left_zh
from zhengtong.tools.workdays.explain import full_date

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = time(9, 0)  # reminders come when people are at their desks
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Due:
    """A due moment (UTC), from what it was computed, the Chinese lines that show it, and whether it may still move."""

    at: datetime
    recipe: dict[str, Any]
    lines: tuple[str, ...]
    provisional: bool = False
    calendar_version: str = ""


class Timed(Protocol):
    """What of a clock the wording of its lateness needs."""

    due_at: datetime
    recipe: dict[str, Any]


def business_date(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def end_of(day: date) -> datetime:
    """24:00 of this day in Asia/Shanghai, as UTC."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)


def last_day(due_at: datetime) -> date:
    """The day whose end is meant: 24:00 belongs to the day before midnight."""
    return business_date(due_at - INSTANT)


def in_working_days(
    opened_at: datetime, n: int, calendar: Calendar | None = None, parameter: str = "", *, event: str = "收到"
) -> Due:
    """The end of the n-th working day after the day of `opened_at`; without a calendar, by the one in force.

    `parameter` is the code of the parameter that n comes from; `event` is what happened on day zero.
    Raises ValueError for n < 1.
    """
    recipe = _recipe("working_day", n, business_date(opened_at).isoformat(), parameter, event)
    return compute(recipe, calendar or _in_force())


def in_calendar_days(opened_at: datetime, n: int, parameter: str = "", *, event: str = "收到") -> Due:
    """The end of the n-th day after the day of `opened_at`, every day counted. Raises ValueError for n < 1."""
    return compute(_recipe("calendar_day", n, business_date(opened_at).isoformat(), parameter, event), None)


def in_hours(opened_at: datetime, n: float, parameter: str = "", *, event: str = "收到") -> Due:
    """n hours after the moment itself, day and night. Raises ValueError for n ≤ 0."""
    return compute(_recipe("hour", n, opened_at.astimezone(UTC).isoformat(), parameter, event), None)


def by_end_of(day: date, *, event: str = "确定的期限") -> Due:
    """The end of a day that is already fixed (an approval that ends, a date somebody promised)."""
    return compute(_recipe("date", 0, day.isoformat(), "", event), None)


def compute(recipe: dict[str, Any], calendar: Calendar | None) -> Due:
    """The due date of a stored recipe; a recipe in working days needs the calendar."""
    unit, count, start, event = recipe["unit"], recipe["count"], recipe["start"], recipe["event"]
    if unit == "hour":
        return _after_hours(recipe, datetime.fromisoformat(start))
    day = date.fromisoformat(start)
    if unit == "date":
        return Due(end_of(day), recipe, (f"{event}：{full_date(day)}24时",))
    if unit == "calendar_day":
        found = add_calendar_days(day, count)
    elif calendar is not None:
        found = add_working_days(day, count, calendar)
    else:
        raise ValueError("working days need a calendar")
    lines = tuple(found.explain(event))
    return Due(end_of(found.due), recipe, lines, found.provisional, found.calendar_version)


def _recipe(unit: str, count: float, start: str, parameter: str, event: str) -> dict[str, Any]:
    return {"unit": unit, "count": count, "start": start, "parameter": parameter, "event": event}


def _after_hours(recipe: dict[str, Any], start: datetime) -> Due:
    count = recipe["count"]
    if count <= 0:
        raise ValueError("hours must be more than zero")
    due = start + timedelta(hours=count)
    lines = (
        f"{moment_zh(start)}{recipe['event']}",
        f"自该时刻起连续计算{count:g}小时",
        f"应于{moment_zh(due)}前完成",
    )
    return Due(due, recipe, lines)


def _in_force() -> Calendar:
    from zhengtong.engine.clocks.calendars import current

    return current()


def moment_zh(at: datetime) -> str:
    """2026年11月23日（星期一）12时05分, in Asia/Shanghai."""
    local = at.astimezone(SHANGHAI)
    return f"{full_date(local.date())}{local.hour}时{local.minute:02d}分"


def due_zh(due_at: datetime) -> str:
    """How a due moment is said; the end of a day is its 24 o'clock."""
    if business_date(due_at) != last_day(due_at):
        return f"{full_date(last_day(due_at))}24时"
    return moment_zh(due_at)


def warning_at(
    due: Due, opened_at: datetime, *, warn: timedelta | None, warn_days: int, calendar: Calendar
) -> datetime | None:
    """When to remind: `warn` before the due moment, or on the morning from which `warn_days` working days are left.

    Where the limit is shorter than that: on the morning of the last day; None where that is past as well.
    """
    if warn is None and not warn_days:
        return None
    end = last_day(due.at)
    wanted = due.at - warn if warn is not None else _morning(_working_days_before(end, warn_days, calendar))
    candidates = (wanted, _morning(end))
    return next((at for at in candidates if opened_at < at < due.at), None)


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, SHANGHAI).astimezone(UTC)


def _working_days_before(end: date, n: int, calendar: Calendar) -> date:
    """The last working day from which n working days are left, `end` counted."""
    day, left = end, n
    while left or not calendar.day(day).is_working:
        left -= calendar.day(day).is_working and left > 0
        day -= timedelta(days=1)
    return day


def next_moment(
    *,
    warn_at: datetime | None,
    due_at: datetime,
    warned: bool,
    missed: bool,
    steps: Sequence[timedelta],
    done: int,
) -> datetime | None:
    """When something happens next by itself: reminder, lateness, or the next escalation step after the due moment."""
    if missed:
        return due_at + steps[done] if done < len(steps) else None
    return due_at if warned or warn_at is None else min(warn_at, due_at)


def steps_due(steps: Iterable[timedelta], done: int, due_at: datetime, at: datetime) -> int:
    """How many escalation steps have come by now, those already taken included."""
    return max(done, sum(due_at + step <= at for step in steps))


def lateness(clock: Timed, at: datetime, calendar: Calendar) -> str:
    """还剩 1 个工作日, 今日到期, 已逾期 3 个工作日; in days or hours where the limit is set in these."""
    unit = clock.recipe["unit"]
    if unit == "hour":
        return _in_time(clock.due_at - at)
    today, end = business_date(at), last_day(clock.due_at)
    if unit == "working_day":
        said = time_left_zh(end, today, calendar)
        return f"已{said}" if said.startswith("逾期") else said
    days = (end - today).days
    if not days:
        return "今日到期"
    return f"还剩 {days} 天" if days > 0 else f"已逾期 {-days} 天"


def _in_time(left: timedelta) -> str:
    word, minutes = ("还剩", left) if left >= timedelta() else ("已逾期", -left)
    whole = int(minutes.total_seconds() // 60)
    if whole >= 60:
        return f"{word} {whole // 60} 小时"
    return f"{word} {whole} 分钟" if whole else f"{word}不足 1 分钟"
