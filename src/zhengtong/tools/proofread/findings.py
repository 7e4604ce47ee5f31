"""What a layer gives: findings. And the text as it would be if the proposals of some of them were taken."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What was found. `label` is for the screen."""

    IDENTITY_CARD = "identity_card", "身份证号"
    BANK_CARD = "bank_card", "银行卡号"
    MOBILE = "mobile", "手机号"
    PASSPORT = "passport", "护照号"
    ADDRESS = "address", "住址"
    PLATE = "plate", "车牌号"
    EMAIL = "email", "电子邮箱"
    QQ = "qq", "QQ号"
    WECHAT = "wechat", "微信号"
    NAME = "name", "姓名"
    LANDLINE = "landline", "座机号"

    label: str

    def __new__(cls, value: str, label: str) -> "Kind":
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.label = label
        return kind


class Confidence(StrEnum):
    """How sure: HIGH is nearly always right, LOW is often something that may stay (an office's telephone)."""

    HIGH = "high", "确定"
    MEDIUM = "medium", "很可能"
    LOW = "low", "请核对"

    label: str

    def __new__(cls, value: str, label: str) -> "Confidence":
        grade = str.__new__(cls, value)
        grade._value_ = value
        grade.label = label
        return grade

    @property
    def rank(self) -> int:
        """0 is the surest."""
        return list(Confidence).index(self)


@dataclass(frozen=True)
class Found:
    """One place in a text. `start` and `end` count characters of the text as given; `why` and `proposal` are Chinese."""

    start: int
    end: int
    kind: Kind
    excerpt: str
    why: str
    confidence: Confidence
    proposal: str


Layer = Callable[[str], list[Found]]


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """In order of place; where two overlap the surer stays, then the kind named first in `Kind`, then the longer."""
    kinds = list(Kind)
    best = sorted(found, key=lambda f: (f.confidence.rank, kinds.index(f.kind), f.start - f.end, f.start))
    kept: list[Found] = []
    starts: list[int] = []
    for one in best:
        at = bisect_left(starts, one.start)
        free_before = at == 0 or kept[at - 1].end <= one.start
        if free_before and (at == len(kept) or one.end <= kept[at].start):
            starts.insert(at, one.start)
            kept.insert(at, one)
    return kept


def masked(text: str, found: Iterable[Found]) -> str:
    """The text with the proposals of these findings in their places; give only those that a person (or a rule) took.

    Overlapping findings are settled as in `without_overlaps`. Raises ValueError where a finding is not of this text.
    """
    parts, at = [], 0
    for one in without_overlaps(found):
        if text[one.start : one.end] != one.excerpt:
            raise ValueError(f"第{one.start}字处的提示不是由本文得出，请重新核查")
        parts += [text[at : one.start], one.proposal]
        at = one.end
    return "".join([*parts, text[at:]])
