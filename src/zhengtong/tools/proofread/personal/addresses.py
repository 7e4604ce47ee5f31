"""Addresses down to the door. The place and the house stay readable, what leads to the door is hidden. Input is half width.

A road and a number alone is an office's address as often as a home's, so it needs a word that says somebody lives there.
"""

import re
from collections.abc import Iterator

from ..findings import Confidence, Found, Kind
from .plain import before, found

NUMBER = r"[0-9A-Za-z一二三四五六七八九十百甲乙丙丁附零〇]{1,5}"
BUILDING = rf"(?:{NUMBER}|[东西南北中]{{1,2}})(?:号楼|栋|幢|号院|号)|[A-Za-z东西南北]座"
STAIR = rf"{NUMBER}(?:单元|[门梯](?![面店口卫]))"
FLOOR = rf"{NUMBER}(?:楼|层)"
ROOM = (
    rf"{NUMBER}(?:[-—–]{NUMBER})?(?:室|号房|房|号)"
    r"|\d{1,3}[-—–]\d{1,4}(?![\d年月日层楼-])"
    r"|\d{3,4}(?!\d|[年月日元米万个人路多余户平㎡%．.])"
)
WITHIN = rf"{STAIR}[ ,]?(?:{FLOOR}[ ,]?)?(?:{ROOM})?|{FLOOR}[ ,]?(?:{ROOM})|(?:{ROOM})"
DOOR = re.compile(rf"(?:{BUILDING}) ?(?:(?:{BUILDING}) ?)?(?:{WITHIN})")
VILLAGE = re.compile(rf"(?<=[村社])(?:第?{NUMBER}[组社队][ ,]?)\d{{1,4}}号(?!楼|院|线|文)")
LIVES = re.compile(
    r"(?:家住|住在|居住在|住址|家庭地址|户籍地址|户籍所在地|现住|租住|居住于|住于)[^,。;!?\n]{0,40}$"
)
STREET = re.compile(rf"(?<=[路街巷道村])(?:{NUMBER}弄)?{NUMBER}号(?:附{NUMBER}号)?(?!线|楼|文)")
STAIR_ONLY = re.compile("(?:单元|门|梯)[ ,]?$")


def doors(text: str) -> Iterator[Found]:
    for match in DOOR.finditer(text):
        if _is_door(match[0]):
            yield _address(text, match.span(), *_judged(text, match))
    for match in VILLAGE.finditer(text):
        yield _address(text, match.span(), Confidence.MEDIUM, "写到村民小组和门牌号")
    for match in STREET.finditer(text):
        if LIVES.search(before(text, match.start(), 60)):
            yield _address(text, match.span(), Confidence.HIGH, "前文说是住址，写到门牌号")


def _judged(text: str, match: re.Match[str]) -> tuple[Confidence, str]:
    if LIVES.search(before(text, match.start(), 60)):
        return Confidence.HIGH, "前文说是住址，写到楼栋、单元或者房号"
    if STAIR_ONLY.search(match[0]):
        return Confidence.LOW, "写到楼栋和单元；如说的是公共部位可以保留"
    return Confidence.MEDIUM, "写到楼栋和房号"


def _is_door(value: str) -> bool:
    """At least a building and something within it; 3号线2号口 and 12号14时 are none."""
    return bool(re.search("[栋幢座室]|单元|号楼|号院|号房|附", value)) and bool(
        re.search(r"[0-9一二三四五六七八九十]", value)
    )


def _address(text: str, span: tuple[int, int], sure: Confidence, why: str) -> Found:
    return found(text, span, Kind.ADDRESS, sure, why, "[住址已隐去]")
