"""Who should handle a text: the unit whose texts so far it is most like, word by word; and the words of each unit to begin with.

Each text is a vector of its words and pairs of characters (1 + log of how often, length 1); a unit is the mean of its texts;
rare words weigh more (idf); the likeness is the cosine. Chosen by measurement: docs/decisions/0017.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Any

from .wording import PAIR, features, tells

FORM = 1
PHRASE = 0.5  # each phrase given for a unit counts like half a text: many duties outweigh little history, a name alone does not
SHARPNESS = 50.0  # makes shares of cosines; fitted on the training part of the seven categories
NOTHING = 1e-5
SHOWN = 5


@dataclass(frozen=True)
class Suggestion:
    """`share`: how much of the belief goes to this label (0 to 1, all labels together 1); `words` spoke for it, strongest first."""

    label: str
    share: float
    words: tuple[str, ...]


class Router:
    """Learns from decisions of people, a few at a time; keeps sums only, so it can be kept as JSON.

    `hints`: for each label words that point to it (name, short name, duties): it works by them before it has learned anything.
    The first `suggest` after learning weighs everything anew, so learn in batches where there are many.
    """

    def __init__(self, hints: Mapping[str, Iterable[str]] | None = None) -> None:
        self._texts: Counter[str] = Counter()
        self._sums: dict[str, dict[str, float]] = {}
        self._hints: dict[str, dict[str, float]] = {}
        self._said: dict[str, list[str]] = {}
        self._spread: Counter[str] = Counter()
        self._lengths: dict[str, float] | None = None
        for label, said in (hints or {}).items():
            self.hint(label, said)

    @property
    def labels(self) -> list[str]:
        return sorted({*self._texts, *self._hints})

    @property
    def learned(self) -> int:
        """How many texts it has learned."""
        return sum(self._texts.values())

    def hint(self, label: str, said: Iterable[str]) -> None:
        """Words and phrases that point to this label, in place of those given before; none takes them away."""
        self._spread -= Counter(self._hints.pop(label, {}).keys())
        self._said.pop(label, None)
        phrases = [phrase for phrase in said if phrase.strip()]
        if phrases:
            self._said[label] = phrases
            self._hints[label] = _vector("。".join(phrases))
            self._spread.update(self._hints[label].keys())
        self._lengths = None

    def learn(self, examples: Iterable[tuple[str, str]]) -> None:
        """Texts with the labels that people gave them."""
        for text, label in examples:
            self._texts[label] += 1
            sums = self._sums.setdefault(label, {})
            for feature, value in _vector(text).items():
                sums[feature] = sums.get(feature, 0.0) + value
                self._spread[feature] += 1
        self._lengths = None

    def forget(self, text: str, label: str) -> None:
        """Take one example back, when a person corrects what was decided. ValueError where it cannot have been learned."""
        sums, vector = self._sums.get(label, {}), _vector(text)
        if not self._texts[label] or any(
            sums.get(one, 0.0) < value - NOTHING for one, value in vector.items()
        ):
            raise ValueError("该文本未曾按此单位学习，无法撤回")
        for feature, value in vector.items():
            sums[feature] -= value
            if sums[feature] < NOTHING:
                del sums[feature]
        self._texts -= Counter([label])
        self._spread -= Counter(vector.keys())
        self._lengths = None

    def suggest(self, text: str, n: int = 3) -> list[Suggestion]:
        """The n likeliest labels, best first, then by name; nothing where it knows no label or none of the words."""
        asked = self._asked(text)
        spoke = {label: self._contributions(asked, label) for label in self.labels}
        scores = {label: sum(parts.values()) for label, parts in spoke.items()}
        if not any(scores.values()):
            return []
        highest = max(scores.values())
        raw = {label: exp(SHARPNESS * (score - highest)) for label, score in scores.items()}
        best = sorted(scores, key=lambda label: (-scores[label], label))[:n]
        whole = sum(raw.values())
        return [Suggestion(label, raw[label] / whole, _telling(label, spoke)) for label in best]

    def _asked(self, text: str) -> dict[str, float]:
        """The text's known features, weighed, as a vector of length 1."""
        counted = {
            one: value * self._rarity(one) for one, value in _vector(text).items() if one in self._spread
        }
        length = sqrt(sum(value * value for value in counted.values())) or 1.0
        return {one: value / length for one, value in counted.items()}

    def _contributions(self, asked: Mapping[str, float], label: str) -> dict[str, float]:
        """How much each feature adds to the cosine."""
        length = self._label_lengths()[label] or 1.0
        return {
            one: value * self._mean(label, one) * self._rarity(one) / length
            for one, value in asked.items()
            if one in self._sums.get(label, ()) or one in self._hints.get(label, ())
        }

    def _mean(self, label: str, feature: str) -> float:
        weight = PHRASE * len(self._said.get(label, ()))
        given = weight * self._hints[label].get(feature, 0.0) if weight else 0.0
        return (self._sums.get(label, {}).get(feature, 0.0) + given) / (self._texts[label] + weight)

    def _rarity(self, feature: str) -> float:
        return log((self.learned + len(self._hints) + 1) / self._spread[feature])

    def _label_lengths(self) -> dict[str, float]:
        if self._lengths is None:
            rarity = {feature: self._rarity(feature) for feature in self._spread}
            self._lengths = {label: self._length(label, rarity) for label in self.labels}
        return self._lengths

    def _length(self, label: str, rarity: Mapping[str, float]) -> float:
        held = {**self._sums.get(label, {}), **self._hints.get(label, {})}
        return sqrt(sum((self._mean(label, one) * rarity[one]) ** 2 for one in held))

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        sums = {
            label: {feature: round(value, 6) for feature, value in sorted(self._sums[label].items())}
            for label in sorted(self._sums)
        }
        texts, spread = dict(sorted(self._texts.items())), dict(sorted(self._spread.items()))
        return {
            "form": FORM,
            "texts": texts,
            "sums": sums,
            "spread": spread,
            "hints": dict(sorted(self._said.items())),
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "Router":
        """Back from `as_dict`. ValueError where it is not of this form."""
        try:
            if kept["form"] != FORM:
                raise ValueError(kept["form"])
            router = cls(kept["hints"])
            router._texts = Counter(kept["texts"])
            router._sums = {label: dict(values) for label, values in kept["sums"].items()}
            router._spread = Counter(kept["spread"])
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError("分办学习数据的格式不符，请重新学习") from error
        return router


def _vector(text: str) -> dict[str, float]:
    counted = {feature: 1 + log(count) for feature, count in sorted(features(text).items())}
    length = sqrt(sum(value * value for value in counted.values())) or 1.0
    return {feature: value / length for feature, value in counted.items()}


def _telling(label: str, spoke: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
    """The words that speak for this label more than for the others; pairs of characters only where there is no word."""
    others = [parts for other, parts in spoke.items() if other != label]
    lead = {
        one: value - sum(parts.get(one, 0.0) for parts in others) / max(1, len(others))
        for one, value in spoke[label].items()
    }
    ranked = sorted((one for one in lead if lead[one] > 0), key=lambda one: (-lead[one], one))
    whole = [one for one in ranked if tells(one)]
    return tuple((whole or [one.removeprefix(PAIR) for one in ranked])[:SHOWN])
