"""Command line: how a deadline is computed, working days between two dates, what one day is."""

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import date
from typing import NoReturn

from .calendar import Calendar
from .deadlines import add_calendar_days, add_working_days, awaited_between, working_days_between
from .explain import full_date, unpublished
from .packs import BUNDLED_FOLDER

USAGE = """\
用法：
  python -m zhengtong.tools.workdays 日期 --add 天数            自收到之日起若干个工作日的到期日及算法
  python -m zhengtong.tools.workdays 日期 --add-calendar 天数   自收到之日起若干个自然日的到期日
  python -m zhengtong.tools.workdays --between 日期 日期        两个日期之间的工作日数
  python -m zhengtong.tools.workdays 日期                       当日是否为工作日及依据
选项：
  --calendar-folder 文件夹   另加一个日历文件夹（内有如 2027.json），可多次使用，后者优先
日期写作 2023-01-20；有误时退出码为 2。
"""


class _Parser(argparse.ArgumentParser):
    """argparse speaks English; a clerk gets Chinese."""

    def format_help(self) -> str:
        return USAGE

    def error(self, message: str) -> NoReturn:
        option = re.search(r"--[a-z-]+", message)
        what = f"参数 {option[0]} 填写有误" if option else "参数填写有误"
        raise ValueError(f"{what}\n{USAGE.rstrip()}")


def main(arguments: Sequence[str] | None = None) -> int:
    try:
        options = _parser().parse_args(arguments)
        lines = _answer(options)
    except ValueError as error:
        print(f"错误：{error}", file=sys.stderr)
        return 2
    print("\n".join(lines))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="workdays", allow_abbrev=False)
    parser.add_argument("start", nargs="?")
    parser.add_argument("--add")
    parser.add_argument("--add-calendar")
    parser.add_argument("--between", nargs=2)
    parser.add_argument("--calendar-folder", action="append", default=[])
    return parser


def _answer(options: argparse.Namespace) -> list[str]:
    asked = [options.add, options.add_calendar, options.between]
    if sum(value is not None for value in asked) > 1 or bool(options.start) == bool(options.between):
        raise ValueError(f"请给出一个日期，或用 --between 给出两个日期\n{USAGE.rstrip()}")
    calendar = _calendar(options.calendar_folder)
    if options.between:
        start, end = (_date(text) for text in options.between)
        return _between(start, end, calendar)
    start = _date(options.start)
    if options.add is not None:
        return add_working_days(start, _days(options.add), calendar).explain()
    if options.add_calendar is not None:
        return add_calendar_days(start, _days(options.add_calendar)).explain()
    return _day(start, calendar)


def _calendar(folders: Sequence[str]) -> Calendar:
    return Calendar.load(BUNDLED_FOLDER, *folders) if folders else Calendar.bundled()


def _between(start: date, end: date, calendar: Calendar) -> list[str]:
    if end < start:
        raise ValueError(f"截止日期（{end}）早于起始日期（{start}）")
    count = working_days_between(start, end, calendar)
    line = f"{full_date(start)}至{full_date(end)}共{count}个工作日（起始当日不计，截止当日计入）"
    years = awaited_between(start, end, calendar)
    return [line, _provisional(years, end)] if years else [line]


def _day(on: date, calendar: Calendar) -> list[str]:
    day = calendar.day(on)
    verdict = "工作日" if day.is_working else "休息日"
    why = "" if day.reason_zh == verdict else f"（{day.reason_zh}）"
    lines = [f"{full_date(on)}：{verdict}{why}", f"依据：{day.source}"]
    return [*lines, _provisional([day.awaits_year], on)] if day.awaits_year else lines


def _provisional(years: Sequence[int], last: date) -> str:
    return f"{unpublished(years, last)}，本结果为暂定，公布后请重新计算"


def _date(text: str) -> date:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise ValueError(f"“{text}”不是有效日期，请写作 2023-01-20")


def _days(text: str) -> int:
    if re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    raise ValueError(f"“{text}”不是有效天数，请填写正整数")


if __name__ == "__main__":
    sys.exit(main())
