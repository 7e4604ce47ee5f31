"""What a regulation consists of, as plain values: chapters, clauses, dated parameters with their sources, terms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LEVELS = ("national", "city", "district")  # the later one wins
LEVEL_LABELS = {"national": "国家", "city": "市", "district": "区"}
CONFIDENCE_LABELS = {"read": "已核", "secondary": "转引", "assumed": "推定"}
# Unit of a value → how it is written after the number.
UNITS = {
    "working_day": "个工作日",
    "calendar_day": "日",
    "month": "个月",
    "hour": "小时",
    "minute": "分钟",
    "second": "秒",
    "count": "",
    "percent": "%",
    "points": "分",
    "flag": "",
    "month_day": "",
    "text": "",
    "pattern": "",
}
DIGITS = "〇一二三四五六七八九十"

Value = bool | int | float | str | tuple[str, ...]


class NoSuchClause(KeyError):
    """No pack holds this clause, or none on that date."""

    def __str__(self) -> str:
        return str(self.args[0])


class NoSuchParameter(KeyError):
    """No pack holds this parameter, or none on that date."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Chapter:
    number: int
    title: str

    @property
    def heading(self) -> str:
        return f"第{DIGITS[self.number] if self.number <= 10 else self.number}章　{self.title}"


@dataclass(frozen=True)
class Clause:
    """One paragraph of the measures, "CHAPTER.PARAGRAPH", or a numbered item of one, "CHAPTER.PARAGRAPH(ITEM)"."""

    id: str
    article: str
    summary: str
    product: str
    text: str
    valid_from: date
    valid_until: date | None

    @property
    def chapter(self) -> int:
        return self.order[0]

    @property
    def order(self) -> tuple[int, ...]:
        """Sorts clauses as the text does: 3.6 before 3.6(1) before 3.10."""
        return tuple(int(part) for part in self.id.replace("(", ".").rstrip(")").split("."))

    @property
    def parent(self) -> str:
        """The paragraph that a numbered item belongs to; empty for a paragraph."""
        return self.id.partition("(")[0] if "(" in self.id else ""

    def is_valid(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True)
class Source:
    """A document that a parameter rests on."""

    id: str
    title: str
    number: str
    note: str

    def __str__(self) -> str:
        return f"《{self.title}》（{self.number}）" if self.number else self.title


@dataclass(frozen=True)
class Parameter:
    """A number, list or yes/no of the law with its unit, source, confidence and validity (both dates included)."""

    code: str
    value: Value
    unit: str
    label: str
    clause: str
    source: Source
    confidence: str
    valid_from: date
    valid_until: date | None
    note: str
    level: str
    pack: str

    @property
    def number(self) -> int:
        """The value as a whole number. Raises TypeError for a value of another kind."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise TypeError(f"参数 {self.code} 不是整数：{self.value!r}")
        return self.value

    @property
    def holds(self) -> bool:
        """The value as yes or no. Raises TypeError for a value of another kind."""
        if not isinstance(self.value, bool):
            raise TypeError(f"参数 {self.code} 不是“是/否”：{self.value!r}")
        return self.value

    @property
    def words(self) -> tuple[str, ...]:
        """The value as a list of texts; a single text is a list of one. Raises TypeError for other kinds."""
        if isinstance(self.value, str):
            return (self.value,)
        if not isinstance(self.value, tuple):
            raise TypeError(f"参数 {self.code} 不是文本：{self.value!r}")
        return self.value

    @property
    def shown(self) -> str:
        """The value as people read it: 2个工作日, 95%, 1月31日, 是."""
        if isinstance(self.value, bool):
            return "是" if self.value else "否"
        if isinstance(self.value, tuple):
            return "、".join(self.value)
        if self.unit == "pattern":
            return "按规定格式核对"
        if self.unit == "month_day":
            month, day = str(self.value).split("-")
            return f"{int(month)}月{int(day)}日"
        return f"{self.value}{UNITS[self.unit]}"

    @property
    def is_assumed(self) -> bool:
        """Nobody has read this value in a text: screens must say so (推定)."""
        return self.confidence == "assumed"

    @property
    def confidence_label(self) -> str:
        return CONFIDENCE_LABELS[self.confidence]

    @property
    def level_label(self) -> str:
        return LEVEL_LABELS[self.level]

    def is_valid(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True)
class Term:
    """One concept: the English word used in code, the Chinese one used on screen."""

    term: str
    chinese: str
    definition: str
    clause: str


class Regulation:
    """All packs together. Parameters come in order of precedence: district, city, national; the pack loaded last first."""

    def __init__(
        self,
        chapters: Iterable[Chapter],
        clauses: Iterable[Clause],
        parameters: Iterable[Parameter],
        terms: Iterable[Term],
    ) -> None:
        self.chapters = tuple(sorted(chapters, key=lambda chapter: chapter.number))
        self.terms = tuple(terms)
        self._clauses: dict[str, list[Clause]] = {}
        for clause in sorted(clauses, key=lambda clause: (clause.order, clause.valid_from)):
            self._clauses.setdefault(clause.id, []).append(clause)
        self._parameters: dict[str, list[Parameter]] = {}
        for parameter in parameters:
            self._parameters.setdefault(parameter.code, []).append(parameter)

    def clause(self, clause_id: str, on: date | None = None) -> Clause:
        """The clause as it stands on a date; without a date its newest wording. Raises NoSuchClause."""
        for clause in reversed(self._clauses.get(clause_id, [])):
            if on is None or clause.is_valid(on):
                return clause
        raise NoSuchClause(f"没有条款 {clause_id}" + (f"（{on}）" if on else ""))

    def clauses(self, on: date | None = None) -> list[Clause]:
        """All clauses in the order of the text."""
        if on is None:
            return [wordings[-1] for wordings in self._clauses.values()]
        valid = (
            [wording for wording in wordings if wording.is_valid(on)] for wordings in self._clauses.values()
        )
        return [wordings[-1] for wordings in valid if wordings]

    def parameter(self, code: str, on: date) -> Parameter:
        """The value valid on a Beijing date; the district's wins over the city's over the national one. Raises NoSuchParameter."""
        if code not in self._parameters:
            raise NoSuchParameter(f"没有参数 {code}")
        for parameter in self._parameters[code]:
            if parameter.is_valid(on):
                return parameter
        raise NoSuchParameter(f"参数 {code} 在 {on} 没有有效的数值")

    def parameters(self) -> list[Parameter]:
        """Every value of every pack, also those that a nearer level or a later date overrules."""
        return [parameter for values in self._parameters.values() for parameter in values]
