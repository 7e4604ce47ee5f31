"""A text to the words that say what it is about."""

import re
from collections import Counter
from collections.abc import Iterator

import rjieba

from zhengtong.tools.search import normal

LONGEST_TEXT = 20_000
TITLE_WEIGHT = 2
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
HAN_WORD = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
LATIN_WORD = re.compile("[a-z]+[0-9]+|[a-z]{2,20}|[0-9]{1,4}路")
LONE = re.compile("[\ud800-\udfff]")
# A pair of neighbouring characters is written with this sign before it, to tell it from a word.
PAIR = "~"
# Courtesies and words of every letter: they say nothing about the matter.
EMPTY = frozenset(
    "您好 你好 领导 尊敬 我们 你们 他们 这个 那个 什么 怎么 为什么 为何 可以 没有 已经 现在 因为 所以 但是 如果 就是 还是 "
    "一个 一直 希望 请问 请求 咨询 建议 投诉 反映 问题 情况 关于 有关 部门 相关 政府 谢谢 感谢 解决 处理 回复 答复 尽快 "
    "能否 是否 能够 不能 不是 这样 这些 那些 时候 进行 目前 以及 或者 而且 然后 并且 其他 很多 非常 不知 知道 怎样 如何 "
    "百姓 老百姓 群众 居民 市民 贵局 贵单位 来信 来信人 书记 市长 区长 县长 同志 网友 认为 觉得 本人 大家 之间 不要 "
    "严重 今年 去年 每天 多次 真的 以上 以下 对于 根据 按照 我家 自己 还有 这种 只有 不会 都是 只能 需要 应该 一些 多年".split()
)


def cleaned(text: str) -> str:
    """Half width, lower case, what cannot be encoded replaced, at most LONGEST_TEXT characters."""
    return normal(LONE.sub("\ufffd", text[:LONGEST_TEXT]))


def title_and_body(text: str) -> tuple[str, str]:
    """The first line, and what follows; without line breaks everything is body."""
    title, separator, body = text.strip().partition("\n")
    return (title, body) if separator else ("", title)


def words(text: str) -> list[str]:
    """Words of two characters and more that mean something, in order, with repetitions; codes like a7 and lines like 332路."""
    return [word for word in rjieba.cut(cleaned(text)) if _says_something(word)]


def _says_something(word: str) -> bool:
    return bool(HAN_WORD.fullmatch(word) and word not in EMPTY) or bool(LATIN_WORD.fullmatch(word))


def pairs(text: str) -> Iterator[str]:
    """Neighbouring characters, marked: they find names of places that the dictionary does not know."""
    for run in HAN.findall(cleaned(text)):
        for at in range(len(run) - 1):
            yield PAIR + run[at : at + 2]


def features(text: str) -> Counter[str]:
    """How often each word and pair stands in a text, the title counted twice."""
    counted: Counter[str] = Counter()
    for part, weight in zip(title_and_body(text), (TITLE_WEIGHT, 1), strict=True):
        for feature in (*words(part), *pairs(part)):
            counted[feature] += weight
    return counted
