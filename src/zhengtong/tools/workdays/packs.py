"""Reading calendar packs: one JSON file for each year, checked before anything is computed from it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

BUNDLED_FOLDER = Path(__file__).parent / "calendars"

_FILE_NAME = re.compile(r"[0-9]{4}\.json")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """One day a State Council notice speaks about."""

    date: date
    name: str
    is_off: bool


@dataclass(frozen=True, slots=True)
class YearPack:
    """What the notices (`papers`, their addresses or document numbers) say about one year."""

    year: int
    papers: tuple[str, ...]
    days: tuple[NoticeDay, ...]

    @property
    def is_published(self) -> bool:
        return bool(self.days)


def fixed_statutory_days(year: int) -> dict[date, str]:
    """Days off known without any notice, because the law names them by the Gregorian calendar.

    《全国年节及纪念日放假办法》, as revised by State Council Order 795 (2 May from 2025 on). Festivals of the
    lunar calendar are left out: their days off are what the yearly notice is for.
    """
    days = {date(year, 1, 1): "元旦", date(year, 5, 1): "劳动节"}
    if year >= 2025:
        days[date(year, 5, 2)] = "劳动节"
    return days | {date(year, 10, day): "国庆节" for day in (1, 2, 3)}


def read_folders(*folders: Path | str) -> dict[int, YearPack]:
    """The packs of all folders; for each year the last folder that has it published wins.

    An unpublished (empty) file says nothing, so it never hides a published one. Raises ValueError naming the
    file.
    """
    packs: dict[int, YearPack] = {}
    for folder in folders:
        for path in _files(Path(folder)):
            pack = read_pack(path)
            if pack.is_published or pack.year not in packs:
                packs[pack.year] = pack
    return packs


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise ValueError(f"日历文件夹不存在：{folder}")
    files = sorted(path for path in folder.glob("*.json") if not path.name.startswith("."))
    for path in files:
        if not _FILE_NAME.fullmatch(path.name):
            _reject(path, "文件名应为四位年份加 .json，如 2027.json")
    return files


def read_pack(path: Path) -> YearPack:
    """One year's file, fully checked. Raises ValueError naming the file and what is wrong with it."""
    data = _parse(path)
    pack = YearPack(_year(path, data), _papers(path, data), _days(path, data))
    _check_dates(path, pack)
    _check_complete(path, pack)
    return pack


def _parse(path: Path) -> Mapping[str, Any]:
    try:
        # utf-8-sig: Windows Notepad may put a byte order mark in front.
        data = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_no_key_twice)
    except UnicodeDecodeError:
        _reject(path, "不是 UTF-8 编码")
    except json.JSONDecodeError as error:
        _reject(path, f"不是有效的 JSON（第{error.lineno}行第{error.colno}列附近）")
    except RecursionError:
        _reject(path, "不是有效的日历（嵌套过深）")
    except OSError as error:
        _reject(path, f"无法读取（{error.strerror}）")
    except ValueError as error:
        _reject(path, str(error))
    if not isinstance(data, dict):
        _reject(path, "最外层应为 JSON 对象")
    return data


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"“{key}”重复出现")
    return dict(pairs)


def _year(path: Path, data: Mapping[str, Any]) -> int:
    year = data.get("year")
    if type(year) is not int:
        _reject(path, "缺少年份“year”，或其不是整数")
    if f"{year:04d}.json" != path.name:
        _reject(path, f"文件内的年份（{year}）与文件名不一致")
    if not 1950 <= year <= 9998:
        _reject(path, f"年份（{year}）超出范围")
    return year


def _papers(path: Path, data: Mapping[str, Any]) -> tuple[str, ...]:
    papers = data.get("papers")
    if not isinstance(papers, list) or not all(isinstance(paper, str) and paper.strip() for paper in papers):
        _reject(path, "通知来源“papers”应为文字列表，且不得有空项")
    return tuple(papers)


def _days(path: Path, data: Mapping[str, Any]) -> tuple[NoticeDay, ...]:
    days = data.get("days")
    if not isinstance(days, list):
        _reject(path, "缺少日期列表“days”")
    return tuple(sorted((_day(path, n, row) for n, row in enumerate(days, 1)), key=lambda day: day.date))


def _day(path: Path, number: int, row: Any) -> NoticeDay:
    if not isinstance(row, dict):
        _reject(path, f"“days”第{number}项应为 JSON 对象")
    name, is_off = row.get("name"), row.get("isOffDay")
    if not isinstance(name, str) or not name.strip():
        _reject(path, f"“days”第{number}项缺少节日名称“name”")
    if not isinstance(is_off, bool):
        _reject(path, f"“days”第{number}项的“isOffDay”应为 true 或 false")
    return NoticeDay(_date(path, number, row.get("date")), name.strip(), is_off)


def _date(path: Path, number: int, text: Any) -> date:
    if isinstance(text, str) and _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    _reject(path, f"“days”第{number}项的日期“{text}”不是有效日期，应写作 2027-01-01")


def _check_dates(path: Path, pack: YearPack) -> None:
    seen: set[date] = set()
    for day in pack.days:
        if day.date in seen:
            _reject(path, f"日期 {day.date} 重复出现")
        seen.add(day.date)
        if day.date.year != pack.year and (day.date.year, day.date.month) != (pack.year - 1, 12):
            _reject(path, f"日期 {day.date} 不属于{pack.year}年（仅可另列上一年12月因元旦调整的日期）")


def _check_complete(path: Path, pack: YearPack) -> None:
    """A half-typed year must not pass for a published one."""
    if bool(pack.papers) != bool(pack.days):
        _reject(path, "“papers”与“days”应同时填写；尚未公布的年份两项均应为空")
    off = {day.date for day in pack.days if day.is_off}
    missing = [day for day in fixed_statutory_days(pack.year) if pack.days and day not in off]
    if missing:
        _reject(path, f"安排不完整，缺少法定假日 {missing[0]}")


def _reject(path: Path, why: str) -> NoReturn:
    raise ValueError(f"日历文件 {path}：{why}")
