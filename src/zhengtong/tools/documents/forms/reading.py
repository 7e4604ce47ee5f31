"""A form as JSON and back, for the command line and for keeping one. What does not fit is refused with all reasons."""

from __future__ import annotations

import types
import typing
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from typing import Any

from zhengtong.tools.documents.forms import model
from zhengtong.tools.documents.forms.model import OfficePaper

TYPE_NAMES: dict[type, str] = {str: "文字", int: "整数", float: "数字", bool: "true 或 false", date: "日期"}


class BadForm(Exception):
    """The JSON is no form; ``reasons`` says in Chinese where and why, every reason there is."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


def as_json(paper: OfficePaper) -> dict[str, Any]:
    """Only JSON types; fields at their default are left out; each value of a class names it as ``type``."""
    made: dict[str, Any] = _plain(paper)
    return made


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        kept = {one.name: getattr(value, one.name) for one in fields(value)}
        shown = {one.name: _plain(kept[one.name]) for one in fields(value) if kept[one.name] != one.default}
        return {"type": type(value).__name__} | shown
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def from_json(data: Any) -> OfficePaper:
    """Raises BadForm. ``type`` may be left out where only one class can stand; a pair may be ["标签", "内容"]."""
    reasons: list[str] = []
    made = _read(data, OfficePaper, "表单", reasons)
    if reasons:
        raise BadForm(*reasons)
    return typing.cast("OfficePaper", made)


def _read(value: Any, wanted: Any, where: str, reasons: list[str]) -> Any:
    """The value as the annotation ``wanted`` asks; None and one more reason when it cannot be."""
    origin, inner = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in (types.UnionType, typing.Union):
        return _read_one_of(value, inner, where, reasons)
    if origin is tuple:
        return _read_list(value, inner[0], where, reasons)
    if is_dataclass(wanted):
        return _read_class(value, typing.cast("type", wanted), where, reasons)
    return _read_plain(value, wanted, where, reasons)


def _read_one_of(value: Any, choices: tuple[Any, ...], where: str, reasons: list[str]) -> Any:
    if type(None) in choices:
        return None if value in (None, "") else _read(value, choices[0], where, reasons)
    named = {one.__name__: one for one in choices}
    name = value.get("type") if isinstance(value, dict) else None
    if not isinstance(name, str) or name not in named:
        reasons.append(f"{where}：请用 type 注明种类，可用的有 {'、'.join(named)}。")
        return None
    return _read_class(value, named[name], where, reasons)


def _read_list(value: Any, wanted: Any, where: str, reasons: list[str]) -> tuple[Any, ...]:
    if not isinstance(value, list):
        reasons.append(f"{where}：应当是列表。")
        return ()
    return tuple(_read(one, wanted, f"{where}第{at}项", reasons) for at, one in enumerate(value, 1))


def _read_class(value: Any, wanted: type, where: str, reasons: list[str]) -> Any:
    known: dict[str, Field[Any]] = {one.name: one for one in fields(wanted)}
    if isinstance(value, list) and wanted is model.Pair and len(value) == 2:
        value = dict(zip(("label", "value"), value, strict=True))
    if not isinstance(value, dict) or value.get("type", wanted.__name__) != wanted.__name__:
        reasons.append(f"{where}：应当是 {wanted.__name__}。")
        return None
    hints = typing.get_type_hints(wanted)
    given = {key: one for key, one in value.items() if key != "type"}
    reasons += [f"{where}：没有“{key}”这一项。" for key in given if key not in known]
    required = [name for name, one in known.items() if one.default is MISSING]
    reasons += [f"{where}：缺少“{name}”。" for name in required if name not in given]
    before = len(reasons)
    read = {key: _read(given[key], hints[key], f"{where}·{key}", reasons) for key in given if key in known}
    complete = len(reasons) == before and all(name in read for name in required)
    return wanted(**read) if complete else None


def _read_plain(value: Any, wanted: type, where: str, reasons: list[str]) -> Any:
    if wanted is str and value is None:
        return ""
    if wanted is date and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            reasons.append(f"{where}：日期应当写作 2024-05-06。")
            return None
    accepted = (int, float) if wanted is float else wanted
    if not isinstance(value, accepted) or (isinstance(value, bool) and wanted is not bool):
        reasons.append(f"{where}：应当是{TYPE_NAMES[wanted]}。")
        return None
    return value
