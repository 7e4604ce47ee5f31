"""The parts beside the text of a .docx: relations, styles, automatic numbers, notes."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from lxml import etree

from zhengtong.tools.documents.safety import Package, parse_xml
from zhengtong.tools.documents.source import TITLE_LEVEL

STRICT = (
    (
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    ("http://purl.oclc.org/ooxml/drawingml/", "http://schemas.openxmlformats.org/drawingml/2006/"),
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True)
class Relation:
    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class Part:
    """A parsed part with its relations; targets of inner relations are full names in the package."""

    root: etree._Element
    relations: dict[str, Relation]

    def first(self, kind: str) -> str:
        return next(
            (one.target for one in self.relations.values() if one.kind == kind and not one.external), ""
        )


def value(element: etree._Element | None, name: str, key: str = "val") -> str:
    """Attribute ``key`` of the child ``name``; empty without it."""
    child = element.find(W + name) if element is not None else None
    return (child.get(W + key) or "") if child is not None else ""


def is_on(element: etree._Element | None, name: str) -> bool:
    """A yes-or-no property: present and not switched off."""
    child = element.find(W + name) if element is not None else None
    return child is not None and (child.get(W + "val") or "1").lower() not in ("0", "false", "off", "none")


def relations_of(package: Package, part: str) -> dict[str, Relation]:
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in package.names:
        return {}
    return {one.get("Id", ""): _relation(one, folder) for one in package.xml(rels).iter(RELATION)}


def _relation(element: etree._Element, folder: str) -> Relation:
    target = element.get("Target") or ""
    external = element.get("TargetMode") == "External"
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation((element.get("Type") or "").rpartition("/")[2], target, external)


def open_part(package: Package, name: str) -> Part:
    data = package.read(name)
    if b"purl.oclc.org/ooxml" in data:
        for strict, usual in STRICT:
            data = data.replace(strict.encode(), usual.encode())
    return Part(parse_xml(data), relations_of(package, name))


def open_optional(package: Package, main: Part, kind: str) -> Part | None:
    name = main.first(kind)
    return open_part(package, name) if name in package.names else None


# --- styles ---


@dataclass(frozen=True)
class Style:
    name: str = ""
    heading: int | None = None
    centred: bool = False
    right: bool = False
    bold: bool = False
    size: float = 0.0
    numbered: tuple[str, int] | None = None
    contents: bool = False


HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)
DEEPEST = 12


class Styles:
    """Paragraph styles by id, with what they inherit."""

    def __init__(self, part: Part | None) -> None:
        styles = part.root.iter(W + "style") if part else []
        self._elements = {one.get(W + "styleId") or "": one for one in styles}
        self._known: dict[str, Style] = {}
        self.default = next(
            (
                key
                for key, one in self._elements.items()
                if one.get(W + "default") and one.get(W + "type") == "paragraph"
            ),
            "",
        )

    def get(self, key: str) -> Style:
        key = key or self.default
        if key not in self._known:
            self._known[key] = self._read(key)
        return self._known[key]

    def _chain(self, key: str) -> list[etree._Element]:
        made: list[etree._Element] = []
        while key in self._elements and len(made) < DEEPEST:
            made.append(self._elements[key])
            key = value(made[-1], "basedOn")
        return made

    def _read(self, key: str) -> Style:
        chain = self._chain(key)
        if not chain:
            return Style()
        name = value(chain[0], "name").strip()
        look = [(one.find(W + "pPr"), one.find(W + "rPr")) for one in chain]
        return Style(
            name=name,
            heading=_heading_level(name, [paragraph for paragraph, _ in look]),
            centred=_first([value(paragraph, "jc") for paragraph, _ in look]) == "center",
            right=_first([value(paragraph, "jc") for paragraph, _ in look]) in ("right", "end"),
            bold=any(is_on(run, "b") for _, run in look),
            size=half_points(_first([value(run, "sz") for _, run in look])),
            numbered=_first_number([paragraph for paragraph, _ in look]),
            contents=name.lower().startswith(("toc ", "目录")),
        )


def _first(found: list[str]) -> str:
    return next((one for one in found if one), "")


def half_points(stated: str) -> float:
    return int(stated) / 2 if stated.isascii() and stated.isdigit() and len(stated) < 5 else 0.0


def _heading_level(name: str, looks: list[etree._Element | None]) -> int | None:
    if name.lower() in ("title", "标题"):
        return TITLE_LEVEL
    if found := HEADING_NAME.fullmatch(name):
        return int(found[1])
    return next((level for look in looks if (level := outline_level(look)) is not None), None)


def outline_level(look: etree._Element | None) -> int | None:
    stated = value(look, "outlineLvl")
    return int(stated) + 1 if stated in tuple("012345678") else None


def _first_number(looks: list[etree._Element | None]) -> tuple[str, int] | None:
    return next((found for look in looks if (found := number_of(look))), None)


def number_of(look: etree._Element | None) -> tuple[str, int] | None:
    """(list id, level) of a paragraph with an automatic number; ("0", 0) switches an inherited one off."""
    element = look.find(W + "numPr") if look is not None else None
    if element is None:
        return None
    level = value(element, "ilvl")
    return value(element, "numId") or "0", int(level) if level in tuple("012345678") else 0


# --- automatic numbers ---


@dataclass(frozen=True)
class ListLevel:
    form: str
    text: str
    start: int


class Numbering:
    """Counts automatic numbers as Word does, for each abstract list and level."""

    def __init__(self, part: Part | None) -> None:
        self._lists: dict[str, tuple[str, dict[str, ListLevel]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if part is None:
            return
        abstract = {
            one.get(W + "abstractNumId") or "": {
                level.get(W + "ilvl") or "0": _list_level(level) for level in one.iter(W + "lvl")
            }
            for one in part.root.iter(W + "abstractNum")
        }
        for one in part.root.iter(W + "num"):
            key = value(one, "abstractNumId")
            self._lists[one.get(W + "numId") or ""] = (key, abstract.get(key, {}))

    def next(self, number: tuple[str, int]) -> tuple[str, bool] | None:
        """(the words shown, is it a bullet) for the next paragraph of this list and level; None for no list."""
        key, levels = self._lists.get(number[0], ("", {}))
        level = levels.get(str(number[1]))
        if level is None or level.form == "none":
            return None
        if level.form == "bullet":
            return "", True
        counts = self._counts.setdefault(key, {})
        counts[number[1]] = counts.get(number[1], level.start - 1) + 1
        for deeper in [one for one in counts if one > number[1]]:
            del counts[deeper]
        return self._shown(level.text, levels, counts), False

    def _shown(self, pattern: str, levels: dict[str, ListLevel], counts: dict[int, int]) -> str:
        def one(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            known = levels.get(str(at), ListLevel("decimal", "", 1))
            return number_word(counts.get(at, known.start), known.form)

        return re.sub(r"%([1-9])", one, pattern)


def _list_level(level: etree._Element) -> ListLevel:
    start = value(level, "start")
    return ListLevel(
        value(level, "numFmt") or "decimal",
        value(level, "lvlText")[:60],
        int(start) if start.isdecimal() and len(start) < 6 else 1,
    )


CHINESE = "〇一二三四五六七八九"
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def number_word(number: int, form: str) -> str:
    if form in (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCountingThousand",
    ):
        return chinese_number(number)
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(CHINESE[int(digit)] for digit in str(number))
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    return str(number)


def _roman(number: int) -> str:
    made = ""
    for amount, letters in ROMAN:
        made += letters * (number // amount)
        number %= amount
    return made


def chinese_number(number: int) -> str:
    """1 to 999 as in headings: 十二, 二十, 一百零三; digits beyond that."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    made = f"{CHINESE[hundreds]}百" if hundreds else ""
    if tens:
        made += ("" if tens == 1 and not hundreds else CHINESE[tens]) + "十"
    elif hundreds and ones:
        made += "零"
    return made + (CHINESE[ones] if ones else "")
