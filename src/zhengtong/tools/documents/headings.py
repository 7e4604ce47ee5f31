"""Which lines are headings, and how deep: 第一章 > 第一节 > 一、 > （一） > 1. > （1）; pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhengtong.tools.documents.official import HAN, tidy

ORDINAL = "[零〇一二三四五六七八九十百]{1,5}"
PATTERNS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (10, re.compile(rf"(第\s*(?:{ORDINAL}|\d{{1,3}})\s*(?:编|部\s*分))(?![{HAN}])\s*(.*)")),
    (11, re.compile(rf"(第\s*(?:{ORDINAL}|\d{{1,3}})\s*章)\s*(.*)")),
    (12, re.compile(rf"(第\s*(?:{ORDINAL}|\d{{1,3}})\s*节)\s*(.*)")),
    (13, re.compile(rf"({ORDINAL}\s*[、．.])\s*(.+)")),
    (14, re.compile(rf"([（(]\s*{ORDINAL}\s*[)）])\s*(.+)")),
    (15, re.compile(r"(\d{1,3}\s*[、．.])(?!\d)\s*(.+)")),
    (16, re.compile(r"([（(]\s*\d{1,3}\s*[)）])\s*(.+)")),
)
ALWAYS = (10, 11, 12)
"""Ranks that are headings wherever they stand alone."""
ATTACHED = 0
"""Rank of the title of an attached text; stated levels (Word styles, h2) are ranks 1 to 9."""
LONGEST = 50
SENTENCE = re.compile(r"[。；？！…，,;]")


@dataclass(frozen=True)
class Numbered:
    """A line that begins with a number of an official outline."""

    rank: int
    number: str
    name: str

    @property
    def text(self) -> str:
        return f"{self.number}{' ' if self.rank in ALWAYS and self.name else ''}{self.name}"


def numbered(text: str) -> Numbered | None:
    """The outline number at the head of the line, blanks normalised (第一章 总 则 → 第一章 总则)."""
    line = tidy(text[:400])
    for rank, pattern in PATTERNS:
        if found := pattern.fullmatch(line):
            return Numbered(rank, re.sub(r"\s", "", found[1]), close_up(found[2]))
    return None


def close_up(name: str) -> str:
    """Take out the blanks of a name spread out for looks: 总 则 → 总则; 机构 职责 stays."""
    parts = name.split(" ")
    spread = len(parts) > 1 and all(re.fullmatch(f"[{HAN}]", part) for part in parts)
    return "".join(parts) if spread else name


def is_short(found: Numbered) -> bool:
    """Short enough and without the marks of a sentence, so that it can be a heading."""
    if len(found.text) > LONGEST or found.name.endswith("："):
        return len(found.text) <= 26 and found.rank in (13, 14) and not SENTENCE.search(found.name)
    return not SENTENCE.search(found.name) and not found.name.endswith(":")


def stands_over(found: Numbered, following: Numbered | None, *, text_follows: bool) -> bool:
    """A heading has something under it; a list entry is followed by its next sibling or by the end."""
    if not is_short(found):
        return False
    if found.rank in ALWAYS:
        return True
    return text_follows and (following is None or following.rank > found.rank)


def strays(found: Sequence[tuple[int, bool]]) -> set[int]:
    """Positions in ``found`` (rank, looks like a heading) that are no headings, judged by their siblings.

    A series is what has the same rank below the same heading. Of 一、 and （一） at least half must look like
    headings, of 1. and （1） all: one short entry among whole paragraphs is a short paragraph.
    """
    series: dict[int, list[int]] = {}
    made: set[int] = set()
    for at, (rank, _) in enumerate(found):
        for deeper in [one for one in series if one > rank]:
            made |= _stray(deeper, [(one, found[one][1]) for one in series.pop(deeper)])
        series.setdefault(rank, []).append(at)
    for rank, members in series.items():
        made |= _stray(rank, [(one, found[one][1]) for one in members])
    return made


def _stray(rank: int, members: list[tuple[int, bool]]) -> set[int]:
    likely = sum(1 for _, is_heading in members if is_heading)
    enough = len(members) if rank >= 15 else len(members) / 2
    return set() if rank in ALWAYS or likely >= enough else {at for at, is_heading in members if is_heading}


def levels(ranks: Sequence[int], deepest: int = 4) -> list[int]:
    """Levels 1 to ``deepest`` for the ranks of the headings in order; no level is skipped on the way down."""
    open_ranks: list[int] = []
    made = []
    for rank in ranks:
        while open_ranks and open_ranks[-1] >= rank:
            open_ranks.pop()
        open_ranks.append(rank)
        made.append(min(len(open_ranks), deepest))
    return made


def settle(found: Sequence[tuple[int | None, int | None]]) -> list[int]:
    """One rank for each (stated level, rank of its number).

    A number whose siblings state a level anywhere takes that level too, so that a chapter whose author forgot
    the Word style does not sink below the others.
    """
    stated: dict[int, int] = {}
    for level, rank in found:
        if level is not None and rank is not None:
            stated.setdefault(rank, level)
    return [_rank(level, rank, stated) for level, rank in found]


def _rank(level: int | None, rank: int | None, stated: dict[int, int]) -> int:
    if level is not None:
        return level
    return ATTACHED if rank is None else stated.get(rank, rank)
