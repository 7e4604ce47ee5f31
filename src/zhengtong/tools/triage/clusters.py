"""Which letters are about the same matter: the same place and the same words.

Each letter is a vector of its most telling words and pairs of characters (rare ones weigh more, so names of places lead). The two
groups whose letters are on average most alike are joined, again and again, while they are alike enough. Nothing is random.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import log, sqrt

from .wording import PAIR, features, places, tells

TELLING = 60  # features kept of each letter
ALIKE = 0.15  # average cosine from which two groups are about the same matter
WORTH = 0.08  # below it a pair of letters is not looked at
COMMON = 0.05  # features that more than this share of the letters have do not bring letters together
FEW = 3  # unless no more than so many have them
ELSEWHERE = 0.5  # what is left of a likeness where both letters name places and none is the same
SHOWN = 6

Vector = dict[str, float]


@dataclass(frozen=True)
class Cluster:
    """`members` are places in the list given, the most typical first; `words` say what they are about, strongest first."""

    members: tuple[int, ...]
    words: tuple[str, ...]

    @property
    def size(self) -> int:
        return len(self.members)


def clusters(
    texts: Sequence[str], *, at_least: int = 2, alike: float = ALIKE, few: int = FEW
) -> list[Cluster]:
    """Groups of at least so many letters, the largest first, then by the first letter. A letter is in one group at most.

    `few`: what no more than so many letters have in common always counts; where there are few letters at all, a group may be most
    of them. `alike` from 0 (everything may join) to 1 (only the same words). Same texts in the same order, same groups.
    """
    vectors = _vectors(texts, few)
    pairs = _by_place(_pairs(vectors), [places(text) for text in texts])
    groups = [group for group in _joined(pairs, len(texts), alike) if len(group) >= max(2, at_least)]
    made = [_cluster(group, vectors) for group in groups]
    return sorted(made, key=lambda one: (-one.size, min(one.members)))


def _vectors(texts: Sequence[str], few: int) -> list[Vector]:
    counted = [features(text) for text in texts]
    spread = Counter(feature for one in counted for feature in one)
    return [_vector(one, spread, len(texts), few) for one in counted]


def _vector(counted: Mapping[str, int], spread: Mapping[str, int], total: int, few: int) -> Vector:
    """The most telling features, length 1; what stands in no other letter can bring nothing together and is left out."""
    weighed = {
        one: (1 + log(count)) * log(total / spread[one])
        for one, count in counted.items()
        if 1 < spread[one] <= max(few, COMMON * total)
    }
    kept = sorted(weighed, key=lambda one: (-weighed[one], one))[:TELLING]
    length = sqrt(sum(weighed[one] ** 2 for one in kept)) or 1.0
    return {one: weighed[one] / length for one in kept}


def _pairs(vectors: Sequence[Vector]) -> dict[tuple[int, int], float]:
    """The cosine of each two letters that are worth a look."""
    holders: dict[str, list[int]] = {}
    found: dict[tuple[int, int], float] = {}
    for place, vector in enumerate(vectors):
        score: dict[int, float] = {}
        for feature, value in vector.items():
            earlier = holders.setdefault(feature, [])
            for other in earlier:
                score[other] = score.get(other, 0.0) + value * vectors[other][feature]
            earlier.append(place)
        found |= {(other, place): value for other, value in score.items() if value >= WORTH}
    return found


def _by_place(
    pairs: Mapping[tuple[int, int], float], named: Sequence[frozenset[str]]
) -> dict[tuple[int, int], float]:
    """The same complaint about two places is two matters."""
    return {
        (one, other): value
        * (ELSEWHERE if named[one] and named[other] and not named[one] & named[other] else 1)
        for (one, other), value in pairs.items()
    }


def _joined(pairs: Mapping[tuple[int, int], float], count: int, alike: float) -> Iterator[list[int]]:
    """Average linkage: the two groups most alike are joined, ties by the earliest letters."""
    near: dict[int, dict[int, float]] = {place: {} for place in range(count)}
    for (one, other), value in pairs.items():
        near[one][other] = near[other][one] = value
    groups = {place: [place] for place in range(count)}
    queue = [(-value, one, other) for (one, other), value in pairs.items() if value >= alike]
    heapify(queue)
    while queue:
        value, one, other = heappop(queue)
        if one in groups and other in groups and near[one].get(other) == -value:
            for changed, liked in _join(one, other, groups, near).items():
                if liked >= alike:
                    heappush(queue, (-liked, min(one, changed), max(one, changed)))
    yield from groups.values()


def _join(
    one: int, other: int, groups: dict[int, list[int]], near: dict[int, dict[int, float]]
) -> Mapping[int, float]:
    """Put `other` into `one`; how alike the groups around now are to it."""
    size, added = len(groups[one]), len(groups[other])
    mine, theirs = near[one], near.pop(other)
    for place in sorted({*mine, *theirs} - {one, other}):
        liked = (size * mine.get(place, 0.0) + added * theirs.get(place, 0.0)) / (size + added)
        mine[place] = near[place][one] = liked
        near[place].pop(other, None)
    mine.pop(other, None)
    groups[one] += groups.pop(other)
    return mine


def _cluster(group: Sequence[int], vectors: Sequence[Vector]) -> Cluster:
    middle: Counter[str] = Counter()
    for place in group:
        middle.update(vectors[place])
    typical = {place: sum(value * middle[one] for one, value in vectors[place].items()) for place in group}
    members = tuple(sorted(group, key=lambda place: (-round(typical[place], 9), place)))
    return Cluster(members, _said(middle))


def _said(middle: Mapping[str, float]) -> tuple[str, ...]:
    """The strongest words; pairs of characters only where there is no word."""
    ranked = sorted(middle, key=lambda one: (-middle[one], one))
    whole = [one for one in ranked if tells(one)]
    return tuple((whole or [one.removeprefix(PAIR) for one in ranked])[:SHOWN])
