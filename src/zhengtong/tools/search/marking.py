"""Showing what was found: a piece of the text around the first word, and the words as (piece, is one of them)."""

import re
from collections.abc import Iterable

Pieces = list[tuple[str, bool]]
BETWEEN = r"[^\w]{0,3}"  # brackets and spaces that may stand between the tokens of a document number
AROUND = 40


def pattern(terms: Iterable[tuple[str, ...]]) -> re.Pattern[str] | None:
    """What to look for in raw text, longest first; None for nothing."""
    runs = [
        BETWEEN.join(map(re.escape, tokens))
        for tokens in sorted(set(terms), key=lambda one: -len("".join(one)))
    ]
    return re.compile("|".join(runs), re.IGNORECASE) if runs else None


def marked(text: str, terms: Iterable[tuple[str, ...]]) -> Pieces:
    """The text cut at the words: join the pieces and it is the text again."""
    wanted = pattern(terms)
    if wanted is None:
        return [(text, False)]
    pieces, done = [], 0
    for found in wanted.finditer(text):
        pieces += [(text[done : found.start()], False), (found[0], True)]
        done = found.end()
    return [piece for piece in [*pieces, (text[done:], False)] if piece[0]]


def excerpt(text: str, terms: Iterable[tuple[str, ...]], length: int = 120) -> str:
    """A piece of `length` characters around the first word found, or the beginning."""
    terms = list(terms)
    wanted = pattern(terms)
    found = wanted.search(text) if wanted else None
    start = max(0, found.start() - AROUND) if found else 0
    piece = text[start : start + length].strip()
    return ("…" if start else "") + piece + ("…" if start + length < len(text) else "")
