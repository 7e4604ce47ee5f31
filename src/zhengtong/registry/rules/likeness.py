"""What looks alike without being the same: letters of other scripts, 0 for O, one character more or less."""

from __future__ import annotations

import unicodedata
from collections import Counter

LONGEST = 120  # longer texts are not compared

# What the eye takes for one letter, each as the letter it is taken for. From the confusables of Unicode (UTS 39), those of
# Latin letters and digits that occur in names of hosts and accounts.
LOOKALIKES = {
    "o": "0о°օο", "l": "1iіlıι|!ӏј", "a": "аαɑ", "b": "8", "c": "сϲ", "d": "ԁ", "e": "еёє", "g": "ɡԍ", "h": "һ", "k": "кκ",
    "m": "м", "n": "п", "p": "рρ", "s": "5ѕ$", "t": "тτ", "v": "νѵ", "w": "ԝω", "x": "хχ", "y": "уү",
}  # fmt: skip
TWINS = str.maketrans({twin: letter for letter, twins in LOOKALIKES.items() for twin in twins})
PAIRS = (("rn", "m"), ("vv", "w"))


def folded(text: str) -> str:
    """Text without what nobody means: width and case of letters, blanks at the ends."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def letters(text: str) -> str:
    """Only letters, ideographs and digits, folded: names are compared by these."""
    return "".join(mark for mark in folded(text) if mark.isalnum())


def skeleton(text: str) -> str:
    """What the eye reads: two texts that look alike have the same. Accents fall, dots and hyphens too."""
    plain = "".join(
        mark for mark in unicodedata.normalize("NFKD", folded(text)) if not unicodedata.combining(mark)
    )
    drawn = plain.casefold().translate(TWINS)
    for pair, single in PAIRS:
        drawn = drawn.replace(pair, single)
    return "".join(mark for mark in drawn if mark.isalnum())


def near(one: str, other: str, limit: int) -> bool:
    """Whether at most `limit` characters must be added, left out or exchanged to make one text of the other."""
    if max(len(one), len(other)) > LONGEST or abs(len(one) - len(other)) > limit:
        return False
    left, right = Counter(one), Counter(other)
    if max((left - right).total(), (right - left).total()) > limit:
        return False
    return _distance(one, other) <= limit


def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for place, mark in enumerate(one, start=1):
        before, row[0] = row[0], place
        for column, against in enumerate(other, start=1):
            before, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, before + (mark != against)),
            )
    return row[-1]


def allowed(text: str) -> int:
    """How many characters may differ before nobody would take one for the other."""
    return 0 if len(text) < 3 else 1 if len(text) < 8 else 2


def alike(one: str, other: str) -> bool:
    """Whether one could be taken for the other, or is part of it."""
    drawn, seen = skeleton(one), skeleton(other)
    shorter = min((drawn, seen), key=len)
    if len(shorter) < 2:
        return False
    return drawn == seen or drawn in seen or seen in drawn or near(drawn, seen, allowed(shorter))
