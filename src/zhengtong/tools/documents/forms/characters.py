"""Text as it can be set: cleaned, cut into paragraphs, measured, counted."""

from __future__ import annotations

import unicodedata
from dataclasses import fields, is_dataclass
from datetime import date

BLANK_DATE = "　　年　　月　　日"
UNFIT = "\ufffe\uffff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""What XML cannot hold, and what shows text in another order than it is stored in: no place for it on paper to be signed."""
BREAKS = {"\u2028": "\n", "\u2029": "\n", "\v": "\n", "\f": "\n", "\t": "　"}


def characters_in(value: object) -> int:
    """How much text a document has, in all its parts."""
    if isinstance(value, str):
        return len(value)
    if is_dataclass(value):
        return sum(characters_in(getattr(value, one.name)) for one in fields(value))
    return sum(characters_in(one) for one in value) if isinstance(value, tuple) else 0


def day_of(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else BLANK_DATE


def cleaned(text: str | None) -> str:
    """Only what can be set: all line breaks as ``\\n``, no control characters, nothing that reverses text, never "None"."""
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    return "".join(char for char in (BREAKS.get(one, one) for one in text) if _can_be_set(char))


def _can_be_set(char: str) -> bool:
    return char == "\n" or (unicodedata.category(char) not in ("Cc", "Cs") and char not in UNFIT)


def flat(text: str | None) -> str:
    """In one line."""
    return " ".join(cleaned(text).split("\n"))


def paragraphs_of(text: str | None) -> list[str]:
    """The paragraphs of a text, without empty ones."""
    return [part.strip() for part in cleaned(text).split("\n") if part.strip()]


def width_of(text: str) -> float:
    """About how wide a text is: Chinese characters and full-width punctuation 1, others a half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)
