"""A text in which full-width letters, digits and signs are half width, character for character, so that places stay."""

from ..findings import Confidence, Found, Kind

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_HALF = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}


def plain(text: str) -> str:
    return text.translate(_HALF)


def found(
    text: str, span: tuple[int, int], kind: Kind, confidence: Confidence, why: str, proposal: str
) -> Found:
    start, end = span
    return Found(start, end, kind, text[start:end], why, confidence, proposal)


def before(text: str, start: int, length: int = 14) -> str:
    """What stands before a place in the same line."""
    return text[max(0, start - length) : start].rpartition("\n")[2]


def middle_hidden(value: str, keep_first: int, keep_last: int) -> str:
    """138****1234: the middle as stars, as many as there are characters, but at least four."""
    stars = "*" * max(4, len(value) - keep_first - keep_last)
    return value[:keep_first] + stars + (value[-keep_last:] if keep_last else "")
