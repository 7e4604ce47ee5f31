"""A text to the words that say what it is about."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import rjieba

from zhengtong.tools.search import normal

LONGEST_TEXT = 20_000
TITLE_WEIGHT = 2
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
HAN_WORD = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
LATIN_WORD = re.compile("[a-z]+[0-9]+|[a-z]{2,20}|[0-9]{1,4}路")
EMPTY_KINDS = frozenset("cdfmpqrtuy")
LONE = re.compile("[\ud800-\udfff]")
# The last two characters of a place's own name with what it is: 之城小区, 天生街道.
PLACE = re.compile(
    "[\u4e00-\u9fff]{2}(?:小区|社区|街道|家园|花园|新城|新村|公寓|山庄|国际|公馆|学校|小学|中学|大学|学院|医院|广场|公园|水库|大桥"
    "|[镇乡村路街巷苑郡城园湾湖河])"
)
NO_PLACE = re.compile(
    "[的了在到这那条期它其他她是和与对向从把被让给由请求望有过没又都就也很最多个些每各本该我你们住安现目自但导影]"
    "|(?:幼儿园|临街|[道马公线铁]路|沿街|长城|县城|商城|进城|农村|乡村|城镇|乡镇|村镇)$|一线城|十字路|断头路|省会城|文明|快速路"
)
# A pair of neighbouring characters is written with this sign before it, to tell it from a word.
PAIR = "~"
# Courtesies and words of every letter: they say nothing about the matter.
_EMPTY = """
您好 你好 领导 尊敬 我们 你们 他们 这个 那个 什么 怎么 为什么 为何 可以 没有 已经 现在 因为 所以 但是 如果 就是 还是
一个 一直 希望 请问 请求 咨询 建议 投诉 反映 问题 情况 关于 有关 部门 相关 政府 谢谢 感谢 解决 处理 回复 答复 尽快
能否 是否 能够 不能 不是 这样 这些 那些 时候 进行 目前 以及 或者 而且 然后 并且 其他 很多 非常 不知 知道 怎样 如何
百姓 老百姓 群众 居民 市民 贵局 贵单位 来信 来信人 书记 市长 区长 县长 同志 网友 认为 觉得 本人 大家 之间 不要
严重 今年 去年 每天 多次 真的 以上 以下 对于 根据 按照 我家 自己 还有 这种 只有 不会 都是 只能 需要 应该 一些 多年
"""
EMPTY = frozenset(_EMPTY.split())


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


@lru_cache(20_000)
def tells(feature: str) -> bool:
    """Whether a clerk learns something from this word: no pair of characters, no adverb, conjunction, preposition or number."""
    return not feature.startswith(PAIR) and rjieba.tag(feature)[0][1][:1] not in EMPTY_KINDS


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


def places(text: str) -> frozenset[str]:
    """Ends of the names of places in a text (之城小区), to tell whether two texts can be about the same place."""
    found = (match[0] for match in PLACE.finditer(cleaned(text)))
    return frozenset(one for one in found if not NO_PLACE.search(one))
