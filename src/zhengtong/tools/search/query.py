"""What somebody typed, as words to look for: tokens, without any sign that an index could misread."""

import re
from dataclasses import dataclass

import rjieba

from zhengtong.tools.search.segmenting import DOCUMENT_NUMBER, characters, normal

LONGEST = 100  # characters of a question that are looked at
MOST_TERMS = 12
# Words without a meaning of their own; left out where others remain.
EMPTY_WORDS = frozenset(
    [
        "的",
        "了",
        "和",
        "与",
        "及",
        "在",
        "是",
        "有",
        "对",
        "为",
        "等",
        "吗",
        "呢",
        "请问",
        "怎么",
        "怎样",
        "如何",
        "什么",
    ]
)


@dataclass(frozen=True)
class Query:
    """`terms`: each a run of tokens that must stand together. `numbers`: document numbers as one word each (2023-2)."""

    text: str
    terms: tuple[tuple[str, ...], ...]
    numbers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)


def parse(text: str) -> Query:
    """Read a question. An empty one (nothing but punctuation) is false."""
    text = " ".join(text.replace("\x00", " ").split())[:LONGEST]
    rest, terms, numbers = normal(text), [], []
    for found in list(DOCUMENT_NUMBER.finditer(rest)):
        before, year, number = found.groups()
        numbers.append(f"{before}{year}-{int(number)}")
        terms.append(tuple(characters(found[0])))
    rest = DOCUMENT_NUMBER.sub(" ", rest)
    terms += _words_of(rest)
    return Query(text, tuple(dict.fromkeys(terms))[:MOST_TERMS], tuple(numbers))


def _words_of(text: str) -> list[tuple[str, ...]]:
    words = [word for chunk in re.split(r"\s+", text) for word in rjieba.cut(chunk)]
    meaning = [word for word in words if word not in EMPTY_WORDS]
    return [tokens for word in meaning or words if (tokens := tuple(characters(word)))]
