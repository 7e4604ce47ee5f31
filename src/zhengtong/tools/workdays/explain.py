"""A deadline in words a clerk can check against the wall calendar."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .deadlines import Deadline, Step

_WEEKDAYS = "一二三四五六日"


def working_days(deadline: "Deadline", event: str) -> list[str]:
    """Day zero, every run of days off, every make-up day, every run of working days, the due date."""
    lines = [_day_zero(deadline, event)]
    year = deadline.start.year
    for _, group in groupby(deadline.steps, key=_kind):
        run = list(group)
        lines.append(_run(run, year))
        year = run[-1].day.date.year
    return lines + _conclusion(deadline)


def calendar_days(deadline: "Deadline", event: str) -> list[str]:
    first = date.fromordinal(deadline.start.toordinal() + 1)
    span = _span(first, deadline.due, deadline.start.year)
    counted = f"{span}按自然日连续计算，节假日不扣除，共{deadline.days}日"
    return [_day_zero(deadline, event), counted, *_conclusion(deadline)]


def unpublished(years: Sequence[int], last: date) -> str:
    """Says plainly which calendars are missing; `last` is the last date concerned."""
    line = "、".join(f"{year}年" for year in years) + "节假日安排尚未公布"
    # Otherwise a reader wonders what next year has to do with a date of this December.
    return line if last.year in years else f"{line}（元旦调休可能涉及上一年12月底）"


def full_date(on: date) -> str:
    """2023年1月29日（星期日）"""
    return f"{on.year}年{_short_date(on)}{_weekday(on)}"


def _day_zero(deadline: "Deadline", event: str) -> str:
    return f"{full_date(deadline.start)}{event}，当日不计入"


def _conclusion(deadline: "Deadline") -> list[str]:
    due = f"应于{full_date(deadline.due)}24时前完成"
    if not deadline.provisional:
        return [due]
    missing = unpublished(deadline.awaited_years, deadline.due)
    return [f"{due}（暂定）", f"{missing}，本日期为暂定，公布后自动重新计算"]


def _kind(step: "Step") -> tuple[str, date | None]:
    """What may share a line: days off, ordinary working days. A make-up day, often doubted, stands alone."""
    if step.day.is_makeup:
        return "makeup", step.day.date
    return ("worked" if step.counted else "off"), None


def _run(run: "list[Step]", year: int) -> str:
    span = _span(run[0].day.date, run[-1].day.date, year)
    reasons = "、".join(dict.fromkeys(step.day.reason_zh for step in run))
    return f"{span}{reasons}，{_count(run)}"


def _count(run: "list[Step]") -> str:
    first, last = run[0].counted, run[-1].counted
    if not first:
        return "不计"
    return f"计第{first}个工作日" if first == last else f"计第{first}—{last}个工作日"


def _span(first: date, last: date, year: int) -> str:
    """The beginning of a line. `year` is the one the reader has in mind, named again only when it changes."""
    begin = _short_date(first) if first.year == year else f"{first.year}年{_short_date(first)}"
    if first == last:
        return begin + _weekday(first)
    if first.year != last.year:
        return f"{begin}—{last.year}年{_short_date(last)} "
    return f"{begin}—{last.day}日 " if first.month == last.month else f"{begin}—{_short_date(last)} "


def _short_date(on: date) -> str:
    return f"{on.month}月{on.day}日"


def _weekday(on: date) -> str:
    return f"（星期{_WEEKDAYS[on.weekday()]}）"
