"""What is wrong with one entry of a pack, looked at alone: fields, types, values. Pure functions."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from .facts import CONFIDENCE_LABELS, UNITS, Value

CLAUSE_ID = re.compile(r"\d{1,2}\.\d{1,2}(\(\d{1,2}\))?")
CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
LEAP_YEAR = 2024  # so that 02-29 is a day

# Table → field → (type, required).
FIELDS: dict[str, dict[str, tuple[Any, bool]]] = {
    "chapters": {"number": (int, True), "title": (str, True)},
    "sources": {"id": (str, True), "title": (str, True), "number": (str, False), "note": (str, False)},
    "clauses": {
        "id": (str, True), "article": (str, False), "summary": (str, True), "product": (str, True),
        "text": (str, True), "valid_from": (date, True), "valid_until": (date, False),
    },
    "parameters": {
        "code": (str, True), "value": (object, True), "unit": (str, True), "label": (str, True),
        "clause": (str, True), "source": (str, True), "confidence": (str, True),
        "valid_from": (date, True), "valid_until": (date, False), "note": (str, False),
    },
    "terms": {"term": (str, True), "chinese": (str, True), "definition": (str, True), "clause": (str, True)},
}  # fmt: skip


def why_wrong(table: str, row: dict[str, Any]) -> list[str]:
    """Every reason against one entry; empty when it can be used."""
    fields = FIELDS[table]
    problems = [f"不认识的字段“{key}”" for key in row if key not in fields]
    for key, (kind, required) in fields.items():
        if key not in row:
            problems += [f"缺少“{key}”"] if required else []
        elif type(row[key]) is not kind and kind is not object:
            problems.append(f"“{key}”的类型有误：{row[key]!r}")
        elif required and row[key] == "":
            problems.append(f"“{key}”为空")
    return problems or list(_why_wrong_values(table, row))


def _why_wrong_values(table: str, row: dict[str, Any]) -> Iterable[str]:
    if row.get("valid_until") and row["valid_until"] < row["valid_from"]:
        yield "失效日期早于生效日期"
    if table == "clauses" and not CLAUSE_ID.fullmatch(row["id"]):
        yield "条款编号应为“章.段”或“章.段(项)”"
    if table == "parameters":
        yield from _why_wrong_parameter(row)


def _why_wrong_parameter(row: dict[str, Any]) -> Iterable[str]:
    if not CODE.fullmatch(row["code"]):
        yield "参数代码只能由小写字母、数字、下划线组成，以点分段"
    if row["confidence"] not in CONFIDENCE_LABELS:
        yield f"把握程度“{row['confidence']}”不在允许范围（{'、'.join(CONFIDENCE_LABELS)}）"
    if row["unit"] not in UNITS:
        yield f"计量单位“{row['unit']}”不在允许范围（{'、'.join(UNITS)}）"
    elif not _fits(row["value"], row["unit"]):
        yield f"数值 {row['value']!r} 与计量单位“{row['unit']}”不符"


def _fits(value: Value | list[Any], unit: str) -> bool:
    if unit == "flag":
        return isinstance(value, bool)
    if unit == "text":
        words = value if isinstance(value, list) else [value]
        return bool(words) and all(isinstance(word, str) and word for word in words)
    if unit == "pattern":
        return isinstance(value, str) and _is_pattern(value)
    if unit == "month_day":
        return isinstance(value, str) and _is_day(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        return False
    if unit in {"percent", "points"}:
        return value <= 100 or unit == "points"
    return isinstance(value, int)


def _is_day(text: str) -> bool:
    if not re.fullmatch(r"\d\d-\d\d", text):
        return False
    try:
        date.fromisoformat(f"{LEAP_YEAR}-{text}")
    except ValueError:
        return False
    return True


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return bool(text)
