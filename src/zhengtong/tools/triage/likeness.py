"""Near copies: how alike two texts are, and which of very many are most like one.

What copies of an answer differ in (whom they greet, numbers, dates, their courtesies) is taken away first.
"""

import re
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice
from math import log, sqrt
from typing import Generic, TypeVar
from zlib import crc32

from .wording import PAIR, cleaned, pairs, title_and_body, words

Key = TypeVar("Key", bound=Hashable)

SHINGLE = 5
MARKS = 12
SAMPLED = 64
# Likenesses from which a person should look, measured on letters and answers (docs/measurements/triage.md).
COPY = 0.5
SAME_MATTER = 0.15
GREETING = re.compile(
    r"^\s*(?:尊敬的)?[^,。;:!?\n]{0,16}?(?:先生|女士|同志|网友|网民|市民|来信人|朋友|您好|你好)[^,。;!?\n]{0,8}[,。:!?]\s*(?:您好|你好)?[!,。:]?"
)
COURTESY = re.compile(
    r"(?:您|你)(?:[^,。!?\n]{0,20}?的)?(?:来信|留言|反映|咨询|诉求|提出)[^。!?\n]{0,40}(?:收悉|收到|答复如下|回复如下|报告如下)[:,。]?"
    r"|现(?:将[^。\n]{0,30})?(?:答复|回复|反馈)如下[:,。]?|感谢(?:您|你)[^。!?\n]{0,40}[。!?]|特此(?:回复|答复|告知)[。!]?|专此(?:答复|回复)[。!]?"
)
NOT_LETTERS = re.compile(r"[\W\d_]+")
NUMBERS = re.compile(r"\d+|[零〇一二三四五六七八九十百千]{1,6}(?=[年月日号元])")


def essence(text: str) -> str:
    """What is left of a text without greeting, courtesies, numbers, dates, punctuation and spaces."""
    said = COURTESY.sub("", GREETING.sub("", cleaned(text)))
    return NOT_LETTERS.sub("", NUMBERS.sub("", said))


def shingles(text: str) -> frozenset[str]:
    """Every run of five characters of the essence; a shorter one is one piece."""
    core = essence(text)
    if not core:
        return frozenset()
    return frozenset(core[at : at + SHINGLE] for at in range(max(1, len(core) - SHINGLE + 1)))


def similarity(a: str, b: str) -> float:
    """How much of both texts is the same (Jaccard of their shingles), 0 to 1; 0 where nothing is left of either."""
    one, other = shingles(a), shingles(b)
    return len(one & other) / len(one | other) if one and other else 0.0


def marks(text: str, count: int = MARKS) -> list[int]:
    """The `count` lowest hashes of its shingles, 32 bits each, the same on every machine.

    For a database: store them, and whoever shares one is a candidate for `similarity`. Two texts of which half is the same share
    one of twelve but for about 1 in 4,000; texts with nothing in common practically never do.
    """
    return sorted(crc32(piece.encode()) for piece in shingles(text))[:count]


def copied(text: str) -> list[int]:
    """Features for finding copies: a fixed sample of the shingles."""
    return marks(text, SAMPLED)


def matter(text: str) -> list[str]:
    """Features for finding texts about the same matter: their words, and the pairs of characters of the title."""
    title, _ = title_and_body(text)
    return sorted({*words(text), *pairs(title)})


@dataclass(frozen=True)
class Near(Generic[Key]):
    """`likeness`: 0 to 1; `shared`: the words (for `matter`) that both have, rarest first."""

    key: Key
    likeness: float
    shared: tuple[str, ...] = ()


class Nearest(Generic[Key]):
    """An index in memory: texts by key, the nearest of one. By default near copies; `Nearest(matter)` finds the same matter.

    Rare features count most; of a feature that very many have only the first holders are looked at, so that a question stays fast.
    """

    LONGEST = 2000

    def __init__(self, features: Callable[[str], Iterable[Hashable]] = copied) -> None:
        self._features = features
        self._entered: dict[Key, int] = {}
        self._entries = 0
        self._of: dict[Key, dict[Hashable, None]] = {}
        self._with: dict[Hashable, dict[Key, None]] = {}

    def __len__(self) -> int:
        return len(self._of)

    def add(self, key: Key, text: str) -> None:
        """Put a text in, in place of the one with the same key."""
        self.discard(key)
        self._entries += 1
        self._entered[key] = self._entries
        self._of[key] = dict.fromkeys(self._features(text))
        for feature in self._of[key]:
            self._with.setdefault(feature, {})[key] = None

    def discard(self, key: Key) -> None:
        self._entered.pop(key, None)
        for feature in self._of.pop(key, ()):
            holders = self._with[feature]
            del holders[key]
            if not holders:
                del self._with[feature]

    def near(
        self, text: str, n: int = 5, *, at_least: float = SAME_MATTER, but: Key | None = None
    ) -> list[Near[Key]]:
        """The n texts most like this one, most like first, then in the order of entry; `but` is left out.

        With the default features `at_least=COPY` gives copies; with `matter` SAME_MATTER is where the same matter begins.
        """
        asked = dict.fromkeys(self._features(text))
        whole = self._total(asked)
        found = [
            Near(key, self._likeness(asked, whole, key), self._shared(asked, key))
            for key in self._candidates(asked, 10 * n + 50)
            if key != but
        ]
        enough = (one for one in found if one.likeness >= at_least)
        return sorted(enough, key=lambda one: (-one.likeness, self._entered[one.key]))[:n]

    def _candidates(self, asked: Iterable[Hashable], most: int) -> list[Key]:
        """Those that share most with it; of each feature only the first LONGEST holders are looked at."""
        score: dict[Key, float] = {}
        for feature in asked:
            weight = self._weight(feature)
            for key in islice(self._with.get(feature, ()), self.LONGEST):
                score[key] = score.get(key, 0.0) + weight
        return nsmallest(most, score, key=lambda key: (-score[key], self._entered[key]))

    def _weight(self, feature: Hashable) -> float:
        """What a feature adds where both have it: rare ones much more."""
        return log(1 + (len(self._of) + 1) / (len(self._with.get(feature, ())) + 1)) ** 2

    def _total(self, features: Iterable[Hashable]) -> float:
        return sum(self._weight(feature) for feature in features)

    def _likeness(self, asked: Collection[Hashable], whole: float, key: Key) -> float:
        """The cosine."""
        theirs = self._of[key]
        both = self._total(feature for feature in theirs if feature in asked)
        return both / sqrt(whole * self._total(theirs)) if both else 0.0

    def _shared(self, asked: Collection[Hashable], key: Key) -> tuple[str, ...]:
        both = [one for one in self._of[key] if one in asked and isinstance(one, str) and one[:1] != PAIR]
        return tuple(sorted(both, key=lambda one: (-self._weight(one), one))[:6])
